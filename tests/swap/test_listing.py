"""Putting things up, changing, taking away, finding and renewing them: the form, the caps, the days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from hometeam.foundation import journal
from hometeam.foundation.models import Notice
from hometeam.swap import actions, jobs
from hometeam.swap.models import Listing, Rules
from tests.cast import TIMEZONE, Cast, Player, client_of
from tests.swap.boards import fresh, gives, needs

NOON = datetime(2026, 5, 4, 12, tzinfo=ZoneInfo(TIMEZONE))
FORM = {"words": "Portraits for your website", "amount": "1", "unit": "hours", "how": "any", "often": "once"}


def url(name: str, *args: Any) -> str:
    return reverse(f"swap:{name}", args=["elm-street", *args])


def puts_up(player: Player, side: str = "give", **said: str) -> str:
    answer = client_of(player.person).post(url("new", side), FORM | said, follow=True)
    return answer.content.decode()


def test_the_words_are_kept_and_the_service_is_recognised_beside_them(cast: Cast) -> None:
    seen = puts_up(cast.ann)
    made = Listing.objects.get()
    assert (made.words, made.service) == ("Portraits for your website", "photographer")
    assert "We took it as: Photographer" in seen


def test_what_we_took_it_as_can_be_corrected_and_stays_corrected(cast: Cast) -> None:
    listing = gives(cast.ann, "Portraits", "photographer")
    ann, page = client_of(cast.ann.person), url("change", listing.pk)
    ann.post(page, FORM | {"words": "Portraits", "service": "illustrator"})
    assert fresh(listing).service == "illustrator"
    ann.post(page, FORM | {"words": "Portraits", "service": "illustrator", "scope": "in ink"})
    assert (fresh(listing).service, fresh(listing).scope) == ("illustrator", "in ink")
    ann.post(page, FORM | {"words": "Portraits", "service": "-"})
    assert fresh(listing).service == ""


def test_new_words_are_recognised_anew(cast: Cast) -> None:
    listing = gives(cast.ann, "Portraits", "photographer")
    said = FORM | {"words": "Bookkeeping", "service": "photographer"}
    client_of(cast.ann.person).post(url("change", listing.pk), said)
    assert fresh(listing).service == "bookkeeping"


def test_a_service_that_nobody_knows_is_not_written(cast: Cast) -> None:
    puts_up(cast.ann, service="no-such-service")
    assert Listing.objects.get().service == ""


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"words": " "}, "Fill this in"),
        ({"amount": "0"}, "such as 1:30 or 1.5"),
        ({"amount": "100000"}, "such as 1:30 or 1.5"),
        ({"amount": "1000"}, "more than anybody can give"),
        ({"amount": "1.5", "unit": "pieces"}, "whole number from 1 to 999"),
        ({"by_on": "2026-05-03"}, "in the past"),
        ({"by_on": "9999-12-31"}, "within the next two years"),
        ({"often": "times"}, "Say how many times"),
        ({"often": "times", "times": "0"}, "greater than or equal to 1"),
        ({"unit": "tons"}, "Choose one from the list"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast: Cast, said: dict[str, str], words: str) -> None:
    assert words in puts_up(cast.ann, **said)
    assert not Listing.objects.exists()


def test_half_hours_are_kept_to_the_minute_and_come_back_as_they_were_typed(cast: Cast) -> None:
    assert "1 h 30 min" in puts_up(cast.ann, amount="1,5 Stunden")
    listing = Listing.objects.get()
    assert (listing.amount, listing.unit) == (90, "minutes")
    page = client_of(cast.ann.person).get(url("change", listing.pk)).content.decode()
    assert 'value="1:30"' in page and 'value="minutes"' not in page
    client_of(cast.ann.person).post(url("change", listing.pk), FORM | {"words": listing.words, "amount": "120 min"})
    assert (fresh(listing).amount, fresh(listing).unit) == (2, "hours")


@time_machine.travel(NOON, tick=False)
def test_a_need_stands_a_month_or_to_its_own_day_and_an_offer_to_its_own_day_or_for_good(cast: Cast) -> None:
    near, far = date(2026, 5, 10), date(2026, 9, 1)
    assert needs(cast.ann, "A").expires_on == date(2026, 6, 3)
    assert needs(cast.ann, "B", by_on=near).expires_on == near
    assert needs(cast.ann, "C", by_on=far).expires_on == date(2026, 6, 3)
    assert gives(cast.ann, "D").expires_on is None
    assert gives(cast.ann, "E", by_on=far).expires_on == far


def test_a_renewed_need_stands_another_month_and_renewing_twice_is_as_once(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        listing = needs(cast.ann, "My books")
    with time_machine.travel(NOON + timedelta(days=28), tick=False):
        client_of(cast.ann.person).post(url("renew", listing.pk))
        assert fresh(listing).expires_on == date(2026, 7, 1)
        assert not actions.renew(viewer=cast.ann.viewer, listing=listing)


def test_a_need_that_ran_out_is_kept_for_its_member_and_comes_back_with_one_tap(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        listing = needs(cast.ann, "My books", by_on=date(2026, 5, 20))
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        seen = client_of(cast.ann.person).get(url("home"), {"side": "mine"}).content.decode()
        assert "Off the board since 20 May" in seen or "Off the board since May 20" in seen
        client_of(cast.ann.person).post(url("renew", listing.pk))
        assert (fresh(listing).expires_on, fresh(listing).by_on) == (date(2026, 8, 2), None)


def test_a_member_hears_of_the_end_once_for_each_need_and_day(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        listing = needs(cast.ann, "My books")
        gives(cast.ann, "Portraits")
    for days, told in ((26, 0), (27, 1), (28, 1), (30, 1)):
        with time_machine.travel(NOON + timedelta(days=days), tick=False):
            jobs.tell_of_ends(NOON)
            jobs.tell_of_ends(NOON)
            assert Notice.objects.count() == told, days
    notice = Notice.objects.get()
    assert notice.person == cast.ann.person and "My books" in notice.subject
    with time_machine.travel(NOON + timedelta(days=29), tick=False):
        actions.renew(viewer=cast.ann.viewer, listing=listing)
    with time_machine.travel(NOON + timedelta(days=58), tick=False):
        jobs.tell_of_ends(NOON)
        assert Notice.objects.count() == 2


def test_a_need_that_ends_on_its_own_day_is_nobodys_news(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        needs(cast.ann, "Cakes for Saturday", by_on=date(2026, 5, 6))
        jobs.tell_of_ends(NOON)
    assert not Notice.objects.exists()


def test_days_are_those_of_the_communitys_own_clock(cast: Cast) -> None:
    late_in_the_evening = datetime(2026, 5, 4, 22, tzinfo=ZoneInfo(TIMEZONE))
    with time_machine.travel(late_in_the_evening, tick=False):
        assert needs(cast.ann, "My books").expires_on == date(2026, 6, 3)


def test_taken_away_can_be_undone_and_twice_is_as_once(cast: Cast) -> None:
    listing, ann = gives(cast.ann, "Portraits"), client_of(cast.ann.person)
    seen = ann.post(url("take_away", listing.pk), follow=True).content.decode()
    assert url("put_back", listing.pk) in seen and fresh(listing).state == "away"
    ann.post(url("take_away", listing.pk))
    ann.post(url("put_back", listing.pk))
    ann.post(url("put_back", listing.pk))
    assert fresh(listing).state == "on"
    told = [event.verb for event in journal.about(listing)]
    assert told == ["swap.listed", "swap.listing_taken_away", "swap.listing_put_back"]


def test_what_found_somebody_is_off_the_board_and_can_be_put_back(cast: Cast) -> None:
    listing, ann = needs(cast.ann, "My books"), client_of(cast.ann.person)
    ann.post(url("found", listing.pk))
    assert fresh(listing).state == "done"
    ann.post(url("put_back", listing.pk))
    assert fresh(listing).state == "on"


@pytest.mark.parametrize("door", ["change", "take_away", "found", "put_back", "renew"])
def test_nobody_touches_what_is_anothers(cast: Cast, door: str) -> None:
    listing = needs(cast.ann, "My books")
    before = Listing.objects.values().get()
    assert client_of(cast.bo.person).post(url(door, listing.pk), FORM).status_code == 404
    assert Listing.objects.values().get() == before


def test_the_same_is_not_put_up_twice(cast: Cast) -> None:
    puts_up(cast.ann)
    assert "on the board already" in puts_up(cast.ann, words="portraits  FOR your website")
    assert Listing.objects.count() == 1
    puts_up(cast.ann, side="need")
    assert Listing.objects.count() == 2


def test_a_full_board_says_what_to_do(cast: Cast) -> None:
    for n in range(actions.MOST_LISTINGS):
        gives(cast.ann, f"Portrait {n}")
    assert "Take one away first" in puts_up(cast.ann)
    away = Listing.objects.first()
    assert away is not None
    actions.take_away(viewer=cast.ann.viewer, listing=away)
    puts_up(cast.ann)
    again = client_of(cast.ann.person).post(url("put_back", away.pk), follow=True).content.decode()
    assert "Take one away first" in again and fresh(away).state == "away"


def test_what_the_profile_says_goes_up_with_one_tap_and_only_once(cast: Cast) -> None:
    ann = client_of(cast.ann.person)
    offer, need = cast.ann.member.offers.get(), cast.ann.member.needs.get(kind="want")
    page = ann.get(url("from_profile")).content.decode()
    assert f'value="offer-{offer.pk}" checked' in page and f'value="need-{need.pk}" checked' in page
    said = {"said": [f"offer-{offer.pk}", f"need-{need.pk}", "offer-999999"]}
    assert "2 things are on the board now" in ann.post(url("from_profile"), said, follow=True).content.decode()
    ann.post(url("from_profile"), said)
    up = Listing.objects.order_by("pk").values_list("side", "words", "service")
    assert list(up) == [("give", "Photographer", "photographer"), ("need", "Bookkeeper", "bookkeeping")]
    assert "All that your profile says is on the board" in ann.get(url("from_profile")).content.decode()


def test_a_guess_is_not_ticked(cast: Cast) -> None:
    cast.ann.member.offers.update(guessed=True)
    page = client_of(cast.ann.person).get(url("from_profile")).content.decode()
    assert "A guess" in page and page.count(" checked") == 1


def counting(cast: Cast, **values: Any) -> None:
    Rules.objects.create(community=cast.community, **values)


def test_worth_is_asked_only_where_something_is_counted(cast: Cast) -> None:
    ann = client_of(cast.ann.person)
    assert "counts for" not in ann.get(url("new", "give")).content.decode()
    counting(cast, counting="points", points_name="acorns")
    assert "counts for, in acorns" in ann.get(url("new", "give")).content.decode()


@pytest.mark.parametrize(("said", "minutes"), [("1:30", 90), ("1.5", 90), ("0,75", 45), ("2", 120), ("", None)])
def test_hours_are_read_as_one_writes_them(cast: Cast, said: str, minutes: int | None) -> None:
    counting(cast, counting="hours")
    puts_up(cast.ann, worth=said)
    assert Listing.objects.get().worth == minutes


@pytest.mark.parametrize("said", ["long", "-1", "1:75", "99999", "9999", "1e3"])
def test_hours_that_are_none_are_refused(cast: Cast, said: str) -> None:
    counting(cast, counting="hours")
    puts_up(cast.ann, worth=said)
    assert not Listing.objects.exists()


def test_points_are_whole_and_shown_by_their_name(cast: Cast) -> None:
    counting(cast, counting="points", points_name="acorns")
    puts_up(cast.ann, worth="1.5")
    assert not Listing.objects.exists()
    puts_up(cast.ann, worth="20")
    seen = client_of(cast.bo.person).get(url("listing", Listing.objects.get().pk)).content.decode()
    assert "counts for 20 acorns" in seen


def test_an_organiser_puts_something_up_for_a_member_and_the_journal_knows(cast: Cast) -> None:
    viewer = cast.gus.acting_for(cast.ann.member)
    made = actions.put_up(viewer=viewer, side="give", values={"words": "Portraits"})
    event = journal.about(made).get()
    assert (made.member, event.on_behalf, event.person_id) == (cast.ann.member, True, cast.gus.person.pk)
