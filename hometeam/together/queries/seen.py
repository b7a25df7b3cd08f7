"""A collaboration as one member's page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hometeam.engine.agreements import (
    ANSWERABLE,
    ASKING,
    RUNNING,
    Deal,
    Difference,
    Move,
    NotPossible,
    State,
    Task,
    apply,
    is_unconfirmed,
    possible,
)
from hometeam.foundation import clock
from hometeam.ledger.models import Evidence
from hometeam.members.models import Member
from hometeam.together.models import Change, Collaboration, Commitment, Part
from hometeam.together.playbook import Kind, Step
from hometeam.together.queries import telling
from hometeam.together.queries.apart import hushed
from hometeam.together.queries.deals import deal_of, history
from hometeam.together.queries.offering import kind_of
from hometeam.together.queries.terms import changed_terms, questions_answered, understood
from hometeam.ui.rings import RingShape, whole_ring


@dataclass(frozen=True, slots=True)
class Track:
    """One line of the agreement: who, what, by when; `state` is "done", "late" or empty. `page` is the address of
    another room's page on which it can be done, `let_go` what the button says by which it drops out. `can_doubt`: it
    was ticked for me, and I may say "not yet"; `doubt` says who said so, or from when on one may say that it did not
    come. `is_for_me`: mine to tick as whoever waits for it.
    """

    commitment: Commitment
    who: str
    what: str
    when: str
    state: str
    can_tick: bool
    can_undo: bool
    proofs: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    page: str = ""
    page_words: str = ""
    let_go: str = ""
    can_doubt: bool = False
    doubt: str = ""
    is_for_me: bool = False


@dataclass(frozen=True, slots=True)
class Seated:
    """One member of a group, with its part in it, where it stands, and what the starter may do."""

    part: Part
    role: str
    is_in: bool
    says: str
    can_nudge: bool
    can_take_out: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    change: Change
    happened: str
    when: str


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of a collaboration shows to one of its sides. `can` holds the moves that are theirs to make,
    `unsure` the steps that were done for them and wait for their word.
    """

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
    answers: tuple[tuple[str, str], ...] = ()
    people: tuple[Seated, ...] = ()
    standing: str = ""
    room: int = 0
    hushed: frozenset[int] = frozenset()
    ring: RingShape | None = None
    unsure: tuple[Track, ...] = ()

    @property
    def answers_as_before(self) -> tuple[tuple[str, str], ...]:
        """The answers that do not stand among the changes already."""
        changed = {change.field for change in self.changes}
        return tuple(one for one in self.answers if one[0] not in changed)

    @property
    def met(self) -> list[Part]:
        """The others whom I may meet."""
        return [part for part in self.others if part.member_id not in self.hushed]

    @property
    def must_answer(self) -> bool:
        return "accept" in self.can and not self.me.out

    @property
    def may_return(self) -> bool:
        """Whether I said no to a group that still has room for me."""
        return "accept" in self.can and bool(self.me.out)

    @property
    def is_late(self) -> bool:
        """Whether a group has started, and I may still come in."""
        return self.me.answer == Part.Answer.LATE

    @property
    def may_repeat(self) -> bool:
        """Whether it is done, and all who did it are still here to do it again."""
        done = self.collaboration.state in (State.CONFIRMED, State.CLOSED)
        return done and bool(self.others) and not any(part.member.closed_at for part in self.others) and not self.hushed

    @property
    def is_group(self) -> bool:
        return self.collaboration.is_group

    @property
    def whose(self) -> list[tuple[str, list[Track]]]:
        """The tracks of a group by who owes them, what all do together first."""
        found: dict[str, list[Track]] = {}
        for track in sorted(self.tracks, key=lambda one: one.commitment.part_id or 0):
            found.setdefault(track.who, []).append(track)
        return list(found.items())

    @property
    def is_agreed(self) -> bool:
        return self.collaboration.state in RUNNING

    @property
    def was_agreed(self) -> bool:
        """Whether it is agreed, or was done as it had been."""
        return self.is_agreed or self.collaboration.state in (State.DELIVERED, State.CONFIRMED, State.CLOSED)

    @property
    def ended_by_going(self) -> str:
        """Who is no longer here, in a sentence, where it ended by that; else ""."""
        last = self.lines[-1] if self.lines else None
        return last.happened if last and last.change.move == Move.LEAVE else ""

    @property
    def is_open_question(self) -> bool:
        return self.collaboration.state in ANSWERABLE

    @property
    def asked_myself(self) -> bool:
        """Whether a change of what was agreed waits for the others, and I may put another in its place."""
        return self.collaboration.state == State.RENEGOTIATED and Move.RENEGOTIATE in self.can

    @property
    def thanks(self) -> list[Part]:
        """The sides who have said thank you."""
        return [part for part in (self.me, *self.met) if part.thanked_at]


