"""An easy idea for each one who has done much for a member: one of the kinds that fit both, and where it is done.

Which kinds are easy to give, in which words, and what they take, is said in the playbook. The list of who did what is
the ledger's; ideas are made here because they need what lies above it: the kinds that the community offers, and the
weekly challenge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Value
from django.utils.translation import gettext as _

from hometeam.foundation import clock
from hometeam.gather.models import Weekly
from hometeam.gather.queries.places import CHALLENGE, place_of
from hometeam.ledger import queries as ledger
from hometeam.ledger.queries import Between, GivingBack
from hometeam.members.access import Viewer
from hometeam.members.models import Channel, Community, Member, Place
from hometeam.together import queries as together

OFF = "off"
A_PAGE = 20
MOST_WAITING = 20


def with_ideas(found: GivingBack, viewer: Viewer) -> GivingBack:
    """What the ledger found, each one who waits for something with an idea that fits both. Two queries more."""
    if not found.to_thank:
        return found
    today = clock.today(viewer.community.timezone)
    pickers = _Picker(viewer, [one.partner for one in found.to_thank], today)
    return replace(found, to_thank=tuple(pickers.with_idea(one) for one in found.to_thank))


def giving_back(viewer: Viewer, number: str | None = None) -> tuple[GivingBack, Page[Between]]:
    """Who did what for the viewer's member, and it for them, a page of them: with an easy idea for each whose turn to
    be thanked it is, and they come first. What waits for a word is on the first page, the oldest of it.
    """
    found = ledger.giving_back(viewer.acting, viewer.community)
    page = Paginator([*found.to_thank, *found.others], A_PAGE).get_page(number)
    here = replace(
        found,
        to_thank=tuple(one for one in page if one.is_my_turn),
        others=tuple(one for one in page if not one.is_my_turn),
        waiting=found.waiting[-MOST_WAITING:] if page.number == 1 else (),
    )
    return with_ideas(here, viewer), page


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
            (kind, kind.giving_back)
            for kind in self.kinds.values()
            if kind.giving_back is not None
            and kind.id not in given
            and kind.giving_back.fits(self.has[me.pk], self.has[them.pk], same_town=same_town)
        ]
        if not fitting:
            return one
        week = self.today.toordinal() // 7
        kind, idea = fitting[(them.pk + week) % len(fitting)]
        words = _(idea.words).replace("{other}", them.name)
        closed = CHALLENGE if self.is_off else ""
        url = place_of(kind, self.viewer.community.slug, them.pk, without=closed)
        return replace(one, idea=words, idea_url=url)


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
