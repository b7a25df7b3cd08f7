"""What else one could do for whoever one has featured, where each is done, and what was done already: read from the
ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from hometeam.foundation import clock
from hometeam.gather.models import Feature
from hometeam.gather.queries.places import place_of
from hometeam.ledger import queries as ledger
from hometeam.ledger.models import Act
from hometeam.members.models import Community, Place
from hometeam.together import queries as together
from hometeam.together.playbook.kind import DOOR

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bonus:
    """One more thing to do for somebody: its sentence, where it is done, and whether the ledger has it this week."""

    kind_id: str
    icon: str
    sentence: str
    url: str
    is_done: bool


def bonus_of(feature: Feature, community: Community) -> list[Bonus]:
    """What else would please the featured member, of the kinds that this community offers. Three queries."""
    done, other = done_this_week(feature), feature.featured
    has_door = Place.objects.filter(member=other, kind=Place.Kind.DOOR).exclude(shown_as=Place.ShownAs.HIDDEN).exists()
    theirs = {DOOR} if has_door else set()
    return [
        Bonus(
            kind.id,
            kind.icon,
            _(kind.bonus.words).replace("{other}", other.name),
            place_of(kind, community.slug, other.pk),
            kind.id in done,
        )
        for kind in together.kinds_here(community).values()
        if kind.bonus is not None and kind.bonus.fits((), theirs, same_town=True)
    ]


def done_this_week(feature: Feature) -> set[str]:
    """The kinds of what the writer did for the featured member in the week of the post, as the ledger has it."""
    acts = Act.objects.filter(giver=feature.member, receiver=feature.featured, community=feature.community)
    week = (feature.week_on, feature.week_on + WEEK - timedelta(days=1))
    return set(acts.filter(happened_on__range=week, taken_back_at__isnull=True).values_list("kind", flat=True))


def visits_of(feature: Feature) -> int:
    """How many visits the post's counted links have brought so far."""
    today = clock.today(feature.community.timezone)
    return ledger.visits(within=feature.label, owner=feature.featured, from_on=feature.week_on, to_on=today).unique
