"""An easy idea for each one who has done much for a member: one of the kinds that fit both, and where it is done.

The list of who did what is the ledger's. Ideas are made here because they need what lies above it: the kinds that the
community offers, and the weekly challenge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import clock
from hometeam.gather.models import Weekly
from hometeam.gather.queries.places import place_of
from hometeam.ledger import queries as ledger
from hometeam.ledger.queries import Between, GivingBack
from hometeam.members.access import Viewer
from hometeam.members.models import Channel, Community, Member, Place
from hometeam.together import queries as together

SOCIAL = frozenset({"instagram", "facebook", "linkedin", "tiktok", "youtube", "mastodon", "bluesky"})
PUBLISHING = SOCIAL | {"blog", "newsletter", "podcast"}
DOOR, OFF = Place.Kind.DOOR.value, "off"
"""What stands among a member's channels where customers come through its door."""


@dataclass(frozen=True, slots=True)
class Way:
    """A kind as an easy thing to give: what it takes of me and of them (one of these channels, or a door), in words."""

    kind_id: str
    words: str | Promise
    mine: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()
    is_local: bool = False
    in_challenge: bool = False

    def fits(self, mine: Collection[str], theirs: Collection[str], *, same_town: bool) -> bool:
        """Whether both have what it takes."""
        has_mine = not self.mine or bool(self.mine & set(mine))
        return has_mine and (not self.theirs or bool(self.theirs & set(theirs))) and (same_town or not self.is_local)


WAYS = (
    Way("newsletter-mention", _("Put a line about %(name)s into your next newsletter."), frozenset({"newsletter"})),
    Way("spotlight-post", _("Write a post about %(name)s: two questions, ten minutes."), SOCIAL, in_challenge=True),
    Way("pass-on-a-post", _("Pass on the next post by %(name)s. It takes a minute."), SOCIAL, PUBLISHING),
    Way("blog-mention", _("Name %(name)s in your next blog post, with a link."), frozenset({"blog"})),
    Way("client-resource-mention", _("Lay a few cards of %(name)s on your counter."), frozenset({"counter", DOOR})),
    Way("visit-the-shop", _("Go and see %(name)s at their door."), theirs=frozenset({DOOR}), is_local=True),
    Way("voice-note", _("Send %(name)s a voice note: one thing that they do well.")),
    Way("testimonial", _("Write %(name)s two lines that they may show to others.")),
    Way("coffee", _("Ask %(name)s for a coffee. You choose the cake.")),
)


def with_ideas(found: GivingBack, viewer: Viewer) -> GivingBack:
    """What the ledger found, each one who waits for something with an idea that fits both. Two queries more."""
    if not found.to_thank:
        return found
    today = clock.today(viewer.community.timezone)
    pickers = _Picker(viewer, [one.partner for one in found.to_thank], today)
    return replace(found, to_thank=tuple(pickers.with_idea(one) for one in found.to_thank))


def giving_back(viewer: Viewer) -> GivingBack:
    """Who did what for the viewer's member, and it for them, with an easy idea each."""
    return with_ideas(ledger.giving_back(viewer.acting, viewer.community), viewer)


class _Picker:
    """What is known of one member and those whom it could thank."""

    def __init__(self, viewer: Viewer, partners: Iterable[Member], today: date) -> None:
        ids = [partner.pk for partner in partners]
        self.viewer, self.today = viewer, today
        self.kinds = together.kinds_here(viewer.community)
        self.has, self.towns, self.is_off = _what_each_has([viewer.acting.pk, *ids], viewer.community)

    def with_idea(self, one: Between) -> Between:
        """The same with an idea: another each week, and none that was given lately."""
        me, them = self.viewer.acting, one.partner
        given = {act.kind for act in one.latest if act.giver_id == me.pk}
        same_town = bool(self.towns.get(me.pk)) and self.towns.get(me.pk) == self.towns.get(them.pk)
        fitting = [
            way
            for way in WAYS
            if way.kind_id in self.kinds
            and way.kind_id not in given
            and way.fits(self.has[me.pk], self.has[them.pk], same_town=same_town)
        ]
        if not fitting:
            return one
        week = self.today.toordinal() // 7
        way = fitting[(them.pk + week) % len(fitting)]
        return replace(one, idea=str(way.words) % {"name": them.name}, idea_url=self.url_of(way, them))

    def url_of(self, way: Way, them: Member) -> str:
        """Where it is done: this week's challenge for a post, else the kind's own place."""
        slug = self.viewer.community.slug
        if way.in_challenge and not self.is_off:
            return reverse("gather:write_feature", args=[slug, them.pk])
        return place_of(way.kind_id, slug, them.pk)


def _what_each_has(ids: Collection[int], community: Community) -> tuple[dict[int, set[str]], dict[int, str], bool]:
    """Each member's channels, with "door" for a door of its own; its town; and whether the challenge is off here. One
    query, for the page shows all of it.
    """
    channels = Channel.objects.filter(member__in=ids).values_list("member_id", "medium", Value(""))
    places = Place.objects.filter(member__in=ids).exclude(shown_as=Place.ShownAs.HIDDEN)
    off = Weekly.objects.filter(community=community, is_on=False).values_list(Value(0), Value(OFF), Value(""))
    has: defaultdict[int, set[str]] = defaultdict(set)
    towns = {}
    for pk, word, city in channels.union(places.values_list("member_id", "kind", "city"), off, all=True):
        has[pk].add(word)
        if word in Place.Kind:
            towns[pk] = city.casefold()
    return has, towns, OFF in has[0]
