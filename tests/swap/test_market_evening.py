"""What happens in a room: somebody comes late, somebody has to go, a card is rude, an end was a slip."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hometeam.engine.market import NotNow, Step
from hometeam.swap.actions import market as actions
from hometeam.swap.models import Loop, Market, MarketCard, MarketLoop
from tests.cast import Cast, client_of
from tests.swap.market_room import card, led_to, opened, phone, ring_of_three, seated, url

pytestmark = pytest.mark.django_db


def ann_between_two(cast: Cast) -> tuple[Market, MarketLoop, dict[int, MarketCard]]:
    """Ann loves what Bo and Cy give, and both love what she gives: she is in a loop with one of them; cards by seat."""
    market = opened(cast, "needs")
    ann, bo, cy = (seated(market, who) for who in (cast.ann, cast.bo, cast.cy))
    given = {seat.pk: card(seat, "give", f"Thing {seat.number}") for seat in (ann, bo, cy)}
    market = led_to(cast, market, "reading")
    for seat, other in ((bo, ann), (cy, ann), (ann, bo), (ann, cy)):
        actions.give_heart(seat=seat, card=given[other.pk])
    market = led_to(cast, market, "loops")
    return market, market.loops.get(), given


def test_whoever_came_late_writes_a_first_card_of_each_kind_while_others_read(cast: Cast) -> None:
    market = opened(cast, "offers")
    early = card(seated(market, "Mia"), "give", "Cake").seat
    market = led_to(cast, market, "reading")
    late = seated(market, cast.ann)

    for seat, side in ((late, "give"), (late, "need"), (early, "need")):
        card(seat, side, "A ride to town")
    for seat in (early, late):
        with pytest.raises(NotNow):
            card(seat, "give", "Bread")

    page = phone(late).get(url("room", market)).content.decode()
    assert "Write the card" not in page and "A ride to town" in page


def test_a_room_that_goes_back_and_on_again_has_loops_of_what_stands_then(cast: Cast) -> None:
    market, first, given = ann_between_two(cast)
    gone = first.legs.exclude(giver__member=cast.ann.member).get().giver_id
    for _step in ("reading", "needs"):
        market = actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.BACK)

    actions.take_away_card(card=given[gone])
    market = led_to(cast, market, "loops")

    second = market.loops.get(state=MarketLoop.State.PROPOSED)
    assert {leg.giver_id for leg in second.legs.all()} == set(given) - {gone}


def test_a_market_ended_by_a_slip_goes_on_where_it_was(cast: Cast) -> None:
    market, (ann, *_rest) = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    actions.answer(seat=ann, loop=market.loops.get(), says="yes")
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)

    market = actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.REOPEN)
    actions.look(market=market)

    found = market.loops.get(state=MarketLoop.State.PROPOSED)
    assert market.stage == "loops" and found.legs.get(giver=ann).answer == "yes"


def test_a_member_who_sat_down_before_signing_in_makes_the_seat_its_own_even_after_the_end(cast: Cast) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, "Cy on the phone"])
    for seat in seats:
        actions.answer(seat=seat, loop=market.loops.get(), says="yes")
    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)
    cys = phone(seats[2])
    assert "This seat is" not in cys.get(url("room", market)).content.decode()
    cys.force_login(cast.cy.person)

    assert "This seat is Cy" in cys.get(url("room", market)).content.decode()
    cys.post(url("own_market_seat", market))

    assert actions.carry_over_joined() == 1
    assert Loop.objects.get().legs.filter(giver=cast.cy.member).exists()


def test_a_removed_seat_leaves_nothing_and_comes_back_by_the_organiser_alone(cast: Cast) -> None:
    market, (ann, bo, cy) = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    for seat in (ann, bo, cy):
        actions.answer(seat=seat, loop=market.loops.get(), says="yes")

    actions.remove_seat(seat=ann)

    assert market.loops.get().state == MarketLoop.State.DISSOLVED
    assert not ann.cards.exists() and phone(ann).get(url("room_now", market)).status_code == 404
    with pytest.raises(actions.Full):
        seated(market, cast.ann)
    assert phone(bo).get(url("room_now", market)).status_code == 200
    actions.let_back(seat=ann)
    assert seated(market, cast.ann) == ann and phone(ann).get(url("room_now", market)).status_code == 200


def test_whoever_was_in_a_loop_with_one_who_leaves_is_in_another_at_once(cast: Cast) -> None:
    market, first, given = ann_between_two(cast)
    gone = first.legs.exclude(giver__member=cast.ann.member).get().giver

    actions.remove_seat(seat=gone)

    second = market.loops.get(state=MarketLoop.State.PROPOSED)
    assert {leg.giver_id for leg in second.legs.all()} == set(given) - {gone.pk}


def test_whoever_has_to_go_frees_the_others_and_what_is_agreed_stays(cast: Cast) -> None:
    market, first, given = ann_between_two(cast)
    gone = first.legs.exclude(giver__member=cast.ann.member).get().giver
    phone(gone).post(url("leave_market", market))
    second = market.loops.get(state=MarketLoop.State.PROPOSED)
    assert {leg.giver_id for leg in second.legs.all()} == set(given) - {gone.pk}

    for leg in second.legs.select_related("giver"):
        actions.answer(seat=leg.giver, loop=second, says="yes")
    anns = phone(market.seats.get(member=cast.ann.member))
    assert "I have to go" not in anns.get(url("room", market)).content.decode()
    assert "stays so" in anns.post(url("leave_market", market), follow=True).content.decode()
    assert market.loops.get(pk=second.pk).state == MarketLoop.State.AGREED


def test_a_member_who_has_gone_may_come_in_again(cast: Cast) -> None:
    market = opened(cast, "offers")
    before = seated(market, cast.ann)

    phone(before).post(url("leave_market", market))

    assert seated(market, cast.ann).pk != before.pk and market.seats.taken().count() == 1


def test_a_card_that_should_not_be_there_is_gone_with_the_loop_that_it_was_part_of(cast: Cast) -> None:
    market, first, given = ann_between_two(cast)
    rude = given[first.legs.exclude(giver__member=cast.ann.member).get().giver_id]
    for leg in first.legs.select_related("giver"):
        actions.answer(seat=leg.giver, loop=first, says="yes")
    desk = reverse("swap:market_card", args=["elm-street", market.pk])
    gus = client_of(cast.gus.person)

    assert rude.words in gus.get(desk, {"number": rude.number}).content.decode()
    gus.post(desk, {"number": rude.number})

    first.refresh_from_db()
    second = market.loops.get(state=MarketLoop.State.PROPOSED)
    assert first.state == MarketLoop.State.DISSOLVED and rude.seat_id not in {leg.giver_id for leg in second.legs.all()}
    assert not MarketCard.objects.filter(pk=rude.pk).exists() and market.seats.taken().filter(pk=rude.seat_id).exists()
