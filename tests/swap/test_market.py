"""A meeting's market from the door to what stays of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hometeam.engine.market import NotNow, Step
from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.members.models import Block, Member
from hometeam.swap.actions import market as actions
from hometeam.swap.models import Leg, Listing, Loop, Market, MarketCard, MarketHeart, MarketLoop, MarketSeat
from hometeam.swap.queries.market import record_of, screen_of, shown_to, that_wait_for_guests
from tests.cast import Cast, client_of
from tests.swap.market_room import card, led_to, opened, phone, ring_of_three, seated, url

pytestmark = pytest.mark.django_db


def test_a_card_sent_twice_is_written_once(cast: Cast) -> None:
    seat = seated(opened(cast, "offers"), cast.ann)

    for _try in range(2):
        actions.add_card(seat=seat, side="give", words="An hour of photographs", no_extra_work=True, key="k1")

    actions.add_card(seat=seat, side="give", words="AN hour of photographs", no_extra_work=False, key="k2")

    assert [(one.number, one.service, one.no_extra_work) for one in seat.cards.all()] == [(1, "photographer", True)]


def test_needs_wait_for_their_stage(cast: Cast) -> None:
    seat = seated(opened(cast, "offers"), cast.ann)

    with pytest.raises(NotNow):
        card(seat, "need", "Accounts")


def test_eight_cards_of_a_kind_are_enough(cast: Cast) -> None:
    seat = seated(opened(cast, "offers"), cast.ann)
    for number in range(8):
        card(seat, "give", f"Thing {number}")

    with pytest.raises(actions.TooMany):
        card(seat, "give", "One more")


def test_a_guest_who_taps_twice_has_one_seat_and_a_member_always_finds_its_own(cast: Cast) -> None:
    market = opened(cast)

    twice = [actions.sit(market=market, sitter=actions.Sitter(name="Mia", key="k")).pk for _try in range(2)]
    again = [seated(market, cast.ann).pk, seated(market, cast.ann).pk]

    assert len(set(twice)) == 1 and len(set(again)) == 1
    assert market.seats.count() == 2


def test_the_room_holds_so_many_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hometeam.swap.actions.market.seats.MOST_SEATS", 2)
    market = opened(cast)
    seated(market, "Mia")
    seated(market, "Noa")

    with pytest.raises(actions.Full):
        seated(market, "Ole")


def test_a_second_tap_on_the_same_button_moves_nothing(cast: Cast) -> None:
    market = opened(cast)

    for _tap in range(2):
        moved = actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.ON, seen="arriving")

    assert moved.stage == "offers"


def test_a_loop_of_three_is_found_and_agreed_once_all_say_yes(cast: Cast) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, "Mia"])
    loop = market.loops.get()

    for seat in seats[:2]:
        actions.answer(seat=seat, loop=loop, says="yes")
    assert screen_of(market).agreed == [] and screen_of(market).waiting[0].yes == 2
    actions.answer(seat=seats[2], loop=loop, says="yes")

    names = [leg.giver.called for leg in screen_of(market).agreed[0].legs]
    assert names == ["Ann Photographs", "Bo’s Bakery", "Mia"]


def test_each_seat_sees_its_two_neighbours_until_all_have_said_yes(cast: Cast) -> None:
    _market, (ann, bo, _mia) = ring_of_three(cast, [cast.ann, cast.bo, "Mia"])

    it = shown_to(MarketSeat.objects.select_related("market").get(pk=ann.pk)).neighbours

    assert it is not None
    assert (it.mine.words, it.mine.receiver_id) == ("An hour of photographs", bo.pk)
    assert (it.into.words, it.into.giver.called) == ("My books kept", "Mia")
    assert it.everybody == []


def test_after_a_refusal_the_others_find_another_loop_at_once_and_their_yes_is_kept(cast: Cast) -> None:
    market = opened(cast, "needs")
    ann, bo, cy = (seated(market, who) for who in (cast.ann, cast.bo, cast.cy))
    photos, cake, books = card(ann, "give", "Photos"), card(bo, "give", "Cake"), card(cy, "give", "Books kept")
    market = led_to(cast, market, "reading")
    for seat, wanted in ((bo, photos), (cy, photos), (ann, cake), (ann, books)):
        actions.give_heart(seat=seat, card=wanted)
    market = led_to(cast, market, "loops")
    first = market.loops.get()
    pair = {leg.giver_id for leg in first.legs.all()}
    other = next(seat for seat in (bo, cy) if seat.pk in pair)
    actions.answer(seat=ann, loop=first, says="yes")

    actions.answer(seat=other, loop=first, says="give")

    second = market.loops.get(state=MarketLoop.State.PROPOSED)
    assert {leg.giver_id for leg in second.legs.all()} == {ann.pk, ({bo.pk, cy.pk} - {other.pk}).pop()}
    assert {leg.answer for leg in second.legs.all()} == {""}  # she gets another thing than she said yes to


def test_whoever_said_yes_is_in_the_repaired_loop_and_asked_again_where_a_neighbour_is_another(cast: Cast) -> None:
    market = opened(cast, "needs")
    ann, bo, cy, dee = (seated(market, who) for who in (cast.ann, cast.bo, cast.cy, cast.dee))
    given = [card(seat, "give", f"Thing {seat.number}") for seat in (ann, bo, cy, dee)]
    market = led_to(cast, market, "reading")
    # Ann to Bo, Bo to Cy or Dee, either of them to Ann: Ann and Bo are in every loop of three.
    for seat, wanted in ((bo, given[0]), (cy, given[1]), (dee, given[1]), (ann, given[2]), (ann, given[3])):
        actions.give_heart(seat=seat, card=wanted)
    market = led_to(cast, market, "loops")
    first = market.loops.get()
    third = first.legs.exclude(giver__in=[ann, bo]).get().giver
    actions.answer(seat=ann, loop=first, says="yes")
    actions.answer(seat=bo, loop=first, says="yes")

    actions.answer(seat=third, loop=first, says="get")

    second = market.loops.get(state=MarketLoop.State.PROPOSED)
    answers = {leg.giver_id: leg.answer for leg in second.legs.all()}
    assert len(answers) == 3 and third.pk not in answers
    assert (answers[ann.pk], answers[bo.pk]) == ("", "")
    assert first.legs.get(giver=third).refused == "get"


def test_nobody_is_asked_again_for_what_they_refused(cast: Cast) -> None:
    market, (ann, *_rest) = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])

    actions.answer(seat=ann, loop=market.loops.get(), says="give")

    assert not market.loops.filter(state=MarketLoop.State.PROPOSED).exists()
    assert actions.look(market=market) == 0


def test_members_who_do_not_want_to_meet_neither_read_nor_get_each_other(cast: Cast) -> None:
    Block.objects.create(member=cast.bo.member, other=cast.ann.member)
    market, (ann, *_rest) = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])

    assert not market.loops.exists()
    market = actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.BACK)
    shown = shown_to(MarketSeat.objects.select_related("market", "member").get(pk=ann.pk)).page
    assert shown is not None and [one.words for one in shown.cards] == ["My books kept"]


def test_an_agreed_loop_of_members_is_a_loop_of_the_community_once_the_market_closes(cast: Cast) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    for seat in seats:
        actions.answer(seat=seat, loop=market.loops.get(), says="yes")

    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.ON)
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)

    loop = Loop.objects.get()
    assert loop.state == Loop.State.AGREED and market.loops.get().loop == loop
    legs = [(leg.giver, leg.words, leg.receiver, leg.answer) for leg in loop.legs.all()]
    assert (cast.ann.member, "An hour of photographs", cast.bo.member, Leg.Answer.YES) in legs
    assert Listing.objects.filter(member=cast.ann.member).count() == 2


def agreed_with_mia(cast: Cast) -> tuple[Market, MarketSeat]:
    """Ann, Bo and Mia, a guest, have agreed on a loop, and the market is closing."""
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, "Mia"])
    for seat in seats:
        actions.answer(seat=seat, loop=market.loops.get(), says="yes")
    return led_to(cast, market, "closing"), seats[2]


def test_a_loop_with_a_guest_waits_in_sight_of_its_members(cast: Cast) -> None:
    market, _mia = agreed_with_mia(cast)
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)

    assert not Loop.objects.exists()
    assert [row[2] for row in record_of(market) if row[0] == "loop"] == ["Ann Photographs", "Bo’s Bakery", "Mia"]
    (ann,) = that_wait_for_guests(cast.ann.member, cast.community)
    assert (ann.gives, ann.to, ann.gets, ann.by) == ("An hour of photographs", "Bo’s Bakery", "My books kept", "Mia")
    page = client_of(cast.ann.person).get(reverse("swap:loops", args=["elm-street"])).content.decode()
    assert "It goes on here as soon as Mia joins" in page
    told = Notice.objects.filter(subject="Your loop from “Autumn market” waits for a guest to join")
    assert {one.person for one in told} == {cast.ann.person, cast.bo.person}
    assert not any("Mia" in " ".join(one.lines) for one in told)
    assert that_wait_for_guests(cast.cy.member, cast.community) == []


def test_what_is_in_ones_loop_is_not_put_on_the_board_as_well(cast: Cast) -> None:
    market, _mia = agreed_with_mia(cast)
    ann = market.seats.get(member=cast.ann.member)

    assert actions.keep_cards(seat=ann, cards=list(ann.cards.all())) == 0
    assert not shown_to(ann).has_more_to_keep
    assert not Listing.objects.exists()


def test_a_guest_who_joins_finds_the_loop_agreed(cast: Cast) -> None:
    market, mia = agreed_with_mia(cast)
    actions.wish_letter(seat=mia, email="Mia@example.net")
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)
    actions.invite_guests(viewer=cast.gus.viewer, seats=[mia])
    assert actions.carry_over_joined() == 0

    member = Member.objects.get(name="Mia")
    assert "What you agreed on there goes on here once you have joined, by " in member.invitations.get().words
    Member.objects.filter(pk=member.pk).update(claimed_at=clock.now())
    page = client_of(cast.ann.person).get(reverse("swap:loops", args=["elm-street"])).content.decode()
    assert "Everybody has joined" in page

    assert [actions.carry_over_joined(), actions.carry_over_joined()] == [1, 0]
    loop = Loop.objects.get()
    assert {leg.giver for leg in loop.legs.all()} == {cast.ann.member, cast.bo.member, member}
    assert loop.collaboration is not None and loop.collaboration.state == "agreed"
    assert that_wait_for_guests(cast.ann.member, cast.community) == []


def test_a_guest_with_a_members_address_gets_no_second_place_and_the_member_is_asked(cast: Cast) -> None:
    market = opened(cast)
    seat = actions.sit(market=market, sitter=actions.Sitter(name="Cy", email=cast.cy.person.email.upper()))
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)

    assert actions.invite_guests(viewer=cast.gus.viewer, seats=[seat]) == []

    asked = Notice.objects.get(subject="Were you at “Autumn market”?")
    assert asked.person == cast.cy.person and asked.action_url == url("room", market)
    assert not Member.objects.filter(name="Cy").exists()


def test_only_a_guest_wishes_a_letter_and_only_at_the_end(cast: Cast) -> None:
    market, mia = agreed_with_mia(cast)
    mias, anns = phone(mia), phone(market.seats.get(member=cast.ann.member))
    assert "Invite me" in mias.get(url("room", market)).content.decode()
    assert "Invite me" not in anns.get(url("room", market)).content.decode()

    mias.post(url("wish_market_letter", market), {"email": "no address"})
    assert not MarketSeat.objects.get(pk=mia.pk).wants_letter
    for client in (mias, anns):
        client.post(url("wish_market_letter", market), {"email": "mia@example.net"})

    assert list(market.seats.filter(wants_letter=True)) == [mia]
    assert "You get one letter" in mias.get(url("room", market)).content.decode()


def test_a_guest_may_still_wish_for_a_letter_after_the_end_and_the_organisers_hear_of_it(cast: Cast) -> None:
    market, mia = agreed_with_mia(cast)
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)
    mias = phone(mia)
    assert "Invite me" in mias.get(url("room", market)).content.decode()

    mias.post(url("wish_market_letter", market), {"email": "mia@example.net"})

    assert "You get one letter" in mias.get(url("room", market)).content.decode()
    told = Notice.objects.get(subject="A guest of “Autumn market” would like to be invited")
    assert told.person == cast.gus.person and told.action_url.endswith(f"/market/{market.pk}")


def test_a_heart_on_a_need_becomes_a_give_and_that_need(cast: Cast) -> None:
    market = opened(cast, "needs")
    ann, bo = seated(market, cast.ann), seated(market, cast.bo)
    wish, cake = card(bo, "need", "Somebody to hold the ladder"), card(bo, "give", "Cake")
    market = led_to(cast, market, "reading")
    actions.give_heart(seat=ann, card=wish)
    actions.give_heart(seat=ann, card=cake)
    market = led_to(cast, market, "loops")
    for seat in (ann, bo):
        actions.answer(seat=seat, loop=market.loops.get(), says="yes")

    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.ON)

    leg = Loop.objects.get().legs.get(giver=cast.ann.member)
    assert (leg.gives.member, leg.gives.side, leg.gives.words) == (cast.ann.member, "give", wish.words)
    assert (leg.needs.member, leg.needs.side, leg.needs.words) == (cast.bo.member, "need", wish.words)


def test_a_member_puts_its_cards_on_the_board_and_twice_is_once(cast: Cast) -> None:
    market = opened(cast, "needs")
    seat = seated(market, cast.ann)
    card(seat, "give", "Photos")
    card(seat, "need", "Accounts")
    led_to(cast, market, "closing")

    kept = [actions.keep_cards(seat=seat, cards=list(seat.cards.select_related("listing"))) for _tap in range(2)]

    assert kept == [2, 0]
    assert Listing.objects.standing(cast.community, clock.today("UTC")).count() == 2


def test_a_guest_who_asked_for_it_is_invited_once(cast: Cast) -> None:
    market = opened(cast, "offers")
    sitter = actions.Sitter(name="Mia", email="Mia@example.net")
    mia = actions.sit(market=market, sitter=sitter)
    card(mia, "give", "An hour of photographs")
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)

    for _tap in range(2):
        assert actions.invite_guests(viewer=cast.gus.viewer, seats=[mia]) == []

    member = Member.objects.get(name="Mia")
    assert not member.is_claimed and member.offers.get().service == "photographer"
    assert member.invitations.get().email == "mia@example.net"


def test_guests_are_forgotten_a_week_after_the_end(cast: Cast) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, "Mia"])
    for seat in seats:
        actions.answer(seat=seat, loop=market.loops.get(), says="yes")
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)
    later = clock.now() + timedelta(days=8)

    assert [actions.erase_guests(later), actions.erase_guests(later)] == [1, 0]

    said = " ".join(cell for row in record_of(market) for cell in row)
    assert "Mia" not in said
    over = Notice.objects.filter(subject="Your loop from “Autumn market” does not go on here")
    assert {one.person for one in over} == {cast.ann.person, cast.bo.person}
    assert that_wait_for_guests(cast.ann.member, cast.community) == []
    assert MarketCard.objects.filter(seat=seats[0]).count() == 2


def test_a_market_that_nobody_ended_ends_after_half_a_day(cast: Cast) -> None:
    market = opened(cast)

    assert actions.close_forgotten(clock.now() + timedelta(hours=11)) == 0
    assert actions.close_forgotten(clock.now() + timedelta(hours=13)) == 1
    assert not Market.objects.get(pk=market.pk).is_open


def test_on_paper_a_seat_comes_with_all_its_cards(cast: Cast) -> None:
    market = opened(cast, "reading")
    sitter = actions.Sitter(name="Old Tom", key="k", on_paper=True)

    for _tap in range(2):
        seat = actions.write_on_paper(market=market, sitter=sitter, gives=["Sharpened knives *"], needs=["A ride"])

    assert [(one.words, one.no_extra_work) for one in seat.cards.all()] == [
        ("Sharpened knives", True),
        ("A ride", False),
    ]


def test_a_heart_is_one_heart_and_nobody_loves_their_own(cast: Cast) -> None:
    market = opened(cast, "offers")
    ann, bo = seated(market, cast.ann), seated(market, cast.bo)
    photos = card(ann, "give", "Photos")
    led_to(cast, market, "reading")

    for seat in (bo, bo, ann):
        actions.give_heart(seat=seat, card=photos)

    assert list(MarketHeart.objects.values_list("seat", flat=True)) == [bo.pk]


def test_nothing_new_costs_a_phone_one_query(cast: Cast) -> None:
    market = opened(cast, "reading")
    tom = phone(seated(market, "Tom"))
    etag = tom.get(url("room_now", market)).headers["ETag"]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = tom.get(url("room_now", market), headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert len(asked) == 1
