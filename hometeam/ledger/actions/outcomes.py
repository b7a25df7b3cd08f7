"""What acts brought: said, corrected, confirmed, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import clock, post
from hometeam.foundation.text import shorten
from hometeam.ledger import access
from hometeam.ledger.actions.acts import people_of, told
from hometeam.ledger.models import Act, Level, Outcome
from hometeam.ledger.queries.measures import JOY, is_money
from hometeam.members.access import Viewer
from hometeam.members.models import Member


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of one measure, in its unit."""

    measure: str
    quantity: Decimal
    unit: str


@transaction.atomic
def record_outcome(
    *,
    viewer: Viewer,
    act: Act,
    measure: str,
    quantity: Decimal,
    unit: str,
    from_on: date,
    to_on: date,
    source: str = "",
    is_estimate: bool = False,
) -> Outcome:
    """Write down what an act brought; saying it again corrects what the same side said before.

    The receiver's figure counts as confirmed by the partner, the giver's as self-reported until the receiver confirms
    it; a guess is an estimate, whosever it is. Raises Http404 for others.
    """
    if not access.is_party(viewer, act) or act.taken_back_at is not None:
        raise Http404
    before = Outcome.objects.standing().select_for_update().filter(act=act, measure=measure, said_by=viewer.acting)
    replaced = before.first()
    if replaced is not None:
        replaced.ended_at = clock.now()
        replaced.save(update_fields=["ended_at"])
    outcome = Outcome.objects.create(
        act=act,
        measure=measure,
        quantity=quantity,
        unit=unit,
        currency=viewer.community.currency if is_money(measure, unit) else "",
        level=_level(viewer, act, measure, is_estimate=is_estimate),
        from_on=from_on,
        to_on=to_on,
        source=shorten(source, 200),
        said_by=viewer.acting,
        replaces=replaced,
        made_at=clock.now(),
    )
    told(viewer, "ledger.outcome_recorded", outcome, measure=measure)
    return outcome


def _level(viewer: Viewer, act: Act, measure: str, *, is_estimate: bool) -> Level:
    if is_estimate:
        return Level.ESTIMATED
    received = viewer.acting.pk == act.receiver_id and measure != JOY
    return Level.PARTNER_CONFIRMED if received else Level.SELF_REPORTED


@transaction.atomic
def say_what_it_brought(
    *,
    viewer: Viewer,
    act: Act,
    amounts: Sequence[Amount],
    from_on: date,
    to_on: date,
    source: str = "",
    is_estimate: bool = False,
) -> list[Outcome]:
    """Write down several figures at once, and tell the other side once. Raises Http404 for others than the two."""
    made = [
        record_outcome(
            viewer=viewer,
            act=act,
            measure=one.measure,
            quantity=one.quantity,
            unit=one.unit,
            from_on=from_on,
            to_on=to_on,
            source=source,
            is_estimate=is_estimate,
        )
        for one in amounts
    ]
    if any(one.measure != JOY for one in made):
        _tell_other_side(viewer, act, made[0])
    return made


@transaction.atomic
def confirm_outcome(*, viewer: Viewer, outcome: Outcome) -> None:
    """The receiver's word that a figure of the giver's is right: its level rises. Twice changes nothing.

    Raises Http404 for others than the receiver.
    """
    locked = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if not access.may_confirm_outcome(viewer, locked):
        raise Http404
    if locked.confirmed_at is not None:
        return
    locked.confirmed_at = clock.now()
    if locked.level in (Level.SELF_REPORTED, Level.ESTIMATED):
        locked.level = Level.PARTNER_CONFIRMED
    locked.save(update_fields=["confirmed_at", "level"])
    told(viewer, "ledger.outcome_confirmed", locked, measure=locked.measure)


@transaction.atomic
def take_back_outcome(*, viewer: Viewer, outcome: Outcome) -> None:
    """Undo a figure of one's own: what it had corrected stands again. Twice changes nothing. Raises Http404."""
    locked = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if viewer.acting.pk != locked.said_by_id:
        raise Http404
    if locked.ended_at is not None:
        return
    locked.ended_at = clock.now()
    locked.save(update_fields=["ended_at"])
    if locked.replaces_id is not None:
        Outcome.objects.filter(pk=locked.replaces_id, act=locked.act_id).update(ended_at=None)
    told(viewer, "ledger.outcome_taken_back", locked, measure=locked.measure)


@transaction.atomic
def bring_back_outcome(*, viewer: Viewer, outcome: Outcome) -> None:
    """Undo the taking back, unless something else has been said meanwhile. Raises Http404 for others."""
    locked = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if viewer.acting.pk != locked.said_by_id:
        raise Http404
    same = Outcome.objects.filter(act=locked.act_id, measure=locked.measure, said_by=locked.said_by_id)
    standing = same.filter(ended_at__isnull=True).exclude(pk=locked.pk)
    if locked.ended_at is None or standing.exclude(pk=locked.replaces_id or 0).exists():
        return
    standing.update(ended_at=clock.now())
    locked.ended_at = None
    locked.save(update_fields=["ended_at"])
    told(viewer, "ledger.outcome_brought_back", locked, measure=locked.measure)


def _tell_other_side(viewer: Viewer, act: Act, first: Outcome) -> None:
    mine: Member = viewer.acting
    subject: Any = format_lazy(_("{name} says what it brought"), name=mine.name)
    other = act.giver if mine.pk == act.receiver_id else act.receiver
    post.notify(
        person_ids=people_of(other),
        key=f"ledger.brought:{first.pk}",
        subject=subject,
        lines=[post.late(lambda: act.sentence)],
        action_label=cast("str", _("See it")),
        action_url=reverse("together:brought", args=[act.community.slug]),
        community_id=act.community_id,
        urgency="digest",
    )
