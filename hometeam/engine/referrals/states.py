"""The states of an introduction and the moves between them, as one table.

Three sides move it: who gives it, who receives it, and the prospect whom it is about; and the clock. `apply` is the
only way from one `Introduction` to the next. The receiver learns of it only once the prospect is known to agree, and
whatever ends it, the giver hears how.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """Where an introduction stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    MET = "met"
    WON = "won"
    LOST = "lost"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Consent(StrEnum):
    """What is known of the prospect's will: asked by letter, told by the giver who heard it, given by themselves."""

    ASKED = "asked"
    TOLD = "told"
    GIVEN = "given"


class Side(StrEnum):
    """Who makes a move."""

    GIVER = "giver"
    RECEIVER = "receiver"
    PROSPECT = "prospect"
    CLOCK = "clock"


class Move(StrEnum):
    """What somebody, or the clock, does."""

    CONSENT = "consent"
    CHANGE = "change"
    ACCEPT = "accept"
    DECLINE = "decline"
    CONTACT = "contact"
    MEET = "meet"
    WIN = "win"
    LOSE = "lose"
    UNDO = "undo"
    WITHDRAW = "withdraw"
    THANK = "thank"
    REMIND = "remind"
    LAPSE = "lapse"
    FORGET = "forget"


class Deed(StrEnum):
    """What a move writes into the ledger: nothing, the act of introducing, its undoing, what it brought, or not."""

    NONE = ""
    DONE = "done"
    TAKEN_BACK = "taken-back"
    BROUGHT = "brought"
    NOT_BROUGHT = "not-brought"


OPEN = frozenset({State.SENT, State.ACCEPTED, State.CONTACTED, State.MET})
ENDED = frozenset(State) - OPEN


