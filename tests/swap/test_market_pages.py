"""The market's pages: the door, the room without JavaScript, what the script is told, the desk, paper, the record."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hometeam.foundation import jobs
from hometeam.swap.actions import market as actions
from hometeam.swap.models import Market, MarketCard, MarketSeat
from tests.cast import Cast, client_of
from tests.swap.market_room import card, led_to, opened, phone, ring_of_three, seated, url

pytestmark = pytest.mark.django_db
OFF = {"X-Market": "1"}


def desk(market: Market, more: str = "") -> str:
    """A path on the organiser's side."""
    return f"/c/elm-street/swap/market/{market.pk}{more}"


def test_the_code_is_typed_in_any_way_and_a_wrong_one_says_what_to_do(cast: Cast) -> None:
    market = opened(cast)
    typed = f"{market.code[:3].lower()} {market.code[3:]}"

    assert Client().get("/market", {"code": typed}).headers["Location"] == url("room", market)
    assert "no letter O" in Client().get("/market", {"code": "O0O0O0"}).content.decode()
    assert Client().get("/market/CCCCCC").status_code == 404


def test_a_guest_sits_down_by_name_and_finds_the_seat_again(cast: Cast) -> None:
    market = opened(cast)
    guest = Client()

    guest.post(url("sit", market), {"name": "Mia", "email": ""})

    assert "Mia · seat 1" in guest.get(url("room", market)).content.decode()
    cookie = guest.cookies[f"market-{market.code}"]
    assert cookie["httponly"] and cookie["path"] == "/market/"


def test_a_seat_without_a_name_says_what_to_mend(cast: Cast) -> None:
    market = opened(cast)

    answer = Client().post(url("sit", market), {"name": " ", "email": "mia"})

    assert answer.status_code == 422 and not market.seats.exists()


def test_a_member_takes_its_own_seat_on_any_device(cast: Cast) -> None:
    market = opened(cast)
    for device in (client_of(cast.ann.person), client_of(cast.ann.person)):
        assert "Take a seat as Ann Photographs" in device.get(url("room", market)).content.decode()
        device.post(url("sit", market), {"as": "me"})

    assert market.seats.get().member == cast.ann.member


def test_somebody_of_another_community_sits_as_a_guest(cast: Cast) -> None:
    market = opened(cast)

    client_of(cast.eve.person).post(url("sit", market), {"as": "me", "name": "Eve"})

    assert market.seats.get().is_guest


def test_another_rooms_seat_opens_nothing_here(cast: Cast) -> None:
    here, there = opened(cast), opened(cast)
    seat = seated(there, "Mia")
    thief = phone(seat)
    thief.cookies[f"market-{here.code}"] = thief.cookies[f"market-{there.code}"].value

    assert thief.get(url("room_now", here)).status_code == 404


def test_without_javascript_a_card_is_written_and_the_page_comes_back(cast: Cast) -> None:
    market = opened(cast, "offers")
    mia = phone(seated(market, "Mia"))

    sent = {"side": "give", "words": "An hour of photographs", "key": "k", "easy": "on"}
    for _tap in range(2):
        answer = mia.post(url("add_market_card", market), sent)

    assert answer.headers["Location"] == url("room", market)
    page = mia.get(url("room", market)).content.decode()
    assert page.count("<bdi>An hour of photographs</bdi>") == 1 and "We take it for: Photographer" in page


def test_what_came_too_late_is_said_with_its_words(cast: Cast) -> None:
    market = opened(cast, "reading")
    mia = phone(seated(market, "Mia"))
    led_to(cast, market, "loops")

    answer = mia.post(url("add_market_card", market), {"side": "give", "words": "Cake", "key": "k"}, headers=OFF)

    assert answer.status_code == 409 and "Cake" in answer.content.decode()


def test_numbers_longer_than_any_are_no_card_and_no_seat(cast: Cast) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, "Mia"])
    loop = seats[0].legs_given.get().loop_id
    path = reverse("swap:paper_answer", args=["elm-street", market.pk, loop])
    asked = {"seat": "9" * 5_000, "says": "yes"}
    assert client_of(cast.gus.person).post(path, asked).status_code == 404
    hearts = phone(seats[2]).post(url("market_heart", market), {"on": "9" * 5_000}, headers=OFF)
    assert hearts.content.decode() == "This card has been taken away."


