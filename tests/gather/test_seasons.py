"""What comes round: whose it is, when one hears of it, and what was done the last time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
import time_machine
from dateutil.rrule import rrulestr
from django.urls import reverse

from hometeam.foundation.models import Notice
from hometeam.gather import actions, jobs
from hometeam.gather.models import OwnSeason
from hometeam.gather.queries import calendar, seasons
from hometeam.together import actions as together
from tests.cast import Cast, client_of
from tests.gather.doing import done_on

OCTOBER = datetime(2026, 10, 20, 18, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, 18, tzinfo=UTC)
LAST_YEAR = datetime(2025, 11, 29, 20, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def page_of(cast: Cast, who: Any) -> str:
    """The seasons page as somebody sees it."""
    found = client_of(who.person).get(reverse("gather:seasons", args=["elm-street"]))
    assert found.status_code == 200
    return found.content.decode()


def days_of(entry: Any, year: int) -> list[date]:
    """The days of a calendar's entry in a year, as dateutil reads its rule."""
    start = datetime.combine(entry["DTSTART"].dt, time.min)
    rule = rrulestr(entry["RRULE"].to_ical().decode(), dtstart=start)
    return [at.date() for at in rule.between(datetime(year, 1, 1), datetime(year, 12, 31), inc=True)]  # noqa: DTZ001


def fair(cast: Cast, **values: Any) -> OwnSeason:
    """The community's own street fair."""
    said = {"title": "Elm Street fair", "first_on": date(2026, 12, 12), "repeats": "nth", "nth": 2}
    return actions.save_own_season(viewer=cast.gus.viewer, season=None, values=said | values)


def test_a_community_follows_what_its_country_keeps(cast: Cast) -> None:
    followed = {one.id for one in seasons.seasons_of(cast.community)}
    assert {"shop-small-week", "small-business-week-ca", "thanksgiving-ca"} <= followed
    assert not followed & {"independents-day-uk", "small-business-week-us"}


def test_a_community_may_leave_out_a_season_and_take_in_another(cast: Cast) -> None:
    gus = client_of(cast.gus.person)
    gus.post(reverse("gather:follow_season", args=["elm-street", "thanksgiving-ca"]), {"follows": "no"})
    gus.post(reverse("gather:follow_season", args=["elm-street", "independents-week"]), {"follows": "yes"})
    followed = {one.id for one in seasons.seasons_of(cast.community)}
    assert "thanksgiving-ca" not in followed and "independents-week" in followed


def test_a_season_that_is_not_in_the_calendar_cannot_be_followed(cast: Cast) -> None:
    answer = client_of(cast.gus.person).post(reverse("gather:follow_season", args=["elm-street", "carnival"]))
    assert answer.status_code == 404


@time_machine.travel(OCTOBER, tick=False)
def test_the_page_says_what_comes_next_and_how_long_until(cast: Cast) -> None:
    seen = page_of(cast, cast.ann)
    assert "The shop-small week" in seen and "in 5 weeks" in seen
    assert "Friday, 27 November 2026" in seen and "Small Business Saturday" not in seen.split("Cyber Monday")[0]


@time_machine.travel(NOVEMBER, tick=False)
def test_what_was_done_last_year_is_one_tap_from_being_proposed_again(cast: Cast) -> None:
    done_on(cast.ann, cast.bo, LAST_YEAR)
    week = seasons.ahead(cast.community, cast.ann.member)[0]
    (again,) = week.again
    asked = parse_qs(urlsplit(again.url).query)
    assert (asked["to"], asked["kind"], asked["role"]) == ([str(cast.bo.member.pk)], ["spotlight-post"], ["writer"])
    assert (again.was_on, again.comes_on) == (date(2025, 11, 29), date(2026, 11, 28))
    form = client_of(cast.ann.person).get(again.url).content.decode()
    assert "Saturday, 28 November" in form


@time_machine.travel(NOVEMBER, tick=False)
def test_what_runs_again_already_says_so(cast: Cast) -> None:
    done_on(cast.ann, cast.bo, LAST_YEAR)
    together.propose(
        viewer=cast.ann.viewer,
        to=[cast.bo.member],
        kind_id="spotlight-post",
        happens_at=datetime(2026, 11, 27, 20, tzinfo=UTC),
        words="Again?",
    )
    assert seasons.ahead(cast.community, cast.ann.member)[0].again[0].is_going


