"""What is between two members besides their profiles: things done together that are still warm, customers in common."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import Count, Max

from hometeam.engine.fit.pool import warmth
from hometeam.engine.overlap.measuring import strength
from hometeam.ledger.models import Act
from hometeam.members.models import Community
from hometeam.overlap.queries import measured_overlap

HALF_GONE = timedelta(days=180)
"""After so long, what two did together counts half."""
FORGOTTEN = timedelta(days=730)


def partners_in(community: Community, today: date) -> Mapping[tuple[int, int], float]:
    """Each two members who did something for each other within two years, by their ids, lower first: 0 to 1. One query.

    What happened between two is theirs: it moves what is suggested, and is never told.
    """
    acts = Act.objects.standing().filter(community=community, happened_on__gt=today - FORGOTTEN).order_by()
    counted = acts.values_list("giver", "receiver").annotate(times=Count("pk"), last_on=Max("happened_on"))
    times: dict[tuple[int, int], float] = {}
    for giver, receiver, count, last_on in counted:
        pair = (min(giver, receiver), max(giver, receiver))
        fresh = 0.5 ** (max((today - last_on).days, 0) / HALF_GONE.days)
        times[pair] = times.get(pair, 0.0) + count * fresh
    return {pair: warmth(count) for pair, count in times.items()}


def overlaps_in(member_ids: Collection[int]) -> Mapping[tuple[int, int], float]:
    """How many customers each two of these members were found to share, 0 to 1, where both let it be used. One query.

    It moves what is suggested; only the two may see the band itself, where both want that.
    """
    return {pair: strength(band) for pair, band in measured_overlap(member_ids).items()}
