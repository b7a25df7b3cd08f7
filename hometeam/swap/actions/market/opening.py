"""An organiser opens a market, and leads it through its stages to its end."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.db import transaction

from hometeam.engine.market import ALPHABET, LENGTH, MINUTES, Deed, Stage, Step, may, spell, step
from hometeam.foundation import journal
from hometeam.foundation.clock import now
from hometeam.foundation.text import shorten
from hometeam.members.access import Viewer
from hometeam.swap.actions.market.closing import settle
from hometeam.swap.actions.market.loops import look
from hometeam.swap.actions.market.turn import hold, stir
from hometeam.swap.models import Market
from hometeam.swap.queries.rules import rules_of


@transaction.atomic
def open_market(*, viewer: Viewer, title: str, minutes: Mapping[Stage, int] | None = None) -> Market:
    """Open a market in the viewer's community; `minutes` are of the stages that are not as long as usual."""
    given = {stage.value: count for stage, count in (minutes or {}).items() if count != MINUTES[stage]}
    market = Market.objects.create(
        community=viewer.community,
        title=shorten(title, 80),
        code=_free_code(),
        minutes=given,
        longest_loop=rules_of(viewer.community).longest_loop,
        opened_by=viewer.person,
    )
    _record(viewer, "swap.market_opened", market)
    return market


def _free_code() -> str:
    """A code that no market ever had: whoever types an old one is not led into another room."""
    while True:
        code = spell(secrets.randbelow(len(ALPHABET) ** LENGTH))
        if not Market.objects.filter(code=code).exists():
            return code


def move(*, viewer: Viewer, market: Market, wanted: Step, seen: str = "") -> Market:
    """On, back, two minutes more, the end, or on after an end that was a slip.

    `seen` is the stage that the organiser saw: a second tap on the same button moves nothing. Whenever the room moves
    on to loops they are looked for, among those whom none holds. Raises NotNow.
    """
    moved, fresh = _moved(viewer, market, wanted, seen)
    if fresh and wanted == Step.ON and may(moved.sitting, Deed.SEARCH):
        look(market=moved)
    return moved


@transaction.atomic
def _moved(viewer: Viewer, market: Market, wanted: Step, seen: str) -> tuple[Market, bool]:
    held = hold(market.pk)
    if seen and wanted in (Step.ON, Step.BACK) and held.stage != seen:
        return held, False
    after = step(held.sitting, wanted, held.lengths, now())
    held.stage, held.ends_at, held.ended_at = after.stage.value, after.ends_at, after.ended_at
    held.save(update_fields=["stage", "ends_at", "ended_at"])
    if after.stage == Stage.CLOSING or after.ended_at is not None:
        settle(market=held)
    stir(held, everybody=True)
    if after.ended_at is not None:
        _record(viewer, "swap.market_ended", held)
    elif wanted == Step.REOPEN:
        _record(viewer, "swap.market_reopened", held)
    return held, True


def _record(viewer: Viewer, verb: str, market: Market) -> None:
    journal.record(actor=viewer.actor, verb=verb, object=market, community_id=viewer.community.pk)
