"""The sample community as a whole: moved in once, then lived in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hometeam.foundation import clock, journal
from hometeam.foundation.journal import NOBODY
from hometeam.foundation.models import Notice
from hometeam.members.actions import reindex
from hometeam.members.models import Community, Person
from hometeam.sample.actions.counting import count_customers
from hometeam.sample.actions.gathering import gather
from hometeam.sample.actions.introductions import introduce
from hometeam.sample.actions.looping import look_for_loops
from hometeam.sample.actions.past import live
from hometeam.sample.actions.people import make_community, move_in
from hometeam.sample.actions.praising import praise
from hometeam.sample.actions.results import bring_results
from hometeam.sample.actions.showing import show
from hometeam.sample.actions.swapping import swap_things
from hometeam.sample.actions.year import keep_year
from hometeam.sample.town import town

MOVED_IN = timedelta(days=80)
READ_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `load` found or made."""

    name: str
    members: int
    is_new: bool


@transaction.atomic
def load(*, at: datetime) -> Loaded:
    """Bring the sample community in, with a past that ends at the aware moment `at`; if it is there, it stays."""
    sample = town()
    there = Community.objects.filter(slug=sample.slug).first()
    if there is not None:
        return Loaded(there.name, there.members.count(), is_new=False)
    with clock.telling(at - MOVED_IN):
        community = make_community(sample)
        members = move_in(sample, community, at=at - MOVED_IN)
        reindex([member.pk for member in members.values()])
        journal.record(actor=NOBODY, verb="sample.moved_in", object=community, community_id=community.pk)
    live(community, members, until=at)
    bring_results(community, members, until=at)
    gather(community, members, until=at)
    keep_year(community, members, until=at)
    introduce(community, members, until=at)
    praise(community, members, until=at)
    show(community, members, until=at)
    count_customers(community, members, until=at)
    swap_things(community, members, until=at)
    look_for_loops(community, until=at)
    Notice.objects.filter(created_at__lt=at - READ_AFTER).update(read_at=at)
    Person.objects.filter(seats__member__communities=community).update(notice_choice=Person.Notices.NOW)
    return Loaded(community.name, len(members), is_new=True)
