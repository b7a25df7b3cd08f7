"""The weekly challenge: whose turn it is, what is going on this week, how many were featured.

What counts as featured: somebody told their own audience about a member in their own words, that is, a standing act of
one of the kinds in `FEATURING`. It is read from the ledger of acts; nothing here keeps a tally of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.engine.challenge import Candidate, Proposal, Step, course, propose, quarter_of, week_of
from hometeam.engine.fit.facts import RINGS
from hometeam.engine.fit.score import SAME_WORK
from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation import clock
from hometeam.gather.models import Feature, Pace, Weekly
from hometeam.ledger.models import Act
from hometeam.members.access import Viewer, blocked
from hometeam.members.models import Community, Member, Membership, Offer, Seat
from hometeam.members.queries import rings
from hometeam.members.queries.profile import photo_url
from hometeam.members.queries.viewer import own_place
from hometeam.together import queries as together

FEATURING = ("spotlight-post", "newsletter-mention", "blog-mention", "client-resource-mention", "photo-in-use")
SHOWN, LOOKED_AT, NAMES_SHOWN = 3, 24, 500
REST_DAYS = 90
"""So long after I featured somebody, others are proposed to me."""
WEEK = timedelta(days=7)
BEGINNING, LONG = timedelta(days=14), 1_000


@dataclass(frozen=True, slots=True)
class Proposed:
    """A member whom one could feature this week, and why, in words."""

    member: Member
    line: str
    photo_url: str
    reasons: tuple[str, ...]


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
    """One member's week: the community's settings, its own pace, what it has written, whom it could feature."""

    settings: Weekly
    week_on: date
    pace: Pace
    mine: Feature | None
    proposed: tuple[Proposed, ...]
    is_skipped: bool
    rests_until_on: date | None


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
    settings, pace = settings_of(here), pace_of(viewer)
    mine = current(viewer.acting, here, today)
    first_on = week_on(settings, today)
    rests = pace.rests_until_on if pace.rests_until_on and pace.rests_until_on > today else None
    is_skipped = pace.skipped_week_on == first_on
    looks = settings.is_on and not rests and not is_skipped and not (mine and mine.posted_at)
    proposed = proposals(viewer, first_on) if looks else ()
    return Week(settings, first_on, pace, mine, proposed, is_skipped, rests)


def proposals(viewer: Viewer, first_on: date) -> tuple[Proposed, ...]:
    """Three members whom the viewer's member could feature in the week from `first_on` on. Seven queries, however many
    members there are.
    """
    me, here = viewer.acting, viewer.community
    found = propose(candidates(viewer, first_on), me=me.pk, community=here.pk, week_on=first_on, most=LOOKED_AT)
    ids = [one.id for one in found]
    full, rivals = _full(ids), _rivals(me, ids)
    kept = [one for one in found if one.id not in full | rivals][:SHOWN]
    people = Member.objects.select_related("place").in_bulk([one.id for one in kept])
    return tuple(_proposed(one, people[one.id], viewer) for one in kept if one.id in people)


def candidates(viewer: Viewer, first_on: date) -> list[Candidate]:
    """Everybody whom the viewer's member may be proposed, as of a week's first day."""
    here = viewer.community
    featured = dict(
        featuring(here).filter(happened_on__lt=first_on).values_list("receiver").annotate(Max("happened_on"))
    )
    rows = eligible(viewer).annotate(ring=rings.ring_case(own_place(viewer))).filter(memberships__community=here)
    return [
        Candidate(
            id=pk,
            featured_days=(first_on - featured[pk]).days if pk in featured else None,
            here_days=_days_here(since_at, here, first_on),
            ring=RINGS[ring],
            is_nonprofit=kind == Member.Kind.NONPROFIT,
            is_claimed=claimed_at is not None,
        )
        for pk, kind, claimed_at, since_at, ring in rows.values_list(
            "pk", "kind", "claimed_at", "memberships__since_at", "ring"
        )
    ]


def _days_here(since_at: datetime, community: Community, first_on: date) -> int:
    """How long a member is here; who came with the community's own beginning is not new to anybody."""
    if since_at < community.made_at + BEGINNING:
        return LONG
    return max(0, (first_on - clock.local(since_at, community.timezone).date()).days)


