"""Calendars: real entries, at the right hour wherever one is, and private ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from hometeam.foundation import clock
from hometeam.foundation.models import Letter
from hometeam.members.models import Community
from hometeam.together import actions
from hometeam.together.queries import calendar
from tests.cast import Cast, client_of
from tests.together.moments import agreed, coffee, fresh, soon


def event(raw: str | bytes) -> Any:
    (found,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    return found


def entry_letter(address: str) -> Letter:
    return Letter.objects.filter(to=address).exclude(calendar="").latest("pk")


def test_the_letter_asks_the_calendar_to_take_it_in(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    sheet = icalendar.Calendar.from_ical(entry_letter(cast.ann.person.email).calendar)
    entry = event(sheet.to_ical())
    assert sheet["METHOD"] == "REQUEST"
    assert entry["UID"] == f"together-{both.pk}@127.0.0.1"
    assert entry["SEQUENCE"] == both.version
    assert str(entry["SUMMARY"]) == "Coffee together with Bo’s Bakery"
    assert entry["ATTENDEE"] == f"mailto:{cast.ann.person.email}"
    assert cast.bo.person.email not in sheet.to_ical().decode()


def test_a_moved_hour_updates_the_same_entry(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    first = event(entry_letter(cast.bo.person.email).calendar)
    later = actions.NewTerms(soon(8), "The Blue Door", "", 45)
    asked = actions.renegotiate(collaboration=both, viewer=cast.ann.viewer, seen_version=both.version, terms=later)
    actions.accept(collaboration=asked, viewer=cast.bo.viewer, seen_version=asked.version)
    for player in (cast.ann, cast.bo):
        moved = event(entry_letter(player.person.email).calendar)
        assert moved["UID"] == first["UID"]
        assert moved["SEQUENCE"] > first["SEQUENCE"]
        assert moved["DTSTART"].dt == soon(8)


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("America/Vancouver", datetime(2027, 3, 13, 10), datetime(2027, 3, 13, 18, tzinfo=UTC)),  # noqa: DTZ001
        ("America/Vancouver", datetime(2027, 3, 15, 10), datetime(2027, 3, 15, 17, tzinfo=UTC)),  # noqa: DTZ001
        ("Europe/Berlin", datetime(2027, 3, 29, 10), datetime(2027, 3, 29, 8, tzinfo=UTC)),  # noqa: DTZ001
        ("Asia/Kolkata", datetime(2027, 3, 15, 10), datetime(2027, 3, 15, 4, 30, tzinfo=UTC)),  # noqa: DTZ001
    ],
)
def test_ten_o_clock_on_the_wall_is_the_right_moment_on_either_side_of_the_clocks_change(
    cast: Cast, zone: str, wall: datetime, utc: datetime
) -> None:
    Community.objects.filter(pk=cast.community.pk).update(timezone=zone)
    with clock.telling(datetime(2027, 3, 1, tzinfo=UTC)):
        form = {"to": cast.bo.member.pk, "kind": "coffee", "moment": "other", "day": wall.date(), "hour": "10:00"}
        client_of(cast.ann.person).post(reverse("together:propose", args=["elm-street"]), form | {"words": "Coffee?"})
        made = cast.ann.member.collaborations_started.get()
        assert made.happens_at == utc
        assert "10 a.m." in made.when_words
        assert event(calendar.entry_file(fresh(made), cast.ann.member))["DTSTART"].dt == utc


def test_what_has_no_hour_is_a_whole_day_on_the_community_s_calendar(cast: Cast) -> None:
    at = datetime(2026, 12, 4, 12, tzinfo=ZoneInfo("America/Vancouver"))
    with clock.telling(datetime(2026, 11, 20, tzinfo=UTC)):
        both = agreed(cast.ann, cast.bo, kind_id="spotlight-post", happens_at=at)
        entry = event(calendar.entry_file(both, cast.ann.member))
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2026, 12, 4), date(2026, 12, 5))


def test_words_with_commas_and_line_breaks_survive_folding(cast: Cast) -> None:
    place = "The Blue Door, upstairs; ring “Ann” " + "é" * 120
    both = agreed(cast.ann, cast.bo, place=place)
    raw = calendar.entry_file(both, cast.ann.member)
    assert str(event(raw)["LOCATION"]) == place
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_a_name_read_from_the_right_keeps_its_place_in_the_letter_and_in_its_entry(cast: Cast) -> None:
    cast.bo.member.name = "פרחי בר 🌻"
    cast.bo.member.save()
    agreed(cast.bo, cast.ann)
    asks = Letter.objects.filter(to=cast.ann.person.email).earliest("pk")
    assert asks.subject.startswith("\u200e\u2068פרחי בר\u2069 🌻 has an idea")
    entry = event(entry_letter(cast.ann.person.email).calendar.encode())
    assert str(entry["SUMMARY"]) == "\u200eCoffee together with \u2068פרחי בר\u2069 🌻"


def test_the_private_feed_holds_what_is_agreed_and_what_i_promised(cast: Cast) -> None:
    agreed(cast.ann, cast.bo, kind_id="spotlight-post")
    coffee(cast.ann, cast.cy)
    address = calendar.feed_url(cast.ann.member)
    answer = Client().get(address)
    titles = [str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")]
    assert titles == ["Spotlight post with Bo’s Bakery", "Post about Bo’s Bakery, with their handle"]
    assert answer["Content-Type"].startswith("text/calendar")


def test_a_new_address_ends_the_old_one(cast: Cast) -> None:
    old = calendar.feed_url(cast.ann.member)
    client_of(cast.ann.person).post(reverse("together:rotate_calendar", args=["elm-street"]))
    assert Client().get(old).status_code == 404
    assert Client().get(calendar.feed_url(cast.ann.member)).status_code == 200


@pytest.mark.parametrize("token", ["1-1.forged", "x", "1-1", "..%2f"])
def test_a_forged_address_shows_nothing(cast: Cast, token: str) -> None:
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
