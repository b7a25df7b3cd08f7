"""Which seasons a community follows, what comes next, what fits it, and what was done the last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hometeam.engine import seasons as engine
from hometeam.engine.agreements import OPEN, State
from hometeam.engine.seasons import SHOP_SMALL, SOURCES, Occurrence, Season
from hometeam.foundation import clock
from hometeam.foundation.prepared import Given, prepared
from hometeam.gather.models import OwnSeason, SeasonChoice
from hometeam.members.models import Community, Member, Membership
from hometeam.together import queries as together
from hometeam.together.models import Collaboration, Part
from hometeam.together.playbook import Kind

DONE = (State.DELIVERED, State.CONFIRMED, State.CLOSED)
KINDS_SHOWN = 6
TAGS: dict[str, str | Promise] = {
    "shop-small": gettext_lazy("Shopping small"),
    "giving": gettext_lazy("Giving"),
    "spring": gettext_lazy("Spring"),
    "summer": gettext_lazy("Summer"),
    "autumn": gettext_lazy("Autumn"),
    "winter": gettext_lazy("Winter"),
    "back-to-school": gettext_lazy("Back to school"),
}


@dataclass(frozen=True, slots=True)
class Again:
    """Something that a member did in a season a year ago, ready to run again: with whom, and where the form is."""

    title: str
    partners: str
    was_on: date
    comes_on: date
    url: str
    is_going: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """A season that comes: its days, how long until, the kinds that fit, and what was done the last time."""

    occurrence: Occurrence
    title: str
    until: str
    days: tuple[tuple[str, date], ...]
    kinds: tuple[Kind, ...]
    again: tuple[Again, ...]
    source: str
    own_pk: int | None
    is_near: bool

    @property
    def dates(self) -> str:
        """Its day, or its first and its last, in words."""
        first, last = self.occurrence.from_on, self.occurrence.to_on
        if first == last:
            return date_format(first, _("l, j F Y"))
        return _("%(first)s to %(last)s") % {
            "first": date_format(first, _("l, j F")),
            "last": date_format(last, _("l, j F Y")),
        }

    @property
    def is_usual(self) -> bool:
        """Whether somebody announces it anew each year."""
        return self.occurrence.season.usual


@dataclass(frozen=True, slots=True)
class Followed:
    """One of the shop-small seasons, and whether a community follows it."""

    id: str
    title: str
    next_on: date
    source: str
    follows: bool


def own_seasons(community: Community) -> list[OwnSeason]:
    """A community's own dates."""
    return list(OwnSeason.objects.filter(community=community, taken_away_at__isnull=True))


def seasons_of(community: Community) -> list[Season]:
    """What a community follows: shop-small seasons by its say or its country's custom, and its own dates. Two
    queries.
    """
    says = says_of(community)
    theirs = [one for one in SHOP_SMALL if follows(one, community, says)]
    return theirs + [own.as_season() for own in own_seasons(community)]


def says_of(community: Community) -> dict[str, bool]:
    """What a community said about shop-small seasons, by id."""
    return dict(SeasonChoice.objects.filter(community=community).values_list("season", "follows"))


def follows(season: Season, community: Community, says: Mapping[str, bool]) -> bool:
    """Whether a community follows a season: as it said, else as its country does."""
    return says.get(season.id, engine.followed_by_default(season, community.country))


def choices_of(community: Community) -> list[Followed]:
    """Every shop-small season, the next first, and whether the community follows it. One query."""
    says, today = says_of(community), clock.today(community.timezone)
    return [
        Followed(
            id=one.season.id,
            title=_with_countries(one.season),
            next_on=one.from_on,
            source=_(SOURCES[one.season.source]),
            follows=follows(one.season, community, says),
        )
        for one in engine.coming(SHOP_SMALL, today, community.country)
    ]


def _with_countries(season: Season) -> str:
    return f"{_(season.title)} ({', '.join(season.countries)})" if len(season.countries) == 1 else _(season.title)


def coming(community: Community) -> list[Occurrence]:
    """What a community's calendar holds next, one occurrence of each season, the earliest first. Two queries."""
    return engine.coming(seasons_of(community), clock.today(community.timezone), community.country)


def ahead(community: Community, member: Member | None) -> list[Ahead]:
    """The same with all that the page shows; a member sees what it did itself the last time. Five queries at most."""
    found, kinds = coming(community), together.kinds_here(community)
    done = _done(member, community, found) if member and found else []
    today = clock.today(community.timezone)
    return [
        Ahead(
            occurrence=one,
            title=_(one.season.title),
            until=until(one, today),
            days=tuple((_(day.title), on) for day, on in one.days),
            kinds=fitting(one.season, kinds)[:KINDS_SHOWN],
            again=tuple(_again(one, done, community, kinds)),
            source=_(SOURCES[one.season.source]) if one.season.source else "",
            own_pk=int(one.season.id[4:]) if one.season.id.startswith("own-") else None,
            is_near=one is found[0] or one.plan_on <= today,
        )
        for one in found
    ]


def fitting(season: Season, kinds: Mapping[str, Kind]) -> tuple[Kind, ...]:
    """The kinds of a community that have one of the season's tags."""
    return tuple(kind for kind in kinds.values() if set(kind.season) & set(season.tags))


def belongs(season: Season, kind: Kind | None) -> bool:
    """Whether what was done around a season belongs to it: of a date without a tag, all that was done then."""
    return kind is not None and (not season.tags or bool(set(kind.season) & set(season.tags)))


