"""A large search in parts: written down once, a job for each, and news when all are in.

Every step is one transaction with the jobs that follow from it, so that a worker may die anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from django.db import transaction

from hometeam.engine.barter import Piece, Plan, answer_told, bundled, packed
from hometeam.engine.loops import Answer
from hometeam.foundation import clock
from hometeam.swap.models import Round, RoundPart
from hometeam.swap.queries.parts import undone

TOGETHER = 1_000
"""Parts of up to so many members in all are one job."""
PATIENCE = timedelta(hours=2)
"""What nobody could do by then is left out: one part that goes wrong must not cost all others their loops."""
GIVEN_UP = timedelta(days=1)
Enqueue = Callable[[int], object]


@transaction.atomic
def hand_out(*, round: Round, planned: Plan, then: Enqueue) -> None:
    """Write the parts of a search down and let each be done, once: first those of regions, where there are any."""
    if not Round.objects.select_for_update().filter(pk=round.pk, ended_at=None).exists() or round.parts.exists():
        return
    round.save(update_fields=["members"])
    regions = _write(round, RoundPart.Step.REGIONS, planned.regions)
    whole = _write(round, RoundPart.Step.WHOLE, planned.whole)
    for part in regions or whole:
        then(part.pk)


def _write(round: Round, step: RoundPart.Step, pieces: Sequence[Piece]) -> list[RoundPart]:
    bundles = [packed(bundle) for bundle in bundled(pieces, TOGETHER)]
    return [RoundPart.objects.create(round=round, step=step, given=given) for given in reversed(bundles)]


@transaction.atomic
def answered(*, part: RoundPart, found: Iterable[Answer], then: Enqueue, at_last: Enqueue) -> bool:
    """Write down what was found in a part, once. When all of its step are in, those of the next are done, or the search
    ends; returns whether it was written now.
    """
    round = Round.objects.select_for_update().filter(pk=part.round_id, ended_at=None).first()
    if round is None:
        return False
    if not round.parts.filter(pk=part.pk, found__isnull=True).update(found=[answer_told(one) for one in found]):
        return False
    left = list(round.parts.filter(found__isnull=True).defer("given"))
    if any(one.step == part.step for one in left):
        return True
    for one in left:
        then(one.pk)
    if not left:
        at_last(round.pk)
    return True


def leave_out(*, then: Enqueue, at_last: Enqueue) -> int:
    """Answer with nothing for parts that nobody could do in all the time there was; returns how many. What is left of a
    search that did not end within a day is dropped.
    """
    RoundPart.objects.filter(round__made_at__lt=clock.now() - GIVEN_UP).delete()
    late = RoundPart.objects.filter(found__isnull=True, round__ended_at=None, round__made_at__lt=clock.now() - PATIENCE)
    late = late.exclude(step=RoundPart.Step.WHOLE, round__parts__in=late.filter(step=RoundPart.Step.REGIONS))
    return sum(answered(part=part, found=undone(part), then=then, at_last=at_last) for part in list(late))
