"""Whom a member could feature: three who are proposed, and everybody else, by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import gettext as _

from hometeam.engine.challenge import Candidate, Proposal, propose
from hometeam.engine.fit.facts import RINGS
from hometeam.engine.fit.score import SAME_WORK
from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation import clock
from hometeam.foundation.alphabet import Alphabetical
from hometeam.foundation.prepared import Given, prepared
from hometeam.gather.queries.featured import FeaturedDays, featured_days, featuring
from hometeam.members.access import Viewer, blocked
from hometeam.members.models import Member, Membership, Offer, Seat
from hometeam.members.queries import rings
from hometeam.members.queries.profile import photo_url
from hometeam.members.queries.viewer import own_place
from hometeam.together import queries as together

SHOWN, LOOKED_AT, NAMES_SHOWN = 3, 24, 30
REST_DAYS = 90
"""So long after I featured somebody, others are proposed to me."""
BEGINNING, LONG = timedelta(days=14), 1_000
MANY, REMEMBERED_S = 1_500, 600
"""Of more members than so many, who was drawn may be remembered for so many seconds."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A member whom one could feature this week, and why, in words."""

    member: Member
    line: str
    photo_url: str
    reasons: tuple[str, ...]


def proposals(
    viewer: Viewer, first_on: date, featured: FeaturedDays | None = None, members: int = 0
) -> tuple[Proposed, ...]:
    """Three members whom the viewer's member could feature in the week from `first_on` on. Three queries, however many
    members there are, and one where the days when they were `featured` are not given.

    Where there are many `members`, the draw is remembered for a while; who may still be shown is asked at every look.
    """
    days = featured or featured_days(viewer.community, first_on)
    today = clock.today(viewer.community.timezone)
    key = f"gather.drawn:{viewer.community.pk}:{viewer.acting.pk}:{first_on}:{today}"
    drawn: list[Proposal] | None = cache.get(key) if members > MANY else None
    shown = _shown(viewer, drawn) if drawn else ()
    if len(shown) == SHOWN:
        return shown
    drawn = _draw(viewer, first_on, days)
    if members > MANY:
        cache.set(key, drawn, REMEMBERED_S)
    return _shown(viewer, drawn)


def _draw(viewer: Viewer, first_on: date, featured: FeaturedDays) -> list[Proposal]:
    me, here = viewer.acting.pk, viewer.community.pk
    everybody = candidates(viewer, first_on, featured)
    return propose(everybody, me=me, community=here, week_on=first_on, most=LOOKED_AT)


def candidates(viewer: Viewer, first_on: date, featured: FeaturedDays) -> list[Candidate]:
    """Everybody whom the viewer's member may be proposed, as of a week's first day. One query."""
    here = viewer.community
    # Who came with the community's own beginning is not new to anybody.
    came_later = Q(memberships__since_at__gte=here.made_at + BEGINNING)
    rows = (
        eligible(viewer)
        .filter(memberships__community=here)
        .annotate(
            ring=rings.ring_case(own_place(viewer)),
            joined=Case(When(claimed_at__isnull=False, then=True), default=False),
            came_at=Case(When(came_later, then=F("memberships__since_at"))),
        )
    )
    return [
        Candidate(
            id=pk,
            featured_days=(first_on - featured.last[pk]).days if pk in featured.last else None,
            here_days=_days_here(came_at, first_on, here.timezone),
            ring=RINGS[ring],
            is_nonprofit=kind == Member.Kind.NONPROFIT,
            is_claimed=joined,
        )
        for pk, kind, joined, came_at, ring in rows.values_list("pk", "kind", "joined", "came_at", "ring")
    ]


def _days_here(came_at: datetime | None, first_on: date, timezone: str) -> int:
    return LONG if came_at is None else max(0, (first_on - clock.local(came_at, timezone).date()).days)


def eligible(viewer: Viewer) -> QuerySet[Member]:
    """Members here whom the viewer may feature: not its own, none that it must not meet, nobody at rest, nobody whom
    it featured lately.
    """
    return _eligible(**_asked(viewer))


def _asked(viewer: Viewer) -> dict[str, Any]:
    today = clock.today(viewer.community.timezone)
    since = today - timedelta(days=REST_DAYS)
    return {"me": viewer.acting.pk, "community": viewer.community.pk, "today": today, "since": since}


def _eligible(me: Any, community: Any, today: Any, since: Any) -> QuerySet[Member]:
    """The same of values or of placeholders."""
    own = Seat.objects.filter(person__seats__member=me).values("member")
    lately = featuring(community).filter(giver=me, happened_on__gt=since).values("receiver")
    found = Member.objects.filter(memberships__community=community, memberships__state=Membership.State.HERE)
    found = found.exclude(pk=me).exclude(pk__in=own).exclude(pk__in=blocked(me))
    return found.exclude(snoozed_until_on__gt=today).exclude(pk__in=lately)


def others(viewer: Viewer, words: str = "") -> list[Member]:
    """Whom the viewer may feature, by name, whose name or trade has these words in it. One query."""
    found = eligible(viewer)
    for word in words.split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(trade_words__icontains=word) | Q(one_line__icontains=word))
    return list(found.order_by(Alphabetical("name"), "pk")[: NAMES_SHOWN + 1])


def _shown(viewer: Viewer, found: Sequence[Proposal]) -> tuple[Proposed, ...]:
    """The first few of those drawn who may be shown: not full, and not doing the same work. Two queries."""
    people = _people(ids=[one.id for one in found], **_asked(viewer)) if found else []
    free = {one.pk: one for one in people if not one.running or one.running < one.capacity}
    rivals = _rivals(viewer.acting, free)
    kept = [one for one in found if one.id in free and one.id not in rivals][:SHOWN]
    return tuple(_proposed(one, free[one.id], viewer) for one in kept)


@prepared
def _people(ids: Given, **asked: Given) -> QuerySet[Member]:
    found = _eligible(**asked).filter(pk__in=ids).annotate(running=together.running())
    return found.select_related("place").only(*NEEDED)


# What a proposal is written from; each column not fetched is time for the others.
NEEDED = (
    *("kind", "name", "one_line", "trade_words", "photo", "capacity"),
    *("place__member", "place__shown_as", "place__street", "place__city"),
)


def _rivals(me: Member, ids: Collection[int]) -> set[int]:
    """Those of these members who do the same work."""
    competes = Taxonomy.load().competes
    rows = _offers(ids=[me.pk, *ids])
    mine = [service for pk, service in rows if pk == me.pk]
    return {pk for pk, service in rows if pk != me.pk and any(competes(my, service) >= SAME_WORK for my in mine)}


@prepared
def _offers(ids: Given) -> QuerySet[Offer, Any]:
    return Offer.objects.filter(member__pk__in=ids).exclude(service="").values_list("member_id", "service")


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
