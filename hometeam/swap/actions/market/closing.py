"""What stays of a market: agreed loops, cards that their writers put on the board, guests who wish to be invited."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from hometeam.engine.market import Deed
from hometeam.foundation import clock, journal
from hometeam.foundation.clock import now
from hometeam.members.access import Viewer
from hometeam.members.actions import NotInvited, invite, known_address, reindex
from hometeam.members.models import Community, Member, Membership, Need, Offer, Seat
from hometeam.swap.actions.agreeing import carry_out
from hometeam.swap.actions.board import reindex as reindex_listing
from hometeam.swap.actions.market.notices import tell_may_be_theirs, tell_waits
from hometeam.swap.actions.market.turn import hold, stir
from hometeam.swap.models import Leg, Listing, Loop, Market, MarketCard, MarketLeg, MarketLoop, MarketSeat
from hometeam.swap.models.board import NEEDS_LAST
from hometeam.swap.models.market import GUESTS_KEPT
from hometeam.swap.queries.market.guests import agreed_with_guests
from hometeam.swap.queries.market.now import neighbours_of
from hometeam.swap.queries.words import day_words


def settle(*, market: Market) -> int:
    """Loops that still wait end kindly; agreed ones of members alone become loops of the community; returns how many.

    Belongs in the caller's transaction, which holds the market. A loop with a guest in it waits: guests cannot promise
    anything here before they have joined.
    """
    market.loops.filter(state=MarketLoop.State.PROPOSED).update(state=MarketLoop.State.DISSOLVED)
    carried = 0
    for loop in market.loops.filter(state=MarketLoop.State.AGREED, loop=None):
        if _carry_over(market, loop):
            carried += 1
        else:
            tell_waits(loop)
    return carried


def carry_over_joined() -> int:
    """Loops agreed with guests who have joined since become loops of the community; returns how many."""
    return sum(_carried_now(loop) for loop in list(agreed_with_guests().filter(market__ended_at__isnull=False)))


@transaction.atomic
def _carried_now(loop: MarketLoop) -> bool:
    market = hold(loop.market_id)
    still = market.loops.filter(pk=loop.pk, loop=None)
    return market.guests_erased_at is None and still.exists() and _carry_over(market, loop)


def _carry_over(market: Market, found: MarketLoop) -> bool:
    """Make it a loop of the community, where everybody in it is a member who is here."""
    parts = ("giver__member", "receiver__member", "card", "need")
    legs = list(found.legs.select_related(*parts).order_by("place"))
    if not all(_is_members(leg.giver, market.community) and leg.card for leg in legs):
        return False
    loop = Loop.objects.create(community=market.community, deadline_at=now(), state=Loop.State.AGREED, ended_at=now())
    Leg.objects.bulk_create(_leg(loop, leg) for leg in legs)
    MarketLoop.objects.filter(pk=found.pk).update(loop=loop)
    carry_out(loop=loop)
    return True


def _is_members(seat: MarketSeat, community: Community) -> bool:
    """Whether a member who is here holds this seat, a guest's who has joined too; whoever has no people yet can promise
    nothing.
    """
    member = seat.member
    if member is None or not member.is_claimed:
        return False
    return Membership.objects.filter(member=member, community=community, state=Membership.State.HERE).exists()


def _leg(loop: Loop, leg: MarketLeg) -> Leg:
    gives, needs = _listings(loop.community, leg)
    return Leg(
        loop=loop,
        place=leg.place,
        giver=gives.member,
        receiver=needs.member,
        gives=gives,
        needs=needs,
        words=leg.words,
        amount=gives.amount,
        unit=gives.unit,
        answer=Leg.Answer.YES,
        answered_at=leg.answered_at,
        on_behalf=leg.on_behalf,
    )


def _listings(community: Community, leg: MarketLeg) -> tuple[Listing, Listing]:
    """What is given and what it fills, as the board has it: from the cards, or from a heart on the other's card."""
    card, need = leg.card, leg.need
    if card is None or leg.giver.member is None or leg.receiver.member is None:
        raise LookupError("a leg of members has its card")
    if card.side == Listing.Side.GIVE:
        gives = _listing(community, card, leg.giver.member)
    else:
        gives = _like(community, card, leg.giver.member, Listing.Side.GIVE)
    if need is not None:
        return gives, _listing(community, need, leg.receiver.member)
    return gives, _like(community, card, leg.receiver.member, Listing.Side.NEED)


