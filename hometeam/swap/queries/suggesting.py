"""A swap between two, written out from what is on the board, for the page on which it is proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.engine.agreements import resolve_dues
from hometeam.foundation import clock
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.swap.models import Listing, Rules
from hometeam.swap.queries import services, words
from hometeam.swap.queries.board import for_return
from hometeam.swap.queries.rules import rules_of
from hometeam.swap.queries.scope import STARTER_GETS, STARTER_GIVES
from hometeam.swap.queries.weighing import are_apart, weighed_between
from hometeam.together.playbook import Kind
from hometeam.together.queries import kinds_here
from hometeam.together.queries.why import sign_why

KIND = "barter"
NOON = time(12)
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Returned:
    """Something that could be given in return; `fits`: whoever gets it looks for it; `apart`: what it counts for is
    further away than is usual here.
    """

    pk: int
    what: str
    amount: str
    worth: str
    no_extra_work: bool
    fits: bool
    apart: bool


def may_suggest(viewer: Viewer) -> bool:
    """Whether swaps between two can be proposed here at all: a community may have switched the kind off."""
    return viewer.member is not None and KIND in kinds_here(viewer.community)


def returns(listing: Listing, viewer: Viewer, rules: Rules) -> list[Returned]:
    """What could be given for a listing, that which is looked for first: for an offer of mine, for a need of theirs."""
    giver, getter = sides(listing, viewer)
    wanted = services.wanted_by(getter, viewer.community)
    return [
        Returned(
            one.pk,
            one.words,
            words.amount_words(one.amount, one.unit),
            words.worth_words(one.worth, rules),
            one.no_extra_work,
            services.is_kin(one.service, wanted),
            are_apart(listing, one, rules),
        )
        for one in for_return(giver, viewer, wanted)
    ]


def sides(listing: Listing, viewer: Viewer) -> tuple[Member, Member]:
    """Who gives in return for a listing, and who gets that: for an offer I give, for a need whoever needs."""
    me, them = viewer.acting, listing.member
    return (me, them) if listing.side == Listing.Side.GIVE else (them, me)


def proposal_url(listing: Listing, returned: Listing | None, viewer: Viewer) -> str:
    """The page of proposals, with all filled in that the board knows. Without `returned` that side is left to say."""
    in_return = words.in_full(returned)[:LONGEST] if returned else ""
    said = words.in_full(listing)[:LONGEST]
    i_get, i_give = (said, in_return) if listing.side == Listing.Side.GIVE else (in_return, said)
    about = [one for one in (listing, returned) if one is not None]
    page = reverse("swap:listing", args=[viewer.community.slug, listing.pk])
    reasons = list(_reasons(about))
    if returned is not None:
        reasons += weighed_between(listing, returned, rules_of(viewer.community))
    asked = {
        "to": listing.member_id,
        "kind": KIND,
        f"ask_{STARTER_GETS}": i_get,
        f"ask_{STARTER_GIVES}": i_give,
        "why": sign_why(listing.member, reasons, [f"swap.listing:{one.pk}" for one in about], page),
        **_day(about, viewer),
    }
    given = {key: value for key, value in asked.items() if value}
    return f"{reverse('together:propose', args=[viewer.community.slug])}?{urlencode(given)}"


def _reasons(about: list[Listing]) -> Iterator[str]:
    """What both have on the board, for both to read."""
    for one in about:
        if one.side == Listing.Side.NEED:
            yield _("%(who)s needs this: %(what)s") % {"who": one.member.name, "what": one.words}
        elif one.no_extra_work:
            yield _("%(who)s is doing this already: %(what)s") % {"who": one.member.name, "what": one.words}
        else:
            yield _("%(who)s gives this: %(what)s") % {"who": one.member.name, "what": one.words}


def _day(about: list[Listing], viewer: Viewer) -> dict[str, str]:
    """A day for the small first part from which all can be done by the day on which it has to be."""
    last = min((one.by_on for one in about if one.by_on is not None), default=None)
    if last is None:
        return {}
    there = viewer.community.timezone
    begins = max(last - _length(kinds_here(viewer.community)[KIND]), clock.today(there) + timedelta(days=1))
    if begins > last:
        return {}
    return {"moment": datetime.combine(begins, NOON, ZoneInfo(there)).isoformat()}


def _length(kind: Kind) -> timedelta:
    """From the agreed day to the last day on which something is done that counts."""
    begins = date(2000, 1, 1)
    dues = resolve_dues(kind.dues(), begins)
    return max(dues[step.id] for step in kind.steps if step.counts) - begins
