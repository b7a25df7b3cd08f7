"""How a community hangs together, from what its members did for each other in a year: for its organisers alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import numpy as np
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from hometeam.engine import network
from hometeam.engine.network import Bridge, Leaned, Web
from hometeam.fit.queries import Suggestion, suggestions_for_many
from hometeam.foundation import clock
from hometeam.foundation.text import grouped
from hometeam.ledger.models import Act
from hometeam.members.models import Community, Member, Offer
from hometeam.organise.queries.introductions import proposal_url

LATELY = timedelta(days=365)
MOST_ALONE, MOST_ROWS, MOST_GROUPS = 8, 6, 12
LOOKED_AT, FITS_EACH = 12, 6
"""So many members are asked whom they fit, each for so many: enough to choose from, and as quick as Organise's home."""

Names = Mapping[int, str]
Deeds = tuple[tuple[int, int, float], ...]
Sides = Mapping[int, int]


@dataclass(frozen=True)
class Reckoned:
    """What the engine says; `group` by member, 0 the largest of those in which anybody is tied; `sides` of each bridge
    that is shown, by those around it.
    """

    web: Web
    group: Mapping[int, int]
    alone: tuple[int, ...]
    bridges: tuple[Bridge, ...]
    sides: Mapping[int, Sides]
    leaned: tuple[Leaned, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A member, a sentence about it, and for a bridge the introduction that would lead past it."""

    pk: int
    name: str
    sentence: str
    beside: Offered | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Members among whom more is done than with others: its number, how many they are, and the best known of them."""

    number: int
    size: int
    around: str
    names: str


@dataclass(frozen=True, slots=True)
class Offered:
    """An introduction: whom to whom, why, what it would do for the community, and where the proposal waits."""

    member: Member
    suggestion: Suggestion
    sentence: str
    propose_url: str


@dataclass(frozen=True, slots=True)
class Fits:
    """Whom the members who were asked fit, by both their ids."""

    members: Mapping[int, Member]
    found: Mapping[tuple[int, int], Suggestion]


@dataclass(frozen=True, slots=True)
class Hanging:
    """All that the page shows but the picture."""

    names: Names
    reckoned: Reckoned
    sentence: str
    groups: Sequence[Group]
    more_groups: int
    alone: Sequence[Told]
    more_alone: int
    bridges: Sequence[Told]
    leaned: Sequence[Told]
    offered: Sequence[Offered]


def hanging(community: Community) -> Hanging:
    """How the community hangs together as of today."""
    names, offering = _members(community)
    reckoned = _reckoned(tuple(sorted(names)), _deeds(community, names))
    groups = _groups(reckoned, names)
    past = {one.member_id: _asked_past(one.member_id, reckoned, offering) for one in reckoned.bridges}
    fits = _fits(community, [*_looked_at(reckoned, offering), *filter(None, past.values())])
    alone = [pk for pk in reckoned.alone if pk in offering] + [pk for pk in reckoned.alone if pk not in offering]
    return Hanging(
        names=names,
        reckoned=reckoned,
        sentence=_sentence(reckoned, len(names)),
        groups=groups[:MOST_GROUPS],
        more_groups=max(0, len(groups) - MOST_GROUPS),
        alone=[Told(pk, names[pk], "") for pk in alone[:MOST_ALONE]],
        more_alone=max(0, len(alone) - MOST_ALONE),
        bridges=[
            Told(
                one.member_id,
                names[one.member_id],
                _holds(one),
                _beside(community, past[one.member_id], reckoned.sides[one.member_id], fits, reckoned),
            )
            for one in reckoned.bridges
        ],
        leaned=[Told(one.member_id, names[one.member_id], _carries(one)) for one in reckoned.leaned[:MOST_ROWS]],
        offered=_offered(community, reckoned, fits, MOST_ROWS),
    )


def _members(community: Community) -> tuple[dict[int, str], set[int]]:
    """Names by id, and who of them says what they do: one query."""
    says = Exists(Offer.objects.filter(member=OuterRef("pk")))
    here = Member.objects.here(community).filter(closed_at=None).annotate(says=says).order_by("pk")
    rows = list(here.values_list("pk", "name", "says"))
    return {pk: name for pk, name, _says in rows}, {pk for pk, _name, says in rows if says}


def _deeds(community: Community, names: Names) -> Deeds:
    """Who did how much for whom in the last year: one query."""
    since = clock.today(community.timezone) - LATELY
    acts = Act.objects.standing().filter(community=community, happened_on__gte=since).order_by("giver", "receiver")
    found = acts.values_list("giver", "receiver").annotate(times=Count("pk"))
    return tuple((one, other, float(times)) for one, other, times in found if one in names and other in names)


@lru_cache(maxsize=8)
def _reckoned(members: tuple[int, ...], deeds: Deeds) -> Reckoned:
    web = Web.of(members, deeds)
    group = network.groups(web)
    bridges = network.bridges(web, group, top=MOST_ROWS)
    return Reckoned(
        web=web,
        group=dict(zip(web.ids.tolist(), group.tolist(), strict=True)),
        alone=network.alone(web),
        bridges=bridges,
        sides={one.member_id: _sides(web, group, one.member_id) for one in bridges},
        leaned=network.leaned_on(web),
    )


def _sides(web: Web, group: NDArray[np.int64], bridge: int) -> Sides:
    side = network.sides(web, group, bridge)
    around = side >= 0
    return dict(zip(web.ids[around].tolist(), side[around].tolist(), strict=True))


# -- In words --------------------------------------------------------------------------------------------------------


def _sentence(reckoned: Reckoned, size: int) -> str:
    tied = size - len(reckoned.alone)
    if not tied:
        return _("Nobody has done anything with anybody here in the last year, as far as we know.")
    many = len({reckoned.group[int(pk)] for pk in reckoned.web.ids[reckoned.web.degrees > 0]})
    rings = ngettext("%(count)s circle", "%(count)s circles", many) % {"count": grouped(many)}
    words = ngettext(
        "%(tied)s of %(size)s member did something for another in the last year, in %(rings)s.",
        "%(tied)s of %(size)s members did something for each other in the last year, in %(rings)s.",
        size,
    )
    return words % {"tied": grouped(tied), "size": grouped(size), "rings": rings}


def _groups(reckoned: Reckoned, names: Names) -> list[Group]:
    degrees = dict(zip(reckoned.web.ids.tolist(), reckoned.web.degrees.tolist(), strict=True))
    members: dict[int, list[int]] = {}
    for pk in sorted((pk for pk in names if degrees[pk]), key=lambda pk: (-degrees[pk], names[pk])):
        members.setdefault(reckoned.group[pk], []).append(pk)
    found = [members[number] for number in sorted(members)]
    return [_group(at, [names[pk] for pk in group]) for at, group in enumerate(found, start=1)]


def _group(number: int, names: Sequence[str]) -> Group:
    others = len(names) - 4
    rest = ngettext(" and %(count)s other", " and %(count)s others", others) % {"count": grouped(others)}
    return Group(number, len(names), names[0], ", ".join(names[:4]) + (rest if others > 0 else ""))


def _holds(bridge: Bridge) -> str:
    if bridge.cut_off > 1:
        words = ngettext(
            "%(count)s member would lose touch without them.",
            "%(count)s members would lose touch without them.",
            bridge.cut_off,
        )
        return words % {"count": grouped(bridge.cut_off)}
    words = ngettext(
        "Knows people in %(count)s circle.", "Does things with people in %(count)s circles.", bridge.groups
    )
    return words % {"count": bridge.groups}


def _carries(leaned: Leaned) -> str:
    words = ngettext(
        "%(count)s member gets at least half of what it gets from them, and less comes back.",
        "%(count)s members get at least half of what they get from them, and less comes back.",
        leaned.rely,
    )
    return words % {"count": grouped(leaned.rely)}


# -- Introductions ---------------------------------------------------------------------------------------------------


def _fits(community: Community, asked: Sequence[int]) -> Fits:
    members = {member.pk: member for member in Member.objects.filter(pk__in=asked).order_by("pk")}
    found = suggestions_for_many(list(members.values()), community, FITS_EACH)
    return Fits(members, {(pk, one.member.pk): one for pk, each in found.items() for one in each})


def _offered(community: Community, reckoned: Reckoned, fits: Fits, top: int) -> list[Offered]:
    """The introductions that would do most, of those whom it would help most to meet somebody."""
    known = [pair for pair in fits.found if pair[1] in reckoned.group]
    meetings = [network.Meeting(*pair, min(max(fits.found[pair].score, 0.0), 1.0)) for pair in known]
    return [
        _offer(community, fits.members[one.one], fits.found[one.one, one.other], reckoned)
        for one in network.introductions(reckoned.web, meetings, top=top)
    ]


def _beside(community: Community, asked: int | None, side: Sides, fits: Fits, reckoned: Reckoned) -> Offered | None:
    """The introduction of whom was asked to another of the sides that a bridge holds together which would do most."""
    pairs = (pair for pair in fits.found if pair[0] == asked and pair[1] in side)
    between = {pair: fits.found[pair] for pair in pairs if side[pair[1]] != side[pair[0]]}
    return next(iter(_offered(community, reckoned, Fits(fits.members, between), 1)), None)


def _asked_past(bridge: int, reckoned: Reckoned, offering: set[int]) -> int | None:
    """Whom to ask for a tie past a bridge: of those tied to it on its smallest side, who knows most others."""
    web, side = reckoned.web, reckoned.sides[bridge]
    sizes, row = Counter(side.values()), int(np.searchsorted(web.ids, bridge))
    near = ((one, int(web.ids[one])) for one in web.neighbours(row).tolist())
    tied = [(sizes[side[pk]], -int(web.degrees[one]), pk) for one, pk in near if pk in offering]
    return min(tied)[2] if tied else None


def _looked_at(reckoned: Reckoned, offering: set[int]) -> list[int]:
    """Half of them members who are alone, the other half those best placed to open their circle to another."""
    alone = [pk for pk in reckoned.alone if pk in offering][: LOOKED_AT // 2]
    ids, degrees = reckoned.web.ids.tolist(), reckoned.web.degrees.tolist()
    placed: list[int] = []
    seen: dict[int, int] = {}
    for _degree, pk in sorted((-degree, pk) for pk, degree in zip(ids, degrees, strict=True) if degree):
        group = reckoned.group[pk]
        if pk in offering and seen.get(group, 0) < 2:
            seen[group] = seen.get(group, 0) + 1
            placed.append(pk)
    return alone + placed[: LOOKED_AT - len(alone)]


def _offer(community: Community, member: Member, suggestion: Suggestion, reckoned: Reckoned) -> Offered:
    sentence = _what_it_does(member, suggestion.member, reckoned)
    return Offered(member, suggestion, sentence, proposal_url(community, suggestion))


def _what_it_does(one: Member, other: Member, reckoned: Reckoned) -> str:
    lonely = [member.name for member in (one, other) if member.pk in reckoned.alone]
    if len(lonely) == 2:
        return _("Neither has done anything with anybody here yet.")
    if lonely:
        return _("%(name)s would no longer be alone here.") % {"name": lonely[0]}
    if reckoned.group[one.pk] != reckoned.group[other.pk]:
        return _("It would join two circles.")
    return _("It would bring their circle closer together.")
