"""What an organiser sees first: how the community stands, and what would be worth doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.members.models import Community, Member, Membership, OrganiserSeat
from hometeam.organise.queries import people
from hometeam.organise.queries.introductions import Introduction, introductions

AT_MOST = 3
FIVE = 5
SHOWN, LOOKED_AT = 3, 12
"""So many members who have nobody are shown, the best of so many."""


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


def worth_doing(community: Community, found: dict[str, int], at: datetime) -> list[Deed]:
    """At most three things, the most fitting first."""
    wishes = (_first_members, _let_in, _introduce, _invite_five, _remind, _name_trades)
    deeds: list[Deed] = []
    for wish in wishes:
        deed = wish(community, found, at) if len(deeds) < AT_MOST else None
        deeds += [deed] if deed else []
    return deeds


def _first_members(community: Community, found: dict[str, int], _at: datetime) -> Deed | None:
    if found["here"]:
        return None
    why = _("A spreadsheet or CSV file of your members is enough. Nobody is written to before you do it.")
    return Deed(_("Bring in your member list"), why, _("Pick a file"), _url("import", community), "file-up")


def _let_in(community: Community, found: dict[str, int], _at: datetime) -> Deed | None:
    if not found["asking"]:
        return None
    title = ngettext("%(count)s asks to join", "%(count)s ask to join", found["asking"]) % {"count": found["asking"]}
    url = reverse("members:asking", args=[community.slug])
    return Deed(title, _("They wait for a word from you."), _("See who they are"), url, "door-open")


def _invite_five(community: Community, found: dict[str, int], _at: datetime) -> Deed | None:
    if not found["unclaimed"]:
        return None
    wanted = wanted_most(community)
    if not wanted:
        return None
    names = ", ".join(member.name for member in wanted)
    url = _url("invite", community) + "?" + "&".join(f"member={member.pk}" for member in wanted)
    why = _("What they do is what most members here look for: %(names)s.") % {"names": names}
    return Deed(_("Invite those whom most others need"), why, _("Choose and write"), url, "mail")


def _introduce(community: Community, _found: dict[str, int], _at: datetime) -> Deed | None:
    alone = have_nobody(community)
    if not alone:
        return None
    title = _("Some members have nobody here yet")
    why = _("They have not done anything with anybody so far. One click, and a proposal is in front of you.")
    url = _url("introductions", community)
    return Deed(title, why, _("See everyone's best introductions"), url, "handshake", alone)


def have_nobody(community: Community, at_most: int = SHOWN) -> list[Introduction]:
    """Members who have neither proposed nor done anything with anybody, and fit somebody well: the best first."""
    alone = Member.objects.here(community).filter(closed_at=None)
    alone = alone.filter(parts=None, acts_given=None, acts_received=None).exclude(offers=None)
    found = [one for one in introductions(community, list(alone.order_by("pk")[:LOOKED_AT])) if one.suggestion]
    return sorted(found, key=lambda one: -one.suggestion.score if one.suggestion else 0)[:at_most]


def _remind(community: Community, found: dict[str, int], _at: datetime) -> Deed | None:
    quiet = found["quiet"]
    if not quiet:
        return None
    title = ngettext("%(count)s letter has no answer yet", "%(count)s letters have no answer yet", quiet) % {
        "count": quiet
    }
    why = _("They went out more than a week ago. You can send each once more, or ask in person.")
    return Deed(title, why, _("See them"), _url("invitations", community), "mail-question-mark")


def _name_trades(community: Community, found: dict[str, int], _at: datetime) -> Deed | None:
    unknown = found["unknown"]
    if not unknown:
        return None
    title = ngettext("%(count)s member has no trade yet", "%(count)s members have no trade yet", unknown)
    why = _("Nobody can be led to them before it is known what they do. You can write it in for them.")
    return Deed(title % {"count": unknown}, why, _("See them"), _url("members", community) + "?state=unknown", "tag")


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
