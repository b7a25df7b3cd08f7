"""The weekly challenge: what is going on this week, how many were featured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import ngettext

from hometeam.engine.challenge import Step, course, quarter_of, week_of
from hometeam.foundation import clock
from hometeam.foundation.prepared import Given, prepared
from hometeam.gather.models import Feature, Pace, Weekly
from hometeam.gather.queries.featured import FeaturedDays, featured_days, here_now
from hometeam.gather.queries.whom import Proposed, proposals
from hometeam.members.access import Viewer, blocked
from hometeam.members.models import Community, Member

WEEK = timedelta(days=7)
WEEKLY = ("pk", "is_on", "weekday")
PACE = ("pk", "wants_notice", "skipped_week_on", "rests_until_on")
THANKED_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Coverage:
    """So many of so many members were featured in a quarter, and how that came about week by week."""

    count: int
    of: int
    from_on: date
    to_on: date
    steps: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """What the picture shows."""
        words = ngettext(
            "%(count)s of %(of)s member was featured this quarter.",
            "%(count)s of %(of)s members were featured this quarter.",
            self.of,
        )
        return words % {"count": self.count, "of": self.of}


@dataclass(frozen=True, slots=True)
class Week:
    """One member's week: its own pace, what it has written, whom it could feature."""

    week_on: date
    pace: Pace
    mine: Feature | None
    proposed: tuple[Proposed, ...]
    is_skipped: bool
    rests_until_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a community holds its challenge and how the viewer goes along; how many `members` are here."""

    settings: Weekly
    pace: Pace
    members: int


@dataclass(frozen=True, slots=True)
class Page:
    """The challenge as one viewer sees it; `week` is None for whoever acts for no member. `received`: posts about the
    viewer's member that it has not thanked for yet, the newest first.
    """

    settings: Weekly
    coverage: Coverage
    week: Week | None
    received: tuple[Feature, ...]


def page_of(viewer: Viewer) -> Page:
    """All of the challenge that one viewer sees. Six queries at most."""
    here, today = viewer.community, clock.today(viewer.community.timezone)
    standing = standing_of(viewer)
    featured = featured_days(here, week_on(standing.settings, today))
    coverage = _coverage(here, standing, featured)
    if viewer.member is None:
        return Page(standing.settings, coverage, None, ())
    mine, received = _written(viewer.member, here, today)
    return Page(standing.settings, coverage, _week(viewer, standing, mine, featured), received)


def standing_of(viewer: Viewer) -> Standing:
    """One query."""
    (row,) = _standing(community=viewer.community.pk, person=viewer.person.pk)
    settings = {name: row[f"weekly__{name}"] for name in WEEKLY}
    pace = {name: row[f"mine__{name}"] for name in PACE}
    return Standing(
        settings=Weekly(community=viewer.community, **(settings if settings["pk"] else {})),
        pace=Pace(person=viewer.person, community=viewer.community, **(pace if pace["pk"] else {})),
        members=row["here"] or 0,
    )


@prepared
def _standing(community: Given, person: Given) -> QuerySet[Any, Any]:
    here = here_now(OuterRef("pk")).values("community").annotate(count=Count("pk")).values("count")
    mine = FilteredRelation("paces", condition=Q(paces__person=person))
    found: QuerySet[Any, Any] = Community.objects.filter(pk=community).annotate(mine=mine, here=Subquery(here))
    return found.order_by().values(*(f"weekly__{name}" for name in WEEKLY), *(f"mine__{name}" for name in PACE), "here")


def settings_of(community: Community) -> Weekly:
    """How a community holds its challenge: as an organiser said, else on, from Monday on."""
    return Weekly.objects.filter(community=community).first() or Weekly(community=community)


def week_on(settings: Weekly, today: date) -> date:
    """The first day of this week."""
    return week_of(today, settings.weekday)


def pace_of(viewer: Viewer) -> Pace:
    """The viewer's own pace here: as they said, else no notice and no rest."""
    mine = Pace.objects.filter(person=viewer.person, community=viewer.community).first()
    return mine or Pace(person=viewer.person, community=viewer.community)


def current(member: Member, community: Community, today: date) -> Feature | None:
    """What a member has written this week, posted or not. It counts for seven days from its week's first day, also
    where the weeks have begun on another day since.
    """
    mine = Feature.objects.filter(member=member, community=community, week_on__gt=today - WEEK, week_on__lte=today)
    return mine.select_related("featured", "act").first()


def this_week(viewer: Viewer) -> Week:
    """All of the challenge that one member sees of this week."""
    here, today = viewer.community, clock.today(viewer.community.timezone)
    standing = standing_of(viewer)
    return _week(viewer, standing, current(viewer.acting, here, today), None)


def _week(viewer: Viewer, standing: Standing, mine: Feature | None, featured: FeaturedDays | None) -> Week:
    settings, pace, today = standing.settings, standing.pace, clock.today(viewer.community.timezone)
    first_on = week_on(settings, today)
    rests = pace.rests_until_on if pace.rests_until_on and pace.rests_until_on > today else None
    is_skipped = pace.skipped_week_on == first_on
    looks = settings.is_on and not rests and not is_skipped and not (mine and mine.posted_at)
    proposed = proposals(viewer, first_on, featured, standing.members) if looks else ()
    return Week(first_on, pace, mine, proposed, is_skipped, rests)


def _written(member: Member, community: Community, today: date) -> tuple[Feature | None, tuple[Feature, ...]]:
    """What a member has written this week (`current`), and what was posted about it and not thanked for: one query."""
    rows = _features(member=member.pk, community=community.pk, after=today - WEEK, today=today)
    mine = next((one for one in rows if one.member_id == member.pk), None)
    return mine, tuple(one for one in rows if one.member_id != member.pk)[:THANKED_AT_ONCE]


@prepared
def _features(member: Given, community: Given, after: Given, today: Given) -> QuerySet[Feature]:
    own = Q(member=member, week_on__gt=after, week_on__lte=today)
    about = Q(featured=member, posted_at__isnull=False, act__isnull=False, thanked_at__isnull=True)
    found = Feature.objects.filter(own | about & ~Q(member__in=blocked(member)), community=community)
    found = found.annotate(is_own=Q(member=member)).order_by("-is_own", "-week_on", "-pk")
    return found.select_related("member", "featured")[: THANKED_AT_ONCE + 2]


def _coverage(community: Community, standing: Standing, featured: FeaturedDays) -> Coverage:
    """How many of the members here were featured this quarter."""
    today = clock.today(community.timezone)
    from_on, to_on = quarter_of(today)
    steps = course(featured.first, from_on=from_on, to_on=today, weekday=standing.settings.weekday)
    return Coverage(len(featured.first), standing.members, from_on, to_on, tuple(steps))


def wants_card(viewer: Viewer) -> bool:
    """Whether Today shows the challenge: it is on here, and the viewer has neither done it this week nor left it out.

    One query.
    """
    here, today = viewer.community, clock.today(viewer.community.timezone)
    done = Feature.objects.filter(
        member=viewer.acting, community=OuterRef("pk"), week_on__gt=today - WEEK, posted_at__isnull=False
    )
    pace = Pace.objects.filter(person=viewer.person, community=OuterRef("pk"))
    away = pace.filter(Q(rests_until_on__gt=today) | Q(skipped_week_on__gt=today - WEEK))
    row = (
        Community.objects.filter(pk=here.pk)
        .values_list(
            Exists(done), Exists(away), Subquery(Weekly.objects.filter(community=OuterRef("pk")).values("is_on")[:1])
        )
        .first()
    )
    return row is not None and not row[0] and not row[1] and row[2] is not False
