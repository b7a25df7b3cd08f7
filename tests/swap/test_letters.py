"""The letter about a need that ends: one tap keeps it, without signing in, and only a tap does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from hometeam.foundation import clock, post
from hometeam.foundation.models import Event, Letter, Notice
from hometeam.foundation.post import digest
from hometeam.members.models import Membership, Seat
from hometeam.swap import actions, jobs
from hometeam.swap.models import Listing
from tests.cast import TIMEZONE, Cast
from tests.swap.boards import fresh, needs

NOON = datetime(2026, 5, 4, 12, tzinfo=ZoneInfo(TIMEZONE))
SOON = NOON + timedelta(days=28)


def told_of(cast: Cast) -> tuple[Listing, str]:
    """A need of Ann's that ends in two days, and the link in the letter about it."""
    with time_machine.travel(NOON, tick=False):
        listing = needs(cast.ann, "My books")
    with time_machine.travel(SOON, tick=False):
        jobs.tell_of_ends(SOON)
    return listing, Notice.objects.get().action_url


def test_one_tap_in_the_letter_keeps_a_need_without_signing_in(cast: Cast) -> None:
    listing, link = told_of(cast)
    with time_machine.travel(SOON, tick=False):
        page = Client().get(link).content.decode()
        after = Client().post(link, follow=True).content.decode()
    assert "My books" in page and "Keep it up" in page
    assert fresh(listing).expires_on == date(2026, 7, 1)
    assert "It stays on the board until" in after and "Keep it up" not in after
    assert Event.objects.get(verb="swap.listing_renewed").person_id == cast.ann.person.pk


def test_the_daily_letter_itself_has_the_button(cast: Cast) -> None:
    _listing, link = told_of(cast)
    with time_machine.travel(SOON + timedelta(days=1), tick=False):
        digest.send_due(clock.now())
    letter = Letter.objects.get(to=cast.ann.person.email)
    assert "Keep it up:\nhttp" in letter.text and link in letter.text
    assert link in letter.html


@pytest.mark.parametrize("done", [actions.renew, actions.mark_found, actions.take_away])
def test_the_daily_letter_does_not_ask_about_what_is_settled_by_then(cast: Cast, done: Callable[..., object]) -> None:
    listing, _link = told_of(cast)
    with time_machine.travel(SOON + timedelta(hours=1), tick=False):
        done(viewer=cast.ann.viewer, listing=listing)
    with time_machine.travel(SOON + timedelta(days=1), tick=False):
        digest.send_due(clock.now())
    assert not Letter.objects.exists()


def waits(cast: Cast, subject: str, label: str, url: str) -> None:
    """News for Ann's daily letter."""
    post.notify(
        person_ids=[cast.ann.person.pk],
        key=subject,
        subject=subject,
        lines=["Soon."],
        action_label=label,
        action_url=url,
        urgency="digest",
    )


def test_the_daily_letter_of_several_pieces_of_news_has_a_button_for_each(cast: Cast) -> None:
    _listing, link = told_of(cast)
    with time_machine.travel(SOON + timedelta(hours=1), tick=False):
        waits(cast, "Bo asks you for a coffee", "Answer Bo", "/c/elm-street/x")
        waits(cast, "Elm Street rests", "", "")
    with time_machine.travel(SOON + timedelta(days=1), tick=False):
        digest.send_due(clock.now())
    letter = Letter.objects.get(to=cast.ann.person.email)
    labels = re.findall(r"<a [^>]*style=[^>]*>([^<]+)</a>", letter.html)
    assert labels == ["Keep it up", "Answer Bo", "See all of it", "Choose what we send you"]
    assert "Keep it up:\nhttp" in letter.text and "Answer Bo:\nhttp" in letter.text
    with time_machine.travel(SOON + timedelta(days=1), tick=False):
        assert "It stays on the board until" in Client().post(link, follow=True).content.decode()


def test_whoever_only_opens_the_link_as_a_mail_scanner_does_keeps_nothing(cast: Cast) -> None:
    listing, link = told_of(cast)
    ended = fresh(listing).expires_on
    with time_machine.travel(SOON, tick=False):
        for _time in range(3):
            Client().get(link)
            Client().head(link)
    assert fresh(listing).expires_on == ended


def test_the_link_keeps_it_once_and_not_again_when_it_ends_anew(cast: Cast) -> None:
    listing, link = told_of(cast)
    with time_machine.travel(SOON, tick=False):
        Client().post(link)
    kept = fresh(listing).expires_on
    with time_machine.travel(SOON + timedelta(days=5), tick=False):
        page = Client().post(link, follow=True).content.decode()
    assert fresh(listing).expires_on == kept
    assert "Keep it up" not in page


def test_a_need_that_ran_out_meanwhile_comes_back_by_the_letter(cast: Cast) -> None:
    listing, link = told_of(cast)
    late = SOON + timedelta(days=9)
    with time_machine.travel(late, tick=False):
        page = Client().get(link).content.decode()
        Client().post(link)
    assert "It left the board on" in page
    assert fresh(listing).expires_on == late.date() + timedelta(days=30)


def test_what_was_taken_away_is_not_put_back_by_the_letter(cast: Cast) -> None:
    listing, link = told_of(cast)
    with time_machine.travel(SOON, tick=False):
        actions.take_away(viewer=cast.ann.viewer, listing=listing)
        page = Client().post(link, follow=True).content.decode()
    assert "not on the board any more" in page
    assert fresh(listing).state == Listing.State.AWAY


def test_after_two_weeks_the_link_is_over(cast: Cast) -> None:
    listing, link = told_of(cast)
    ended = fresh(listing).expires_on
    with time_machine.travel(SOON + timedelta(days=17), tick=False):
        answer = Client().post(link)
    assert (answer.status_code, fresh(listing).expires_on) == (410, ended)


@pytest.mark.parametrize("gone", ["seat", "membership"])
def test_the_link_dies_with_the_seat_of_its_reader_and_with_the_membership(cast: Cast, gone: str) -> None:
    listing, link = told_of(cast)
    ended = fresh(listing).expires_on
    if gone == "seat":
        Seat.objects.filter(person=cast.ann.person).delete()
    else:
        Membership.objects.filter(member=cast.ann.member).update(state=Membership.State.LEFT)
    with time_machine.travel(SOON, tick=False):
        answer = Client().post(link)
    assert (answer.status_code, fresh(listing).expires_on) == (404, ended)


def test_a_forged_link_is_nothing(cast: Cast) -> None:
    _listing, link = told_of(cast)
    with time_machine.travel(SOON, tick=False):
        assert Client().get(link[:-2] + "xx").status_code == 404
