"""The one way in which an introduction changes: lock, look, apply the rules, write, tell.

Whoever comes second finds the version gone on and is told what happened meanwhile; nothing of theirs is half done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from hometeam.engine import referrals as rules
from hometeam.engine.referrals import Deed, Introduction, Move, NotPossible, Side, State
from hometeam.foundation import clock, journal, moved, post
from hometeam.foundation.journal import Actor
from hometeam.ledger import actions as ledger
from hometeam.ledger.models import Act, Outcome
from hometeam.members.access import Viewer
from hometeam.referrals.actions import letters, notices
from hometeam.referrals.models import Referral, ReferralMove
from hometeam.referrals.queries import referrals, telling
from hometeam.together import actions as together
from hometeam.together.actions import Made

PAST = {
    Move.CONSENT: "consented",
    Move.CHANGE: "changed",
    Move.ACCEPT: "accepted",
    Move.DECLINE: "declined",
    Move.CONTACT: "contacted",
    Move.MEET: "met",
    Move.WIN: "won",
    Move.LOSE: "lost",
    Move.UNDO: "undone",
    Move.WITHDRAW: "withdrawn",
    Move.THANK: "thanked",
    Move.LAPSE: "lapsed",
    Move.FORGET: "forgotten",
}
MEASURE = "clients"
PAGE = "referrals:introduce"
ACT_WORDS = gettext_noop("{me} introduced somebody to {other}.")


class Moved(moved.Moved):
    """Things have moved on since the page was opened; `happened` says in a sentence what happened."""

    def __init__(self, referral: Referral) -> None:
        self.referral = referral
        super().__init__(telling.last_happened(referral))


@dataclass(slots=True)
class Turn:
    """A locked introduction and whoever is about to move it; without a viewer the prospect or the clock."""

    referral: Referral
    side: Side
    viewer: Viewer | None = None


def begin(pk: int, side: Side, *, viewer: Viewer | None = None, seen_version: int | None = None) -> Turn:
    """Lock an introduction for a move. Raises Moved when it is no longer what was seen."""
    Referral.objects.select_for_update().get(pk=pk)
    locked = referrals.whole().get(pk=pk)
    if seen_version is not None and locked.version != seen_version:
        raise Moved(locked)
    return Turn(locked, side, viewer)


def finish(turn: Turn, move: Move, *, words: str = "", reason: str = "") -> Referral:
    """Apply the move, write it, and tell those who need to know. Raises Moved where the rules do not allow it."""
    referral = turn.referral
    before = referral.rules_view
    try:
        outcome = rules.apply(before, move, turn.side)
    except NotPossible as error:
        raise Moved(referral) from error
    if outcome.letter:
        with referral.community.spoken():
            letters.say_it_ends(referral, referral.prospect, erased=not outcome.introduction.details)
    _write(referral, before, outcome.introduction, reason)
    _into_the_ledger(turn, outcome.deed)
    referral.save()
    _remember(turn, move, before, words)
    notices.send(referral, move, outcome.tell)
    return referral


def _write(referral: Referral, before: Introduction, after: Introduction, reason: str) -> None:
    moment = clock.now()
    referral.state, referral.consent = str(after.state), str(after.consent)
    referral.known, referral.taken, referral.reminded = after.known, after.taken, after.reminded
    referral.before = str(after.before or "")
    referral.reason = reason if after.state == State.LOST else ""
    referral.version += 1
    referral.changed_at = moment
    if (after.state, after.consent) != (before.state, before.consent):
        set_clock(referral)
        referral.ended_at = None if after.state in rules.OPEN else moment
        if after.state in rules.ENDED:
            referral.open_key = ""
    if before.details and not after.details:
        forget(referral)


def set_clock(referral: Referral) -> None:
    """When somebody is reminded of an introduction that is now as it is, and when it lapses."""
    waits = rules.waiting(referral.rules_view, clock.now())
    referral.remind_at = waits.remind_at if waits else None
    referral.lapse_at = waits.lapse_at if waits else None


def forget(referral: Referral) -> None:
    """Erase all that is kept of the prospect, and the letters to them but the one that says that it ends."""
    referral.prospect.delete()
    referral.erased_at = clock.now()
    post.forget_letters(prefix=letters.prefix(referral.pk) + "ask", also_waiting=True)


def _into_the_ledger(turn: Turn, deed: Deed) -> None:
    referral, viewer = turn.referral, turn.viewer
    if viewer is None or deed == Deed.NONE:
        return
    if deed == Deed.DONE:
        referral.act = _act(referral, viewer)
    elif referral.act is not None:
        _IN_THE_LEDGER[deed](referral, referral.act, viewer)


def _act(referral: Referral, viewer: Viewer) -> Act:
    made = Made(
        page=PAGE,
        label=f"referrals.referral:{referral.pk}",
        giver=referral.giver,
        receiver=referral.receiver,
        kind_id="referral",
        group="trade",
        words=ACT_WORDS,
        happened_on=clock.local(referral.made_at, referral.community.timezone).date(),
    )
    return together.record_made(viewer=viewer, made=made, within=referral.within)


def _take_act_back(_referral: Referral, act: Act, viewer: Viewer) -> None:
    together.take_back_made(viewer=viewer, act=act)


def _brought(referral: Referral, act: Act, viewer: Viewer) -> None:
    ledger.record_outcome(
        viewer=viewer,
        act=act,
        measure=MEASURE,
        quantity=Decimal(1),
        unit="clients",
        from_on=act.happened_on,
        to_on=max(act.happened_on, clock.today(referral.community.timezone)),
    )


def _not_brought(_referral: Referral, act: Act, viewer: Viewer) -> None:
    for outcome in Outcome.objects.standing().filter(act=act, measure=MEASURE, said_by=viewer.acting):
        ledger.take_back_outcome(viewer=viewer, outcome=outcome)


_IN_THE_LEDGER: dict[Deed, Callable[[Referral, Act, Viewer], None]] = {
    Deed.TAKEN_BACK: _take_act_back,
    Deed.BROUGHT: _brought,
    Deed.NOT_BROUGHT: _not_brought,
}


def _remember(turn: Turn, move: Move, before: Introduction, words: str) -> None:
    viewer, referral = turn.viewer, turn.referral
    ReferralMove.objects.create(
        referral=referral,
        move=str(move),
        side=str(turn.side),
        to_state=referral.state,
        version=referral.version,
        person=viewer.person if viewer else None,
        on_behalf=viewer.on_behalf if viewer else False,
        words=words[:600],
        at=clock.now(),
    )
    journal.record(
        actor=viewer.actor if viewer else Actor(None, None),
        verb=f"referrals.{PAST[move]}",
        object=referral,
        community_id=referral.community_id,
        data={"state": referral.state, "from": str(before.state)},
    )


@transaction.atomic
def lapse_if_due(pk: int) -> bool:
    """Let an introduction end kindly when its time is over or its two sides have parted; whether it did."""
    if pk not in referrals.to_lapse(clock.now(), pk=pk):
        return False
    turn = begin(pk, Side.CLOCK)
    if Move.LAPSE not in rules.possible(turn.referral.rules_view, Side.CLOCK):
        return False
    finish(turn, Move.LAPSE)
    return True
