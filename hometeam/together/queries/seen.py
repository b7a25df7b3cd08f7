"""A collaboration as one member's page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hometeam.engine.agreements import (
    ANSWERABLE,
    RUNNING,
    Deal,
    Difference,
    Move,
    NotPossible,
    State,
    Task,
    apply,
    possible,
)
from hometeam.foundation import clock
from hometeam.ledger.models import Evidence
from hometeam.members.models import Member
from hometeam.together.models import Change, Collaboration, Commitment, Part
from hometeam.together.playbook import Kind
from hometeam.together.queries import telling
from hometeam.together.queries.deals import deal_of, history
from hometeam.together.queries.offering import kind_of
from hometeam.together.queries.terms import changed_terms


@dataclass(frozen=True, slots=True)
class Track:
    """One line of the agreement: who, what, by when; `state` is "done", "late" or empty."""

    commitment: Commitment
    who: str
    what: str
    when: str
    state: str
    can_tick: bool
    can_undo: bool
    proofs: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    change: Change
    happened: str
    when: str


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of a collaboration shows to one of its sides. `can` holds the moves that are theirs to make."""

    collaboration: Collaboration
    me: Part
    others: tuple[Part, ...]
    names: str
    title: str
    group: str
    kind: Kind | None
    state_name: str
    when: str
    note: str
    note_from: str
    changes: tuple[Difference, ...]
    tracks: tuple[Track, ...]
    lines: tuple[Line, ...]
    can: frozenset[str]
    tips: tuple[str, ...] = ()
    agreement: tuple[str, ...] = field(default=())

    @property
    def must_answer(self) -> bool:
        return "accept" in self.can

    @property
    def is_agreed(self) -> bool:
        return self.collaboration.state in RUNNING

    @property
    def is_open_question(self) -> bool:
        return self.collaboration.state in ANSWERABLE

    @property
    def thanks(self) -> list[Part]:
        """The sides who have said thank you."""
        return [part for part in (self.me, *self.others) if part.thanked_at]


def seen(collaboration: Collaboration, member: Member) -> Seen:
    """A collaboration from `whole` as a member of it sees it: two more queries."""
    deal = deal_of(collaboration)
    parts = list(collaboration.parts.all())
    me = next(part for part in parts if part.member_id == member.pk)
    others = [part for part in parts if part.pk != me.pk]
    changes = history(collaboration, member)
    kind = kind_of(collaboration)
    speaker = _speaker(changes)
    return Seen(
        collaboration=collaboration,
        me=me,
        others=tuple(others),
        names=telling.names(others),
        title=_(collaboration.title),
        group=kind.group if kind else "",
        kind=kind,
        state_name=collaboration.state_name,
        when=telling.when(collaboration),
        note=telling.note_of(collaboration, speaker) if speaker else collaboration.words,
        note_from=telling.who(speaker) if speaker else collaboration.started_by.name,
        changes=tuple(changed_terms(speaker, kind)) if speaker and collaboration.state in _CHANGED else (),
        tracks=tuple(_track(one, deal, me, kind) for one in collaboration.commitments.all()),
        lines=tuple(_line(one, collaboration.community.timezone) for one in changes),
        can=_can(deal, me),
        tips=kind.tips if kind else (),
        agreement=kind.agreement.lines if kind else (),
    )


_SPEAKS = frozenset({"propose", Move.COUNTER, Move.RENEGOTIATE, Move.REOPEN})
_CHANGED = frozenset({State.COUNTERED, State.RENEGOTIATED})


def _line(change: Change, timezone: str) -> Line:
    return Line(change, telling.happened(change), _day(clock.local(change.at, timezone).date()))


def _speaker(changes: list[Change]) -> Change | None:
    """Whose note is on the table: the newest offer."""
    return next((change for change in reversed(changes) if change.move in _SPEAKS), None)


def _can(deal: Deal, me: Part) -> frozenset[str]:
    """The moves that are this side's to make; whether it may confirm or thank depends on more than the state."""
    moves = possible(deal, me.pk)
    unsure = {move for move in (Move.CONFIRM, Move.THANK) if not _applies(deal, move, me, None)}
    return frozenset(str(move) for move in moves - unsure)


def _applies(deal: Deal, move: Move, me: Part, task: Task | None) -> bool:
    try:
        apply(deal, move, me.pk, task.id if task else None)
    except NotPossible:
        return False
    return True


def _track(one: Commitment, deal: Deal, me: Part, kind: Kind | None) -> Track:
    task = next(task for task in deal.tasks if task.id == one.pk)
    timezone = one.collaboration.community.timezone
    late = one.done_at is None and deal.state in RUNNING and one.due_on < clock.today(timezone)
    return Track(
        commitment=one,
        who=one.part.member.name if one.part else _("Both of you") if len(deal.sides) == 2 else _("All of you"),
        what=one.text,
        when=_("done") if one.done_at else _("by %(day)s") % {"day": _day(one.due_on)},
        state="done" if one.done_at else "late" if late else "",
        can_tick=_applies(deal, Move.DELIVER, me, task),
        can_undo=_applies(deal, Move.UNDO, me, task),
        proofs=kind.step(one.step).proof if kind and one.step in kind.dues() else ("word",),
        evidence=tuple({act.evidence.pk: act.evidence for act in one.acts.all() if act.evidence}.values()),
    )


def _day(day: date) -> str:
    return date_format(day, _("j F"))
