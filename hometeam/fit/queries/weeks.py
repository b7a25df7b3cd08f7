"""What a community's suggestions go by this week: beliefs and prices that stand until Monday, and the week's number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hometeam.engine.fit.beliefs import EXPERT, Beliefs
from hometeam.fit.models import Week
from hometeam.fit.queries.answers import monday
from hometeam.foundation import clock
from hometeam.members.models import Community


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What suggestions go by; each reading is its own, so that two can be told apart at once. `seed` is the week's."""

    beliefs: Beliefs = EXPERT
    prices: Mapping[int, float] = field(default_factory=dict)
    seats: Mapping[int, int] = field(default_factory=dict)
    seed: int = 0


def this_monday(community: Community) -> date:
    """The first day of the week that it is in the community."""
    return monday(clock.today(community.timezone))


def chosen_for(community: Community) -> Chosen:
    """This week's choice, or, before it is made, the last one; what experts expect before there was any. One query."""
    begins_on = this_monday(community)
    week = Week.objects.filter(community=community, begins_on__lte=begins_on).first()
    if week is None:
        return Chosen(seed=begins_on.toordinal() // 7)
    beliefs = Beliefs.from_json(week.beliefs) if week.beliefs else EXPERT
    prices = {int(pk): price for pk, price in week.prices.items()}
    seats = {int(pk): other for pk, other in week.seats.items()}
    return Chosen(beliefs, prices, seats, week.begins_on.toordinal() // 7)


def as_text(by_member: Mapping[int, float]) -> dict[str, float]:
    """Numbers by member as they are written down."""
    return {str(member): number for member, number in by_member.items()}