def seen(collaboration: Collaboration, member: Member, *, on_behalf: bool = False) -> Seen:
    """A collaboration from `whole` as a member of it sees it, or an organiser `on_behalf` of it: two more queries."""
    deal = deal_of(collaboration)
    parts = list(collaboration.parts.all())
    me = next(part for part in parts if part.member_id == member.pk)
    others = telling.others(collaboration, member)
    quiet = hushed(collaboration, member)
    changes = history(collaboration, member, quiet, on_behalf=on_behalf)
    kind = kind_of(collaboration)
    speaker = _speaker(changes)
    tracks = tuple(_track(one, deal, me, kind, quiet) for one in collaboration.commitments.all())
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
        note=_note(collaboration, speaker, quiet),
        note_from=telling.who(speaker) if speaker else collaboration.started_by.name,
        changes=tuple(changed_terms(speaker, kind)) if speaker and collaboration.state in _CHANGED else (),
        tracks=tracks,
        lines=tuple(_line(one, collaboration.community.timezone) for one in changes),
        can=_can(deal, me, kind),
        tips=kind.tips if kind else (),
        agreement=_understood(collaboration, kind),
        answers=() if collaboration.started_by_id in quiet else questions_answered(collaboration, kind),
        people=tuple(_seated(part, deal, me, kind) for part in parts if not part.out) if deal.is_group else (),
        standing=telling.standing(collaboration) if deal.is_group and deal.state in ASKING else "",
        room=deal.most - len(deal.inside),
        hushed=quiet,
        ring=_ring(collaboration, me),
        unsure=_unsure(tracks, deal, me),
    )


def _unsure(tracks: tuple[Track, ...], deal: Deal, me: Part) -> tuple[Track, ...]:
    waiting = {task.id for task in deal.tasks if is_unconfirmed(task, me.pk)}
    return tuple(one for one in tracks if one.commitment.pk in waiting)


def _ring(collaboration: Collaboration, me: Part) -> RingShape | None:
    """The ring, where each owes the next."""
    gives = {one.part_id: one.receiver_id for one in collaboration.commitments.all() if one.receiver_id}
    names = {part.pk: part.member.name for part in collaboration.parts.all()}
    order = [me.pk]
    while (after := gives.get(order[-1])) in names and after not in order:
        order.append(after)
    return whole_ring([names[pk] for pk in order]) if gives.get(order[-1]) == me.pk else None


def _note(collaboration: Collaboration, speaker: Change | None, quiet: frozenset[int]) -> str:
    by = speaker.by_id if speaker else collaboration.started_by_id
    if by in quiet:
        return ""
    return telling.note_of(collaboration, speaker) if speaker else collaboration.words


def _understood(collaboration: Collaboration, kind: Kind | None) -> tuple[str, ...]:
    clauses = kind.agreement.clauses if kind else ()
    return tuple(_(line) for line in (*understood(collaboration, kind).values(), *clauses) if line)


def _seated(part: Part, deal: Deal, me: Part, kind: Kind | None) -> Seated:
    """One who is in a group, or asked into it. What the starter may do about them is for its eyes only."""
    waits = part.pk not in deal.yes | deal.joined
    starts_it = me.pk == deal.starter and waits and part.pk != me.pk
    roles = {role.id: role for role in kind.roles} if kind and len(kind.roles) > 1 else {}
    return Seated(
        part=part,
        role=_(roles[part.role].title) if part.role in roles else "",
        is_in=not waits,
        says=_("is in") if part.pk in deal.joined else _("says yes") if not waits else _("has not answered"),
        can_nudge=starts_it and part.pk not in deal.nudged and Move.NUDGE in possible(deal, me.pk),
        can_take_out=starts_it and Move.TAKE_OUT in possible(deal, me.pk),
    )


_SPEAKS = frozenset({"propose", Move.COUNTER, Move.RENEGOTIATE, Move.REOPEN})
_CHANGED = frozenset({State.COUNTERED, State.RENEGOTIATED})


def _line(change: Change, timezone: str) -> Line:
    return Line(change, telling.happened(change), _day(clock.local(change.at, timezone).date()))


def _speaker(changes: list[Change]) -> Change | None:
    """Whose note is on the table: the newest offer."""
    return next((change for change in reversed(changes) if change.move in _SPEAKS), None)


