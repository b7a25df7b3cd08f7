"""Turning the week: what suggestions go by from Monday to Monday, chosen by the clock from all that was learnt.

Where most have come since it was chosen, as after a list was brought in, it is chosen anew: there would be no price for
any of them, everybody would be shown the same bookkeeper, and hardly anybody has a list yet that could be upset.

It is reckoned first, which may take a minute in a large community, and then written in one step if nobody else was
first. So a worker may be killed at any point, and two may work at once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from hometeam.engine.fit.beliefs import Beliefs
from hometeam.fit.actions.refusals import let_come_back
from hometeam.fit.models import Week
from hometeam.fit.queries import learning, pricing, weeks
from hometeam.fit.queries.pricing import FairWeek
from hometeam.foundation import clock, journal
from hometeam.foundation.journal import NOBODY
from hometeam.members.models import Community

KEPT_FOR = timedelta(weeks=8)


def turn_the_week(*, community: Community) -> bool:
    """Choose what suggestions go by until next Monday, unless it is chosen already and was for most who are here;
    whether it was chosen now.
    """
    begins_on = weeks.this_monday(community)
    before = weeks.solved_at(community, begins_on)
    if before and not weeks.most_came_since(community, before):
        return False
    beliefs = learning.beliefs_of(community)
    return _keep(community, begins_on, before, beliefs, pricing.fair_week(community, beliefs))


@transaction.atomic
def _keep(community: Community, begins_on: date, before: datetime | None, beliefs: Beliefs, fair: FairWeek) -> bool:
    """Write it down, unless another worker was first; older weeks are let go of."""
    week, _is_new = Week.objects.get_or_create(community=community, begins_on=begins_on)
    as_it_was = Week.objects.filter(pk=week.pk, solved_at=before)
    as_tuned_now = beliefs.tuned(learning.tuning_of(community)).to_json()
    prices, seats = weeks.as_text(fair.prices), weeks.as_text(fair.seats)
    if not as_it_was.update(solved_at=clock.now(), beliefs=as_tuned_now, prices=prices, seats=seats):
        return False
    Week.objects.filter(community=community, begins_on__lt=begins_on - KEPT_FOR).delete()
    let_come_back(fair.invisible, community)
    journal.record(actor=NOBODY, verb="fit.week_turned", object=week, community_id=community.pk)
    return True
