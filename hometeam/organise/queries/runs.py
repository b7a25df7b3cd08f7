"""Imports as organisers look at them."""

from __future__ import annotations

from django.db.models import F, QuerySet

from hometeam.foundation.models import Event
from hometeam.members.models import Audience, Channel, Community, Member, Membership, Need, Offer, Place, Regular
from hometeam.organise.models import Contact, ImportRow, ImportRun

CAME_WITH_IT = (Place, Offer, Need, Audience, Channel, Regular, Membership, ImportRow, Contact)
"""What an import itself writes on a member; anything else that points at one means that somebody has touched it."""


def recent(community: Community) -> QuerySet[ImportRun]:
    """The community's imports, latest first."""
    return ImportRun.objects.filter(community=community).select_related("person")


def untouched(run: ImportRun) -> list[int]:
    """The members that came with this run and whom nobody has claimed, changed, invited or done anything with since."""
    made = ImportRow.objects.filter(made_by=run, staged=False)
    same = made.filter(member__claimed_at=None, member__changed_at__lte=F("applied_at"))
    ids = set(same.values_list("member_id", flat=True))
    return sorted(ids - _pointed_at(run) - _spoken_of(made) - _confirmed(run))


def _pointed_at(run: ImportRun) -> set[int]:
    """Those that some other row points at: a seat, an invitation, a collaboration, whatever the house has."""
    found: set[int] = set()
    for relation in Member._meta.related_objects:
        if relation.related_model not in CAME_WITH_IT:
            name = relation.field.name
            pointing = relation.related_model._base_manager.filter(**{f"{name}__import_rows__made_by": run})
            found.update(pointing.values_list(name, flat=True))
    return found


def _spoken_of(made: QuerySet[ImportRow]) -> set[int]:
    """Those that the journal knows something about."""
    events = Event.objects.filter(object_label=Member._meta.label_lower, object_id__in=made.values("member_id"))
    return set(events.values_list("object_id", flat=True))


def _confirmed(run: ImportRun) -> set[int]:
    """Those with an offer or a need that is no longer a guess, or who are in another community too."""
    came = {"member__import_rows__made_by": run}
    sure = Offer.objects.filter(**came, guessed=False).values_list("member_id", flat=True)
    wanted = Need.objects.filter(**came, guessed=False).values_list("member_id", flat=True)
    elsewhere = Membership.objects.filter(**came).exclude(community=run.community)
    return {*sure, *wanted, *elsewhere.values_list("member_id", flat=True)}
