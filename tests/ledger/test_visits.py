"""Following a link: where it leads, what of it is counted, and what is not kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from hometeam.foundation import clock
from hometeam.ledger import actions
from hometeam.ledger.actions import hits
from hometeam.ledger.queries.destinations import KEPT_FOR, Destinations
from hometeam.ledger.views import redirects
from hometeam.ledger.views.browsers import is_browser
from hometeam.ledger.views.repeats import BURST, Pace, Repeats
from hometeam.members.models import Membership
from tests.cast import Cast, make_community
from tests.ledger.following import BROWSER, FIREFOX, counted, follow, link_of

pytestmark = pytest.mark.usefixtures("own_hits")
DAY = date(2026, 11, 20)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "


def today() -> date:
    """The day on Elm Street's calendar."""
    return clock.today("America/Vancouver")


def test_a_link_leads_on_and_the_visit_is_counted(cast: Cast) -> None:
    link = link_of(cast.bo, "https://bo.example.org/cakes?for=two")
    answer = follow(link)
    assert (answer.status_code, answer["Location"]) == (302, "https://bo.example.org/cakes?for=two")
    assert counted(link) == {today(): (1, 1)}


def test_nobody_is_remembered(cast: Cast, own_hits: Path) -> None:
    """No cookie goes out, nothing may keep the answer, and of all that a browser says nothing is written down."""
    link = link_of(cast.bo)
    answer = follow(link, Referer="https://mail.example.org/inbox", Cookie="who=me")
    assert not answer.cookies
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    (file,) = own_hits.iterdir()
    assert file.read_bytes() == hits.record(link.pk, today(), is_first=True)
    assert len(file.read_bytes()) == 16


def test_the_raw_hit_is_gone_once_it_is_a_figure(cast: Cast, own_hits: Path) -> None:
    link = link_of(cast.bo)
    follow(link)
    counted(link)
    assert list(own_hits.iterdir()) == []


def test_opened_again_by_the_same_browser_it_is_one_visit_a_day(cast: Cast) -> None:
    link = link_of(cast.bo)
    for browser in (FIREFOX, FIREFOX, f"{PHONE}Version/18.5 Mobile/15E148 Safari/604.1"):
        follow(link, User_Agent=browser)
    assert counted(link) == {today(): (3, 2)}


def test_a_head_is_answered_alike_and_not_counted(cast: Cast) -> None:
    link = link_of(cast.bo)
    answer = follow(link, method="head")
    assert (answer.status_code, answer["Location"]) == (302, link.url)
    assert counted(link) == {}


@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch"])
def test_other_methods_are_refused(cast: Cast, method: str) -> None:
    link = link_of(cast.bo)
    assert follow(link, method=method).status_code == 405
    assert counted(link) == {}


@pytest.mark.parametrize(
    "said",
    [
        {"Sec_Purpose": "prefetch"},
        {"Sec_Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X_Purpose": "preview"},
        {"X_Moz": "prefetch"},
    ],
)
def test_who_fetches_ahead_is_sent_away_so_that_pressing_asks_again(cast: Cast, said: dict[str, Any]) -> None:
    link = link_of(cast.bo)
    assert follow(link, **said).status_code == 503
    follow(link)
    assert counted(link) == {today(): (1, 1)}


