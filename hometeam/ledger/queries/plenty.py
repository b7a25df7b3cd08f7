"""Who has given plenty lately: they are asked for nothing, and are seen to first. One meaning, wherever it is asked."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count

from hometeam.ledger.models import Act
from hometeam.members.models import Community

PLENTY, LATELY = 3, timedelta(days=90)


def is_plenty(given: int, received: int) -> bool:
    """Whether somebody who did so much for others, and for whom so much was done, in the last ninety days, has done
    plenty: at least three things more than came back, and twice as much.
    """
    return given - received >= PLENTY and given >= 2 * received


def lately_since(today: date) -> date:
    """The first day that is counted."""
    return today - LATELY


def gave_plenty(community: Community, since_on: date) -> dict[int, tuple[int, int]]:
    """Members who gave plenty since a day, `lately_since` today: (given, received), by id.

    Two queries. Nobody is ever shown these counts.
    """
    acts = Act.objects.standing().filter(community=community, happened_on__gte=since_on).order_by()
    given = dict(acts.values_list("giver").annotate(many=Count("pk")).filter(many__gte=PLENTY))
    received = dict(acts.filter(receiver__in=list(given)).values_list("receiver").annotate(many=Count("pk")))
    both = {pk: (many, received.get(pk, 0)) for pk, many in given.items()}
    return {pk: counts for pk, counts in both.items() if is_plenty(*counts)}
