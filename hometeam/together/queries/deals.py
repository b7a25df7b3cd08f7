"""What the rules of the engine need to know of a collaboration, and what each side may read of its history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from hometeam.engine.agreements import ASKING, Deal, Move, State, Task
from hometeam.foundation import clock
from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Member
from hometeam.together.models import Change, Collaboration, Commitment, Part

# What went on between the starter and one other in a group is told to nobody else.
BETWEEN_TWO = frozenset({Move.DECLINE, Move.TAKE_OUT, Move.NUDGE})


def deal_of(collaboration: Collaboration) -> Deal:
    """What the rules need to know of a collaboration loaded by `queries.whole`."""
    parts = list(collaboration.parts.all())
    by_member = {part.member_id: part.pk for part in parts}
    out = {part.pk: part.out for part in parts if part.out}
    today = clock.today(collaboration.community.timezone)
    return Deal(
        state=State(collaboration.state),
        sides=tuple(part.pk for part in parts),
        starter=by_member[collaboration.started_by_id],
        yes=frozenset(part.pk for part in parts if part.answer == Part.Answer.YES),
        tasks=tuple(
            _task(one, by_member, today, is_group=collaboration.is_group) for one in collaboration.commitments.all()
        ),
        thanked=frozenset(part.pk for part in parts if part.thanked_at),
        left_by=by_member.get(collaboration.left_by_id or 0),
        least=collaboration.least,
        most=collaboration.most,
        joined=frozenset(part.pk for part in parts if part.joined_at and not part.out),
        said_no=frozenset(pk for pk, how in out.items() if how == Part.Out.SAID_NO),
        gone=frozenset(pk for pk, how in out.items() if how != Part.Out.SAID_NO),
        nudged=frozenset(part.pk for part in parts if part.nudged_at),
        short=collaboration.short,
    )


def _task(one: Commitment, by_member: dict[int, int], today: date, *, is_group: bool) -> Task:
    acts = [act for act in one.acts.all() if act.taken_back_at is None or act.confirmed_at]
    missed = {by_member[act.receiver_id] for act in one.acts.all() if act not in acts}
    confirmed = {by_member[act.receiver_id] for act in acts if act.confirmed_at}
    receivers = {by_member[act.receiver_id] for act in acts} - {one.done_by_id}
    return Task(
        id=one.pk,
        by=one.part_id,
        counts=one.counts,
        done_by=one.done_by_id,
        confirmed_by=frozenset(pk for pk in confirmed if pk != one.done_by_id),
        receivers=frozenset(pk for pk in receivers if pk) if is_group and one.done_at else None,
        to=one.receiver_id,
        is_due=one.due_on <= today,
        doubted_by=one.doubted_by_id,
        missed_by=frozenset(missed - receivers - {one.done_by_id}) if is_group and one.done_at else frozenset(),
    )


def history(
    collaboration: Collaboration, member: Member, hushed: Collection[int] = (), *, on_behalf: bool = False
) -> list[Change]:
    """Every change that concerns a member, oldest first; words that another side keeps to itself are left out, and
    those of the members whom this one does not read. To an organiser who reads `on_behalf` of the member, its own are
    another's, too.

    In a group a no, a reminder and being taken out stay between the starter and whoever it was; whoever is out reads
    on no further.
    """
    changes: list[Change] = _changes(collaboration=collaboration.pk)
    for change in changes:
        change.collaboration = collaboration
        is_own = change.by_id == member.pk and (change.on_behalf or not on_behalf)
        if (change.private and not is_own) or change.by_id in hushed:
            change.words = ""
    if not collaboration.is_group:
        return changes
    changes = [one for one in changes if _may_read(one, collaboration, member)]
    return _until_out(changes, collaboration, member)


@prepared
def _changes(collaboration: Given) -> QuerySet[Change]:
    return Change.objects.filter(collaboration=collaboration).select_related("by", "person", "about")


def _may_read(change: Change, collaboration: Collaboration, member: Member) -> bool:
    if member.pk in (change.by_id, change.about_id, collaboration.started_by_id):
        return True
    stepped_out = change.move == Move.WITHDRAW and change.from_state in ASKING and change.to_state != State.WITHDRAWN
    return not stepped_out and change.move not in BETWEEN_TWO


def _until_out(changes: list[Change], collaboration: Collaboration, member: Member) -> list[Change]:
    part = next((one for one in collaboration.parts.all() if one.member_id == member.pk), None)
    if part is None or not part.out:
        return changes
    last = [at for at, one in enumerate(changes) if member.pk in (one.by_id, one.about_id)]
    return changes[: last[-1] + 1] if last else changes[:1]


def last_told(collaboration: Collaboration) -> Change | None:
    """The newest line of the history that all may read."""
    found = collaboration.changes.select_related("by", "person", "about").order_by("-pk")
    return (found.exclude(move__in=[*BETWEEN_TWO]) if collaboration.is_group else found).first()