@pytest.mark.parametrize(
    "said",
    [
        {"User_Agent": "WhatsApp/2.24.10.85 A"},
        {"User_Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
        {"User_Agent": f"{PHONE}Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
        {"User_Agent": "Mozilla/4.0 (compatible; ms-office; MSOffice 16)"},
        {"User_Agent": "curl/8.5.0"},
        {"User_Agent": None},
        {"Accept_Language": None},
        {"Sec_Fetch_Dest": "image"},
        {"Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Dest": "empty"},
    ],
)
def test_what_is_nobody_s_visit_is_led_on_and_not_counted(cast: Cast, said: dict[str, Any]) -> None:
    link = link_of(cast.bo)
    assert follow(link, **said).status_code == 302
    assert counted(link) == {}


def test_every_program_on_the_list_is_known() -> None:
    """But for one that the list takes for a preview: the window inside of an app in which people read."""
    known = [name for pattern in CRAWLER_USER_AGENTS_DATA for name in pattern.get("instances", [])]
    assert len(known) > 1000
    assert [name for name in known if is_browser(name) and "MetaIAB" not in name] == []


@pytest.mark.parametrize(
    "name",
    [
        FIREFOX,
        f"{PHONE}Version/18.5 Mobile/15E148 Safari/604.1",
        f"{PHONE}Mobile/15E148 Instagram 340.0.3.27.93 (iPhone14,5; iOS 17_5_1; en_US; scale=3.00; 618023787)",
        f"{PHONE}Mobile/21F90 [FBAN/FBIOS;FBAV/470.1.0.40.98;FBDV/iPhone14,5;FBID/phone;FBLC/en_US]",
        f"{PHONE}Mobile/15E148 [LinkedInApp]/9.29.7816",
        f"{PHONE}Mobile/15E148 [Pinterest/iOS]",
        f"{PHONE}Mobile/15E148 Viber/22.5.0",
        f"{PHONE}GSA/317.0.634488990 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 16; wv) AppleWebKit/537.36 Chrome/146.0.0.0 Mobile Safari/537.36 MetaIAB Facebook",
        "Mozilla/5.0 (Linux; Android 13; CUBOT X30) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    ],
)
def test_people_s_browsers_are_known_inside_of_apps_too(name: str) -> None:
    assert is_browser(name)


def test_a_day_is_one_of_the_community_s_calendar(cast: Cast) -> None:
    """A quarter past midnight in Auckland is still the evening before on Elm Street."""
    far = make_community("queen-street", "Queen Street", timezone="Pacific/Auckland")
    Membership.objects.create(member=cast.bo.member, community=far)
    here = link_of(cast.bo)
    there = link_of(type(cast.bo)(cast.bo.person, cast.bo.member, far))
    with clock.telling(datetime(2026, 11, 20, 11, 15, tzinfo=UTC)):
        follow(here)
        follow(there)
    assert (set(counted(here)), set(counted(there))) == ({date(2026, 11, 20)}, {date(2026, 11, 21)})


def test_a_code_typed_in_capitals_is_the_same(cast: Cast) -> None:
    link = link_of(cast.bo)
    link.code = link.code.upper()
    assert follow(link).status_code == 302


@pytest.mark.parametrize("code", ["bcdfghj", "x", "' OR 1=1 --", "ünknown", "b" * 300, "bcdfghj."])
def test_an_unknown_code_gets_a_kind_page(cast: Cast, code: str) -> None:
    link = link_of(cast.bo)
    link.code = code
    answer = follow(link)
    assert answer.status_code == 404
    assert "There is no such link" in answer.content.decode()


def test_an_ended_link_says_so(cast: Cast) -> None:
    link = link_of(cast.bo)
    actions.end_link(viewer=cast.bo.viewer, link=link)
    answer = follow(link)
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert "This link has ended" in answer.content.decode()
    assert counted(link) == {}


def test_so_does_that_of_a_member_who_closed_or_left(cast: Cast) -> None:
    closed, left = link_of(cast.bo), link_of(cast.ann)
    cast.bo.member.closed_at = clock.now()
    cast.bo.member.save()
    Membership.objects.filter(member=cast.ann.member).update(state=Membership.State.LEFT)
    assert (follow(closed).status_code, follow(left).status_code) == (410, 410)


def test_the_end_of_a_link_that_is_followed_all_the_time_is_noticed_within_seconds(cast: Cast) -> None:
    now = [100.0]
    known = Destinations(lambda: now[0])
    link = link_of(cast.bo)
    assert known.of(link.code) is not None
    actions.end_link(viewer=cast.bo.viewer, link=link)
    now[0] += KEPT_FOR + 0.1
    assert KEPT_FOR <= 5
    assert known.of(link.code) is None


def test_a_link_that_is_followed_much_is_looked_up_once(cast: Cast) -> None:
    link = link_of(cast.bo)
    follow(link)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _time in range(5):
            follow(link)
    assert len(asked) == 0


class Application:
    """The rest of the house, which notes that it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked.append(environ["PATH_INFO"])
        return []


def ask(application: Any, path: str) -> list[Any]:
    """One request of a browser, as a web server hands it on; what was answered."""
    said: list[Any] = []
    names = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in BROWSER.items()}
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": "203.0.113.9", **names}
    b"".join(application(environ, lambda status, headers: said.append((status, dict(headers)))))
    return said


def test_a_link_is_answered_before_the_rest_of_the_house_hears_of_it(cast: Cast) -> None:
    rest = Application()
    link = link_of(cast.bo)
    application = redirects.in_front_of(rest)
    ((status, headers),) = ask(application, link.path)
    assert (status, headers["Location"], rest.asked) == ("302 Found", link.url, [])
    for path in ("/", "/to", "/to/bcdfghj", "/together"):
        assert ask(application, path) == []
    assert rest.asked == ["/", "/to", "/to/bcdfghj", "/together"]
    assert counted(link) == {today(): (1, 1)}


def test_a_database_that_went_away_is_left_to_django(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_code: str) -> None:
        raise DatabaseError

    monkeypatch.setattr(redirects.destinations, "of", gone)
    rest = Application()
    ask(redirects.in_front_of(rest), "/to/bcdfghj")
    assert rest.asked == ["/to/bcdfghj"]


def test_behind_a_proxy_visitors_are_told_apart_by_what_it_says_last(cast: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    link = link_of(cast.bo)
    for said in ("203.0.113.1", "203.0.113.2", "198.51.100.7, 203.0.113.2"):
        follow(link, X_Forwarded_For=said)
    assert counted(link) == {today(): (3, 2)}


def test_a_full_disk_costs_the_count_and_not_the_visitor(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_hit: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(hits.LOG, "write", full)
    link = link_of(cast.bo)
    assert follow(link).status_code == 302


def test_hammering_a_link_under_new_names_opens_it_more_often_and_makes_no_visits(cast: Cast) -> None:
    pace = Pace()
    believed = sum(pace.allows(1, now=50.0) for _time in range(5 * BURST))
    assert believed == BURST
    assert not pace.allows(1, now=50.5)
    assert pace.allows(1, now=51.5)
    assert pace.allows(2, now=50.5)


def test_a_new_browser_is_hardly_ever_taken_for_a_known_one() -> None:
    repeats = Repeats()
    first = sum(repeats.is_first(1, DAY, f"browser {number}") for number in range(20_000))
    assert first > 19_990
    assert not any(repeats.is_first(1, DAY, f"browser {number}") for number in range(1000))


def test_links_and_days_have_nothing_to_do_with_each_other() -> None:
    repeats = Repeats()
    asked = [(1, DAY), (2, DAY), (1, date(2026, 11, 21)), (1, DAY)]
    assert [repeats.is_first(link, on, "browser") for link, on in asked] == [True, True, True, False]


def test_what_was_known_of_a_day_is_gone_with_it() -> None:
    repeats = Repeats()
    for number in range(1, 8):
        repeats.is_first(1, date(2026, 11, number), "browser")
    assert list(repeats._days) == [date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 7)]
