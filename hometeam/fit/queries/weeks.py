"""What a community's suggestions go by this week: beliefs and prices that stand until Monday, and the week's number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import TypeVar

from hometeam.engine.fit.beliefs import EXPERT, Beliefs
from hometeam.engine.fit.seats import MONTH
from hometeam.fit.models import Week
from hometeam.fit.queries.answers import monday
from hometeam.foundation import clock
from hometeam.members.models import Community, Membership

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What suggestions go by; each reading is its own, so that two can be told apart at once. `seed` is the week's."""

    beliefs: Beliefs = EXPERT
    prices: Mapping[int, float] = field(default_factory=dict)
    seats: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
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
    return Chosen(beliefs, prices, _seats(week), week.begins_on.toordinal() // 7)


def solved_at(community: Community, begins_on: date) -> datetime | None:
    """When the choice was made for the week that begins on this day; None where it is yet to be made."""
    return Week.objects.filter(community=community, begins_on=begins_on).values_list("solved_at", flat=True).first()


def most_came_since(community: Community, moment: datetime) -> bool:
    """Whether more than half of those who are here came after this moment."""
    here = Membership.objects.filter(community=community, state=Membership.State.HERE)
    new = here.filter(since_at__gt=moment, since_at__lte=clock.now())
    return 2 * new.count() > here.count()


def weeks_since_seated(community: Community) -> Mapping[int, int]:
    """How many weeks ago each was last sure of a place on somebody's list, of those who were within the last month."""
    begins_on, found = this_monday(community), dict[int, int]()
    for week in Week.objects.filter(community=community, begins_on__lt=begins_on)[:MONTH]:
        ago = (begins_on - week.begins_on).days // 7
        for pk in chain.from_iterable(_seats(week).values()):
            found.setdefault(pk, ago)
    return found


def _seats(week: Week) -> Mapping[int, tuple[int, ...]]:
    """Who is sure of a place on whose list; weeks that were chosen before there could be several have a single one."""
    return {int(pk): (some,) if isinstance(some, int) else tuple(some) for pk, some in week.seats.items()}


def as_text(by_member: Mapping[int, Said]) -> dict[str, Said]:
    """What is said by member as it is written down."""
    return {str(member): said for member, said in by_member.items()}