@time_machine.travel(NOVEMBER, tick=False)
def test_only_what_belongs_to_the_season_comes_back_and_only_to_its_own_sides(cast: Cast) -> None:
    done_on(cast.ann, cast.bo, LAST_YEAR)
    done_on(cast.ann, cast.dee, LAST_YEAR, "coffee", place="The Blue Door")
    done_on(cast.ann, cast.cy, datetime(2025, 9, 1, 20, tzinfo=UTC))
    assert [one.partners for one in seasons.ahead(cast.community, cast.ann.member)[0].again] == ["Bo’s Bakery"]
    assert seasons.ahead(cast.community, cast.flo.member)[0].again == ()


@time_machine.travel(NOVEMBER, tick=False)
def test_a_blocked_partner_does_not_come_back(cast: Cast) -> None:
    done_on(cast.ann, cast.bo, LAST_YEAR)
    cast.bo.member.blocks.create(other=cast.ann.member)
    assert seasons.ahead(cast.community, cast.ann.member)[0].again == ()


@time_machine.travel(NOVEMBER, tick=False)
def test_a_partner_who_has_left_does_not_come_back(cast: Cast) -> None:
    done_on(cast.ann, cast.bo, LAST_YEAR)
    cast.bo.member.memberships.update(state="left")
    assert seasons.ahead(cast.community, cast.ann.member)[0].again == ()


@time_machine.travel(OCTOBER, tick=False)
def test_organisers_hear_first_then_who_did_something_and_each_once(cast: Cast) -> None:
    done_on(cast.ann, cast.bo, LAST_YEAR)
    Notice.objects.all().delete()
    jobs.tell_of_seasons(OCTOBER)
    jobs.tell_of_seasons(OCTOBER)
    told = list(Notice.objects.values_list("person__name", "subject"))
    assert told == [("Gus", "The shop-small week begins on Friday, 27 November")]
    with time_machine.travel(NOVEMBER, tick=False):
        jobs.tell_of_seasons(NOVEMBER)
        jobs.tell_of_seasons(NOVEMBER)
    assert sorted(Notice.objects.values_list("person__name", flat=True)) == ["Ann", "Bo", "Gus"]


def test_nobody_hears_of_what_is_far_away_or_over(cast: Cast) -> None:
    for day in (datetime(2026, 8, 1, 18, tzinfo=UTC), datetime(2026, 12, 20, 18, tzinfo=UTC)):
        with time_machine.travel(day, tick=False):
            jobs.tell_of_seasons(day)
    assert not Notice.objects.exists()


@time_machine.travel(NOVEMBER, tick=False)
def test_an_organiser_adds_a_date_by_its_next_day(cast: Cast) -> None:
    said = {"title": "Elm Street fair", "first_on": "2026-12-12", "repeats": "nth", "lasts": "1", "weeks": "6"}
    gus = client_of(cast.gus.person)
    gus.post(reverse("gather:new_season", args=["elm-street"]), said)
    kept = OwnSeason.objects.get()
    assert kept.rule.on(2027) == date(2027, 12, 11)
    assert "Elm Street fair" in page_of(cast, cast.bo)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"first_on": "2026-10-01", "repeats": "once"}, "in the past"),
        ({"first_on": "2026-12-30", "repeats": "nth"}, "Not every month has a fifth Wednesday"),
        ({"first_on": "2026-12-12", "repeats": "last"}, "not the last Saturday"),
        ({"first_on": "2026-02-30"}, "year-month-day"),
        ({"lasts": "0"}, "greater than or equal to 1"),
        ({"title": " "}, "Fill this in"),
        ({"first_on": "9999-12-31"}, "Pick a year"),
    ],
)
@time_machine.travel(NOVEMBER, tick=False)
def test_a_date_that_cannot_be_is_said_beside_its_field(cast: Cast, said: dict[str, str], words: str) -> None:
    whole = {"title": "Fair", "first_on": "2026-12-12", "repeats": "yearly", "lasts": "1", "weeks": "6"} | said
    answer = client_of(cast.gus.person).post(reverse("gather:new_season", args=["elm-street"]), whole)
    assert words in answer.content.decode()
    assert not OwnSeason.objects.exists()