def test_a_guest_who_comes_when_nobody_sits_down_any_more_is_told_so_and_given_no_form(cast: Cast) -> None:
    market = opened(cast, "loops")
    said = Client().get(url("room", market)).content.decode()
    assert "nobody sits down any more" in said and 'name="name"' not in said
    assert "Take a seat as Ann Photographs" in client_of(cast.ann.person).get(url("room", market)).content.decode()


def test_a_card_is_taken_for_something_else_or_away_by_its_writer_alone(cast: Cast) -> None:
    market = opened(cast, "offers")
    mine = card(seated(market, "Mia"), "give", "Photos")
    mia, noa = phone(mine.seat), phone(seated(market, "Noa"))

    noa.post(url("change_market_card", market, pk=mine.pk), {"do": "away"}, headers=OFF)
    mia.post(url("change_market_card", market, pk=mine.pk), {"service": "photo-lab"}, headers=OFF)
    assert MarketCard.objects.get().service == "photo-lab"
    mia.post(url("change_market_card", market, pk=mine.pk), {"do": "away"}, headers=OFF)
    assert not MarketCard.objects.exists()


def test_a_heart_is_given_and_taken_back(cast: Cast) -> None:
    market = opened(cast, "offers")
    cake, mia = card(seated(market, "Noa"), "give", "Cake"), phone(seated(market, "Mia"))
    led_to(cast, market, "reading")

    assert mia.post(url("market_heart", market), {"on": cake.pk}, headers=OFF).status_code == 204
    assert 'aria-pressed="true"' in mia.get(url("room_now", market)).content.decode()
    mia.post(url("market_heart", market), {"off": cake.pk}, headers=OFF)
    assert not cake.hearts.exists()


def test_without_the_script_a_heart_leads_back_to_its_card(cast: Cast) -> None:
    market = opened(cast, "offers")
    cake, mia = card(seated(market, "Noa"), "give", "Cake"), phone(seated(market, "Mia"))
    led_to(cast, market, "reading")

    given = mia.post(f"{url('market_heart', market)}?side=give&page=1", {"on": cake.pk})

    assert given["Location"].endswith(f"?side=give&page=1#card-{cake.pk}")
    assert f'id="card-{cake.pk}"' in mia.get(given["Location"]).content.decode()


def test_others_cards_are_not_seen_before_the_stage_of_reading(cast: Cast) -> None:
    market = opened(cast, "offers")
    card(seated(market, "Noa"), "give", "Cake")
    mia = phone(seated(market, "Mia"))

    assert "Cake" not in mia.get(url("room", market)).content.decode()
    led_to(cast, market, "reading")
    assert "Cake" in mia.get(url("room", market)).content.decode()


def test_after_its_end_a_seat_still_reads_what_it_agreed_on_and_nobody_else_does(cast: Cast) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, "Mia"])
    for seat in seats:
        actions.answer(seat=seat, loop=market.loops.get(), says="yes")
    client_of(cast.gus.person).post(desk(market, "/step"), {"step": "end"})

    over = phone(seats[2]).get(url("room", market)).content.decode()

    assert "You give to" in over and "An hour of photographs" in over
    assert "An hour of photographs" not in Client().get(url("room", market)).content.decode()


def test_the_days_that_an_organiser_reads_are_the_communitys_own(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 1, 30, tzinfo=UTC), tick=False):
        market = opened(cast, "reading")
        gus = client_of(cast.gus.person)
        gus.post(desk(market, "/step"), {"step": "end"})
        assert "It ended on 29 November 2026." in gus.get(desk(market)).content.decode()


def test_a_closed_market_says_so_kindly_and_lets_nobody_in(cast: Cast) -> None:
    market = opened(cast, "reading")
    mia = phone(seated(market, "Mia"))
    client_of(cast.gus.person).post(desk(market, "/step"), {"step": "end"})

    answer = mia.get(url("room_now", market), follow=True)

    assert answer.status_code == 410 and "This market is over" in answer.content.decode()
    assert Client().post(url("sit", market), {"name": "Ole"}).status_code == 302
    assert market.seats.count() == 1


