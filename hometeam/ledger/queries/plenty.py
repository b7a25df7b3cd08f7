"""Who has given plenty lately, so that others can see to them first."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from hometeam.ledger.models import Act
from hometeam.ledger.queries.acts import PLENTY
from hometeam.members.models import Community


def gave_plenty(community: Community, since_on: date) -> dict[int, tuple[int, int]]:
    """Members who did at least three things more for others than came back since a day: (given, received), by id.

    Two queries. Nobody is ever shown these counts.
    """
    acts = Act.objects.standing().filter(community=community, happened_on__gte=since_on).order_by()
    given = dict(acts.values_list("giver").annotate(many=Count("pk")).filter(many__gte=PLENTY))
    received = dict(acts.filter(receiver__in=list(given)).values_list("receiver").annotate(many=Count("pk")))
    both = {pk: (many, received.get(pk, 0)) for pk, many in given.items()}
    return {pk: counts for pk, counts in both.items() if counts[0] - counts[1] >= PLENTY}