def _can(deal: Deal, me: Part, kind: Kind | None) -> frozenset[str]:
    """The moves that are this side's to make; whether it may confirm or thank depends on more than the state. A ring
    takes nobody in, and whoever goes without in it has nobody to thank.
    """
    moves = possible(deal, me.pk)
    doubtful = (Move.CONFIRM, Move.THANK, Move.START, Move.REOPEN, Move.RENEGOTIATE)
    unsure = {move for move in doubtful if not _applies(deal, move, me, None)}
    if kind is not None and kind.is_ring:
        unsure.add(Move.INVITE)
        if not any(task.to == me.pk for task in deal.tasks):
            unsure.add(Move.THANK)
    return frozenset(str(move) for move in moves - unsure)


def _applies(deal: Deal, move: Move, me: Part, task: Task | None) -> bool:
    try:
        apply(deal, move, me.pk, task.id if task else None)
    except NotPossible:
        return False
    return True


def _track(one: Commitment, deal: Deal, me: Part, kind: Kind | None, quiet: frozenset[int]) -> Track:
    task = next(task for task in deal.tasks if task.id == one.pk)
    timezone = one.collaboration.community.timezone
    is_done = one.done_at is not None and me.pk not in task.missed_by
    late = not is_done and deal.state in RUNNING and one.due_on < clock.today(timezone)
    step = kind.step(one.step) if kind and one.step in kind.dues() else None
    leads = step is not None and _leads_on(one, deal, me)
    return Track(
        commitment=one,
        who=one.part.member.name if one.part else _("Both of you") if len(deal.sides) == 2 else _("All of you"),
        what=one.text,
        when=_("done") if is_done else _("by %(day)s") % {"day": _day(one.due_on)},
        state="done" if is_done else "late" if late else "",
        can_tick=_applies(deal, Move.DELIVER, me, task),
        can_undo=_applies(deal, Move.UNDO, me, task),
        proofs=step.proof if step else ("word",),
        page=_page_of(step, one, me) if step and leads else "",
        page_words=_(step.page_words) if step and leads and step.page_words else "",
        evidence=_shown(one, quiet),
        let_go=_let_go(deal, me, task),
        can_doubt=_applies(deal, Move.NOT_YET, me, task),
        doubt=_doubt(one, deal, me, task),
        is_for_me=me.pk in task.missed_by or (task.doubted_by == me.pk and task.by is not None),
    )


def _let_go(deal: Deal, me: Part, task: Task) -> str:
    """What one of the two says of a step that one owes the other, where it may drop out; empty where it may not."""
    if not _applies(deal, Move.LET_GO, me, task):
        return ""
    return _("It will not come about") if task.by == me.pk else _("It did not come")


def _doubt(one: Commitment, deal: Deal, me: Part, task: Task) -> str:
    """What is said of a step that somebody said "not yet" of, or that one can only say to be missing later on."""
    doubters = task.missed_by if task.doubted_by is None else {task.doubted_by}
    if doubters and deal.state in RUNNING:
        if me.pk in doubters:
            return _("You said: not yet. It is yours to tick off once it is there.")
        said = _("Not there yet for %(names)s. It is theirs to tick off once it is.")
        return said % {"names": telling.names([part for part in one.collaboration.parts.all() if part.pk in doubters])}
    waits = task.to == me.pk and not task.is_due and task.done_by is None and deal.state in RUNNING
    return _("Should it not come, you can say so from %(day)s on.") % {"day": _day(one.due_on)} if waits else ""


def _shown(one: Commitment, quiet: frozenset[int]) -> tuple[Evidence, ...]:
    acts = [act for act in one.acts.all() if act.evidence and act.giver_id not in quiet and act.taken_back_at is None]
    return tuple({act.evidence.pk: act.evidence for act in acts if act.evidence}.values())


def _leads_on(one: Commitment, deal: Deal, me: Part) -> bool:
    """Whether a step of mine may be done on the page that it leads to: while open, and once it was ticked by word."""
    if one.part_id != me.pk or deal.state not in RUNNING | {State.DELIVERED, State.CONFIRMED}:
        return False
    return one.done_at is None or any(not act.made_in for act in one.acts.all())


def _page_of(step: Step, one: Commitment, me: Part) -> str:
    other = next((part for part in one.collaboration.parts.all() if part.pk != me.pk and part.takes_part), None)
    if not step.page or other is None:
        return ""
    page = reverse(step.page, args=[one.collaboration.community.slug, other.member_id])
    return f"{page}?within={one.collaboration_id}"


def _day(day: date) -> str:
    return date_format(day, _("j F"))
