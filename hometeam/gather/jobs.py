"""What the clock does: tell of seasons in time, and of the week to whoever asked for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import translation

from hometeam.engine.seasons import Occurrence
from hometeam.foundation import clock, jobs
from hometeam.gather import actions
from hometeam.gather.models import Weekly
from hometeam.gather.queries import challenge, notices, seasons, whom
from hometeam.members.models import Community

MEMBERS_LATER = timedelta(weeks=2)
HOUR = 7
"""From this hour on, on the community's clock, the week is told of."""


@jobs.schedule("gather.seasons", every=timedelta(hours=6))
def tell_of_seasons(_now: datetime) -> None:
    """Seasons that are near: organisers when it is time to plan, those who did something last year a little later."""
    for community in notices.communities():
        today = clock.today(community.timezone)
        for one in seasons.coming(community):
            if one.plan_on <= today < one.from_on:
                _tell(community, one, today >= one.plan_on + MEMBERS_LATER)


def _tell(community: Community, one: Occurrence, members_too: bool) -> None:
    organisers = notices.organisers_of(community)
    actions.tell_of_season(community=community, one=one, person_ids=organisers, organises=True)
    if members_too:
        doers = notices.people_of(seasons.doers_last_time(one, community))
        actions.tell_of_season(community=community, one=one, person_ids=doers, organises=False)


@jobs.schedule("gather.forget_names", every=timedelta(hours=1))
def forget_names(_now: datetime) -> None:
    """What was said about those who closed says their name no more."""
    actions.forget_names()


@jobs.schedule("gather.challenge", every=timedelta(hours=1))
def tell_of_the_week(_now: datetime) -> None:
    """This week's challenge, on its first two days, to those who asked for it and have not done it."""
    for community in notices.communities_with_listeners():
        settings = challenge.settings_of(community)
        if settings.is_on:
            _tell_listeners(community, settings)


def _tell_listeners(community: Community, settings: Weekly) -> None:
    there = clock.local(clock.now(), community.timezone)
    first_on = challenge.week_on(settings, there.date())
    if there.date() > first_on + timedelta(days=1) or there.hour < HOUR:
        return
    for viewer in notices.listeners(community, first_on):
        with translation.override(viewer.person.language):
            proposed = whom.proposals(viewer, first_on)
            if proposed:
                actions.tell_of_week(viewer=viewer, week_on=first_on, proposed=proposed)
