"""Seasons: rules for days that come round every year, the shop-small weeks, and what comes next."""

from hometeam.engine.seasons.calendar import SHOP_SMALL, SOURCES
from hometeam.engine.seasons.rules import Nth, Once, OnOrBefore, Rule, Yearly
from hometeam.engine.seasons.season import (
    NamedDay,
    Occurrence,
    Season,
    before,
    coming,
    followed_by_default,
    occurrence,
    same_day_in,
)

__all__ = [
    "SHOP_SMALL",
    "SOURCES",
    "NamedDay",
    "Nth",
    "Occurrence",
    "OnOrBefore",
    "Once",
    "Rule",
    "Season",
    "Yearly",
    "before",
    "coming",
    "followed_by_default",
    "occurrence",
    "same_day_in",
]