def eligible(viewer: Viewer) -> QuerySet[Member]:
    """Members here whom the viewer may feature: not its own, none that it must not meet, nobody at rest, nobody whom
    it featured lately.
    """
    me, here = viewer.acting, viewer.community
    today = clock.today(here.timezone)
    own = Seat.objects.filter(person__seats__member=me).values("member")
    lately = featuring(here).filter(giver=me, happened_on__gt=today - timedelta(days=REST_DAYS)).values("receiver")
    found = Member.objects.here(here).filter(closed_at__isnull=True).exclude(pk=me.pk).exclude(pk__in=own)
    found = found.exclude(pk__in=blocked(me)).exclude(snoozed_until_on__gt=today)
    return found.exclude(pk__in=lately)


def names(viewer: Viewer) -> list[tuple[int, str]]:
    """Everybody whom the viewer may feature, by name. One query."""
    return list(eligible(viewer).order_by("name", "pk").values_list("pk", "name")[:NAMES_SHOWN])


def featuring(community: Community) -> QuerySet[Act]:
    """The acts by which a member of a community was featured."""
    return Act.objects.filter(community=community, kind__in=FEATURING, taken_back_at__isnull=True).order_by()


def _full(ids: Collection[int]) -> set[int]:
    """Those of these members who have as much going as they like."""
    load = together.load_of(ids)
    capacity = dict(Member.objects.filter(pk__in=load).values_list("pk", "capacity"))
    return {pk for pk, running in load.items() if running >= capacity.get(pk, 0)}


def _rivals(me: Member, ids: Collection[int]) -> set[int]:
    """Those of these members who do the same work."""
    competes = Taxonomy.load().competes
    rows = Offer.objects.filter(member__in=[me.pk, *ids]).exclude(service="").values_list("member_id", "service")
    mine = [service for pk, service in rows if pk == me.pk]
    return {pk for pk, service in rows if pk != me.pk and any(competes(my, service) >= SAME_WORK for my in mine)}


def _proposed(one: Proposal, member: Member, viewer: Viewer) -> Proposed:
    near = rings.words_for(
        next((ring for ring in ("next_door", "block") if ring in one.reasons), "elsewhere"),
        own_place(viewer),
        getattr(member, "place", None),
    )
    said = {
        "never": _("Nobody has featured them yet"),
        "long_ago": _("Not featured for a while"),
        "new": _("New here"),
        "next_door": near[:1].upper() + near[1:],
        "block": near[:1].upper() + near[1:],
        "nonprofit": _("A nonprofit"),
    }
    return Proposed(
        member=member,
        line=member.one_line or member.trade_words or str(member.get_kind_display()),
        photo_url=photo_url(member, "medium"),
        reasons=tuple(said[reason] for reason in one.reasons),
    )


def coverage_of(community: Community, settings: Weekly) -> Coverage:
    """How many of the members here were featured this quarter. Two queries."""
    today = clock.today(community.timezone)
    from_on, to_on = quarter_of(today)
    here = Membership.objects.filter(community=community, state=Membership.State.HERE, member__closed_at__isnull=True)
    acts = featuring(community).filter(happened_on__range=(from_on, today), receiver__in=here.values("member"))
    firsts = [first for _pk, first in acts.values_list("receiver").annotate(Min("happened_on"))]
    steps = course(firsts, from_on=from_on, to_on=today, weekday=settings.weekday)
    return Coverage(len(firsts), here.count(), from_on, to_on, tuple(steps))


def received(member: Member, community: Community, limit: int = 3) -> list[Feature]:
    """Posts about a member that it has not thanked for yet, the newest first."""
    found = Feature.objects.filter(featured=member, community=community, posted_at__isnull=False, act__isnull=False)
    return list(
        found.filter(thanked_at__isnull=True).exclude(member__in=blocked(member)).select_related("member")[:limit]
    )


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