def _listing(community: Community, card: MarketCard, member: Member) -> Listing:
    """A card's listing, made now where it has none."""
    if card.listing is None:
        card.listing = _like(community, card, member, Listing.Side(card.side))
        MarketCard.objects.filter(pk=card.pk).update(listing=card.listing)
    return card.listing


def _like(community: Community, card: MarketCard, member: Member, side: Listing.Side) -> Listing:
    passes = side == Listing.Side.NEED
    made = Listing.objects.create(
        community=community,
        member=member,
        side=side,
        service=card.service,
        words=card.words,
        no_extra_work=card.no_extra_work and not passes,
        expires_on=clock.today(community.timezone) + NEEDS_LAST if passes else None,
    )
    reindex_listing(made)
    return made


@transaction.atomic
def keep_cards(*, seat: MarketSeat, cards: Iterable[MarketCard]) -> int:
    """Put a member's own cards on the community's board, but for those in its agreed loop; returns how many were not
    there yet. Raises NotNow.
    """
    market = hold(seat.market_id, Deed.KEEP)
    if seat.is_guest or seat.member is None:
        return 0
    place = neighbours_of(seat)
    promised = place.promised if place else frozenset()
    new = [one for one in cards if one.listing_id is None and one.seat_id == seat.pk and one.pk not in promised]
    for card in new:
        _listing(market.community, card, seat.member)
    stir(market, seats=[seat.pk])
    return len(new)


def invite_guests(*, viewer: Viewer, seats: Iterable[MarketSeat]) -> list[tuple[MarketSeat, str]]:
    """Write to guests who asked for it, each once; returns those to whom it could not be, with the reason."""
    refused = []
    for seat in seats:
        try:
            _invite(viewer, seat)
        except NotInvited as why:
            refused.append((seat, str(why)))
    return refused


@transaction.atomic
def _invite(viewer: Viewer, seat: MarketSeat) -> None:
    hold(seat.market_id)
    seat.refresh_from_db()
    if not (seat.is_guest and seat.wants_letter and seat.email) or seat.member_id is not None:
        return
    readers = _members_who_read(seat.email, viewer.community)
    if readers:
        MarketSeat.objects.filter(pk=seat.pk).update(wants_letter=False)
        tell_may_be_theirs(seat, readers)
        return
    member = Member.objects.create(name=seat.name, is_sample=viewer.community.is_sample)
    Membership.objects.create(member=member, community=viewer.community)
    services = list(seat.cards.exclude(service="").values_list("side", "service"))
    gives = {service for side, service in services if side == Listing.Side.GIVE}
    needs = {service for side, service in services if side == Listing.Side.NEED}
    Offer.objects.bulk_create(Offer(member=member, service=service, guessed=True) for service in sorted(gives))
    Need.objects.bulk_create(Need(member=member, service=service, guessed=True) for service in sorted(needs))
    MarketSeat.objects.filter(pk=seat.pk).update(member=member)
    invite(viewer=viewer, member=member, email=seat.email, words=_reminder(seat))
    journal.record(actor=viewer.actor, verb="swap.guest_invited", object=member, community_id=viewer.community.pk)
    reindex([member.pk])


def _reminder(seat: MarketSeat) -> str:
    """What their letter is about: they asked for it, and what they agreed on goes on once they have joined in time."""
    market, place = seat.market, neighbours_of(seat)
    said = _("You asked for this letter at “%(market)s”.") % {"market": market.title}
    if place is None or not place.is_agreed or market.ended_at is None:
        return said
    last = clock.local(market.ended_at + GUESTS_KEPT, market.community.timezone).date()
    more = _("What you agreed on there goes on here once you have joined, by %(day)s.") % {"day": day_words(last)}
    return f"{said} {more}"


def _members_who_read(email: str, community: Community) -> list[int]:
    """The people, by id, who read mail at this address and act for a member who is here: they need no second place."""
    here = {"member__memberships__community": community, "member__memberships__state": Membership.State.HERE}
    seats = Seat.objects.filter(person__email=known_address(email), person__is_active=True, **here)
    return list(seats.values_list("person_id", flat=True).distinct())
