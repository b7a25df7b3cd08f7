"""What an organiser sees first: how the community stands, and what would be worth doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.foundation import journal
from hometeam.foundation.text import grouped
from hometeam.members.models import Community, Member, Membership, OrganiserSeat
from hometeam.organise.queries import people
from hometeam.organise.queries.introductions import Introduction, introductions
from hometeam.swap.queries.rounds import cut_off

AT_MOST = 3
FIVE = 5
SHOWN, LOOKED_AT = 3, 6
A_FEW = 3
"""So many members who have nobody are shown, the best of so many."""
MANY = 1_500
"""Of more members than so many, how they stand is remembered."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something worth doing this week: what, why, and where to begin."""

    title: str
    why: str
    label: str
    url: str
    icon: str
    introductions: Sequence[Introduction] = ()


def counts(community: Community) -> dict[str, int]:
    """How many members are here, claimed, invited and unclaimed, how many asked to join; how many letters are quiet."""
    return people.counts(community)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a community stands (`counts`), and of its members whom it takes a while to find: those to invite first, be it
    because most others need them (`are_needed`), and those who have nobody, either found only where it is worth saying.
    """

    counts: dict[str, int]
    wanted: tuple[Member, ...]
    are_needed: bool
    alone: tuple[Member, ...]


def stand_of(community: Community, at: datetime) -> Stand:
    """How a community stands. Of one with many members it is remembered while nothing happens in the house, which is
    one query, and for an hour at most: letters grow quiet by themselves.
    """
    key = f"organise.stand:{community.pk}"
    if not cache.get(f"{key}:many"):
        return _remember(key, _stand(community), "")
    mark = f"{journal.newest()}:{at:%Y-%m-%dT%H}"
    known: tuple[str, Stand] | None = cache.get(key)
    return known[1] if known and known[0] == mark else _remember(key, _stand(community), mark)


def _remember(key: str, stand: Stand, mark: str) -> Stand:
    if stand.counts["here"] > MANY:
        cache.set_many({f"{key}:many": True, key: (mark, stand)}, timeout=None)
    return stand


def _stand(community: Community) -> Stand:
    """Those whom others asked for by name, in a proposal that waits for a letter, come before those whom most need."""
    found = counts(community)
    invites = found["unclaimed"] and not found["ideas"]
    needed = wanted_most(community) if invites else []
    others = people.listed(community, state="unclaimed").order_by("pk")[:FIVE] if invites and not needed else []
    return Stand(found, tuple(needed or others), bool(needed), tuple(have_nobody(community)))


def worth_doing(community: Community, stand: Stand) -> list[Deed]:
    """At most three things, the most fitting first."""
    wishes = (_first_members, _let_in, _search_again, _introduce, _invite_five, _remind, _name_trades, _more_members)
    deeds: list[Deed] = []
    for wish in wishes:
        deed = wish(community, stand) if len(deeds) < AT_MOST else None
        deeds += [deed] if deed else []
    return deeds


def _first_members(community: Community, stand: Stand) -> Deed | None:
    found = stand.counts
    if found["here"]:
        return None
    why = _("A spreadsheet or CSV file of your members is enough. Nobody is written to before you do it.")
    return Deed(_("Bring in your member list"), why, _("Pick a file"), _url("import", community), "file-up")


def _let_in(community: Community, stand: Stand) -> Deed | None:
    found = stand.counts
    if not found["asking"]:
        return None
    title = ngettext("Somebody asks to join", "%(count)s ask to join", found["asking"])
    title %= {"count": grouped(found["asking"])}
    url = reverse("members:asking", args=[community.slug])
    return Deed(title, _("They wait for a word from you."), _("See who they are"), url, "door-open")


def _invite_five(community: Community, stand: Stand) -> Deed | None:
    if not stand.wanted:
        return None
    names = ", ".join(member.name for member in stand.wanted)
    url = _url("invite", community) + "?" + "&".join(f"member={member.pk}" for member in stand.wanted)
    if stand.are_needed:
        why = _("What they do is what most members here look for: %(names)s") % {"names": names}
        return Deed(_("Invite those whom most others need"), why, _("Choose and write"), url, "mail")
    why = _("They are listed, and know nothing of it yet: %(names)s") % {"names": names}
    return Deed(_("Invite those who are not here in person"), why, _("Choose and write"), url, "mail")


def _more_members(community: Community, stand: Stand) -> Deed | None:
    if not 0 < stand.counts["here"] < A_FEW:
        return None
    why = _("With a few more there is somebody to introduce. Three are enough to begin with.")
    return Deed(_("Bring in more members"), why, _("Bring them in"), _url("begin", community), "user-plus")


def _search_again(community: Community, _stand: Stand) -> Deed | None:
    if cut_off(community) is None:
        return None
    why = _("It was cut off, so no new loop of barter was proposed. Everything on the board is as it was.")
    url = reverse("swap:search", args=[community.slug])
    return Deed(_("The last search for loops did not end"), why, _("Search again"), url, "refresh-cw")


def _introduce(community: Community, stand: Stand) -> Deed | None:
    found = _best_pairs(introductions(community, stand.alone)) if stand.alone else []
    if not found:
        return None
    title = _("Some members have nobody here yet")
    why = _("They have not done anything with anybody so far. One click, and a proposal is in front of you.")
    url = _url("introductions", community) + "?state=alone"
    return Deed(title, why, _("See whom each of them could meet"), url, "handshake", found)


def _best_pairs(found: Sequence[Introduction]) -> list[Introduction]:
    """The best of some introductions, no two of them of the same two members."""
    pairs: dict[frozenset[int], Introduction] = {}
    for one in found:
        if one.suggestion:
            pairs.setdefault(frozenset((one.member.pk, one.suggestion.member.pk)), one)
    return sorted(pairs.values(), key=lambda one: -one.suggestion.score if one.suggestion else 0)[:SHOWN]


def have_nobody(community: Community, at_most: int = LOOKED_AT) -> list[Member]:
    """Members who have neither proposed nor done anything with anybody, and say what they do, the oldest first."""
    alone = people.without_anybody(Member.objects.here(community).filter(closed_at=None)).exclude(offers=None)
    return list(alone.order_by("pk")[:at_most])


def _remind(community: Community, stand: Stand) -> Deed | None:
    found = stand.counts
    quiet = found["quiet"]
    if not quiet:
        return None
    title = ngettext("%(count)s letter has no answer yet", "%(count)s letters have no answer yet", quiet)
    title %= {"count": grouped(quiet)}
    why = _("They went out more than a week ago. You can send each once more, or ask in person.")
    return Deed(title, why, _("See them"), _url("invitations", community), "mail-question-mark")


def _name_trades(community: Community, stand: Stand) -> Deed | None:
    found = stand.counts
    unknown = found["unknown"]
    if not unknown:
        return None
    title = ngettext("%(count)s member has no trade yet", "%(count)s members have no trade yet", unknown)
    title %= {"count": grouped(unknown)}
    why = _("Nobody can be led to them before it is known what they do. You can write it in for them.")
    return Deed(title, why, _("Write it in"), _url("trades", community), "tag")


def _url(name: str, community: Community) -> str:
    return reverse(f"organise:{name}", args=[community.slug])


# In SQL of its own: as querysets it takes three questions, and the database reads the community's members in each.
_WANTED_MOST = f"""
WITH wanted AS (
    SELECT need.service, COUNT(*) AS times FROM members_need need
    JOIN members_membership here ON here.member_id = need.member_id
    WHERE here.community_id = %(community)s AND here.state = '{Membership.State.HERE}' AND need.service <> ''
    GROUP BY need.service ORDER BY times DESC, need.service LIMIT 20
), best AS (
    SELECT offer.member_id, MAX(wanted.times) AS times FROM members_offer offer
    JOIN wanted ON wanted.service = offer.service
    JOIN members_member member ON member.id = offer.member_id
    JOIN members_membership here ON here.member_id = member.id AND here.community_id = %(community)s
    WHERE here.state = '{Membership.State.HERE}' AND member.claimed_at IS NULL AND member.closed_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM members_invitation letter WHERE letter.member_id = member.id
        AND letter.community_id = %(community)s AND letter.accepted_at IS NULL AND letter.revoked_at IS NULL
    )
    GROUP BY offer.member_id ORDER BY times DESC, offer.member_id LIMIT %(most)s
)
SELECT member.* FROM best JOIN members_member member ON member.id = best.member_id
ORDER BY best.times DESC, member.id
"""  # noqa: S608


def wanted_most(community: Community, at_most: int = FIVE) -> list[Member]:
    """Unclaimed members without an invitation whose services most members here look for: one query."""
    return list(Member.objects.raw(_WANTED_MOST, {"community": community.pk, "most": at_most}))


def seats(community: Community) -> QuerySet[OrganiserSeat]:
    """Who runs the community, the longest first."""
    return OrganiserSeat.objects.filter(community=community).select_related("person").order_by("since_at", "pk")


def without_organiser() -> QuerySet[Community]:
    """Communities that nobody looks after, such as one made from the command line."""
    empty = Community.objects.filter(organiser_seats=None)
    here = Count("memberships")
    return empty.annotate(member_count=here).order_by("name")


def first_steps() -> list[Any]:
    """The way from nothing to introductions."""
    return [_("Name it"), _("Bring in members"), _("See who fits")]