def test_a_phone_that_learns_nothing_new_is_told_so_and_anything_new_is_told(cast: Cast) -> None:
    market = opened(cast, "offers")
    mia = phone(seated(market, "Mia"))
    etag = mia.get(url("room_now", market)).headers["ETag"]
    asks = {"If-None-Match": f"W/{etag}"}

    card(seated(market, "Noa"), "give", "Cake")
    assert mia.get(url("room_now", market), headers=asks).status_code == 304
    mia.post(url("add_market_card", market), {"side": "give", "words": "Bread", "key": "k"}, headers=OFF)
    assert mia.get(url("room_now", market), headers=asks).status_code == 200


def full_room(cast: Cast, stage: str) -> tuple[Market, MarketSeat]:
    """A hundred people with six cards each."""
    market = opened(cast, "needs")
    for number in range(100):
        seat = seated(market, f"Guest {number}")
        for at in range(3):
            for side in ("give", "need"):
                MarketCard.objects.create(
                    market=market,
                    seat=seat,
                    number=number * 6 + at * 2 + (side == "need") + 1,
                    side=side,
                    words=f"Thing {number} of kind {at} for whoever could use it soon",
                    key=f"{side}{at}",
                )
    market = led_to(cast, market, stage)
    return market, MarketSeat.objects.select_related("market").get(market=market, number=50)


def test_a_phone_page_is_small_and_asks_little_in_a_room_of_a_hundred(cast: Cast) -> None:
    market, seat = full_room(cast, "reading")
    mia = phone(seat)

    with CaptureQueriesContext(connection) as asked:
        page = mia.get(url("room", market)).content
    part = mia.get(url("room_now", market)).content

    files = ("tokens.css", "page.css", "components.css", "market.css", "market.js")
    found = [Path(str(finders.find(f"ui/{name}"))) for name in files]
    styles = sum(len(gzip.compress(path.read_bytes(), 9)) for path in found)
    assert styles + len(gzip.compress(page, 6)) < 30_000
    assert len(gzip.compress(part, 6)) < 4_000
    assert len(asked) <= 8


def test_the_screen_shows_the_way_in_and_no_name_before_all_have_said_yes(cast: Cast) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    gus = client_of(cast.gus.person)

    page = gus.get(desk(market, "/screen")).content.decode()
    assert market.code in page and "<svg" in page and "0 of 3 said yes" in page and "Bakery" not in page
    for seat in seats:
        actions.answer(seat=seat, loop=market.loops.get(), says="yes")
    assert "Bakery" in gus.get(desk(market, "/screen/now")).content.decode()


def test_the_screen_is_told_when_nothing_is_new(cast: Cast) -> None:
    market, gus = opened(cast), client_of(cast.gus.person)
    etag = gus.get(desk(market, "/screen/now")).headers["ETag"]

    assert gus.get(desk(market, "/screen/now"), headers={"If-None-Match": etag}).status_code == 304
    seated(market, "Mia")
    assert gus.get(desk(market, "/screen/now"), headers={"If-None-Match": etag}).status_code == 200


def test_the_organiser_opens_leads_and_ends(cast: Cast) -> None:
    gus = client_of(cast.gus.person)
    minutes = {"offers": 4, "needs": 6, "reading": 12, "loops": 10}

    gus.post("/c/elm-street/swap/markets/new", {"title": "Autumn market", **minutes})
    market = Market.objects.get()
    gus.post(desk(market, "/step"), {"step": "on", "seen": "arriving"})
    page = gus.get(desk(market)).content.decode()

    assert "On to: What I need" in page and "4 minutes left" in page
    assert "Autumn market" in gus.get("/c/elm-street/swap/markets").content.decode()


def test_the_desk_asks_as_much_for_thirty_as_for_three(cast: Cast) -> None:
    market, gus = opened(cast), client_of(cast.gus.person)
    for number in range(3):
        seated(market, f"Guest {number}")
    gus.get(desk(market))
    with CaptureQueriesContext(connection) as few:
        gus.get(desk(market))
    for number in range(27):
        seated(market, f"Guest {number}")
    with CaptureQueriesContext(connection) as many:
        gus.get(desk(market))

    assert len(few) == len(many) <= 10


