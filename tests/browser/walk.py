"""The walk past all pages: what stands in every path of the house that is lived in, and who walks where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from hometeam.foundation import tokens
from hometeam.foundation.models import Letter
from hometeam.foundation.post.stopping import stop_url
from hometeam.gather.models import Feature, OwnSeason
from hometeam.ledger.models import Act
from hometeam.members import actions as members
from hometeam.members.models import Member
from hometeam.members.queries.groups import MEMBER_FIELDS, ROW_FIELDS
from hometeam.organise.models import ImportRun
from hometeam.referrals.actions.letters import path_for
from hometeam.referrals.models import PartnerWords, Prospect, Referral
from hometeam.swap import access as rooms
from hometeam.swap.actions.reminding import keep_path
from hometeam.swap.models import Leg, Listing, Market, MarketSeat
from hometeam.together.actions.notices import answer_path
from hometeam.together.models import Collaboration
from tests.browser.lived_in import House
from tests.cast import client_of
from tests.house.roles import Door, doors

Things = Callable[[House], list[Any]]
START = ("you", "does", "away", "serves", "where", "together")
NOWHERE = ("/nowhere", "/c/nowhere/today")
AT_THE_DOOR = ("/accounts/login/", "/accounts/signup/")
ACCOUNT = ("/accounts/email/", "/accounts/logout/", "/accounts/2fa/", "/accounts/2fa/webauthn/")


@dataclass(frozen=True)
class Stop:
    """One page on the walk; `door` is the name of its URL, `html` the page where it has been asked for already."""

    door: str
    path: str
    html: str = ""


def _last_part(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _unclaimed(house: House) -> list[int]:
    """Somebody who is not here in person yet, if there is anybody."""
    return _newest(Member.objects.here(house.community).filter(claimed_at=None))


def somebody(house: House) -> list[int]:
    """A claimed member who is not the walker, if there is one."""
    return _newest(Member.objects.here(house.community).exclude(claimed_at=None).exclude(pk=house.member.pk))


def _newest(found: QuerySet[Any]) -> list[int]:
    return list(found.order_by("-pk").values_list("pk", flat=True)[:1])


def _features(house: House) -> list[int]:
    """What the walker wrote in the weekly challenge, and what was written about it."""
    wrote, read = Q(member=house.member), Q(featured=house.member, posted_at__isnull=False)
    return [pk for side in (wrote, read) for pk in _newest(Feature.objects.filter(side))]


def _answers(house: House) -> list[str]:
    """The links from letters on one collaboration in each state, for the side that has something to answer."""
    found = []
    for state in sorted(set(Collaboration.objects.values_list("state", flat=True))):
        it = Collaboration.objects.filter(state=state).latest("pk")
        part = it.parts.exclude(member=it.started_by).order_by("answer", "pk")[0]
        found.append(_last_part(answer_path(it, part, person=part.member.seats.latest("pk").person)))
    return [*found, "forged"]


def _introduced(house: House) -> list[str]:
    """The links from letters to people introduced, one for each thing that their page may say."""
    known = Prospect.objects.filter(referral__community=house.community).select_related("referral")
    by_page = {(one.referral.consent, one.referral.is_open): _last_part(path_for(one.referral, one)) for one in known}
    return [*by_page.values(), "forged"]


def _listings(house: House) -> list[int]:
    """Something on the board of the walker, an offer and a need of others."""
    board = Listing.objects.filter(community=house.community)
    theirs = [board.exclude(member=house.member).filter(side=side) for side in Listing.Side.values]
    return [pk for found in (board.filter(member=house.member), *theirs) for pk in _newest(found)]


def _keeps(house: House) -> list[str]:
    """The links from letters about needs that end: one that can be kept, one that was kept meanwhile, one too old."""
    need = Listing.objects.needs().filter(community=house.community, member=house.member).earliest("expires_on")
    can_be_kept = keep_path(need, house.person.pk)
    need.expires_on = None
    too_old = tokens.make(rooms.KEEP, {"l": need.pk, "r": house.person.pk, "e": ""}, timedelta(days=-1))
    return [_last_part(can_be_kept), _last_part(keep_path(need, house.person.pk)), too_old]


def _markets(house: House) -> list[int]:
    """A market that is going on in each stage, and one that has ended."""
    return list(Market.objects.filter(community=house.community).order_by("pk").values_list("pk", flat=True))


def _codes(house: House) -> list[str]:
    """The rooms of these markets."""
    return list(Market.objects.filter(community=house.community).order_by("pk").values_list("code", flat=True))


NOTHING = {"token": "forged", "key": "none", "move": "accept"}
OWN: dict[str, Things] = {
    "slug": lambda house: [house.community.slug],
    "pk": lambda house: [house.member.pk],
    "group": lambda house: [
        group for group in (*MEMBER_FIELDS, *ROW_FIELDS, "place", "kit") if group not in ("photo", "haunts")
    ],
    "step": lambda house: list(START),
    "side": lambda house: list(Listing.Side.values),
    "kind_id": lambda house: ["coffee", "gift-guide"],  # one for two, one for many; the pages are the same
}
OF_DOOR: dict[str, dict[str, Things]] = {
    "front:member": {"pk": lambda house: [house.member.pk, *somebody(house), *_unclaimed(house)]},
    "fit:refuse": {"pk": somebody},
    "foundation:letter": {"pk": lambda house: list(Letter.objects.values_list("pk", flat=True)[:2])},
    "foundation:stop": {"token": lambda house: [_last_part(stop_url(house.person.pk)), "forged"]},
    "gather:change_season": {"pk": lambda house: _newest(OwnSeason.objects.filter(community=house.community))},
    "gather:feature": {"pk": _features},
    "gather:write_feature": {"member": somebody},
    "members:claim": {"token": lambda house: [_last_part(house.invitation), "forged"]},
    "members:enter": {"token": lambda house: [_last_part(members.one_time_link(person=house.person)), "forged"]},
    "members:join": {"slug": lambda house: [house.community.slug, house.fresh.slug]},
    "overlap:ask": {"pk": somebody},
    "organise:import_run": {
        "pk": lambda house: [run.pk for run in ImportRun.objects.filter(community=house.community)]
    },
    "organise:import_undo": {
        "pk": lambda house: [run.pk for run in ImportRun.objects.filter(community=house.community, state="done")]
    },
    "organise:propose_to": {"pk": somebody},
    "organise:member": {"pk": lambda house: [*somebody(house), *_unclaimed(house)]},
    "referrals:introduced": {"token": _introduced},
    "referrals:introduced_change": {"token": _introduced},
    "swap:keep": {"token": _keeps},
    "swap:listing": {"pk": _listings},
    **{
        f"swap:{name}": {"pk": _markets}
        for name in ("market", "market_screen", "market_screen_now", "paper", "market_sheets", "market_record")
    },
    "swap:room": {"code": _codes},
    "swap:change": {"pk": lambda house: _newest(Listing.objects.filter(member=house.member))},
    "together:answer": {"token": _answers},
    "together:answer_but": {"token": _answers},
    # These are walked by the two whose business they are.
    "referrals:referral": {"pk": lambda house: []},
    "referrals:move": {"pk": lambda house: []},
    "referrals:partner": {"pk": lambda house: []},
    "referrals:partner_words": {"pk": lambda house: []},
    "swap:loop": {"pk": lambda house: []},
    "swap:decline_loop": {"pk": lambda house: []},
    "together:collaboration": {"pk": lambda house: []},
    "together:but": {"pk": lambda house: []},
    "together:step": {"pk": lambda house: []},
    "together:photo": {"photo": lambda house: []},
    "together:file": {"photo": lambda house: []},
    "together:brought_add": {
        "pk": lambda house: list(Act.objects.filter(receiver=house.member).values_list("pk", flat=True)[:1])
    },
}


def paths_of(door: Door, house: House) -> Iterator[str]:
    """Every path that leads through a door to something of this house."""
    things = OWN | OF_DOOR.get(door.name, {})
    choices = [things[name](house) if name in things else [NOTHING.get(name, 0)] for name in door.kwargs]
    for chosen in product(*choices):
        yield reverse(door.name, kwargs=dict(zip(door.kwargs, chosen, strict=True)))


def by_member(walked: Iterable[tuple[Member, Stop]]) -> dict[Member, list[Stop]]:
    """Whose pages these are, so that each member signs in once."""
    found: dict[Member, list[Stop]] = {}
    for member, stop in walked:
        found.setdefault(member, []).append(stop)
    return found


def between_two(house: House) -> Iterator[tuple[Member, Stop]]:
    """The pages of one collaboration in each state, for each of its sides, with all its steps."""
    for state in sorted(set(Collaboration.objects.values_list("state", flat=True))):
        it = Collaboration.objects.filter(state=state, community=house.community).latest("pk")
        for part in it.parts.all():
            here = {"slug": house.community.slug}
            for door in ("collaboration", "but"):
                path = reverse(f"together:{door}", kwargs=here | {"pk": it.pk})
                yield part.member, Stop(f"together:{door}", path)
            for task in it.commitments.all():
                path = reverse("together:step", kwargs=here | {"pk": task.pk})
                yield part.member, Stop("together:step", path)


def introductions(house: House) -> Iterator[tuple[Member, Stop]]:
    """The pages of each introduction for both its sides, of each no that is asked for, of standing partners."""
    slug = house.community.slug
    for it in Referral.objects.filter(community=house.community, known=True).select_related("giver", "receiver"):
        path = reverse("referrals:referral", args=[slug, it.pk])
        yield from ((member, Stop("referrals:referral", path)) for member in (it.giver, it.receiver))
        for move in ("decline", "lose"):
            yield it.receiver, Stop(f"referrals:{move}", reverse("referrals:move", args=[slug, it.pk, move]))
    for told in PartnerWords.objects.filter(community=house.community).select_related("member", "partner"):
        to = f"{reverse('referrals:new', args=[slug])}?to={told.partner_id}"
        yield told.member, Stop("referrals:new", to)
        for member, other in ((told.member, told.partner), (told.partner, told.member)):
            for door in ("partner", "partner_words"):
                yield member, Stop(f"referrals:{door}", reverse(f"referrals:{door}", args=[slug, other.pk]))


def seats(house: House) -> Iterator[tuple[MarketSeat, Stop]]:
    """A seat's page in each stage, with others' cards of both sides where they are read."""
    for market in Market.objects.filter(community=house.community, ended_at=None).order_by("pk"):
        path = reverse("swap:room", args=[market.code])
        for seat in market.seats.order_by("number")[:2]:
            yield from ((seat, Stop("swap:room", f"{path}{side}")) for side in ("", "?side=need"))


def cookie_of(seat: MarketSeat) -> tuple[str, str]:
    """What a phone with this seat brings along: its name and value."""
    return rooms.cookie_of(seat.market), rooms.seat_token(seat)


def loops(house: House) -> Iterator[tuple[Member, Stop]]:
    """The pages of each loop, for each of its members."""
    for leg in Leg.objects.filter(loop__community=house.community).select_related("giver"):
        for door in ("loop", "decline_loop"):
            yield leg.giver, Stop(f"swap:{door}", reverse(f"swap:{door}", args=[house.community.slug, leg.loop_id]))
        yield leg.giver, Stop("swap:loops", reverse("swap:loops", args=[house.community.slug]))


@dataclass(frozen=True)
class Walker:
    """Somebody who walks past the pages behind some doors; `who` says which, by what these doors ask for."""

    house: House
    browser: Client
    who: frozenset[str]
    doors: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()

    def stops(self) -> list[Stop]:
        """The pages that are there for this walker."""
        own = [door for door in doors() if door.who in self.who or door.name in self.doors]
        found = [Stop(door.name, path) for door in own for path in paths_of(door, self.house)]
        found += [Stop("nowhere" if path in NOWHERE else path, path) for path in self.paths]
        answers = ((stop, self.browser.get(stop.path)) for stop in found)
        return [replace(stop, html=answer.content.decode()) for stop, answer in answers if is_page(answer, stop)]


def is_page(answer: HttpResponseBase, stop: Stop) -> bool:
    """Whether a whole page came back; one that says that nothing is there counts only where that is meant."""
    meant = (404,) if stop.door == "nowhere" else (200, 410)
    return answer.status_code in meant and b"<html" in getattr(answer, "content", b"")


def walkers(house: House) -> dict[str, Walker]:
    """Who walks: between them they see every page, and those that look different to them more than once."""
    acting = client_of(house.gus)
    acting.post(reverse("members:act_for", args=[house.community.slug]), {"member": house.member.pk})
    alone = client_of(house.fresh_person)
    inside = frozenset({"signed_in", "community_member", "acting_member"})
    mine = frozenset(
        {"front:today", "front:member", "members:people", "together:home", "together:propose", "swap:home"}
    )
    fresh = replace(house, community=house.fresh, member=house.fresh_member, person=house.fresh_person)
    return {
        "stranger": Walker(house, Client(), frozenset({"anyone"}), paths=(*AT_THE_DOOR, *NOWHERE)),
        "member": Walker(house, client_of(house.person), inside, paths=(*ACCOUNT, *NOWHERE)),
        "organiser": Walker(house, client_of(house.gus), frozenset({"community_organiser", "operator"}), doors=mine),
        "organiser acting for a member": Walker(house, acting, frozenset(), doors=mine),
        "newcomer": Walker(house, client_of(house.newcomer), frozenset(), doors=frozenset({"members:start_step"})),
        "first day": Walker(fresh, alone, inside - {"signed_in"} | {"community_organiser"}),
    }