@time_machine.travel(NOVEMBER, tick=False)
def test_a_date_can_be_changed_taken_out_and_put_back(cast: Cast) -> None:
    season, gus = fair(cast), client_of(cast.gus.person)
    said = {"title": "Winter fair", "first_on": "2026-12-26", "repeats": "last", "lasts": "2", "weeks": "4"}
    gus.post(reverse("gather:change_season", args=["elm-street", season.pk]), said)
    season.refresh_from_db()
    assert (season.title, season.nth, season.rule.on(2027)) == ("Winter fair", -1, date(2027, 12, 25))
    answer = gus.post(reverse("gather:take_away_season", args=["elm-street", season.pk]), follow=True).content.decode()
    assert reverse("gather:put_back_season", args=["elm-street", season.pk]) in answer
    assert seasons.own_seasons(cast.community) == []
    gus.post(reverse("gather:put_back_season", args=["elm-street", season.pk]))
    assert seasons.own_seasons(cast.community) == [season]


def test_another_communitys_dates_are_not_there(cast: Cast) -> None:
    season = OwnSeason.objects.create(community=cast.elsewhere, title="Regatta", first_on=date(2026, 7, 1))
    gus = client_of(cast.gus.person)
    assert gus.get(reverse("gather:change_season", args=["elm-street", season.pk])).status_code == 404
    assert gus.post(reverse("gather:take_away_season", args=["elm-street", season.pk])).status_code == 404


def test_a_title_with_html_is_harmless(cast: Cast) -> None:
    fair(cast, title="<b>Fair</b>")
    assert "&lt;b&gt;Fair&lt;/b&gt;" in page_of(cast, cast.ann)


@time_machine.travel(NOVEMBER, tick=False)
def test_any_calendar_reads_the_feed_and_knows_the_years_to_come(cast: Cast) -> None:
    fair(cast)
    token = calendar.feed_url(cast.community).rsplit("/", 1)[1].removesuffix(".ics")
    answer = client_of(cast.eve.person).get(reverse("gather:seasons_feed", args=[token]))
    sheet = icalendar.Calendar.from_ical(answer.content)
    found = [(str(one["SUMMARY"]), day) for one in sheet.walk("VEVENT") for day in days_of(one, 2028)]
    assert ("Cyber Monday", date(2028, 11, 27)) in found
    assert ("Elm Street fair", date(2028, 12, 9)) in found
    assert len(found) == len(dict(found)) == len(sheet.walk("VEVENT"))


def test_a_forged_calendar_address_shows_nothing(cast: Cast) -> None:
    assert client_of(cast.ann.person).get(reverse("gather:seasons_feed", args=["1.forged"])).status_code == 404


@time_machine.travel(NOVEMBER, tick=False)
def test_the_page_asks_the_database_as_much_for_many_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    done_on(cast.ann, cast.bo, LAST_YEAR)
    for day in range(10, 24):
        fair(cast, title=f"Fair {day}", first_on=date(2026, 12, day), repeats="yearly", nth=None)
    ann = client_of(cast.ann.person)
    ann.get(reverse("gather:seasons", args=["elm-street"]))
    with django_assert_max_num_queries(12):
        ann.get(reverse("gather:seasons", args=["elm-street"]))


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (datetime(2026, 11, 26, 20, tzinfo=UTC), "tomorrow"),
        (datetime(2026, 11, 27, 7, tzinfo=UTC), "tomorrow"),
        (datetime(2026, 11, 27, 9, tzinfo=UTC), "on now, until 1 December"),
        (datetime(2026, 12, 1, 20, tzinfo=UTC), "on now, today only"),
        (datetime(2026, 11, 20, 20, tzinfo=UTC), "in 7 days"),
    ],
)
def test_days_are_those_of_the_communitys_own_clock(cast: Cast, moment: datetime, until: str) -> None:
    with time_machine.travel(moment, tick=False):
        assert seasons.ahead(cast.community, None)[0].until == until
