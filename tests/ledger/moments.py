"""Deeds that the room's tests begin with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hometeam.ledger import actions
from hometeam.ledger.models import Act, Outcome, TrackedLink, Visits
from tests.cast import Player

DAY = date(2026, 11, 2)


def did(one: Player, other: Player, words: str = "{me} sent {other} a customer.", **fields: Any) -> Act:
    """One did something for the other, and tells it."""
    told: dict[str, Any] = {"kind_id": "spotlight-post", "group": "spread", "words": words, "happened_on": DAY}
    return actions.record_act(
        viewer=one.viewer, giver=one.member, receiver=other.member, **(told | {"within": "test.thing:1"} | fields)
    )


def says(who: Player, act: Act, measure: str, quantity: str, unit: str = "", **fields: Any) -> Outcome:
    """One side says what an act brought."""
    window: dict[str, Any] = {"from_on": DAY, "to_on": DAY}
    return actions.record_outcome(
        viewer=who.viewer, act=act, measure=measure, quantity=Decimal(quantity), unit=unit, **(window | fields)
    )


def visited(owner: Player, shared_by: Player, times: int, on: date = DAY, within: str = "test.thing:1") -> TrackedLink:
    """A link of ours was followed so often on one day."""
    link = actions.link_for(
        viewer=shared_by.viewer, owner=owner.member, url="https://example.org/", channel="newsletter", within=within
    )
    Visits.objects.create(link=link, on=on, count=times, unique=times)
    return link
