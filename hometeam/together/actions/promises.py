"""The steps that each side owes: written when it is asked, and gone with it unless they were done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from hometeam.engine.agreements import Deal, State
from hometeam.together.models import Collaboration, Commitment, Part
from hometeam.together.playbook import Kind, Step
from hometeam.together.playbook.kind import NEXT
from hometeam.together.queries import telling
from hometeam.together.queries.offering import kind_of
from hometeam.together.queries.terms import due_days, new_days

_BEFORE = frozenset({State.IDEA, State.PROPOSED, State.COUNTERED})


def write_commitments(collaboration: Collaboration, kind: Kind, parts: Sequence[Part], *, shared: bool = True) -> None:
    """Write what these sides owe; with `shared`, what all do together, too, and what each owes the next: a ring that is
    closed takes nobody in.
    """
    for step in kind.steps:
        for part, receiver in _owing(step, parts, shared=shared):
            Commitment.objects.create(
                collaboration=collaboration,
                part=part,
                receiver=receiver,
                step=step.id,
                what=step.what,
                counts=step.counts,
                due_on=telling.local(collaboration).date(),
            )


def _owing(step: Step, parts: Sequence[Part], *, shared: bool) -> list[tuple[Part | None, Part | None]]:
    """Who owes a step to whom; nobody is all of them."""
    if step.is_shared:
        return [(None, None)] if shared else []
    owing = [one for one in parts if one.role == step.who]
    if step.to == NEXT:
        return list(zip(owing, [*owing[1:], *owing[:1]], strict=True)) if shared and len(owing) > 1 else []
    return [(one, None) for one in owing]


def set_due_days(collaboration: Collaboration, was: datetime | None = None) -> None:
    """Count each promised day from the agreed one, which was another before (`was`); none is moved into the past. Wants
    `queries.whole`.
    """
    at = collaboration.happens_at
    days = due_days(collaboration, kind_of(collaboration), at)
    new = new_days(collaboration, days, was or at, at)
    for one in collaboration.commitments.all():
        if one.pk in new:
            one.due_on = new[one.pk]
            one.save(update_fields=["due_on"])


def match_commitments(collaboration: Collaboration, deal: Deal, *, started: bool) -> None:
    """In a group: drop the open steps of those who are out or late, write those of who came in, and, where it has just
    `started`, count the days anew so that none is over already.
    """
    if deal.state in (State.LAPSED, State.WITHDRAWN, State.DECLINED, State.CLOSED):
        return
    owing = deal.inside if deal.state in _BEFORE else deal.parties
    there = list(collaboration.commitments.all())
    stale = [one.pk for one in there if one.done_at is None and not {one.part_id, one.receiver_id} - {None} <= owing]
    have = {one.part_id for one in there}
    new = [part for part in collaboration.parts.all() if part.pk in owing - have]
    kind = kind_of(collaboration) if new else None
    Commitment.objects.filter(pk__in=stale).delete()
    if kind is not None:
        write_commitments(collaboration, kind, new, shared=False)
    if stale or new:
        anew(collaboration, "commitments")
    if started or kind is not None:
        _set_days_of(collaboration, None if started else {part.pk for part in new})


def _set_days_of(collaboration: Collaboration, parts: Collection[int] | None) -> None:
    days = due_days(collaboration, kind_of(collaboration), collaboration.happens_at)
    for one in collaboration.commitments.all():
        if one.done_at is None and one.receiver_id is None and (parts is None or one.part_id in parts):
            one.due_on = days.get(one.step, one.due_on)
            one.save(update_fields=["due_on"])


def anew(collaboration: Collaboration, *names: str) -> None:
    """Read the sides or the promises of a collaboration again."""
    promises = Commitment.objects.select_related("part__member", "receiver__member", "done_by__member")
    wholes = {
        "parts": Prefetch("parts", Part.objects.select_related("member")),
        "commitments": Prefetch("commitments", promises.prefetch_related("acts")),
    }
    for name in names:
        getattr(collaboration, "_prefetched_objects_cache", {}).pop(name, None)
        prefetch_related_objects([collaboration], wholes[name])