def until(one: Occurrence, today: date) -> str:
    """How long until it begins, as one says it."""
    days = (one.from_on - today).days
    if one.is_on(today):
        last = _("today only") if one.to_on == today else _("until %(day)s") % {"day": date_format(one.to_on, _("j F"))}
        return _("on now, %(last)s") % {"last": last}
    if days == 1:
        return _("tomorrow")
    if days < 21:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    if days < 120:
        weeks = days // 7
        return ngettext("in %(weeks)s week", "in %(weeks)s weeks", weeks) % {"weeks": weeks}
    months = round(days / 30.44)
    return ngettext("in %(months)s month", "in %(months)s months", months) % {"months": months}


def doers_last_time(one: Occurrence, community: Community) -> set[int]:
    """The members here who did something that belongs to a season a year before this occurrence, by id."""
    last = engine.before(one, community.country)
    if last is None:
        return set()
    kinds = together.kinds_known(community)
    ours = [kind_id for kind_id, kind in kinds.items() if belongs(one.season, kind)]
    parts = Part.objects.filter(
        _around(last, community, "collaboration__"),
        collaboration__community=community,
        collaboration__state__in=DONE,
        collaboration__kind_id__in=ours,
        member__memberships__community=community,
        member__memberships__state=Membership.State.HERE,
    )
    return set(parts.values_list("member_id", flat=True))


def _around(one: Occurrence, community: Community, of: str = "") -> Q:
    first, after = _moments(one.begins_to_matter_on, one.is_over_after, community)
    return Q(**{f"{of}happens_at__gte": first, f"{of}happens_at__lt": after})


def _moments(first_on: date, last_on: date, community: Community) -> tuple[datetime, datetime]:
    """The first moment of one day, and the first after another, where the community is."""
    zone = ZoneInfo(community.timezone)
    return datetime.combine(first_on, time.min, zone), datetime.combine(last_on + timedelta(days=1), time.min, zone)


@dataclass(frozen=True, slots=True)
class _Done:
    """One collaboration of a member: its day, the member's own part in it, and those of its partners who are here."""

    it: Collaboration
    on: date
    role: str
    sides: frozenset[int]
    partners: tuple[Member, ...]

    def is_around(self, one: Occurrence) -> bool:
        return one.begins_to_matter_on <= self.on <= one.is_over_after

    def is_like(self, other: _Done) -> bool:
        """Whether it is the same kind with the same members, another time."""
        return self.it.pk != other.it.pk and self.it.kind_id == other.it.kind_id and self.sides == other.sides


def _done(member: Member, community: Community, found: Sequence[Occurrence]) -> list[_Done]:
    """All of a member's that lies around these occurrences or those a year before, and between them, in two queries."""
    years = [*found, *filter(None, (engine.before(one, community.country) for one in found))]
    first = min(one.begins_to_matter_on for one in years)
    last = max(one.is_over_after for one in years)
    begins, ends = _moments(first, last, community)
    rows = _lately(member=member.pk, community=community.pk, begins=begins, ends=ends)
    sides: dict[int, list[Any]] = {row.pk: [] for row in rows}
    for part in _sides(rows=list(sides), community=community.pk) if rows else ():
        sides[part.collaboration_id].append(part)
    return [_read(row, sides[row.pk], member, community) for row in rows]


def _read(row: Collaboration, parts: list[Any], member: Member, community: Community) -> _Done:
    return _Done(
        it=row,
        on=clock.local(row.happens_at, community.timezone).date(),
        role=next((part.role for part in parts if part.member_id == member.pk), ""),
        sides=frozenset(part.member_id for part in parts),
        partners=tuple(part.member for part in parts if part.is_here and part.member_id != member.pk),
    )


@prepared
def _lately(member: Given, community: Given, begins: Given, ends: Given) -> QuerySet[Collaboration]:
    found = Collaboration.objects.filter(community=community, state__in=[*DONE, *OPEN], parts__member=member)
    found = found.filter(happens_at__gte=begins, happens_at__lt=ends)
    return together.without_blocked(found, member).select_related("community").order_by("happens_at", "pk").distinct()


@prepared
def _sides(rows: Given, community: Given) -> QuerySet[Part]:
    here = Membership.objects.filter(member=OuterRef("member"), community=community, state=Membership.State.HERE)
    found = Part.objects.filter(collaboration__pk__in=rows).select_related("member")
    return found.annotate(is_here=Exists(here)).order_by("pk")


def _again(this: Occurrence, done: Sequence[_Done], community: Community, kinds: Mapping[str, Kind]) -> Iterator[Again]:
    last = engine.before(this, community.country)
    for one in done if last else ():
        fits = one.partners and belongs(this.season, kinds.get(one.it.kind_id))
        if last and fits and one.it.state in DONE and one.is_around(last):
            is_going = any(other.is_like(one) and other.is_around(this) for other in done)
            yield _ready(one, engine.same_day_in(one.on, last, this), community, is_going=is_going)


def _ready(one: _Done, comes_on: date, community: Community, *, is_going: bool) -> Again:
    there = clock.local(one.it.happens_at, community.timezone)
    at = datetime.combine(comes_on, there.time(), ZoneInfo(community.timezone))
    asked = [*(("to", str(other.pk)) for other in one.partners), ("kind", one.it.kind_id), ("role", one.role)]
    if at > clock.now():
        asked.append(("moment", at.isoformat()))
    if one.it.place:
        asked.append(("place", one.it.place))
    url = f"{reverse('together:propose', args=[community.slug])}?{urlencode(asked)}"
    partners = ", ".join(other.name for other in one.partners)
    return Again(_(one.it.title), partners, one.on, comes_on, url, is_going)