def test_paper_is_typed_hearts_are_given_by_number_and_answers_are_said(cast: Cast) -> None:
    market, gus = opened(cast, "needs"), client_of(cast.gus.person)
    mia = seated(market, "Mia")
    card(mia, "give", "A ride to town")

    gus.post(desk(market, "/paper"), {"name": "Tom", "gives": "Cake\n\nBread *\n", "needs": "", "key": "k"})
    tom = market.seats.get(on_paper=True)
    assert [one.words for one in tom.cards.all()] == ["Cake", "Bread"]
    led_to(cast, market, "reading")
    cake = tom.cards.get(words="Cake")
    actions.give_heart(seat=mia, card=cake)
    given = gus.post(desk(market, "/paper/hearts"), {"hearts-seat": tom.number, "hearts-cards": "1"})
    assert given["Location"].endswith("/paper#id_hearts-seat")
    market = led_to(cast, market, "loops")
    loop = market.loops.get()
    assert "gets A ride to town from Mia" in gus.get(desk(market, "/paper")).content.decode()
    gus.post(desk(market, f"/paper/loops/{loop.pk}"), {"seat": tom.number, "says": "yes"})

    leg = loop.legs.get(giver=tom)
    assert (leg.answer, leg.on_behalf) == ("yes", True)


def test_an_organiser_answers_for_nobody_who_has_a_phone(cast: Cast) -> None:
    market, (_ann, bo, _cy) = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    gus = client_of(cast.gus.person)

    answer = gus.post(desk(market, f"/paper/loops/{market.loops.get().pk}"), {"seat": bo.number, "says": "yes"})

    assert answer.status_code == 404


def test_a_number_that_no_card_has_is_said(cast: Cast) -> None:
    market, gus = opened(cast, "reading"), client_of(cast.gus.person)
    seat = seated(market, "Tom")

    page = gus.post(desk(market, "/paper/hearts"), {"hearts-seat": seat.number, "hearts-cards": "99"}).content.decode()

    assert "No card has this number: 99" in page


def test_the_record_is_a_sheet_in_which_nothing_is_a_formula(cast: Cast) -> None:
    market = opened(cast, "offers")
    mia = seated(market, "Mia")
    card(mia, "give", "=HYPERLINK(1)")
    card(mia, "give", "A haircut")

    sheet = client_of(cast.gus.person).get(desk(market, "/record"), {"as": "csv"}).content.decode()

    assert "Mia,'=HYPERLINK(1)" in sheet
    assert "A haircut,Hair salon" in sheet


def test_guests_who_asked_for_it_are_written_to_from_the_desk(cast: Cast) -> None:
    market, gus = opened(cast), client_of(cast.gus.person)
    mia = actions.sit(market=market, sitter=actions.Sitter(name="Mia", email="mia@example.net"))
    seated(market, "Noa")
    gus.post(desk(market, "/step"), {"step": "end"})

    assert "mia@example.net" in gus.get(desk(market)).content.decode()
    page = gus.post(desk(market, "/invite"), {"seat": mia.pk}, follow=True).content.decode()

    assert "Your invitations are on their way." in page and "mia@example.net" not in page


def test_the_letter_to_a_guest_leaves_once_and_its_link_leads_to_a_place_here(cast: Cast) -> None:
    market, gus = opened(cast), client_of(cast.gus.person)
    mia = actions.sit(market=market, sitter=actions.Sitter(name="Mia", email="mia@example.net"))
    gus.post(desk(market, "/step"), {"step": "end"})

    for _tap in range(2):
        gus.post(desk(market, "/invite"), {"seat": mia.pk})
    jobs.work_off()

    (letter,) = mail.outbox
    assert letter.to == ["mia@example.net"] and "Elm Street" in letter.body
    link = next(word for word in str(letter.body).split() if "/claim/" in word)
    assert "Mia" in Client().get(urlsplit(link).path).content.decode()


def test_other_organisers_find_nothing(cast: Cast) -> None:
    market = opened(cast)

    for path in ("", "/screen", "/paper", "/record", "/sheets"):
        assert client_of(cast.ann.person).get(desk(market, path)).status_code == 404