class NotPossible(Exception):
    """The move does not fit where things stand, or is not this side's to make."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """All that the rules need to know.

    `known`: the receiver has been told of it. `taken`: the receiver said yes, so that an act stands. `details`: the
    prospect's details are still kept. `reminded`: of what it waits for now. `before`: whence it was won or lost.
    """

    state: State = State.SENT
    consent: Consent = Consent.ASKED
    known: bool = False
    taken: bool = False
    details: bool = True
    reminded: bool = False
    thanked: bool = False
    before: State | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move led to.

    `tell` are the sides to notify, each under its key in the notices' words; `letter` says that the prospect, who
    expects to hear from the receiver, is to be written that it ends here; `deed` is for the ledger.
    """

    introduction: Introduction
    tell: tuple[tuple[Side, str], ...] = ()
    letter: bool = False
    deed: Deed = Deed.NONE


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: who may make a move in which states and when, what it changes, who hears of it how.

    `tell` are the sides who hear of it, under the key `notice`; a receiver who does not know of it never does.
    """

    move: Move
    by: Side
    states: frozenset[State]
    when: Callable[[Introduction], bool]
    change: Callable[[Introduction], Introduction]
    tell: tuple[Side, ...] = ()
    notice: str = ""
    deed: Deed = Deed.NONE


def begun(*, told: bool) -> Introduction:
    """A new introduction; `told` where the giver says that the prospect agreed in person."""
    return Introduction(consent=Consent.TOLD if told else Consent.ASKED, known=told)


def sees_details(it: Introduction, side: Side) -> bool:
    """Whether a side may see whom an introduction is about."""
    if not it.details or side == Side.CLOCK:
        return False
    return side != Side.RECEIVER or (it.known and it.consent != Consent.ASKED)


def _to(state: State) -> Callable[[Introduction], Introduction]:
    def change(it: Introduction) -> Introduction:
        return replace(it, state=state, reminded=False, taken=True)

    return change


def _end(state: State, *, keep: bool = False) -> Callable[[Introduction], Introduction]:
    """To an end; the details go with it, unless they are to be kept for a while."""

    def change(it: Introduction) -> Introduction:
        return replace(it, state=state, reminded=False, before=it.state, details=it.details and keep)

    return change


def _lapse(it: Introduction) -> Introduction:
    return _end(State.LAPSED, keep=it.taken)(it)


def _take_back(it: Introduction) -> Introduction:
    return replace(_end(State.WITHDRAWN)(it), taken=False)


def _consent(it: Introduction) -> Introduction:
    fresh = it.consent == Consent.ASKED
    return replace(it, consent=Consent.GIVEN, known=True, reminded=it.reminded and not fresh)


def _undo(it: Introduction) -> Introduction:
    return replace(it, state=it.before or State.CONTACTED, before=None, reminded=False)


def _always(_it: Introduction) -> bool:
    return True


def _agreed(it: Introduction) -> bool:
    return it.consent != Consent.ASKED


def _unsure(it: Introduction) -> bool:
    return it.consent == Consent.TOLD


def _taken(it: Introduction) -> bool:
    return it.taken


def _with_details(it: Introduction) -> bool:
    return it.details


def _may_thank(it: Introduction) -> bool:
    return it.taken and not it.thanked


def _may_undo(it: Introduction) -> bool:
    """Once they were in touch: whoever was not has been written that no call comes."""
    return it.before in (State.CONTACTED, State.MET) and it.details


def _unreminded(it: Introduction) -> bool:
    return not it.reminded


S, M = State, Move
G, R, P, C = Side.GIVER, Side.RECEIVER, Side.PROSPECT, Side.CLOCK
SENT = frozenset({S.SENT})
LAPSED = frozenset({S.LAPSED})
TAKEN = frozenset({S.ACCEPTED, S.CONTACTED, S.MET})

RULES: tuple[Rule, ...] = (
    Rule(M.CONSENT, P, SENT, lambda it: not _agreed(it), _consent, (G, R), "consented"),
    Rule(M.CONSENT, P, OPEN, _unsure, _consent, (G,), "consented"),
    Rule(M.CHANGE, P, SENT, lambda it: not _agreed(it), _consent, (G, R), "consented"),
    Rule(M.CHANGE, P, OPEN, _agreed, _consent, (R,), "changed"),
    Rule(M.ACCEPT, R, SENT, _agreed, _to(S.ACCEPTED), (G,), "accepted", Deed.DONE),
    Rule(M.DECLINE, R, SENT, _agreed, _end(S.DECLINED), (G,), "declined"),
    Rule(M.CONTACT, R, SENT, _agreed, _to(S.CONTACTED), (G,), "contacted", Deed.DONE),
    Rule(M.CONTACT, R, frozenset({S.ACCEPTED}), _always, _to(S.CONTACTED), (G,), "contacted"),
    Rule(M.MEET, R, frozenset({S.ACCEPTED, S.CONTACTED}), _always, _to(S.MET), (G,), "met"),
    Rule(M.WIN, R, TAKEN, _always, _end(S.WON, keep=True), (G,), "won", Deed.BROUGHT),
    Rule(M.WIN, R, LAPSED, _taken, _end(S.WON, keep=True), (G,), "won", Deed.BROUGHT),
    Rule(M.LOSE, R, TAKEN, _always, _end(S.LOST, keep=True), (G,), "lost"),
    Rule(M.LOSE, R, LAPSED, _taken, _end(S.LOST, keep=True), (G,), "lost"),
    Rule(M.UNDO, R, frozenset({S.WON}), _may_undo, _undo, (G,), "undone", Deed.NOT_BROUGHT),
    Rule(M.UNDO, R, frozenset({S.LOST}), _may_undo, _undo, (G,), "undone"),
    Rule(M.WITHDRAW, G, SENT, _always, _end(S.WITHDRAWN), (R,), "taken-back"),
    Rule(M.WITHDRAW, G, frozenset({S.ACCEPTED}), _always, _take_back, (R,), "taken-back", Deed.TAKEN_BACK),
    Rule(M.WITHDRAW, P, OPEN, _always, _end(S.WITHDRAWN), (G, R), "withdrawn"),
    Rule(M.FORGET, P, ENDED, _with_details, lambda it: replace(it, details=False)),
    Rule(M.FORGET, C, ENDED, _with_details, lambda it: replace(it, details=False)),
    Rule(M.THANK, R, TAKEN | ENDED, _may_thank, lambda it: replace(it, thanked=True), (G,), "thanked"),
    Rule(
        M.REMIND, C, SENT, lambda it: not _agreed(it) and _unreminded(it), lambda it: replace(it, reminded=True), (G,)
    ),
    Rule(M.REMIND, C, SENT, lambda it: _agreed(it) and _unreminded(it), lambda it: replace(it, reminded=True), (R,)),
    Rule(M.REMIND, C, TAKEN, _unreminded, lambda it: replace(it, reminded=True), (R,)),
    Rule(M.LAPSE, C, OPEN, _always, _lapse, (G, R), "lapsed"),
)


def apply(it: Introduction, move: Move, by: Side) -> Outcome:
    """Make a move. Raises NotPossible where the state, the consent or the side does not allow it."""
    rule = _rule(it, move, by)
    if rule is None:
        raise NotPossible(f"{move} by {by} in {it.state}")
    after = rule.change(it)
    key = f"remind-{it.state}" if move == M.REMIND else rule.notice
    told = tuple((side, key) for side in rule.tell if side != R or after.known)
    return Outcome(after, told, _is_to_be_written(it, move, by), rule.deed)


def possible(it: Introduction, by: Side) -> frozenset[Move]:
    """The moves that a side, or the clock, could make now."""
    return frozenset(move for move in Move if _rule(it, move, by) is not None)


def _rule(it: Introduction, move: Move, by: Side) -> Rule | None:
    fits = (rule for rule in RULES if rule.move == move and rule.by == by and it.state in rule.states and rule.when(it))
    return next(fits, None)


def _is_to_be_written(it: Introduction, move: Move, by: Side) -> bool:
    """Whether the prospect waits for a call that will not come: it ends, by another's doing, before any contact."""
    waits = it.known and it.details and it.state in (S.SENT, S.ACCEPTED)
    return waits and by != P and move in (M.DECLINE, M.WITHDRAW, M.LAPSE, M.LOSE)
