"""Every page of a house that is lived in: nothing for axe to find, small and large, light and dark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from hometeam.members.models import Member
from tests.browser.chromium import PHONE, until_all_have_hung_up, window
from tests.browser.flaws import BRIEF, carry_axe, flaws_of, of_names
from tests.browser.lived_in import House, settle
from tests.browser.parts import Seen, title_of
from tests.browser.walk import Stop, between_two, by_member, cookie_of, introductions, loops, seats, somebody, walkers
from tests.cast import client_of
from tests.emptied import empty

Opens = Callable[[], AbstractContextManager[Page]]

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def house(chromium: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Settled once for all tests of this file, which only look; emptied again behind them.

    After the browser's start, for with its event loop this thread has another connection to the database than without.
    """
    with django_db_blocker.unblock():
        yield settle()
        empty()


@pytest.fixture(scope="module")
def opens_small(house: House, chromium: Browser) -> Iterator[Opens]:
    """Opens a window on it, on a phone; the house closes when the last visitor has hung up."""
    server = LiveServer("127.0.0.1")
    yield partial(_window_with_axe, chromium, server.url)
    chromium.close()
    until_all_have_hung_up()
    server.stop()


@contextmanager
def _window_with_axe(browser: Browser, home: str) -> Iterator[Page]:
    with window(browser, home, width=PHONE) as page:
        carry_axe(page)
        yield page


@pytest.fixture(scope="module")
def seen(request: pytest.FixtureRequest) -> Seen:
    """What all walks of this file have looked at."""
    return Seen(everything=request.config.getoption("soak"))


def take_seat(page: Page, client: Client) -> None:
    """Let the browser's window be that of the person of a test client; a stranger's client has no session yet."""
    page.context.clear_cookies()
    for name, morsel in client.cookies.items():
        if morsel.value:
            page.context.add_cookies([{"name": name, "value": morsel.value, "domain": "127.0.0.1", "path": "/"}])


def walk(page: Page, client: Client, stops: Iterable[Stop], seen: Seen) -> list[str]:
    """Past all pages, as the person of this client; returns the flaws of those that show something new, and names
    that are given twice on any.
    """
    flaws = []
    titles = defaultdict(set)
    take_seat(page, client)
    for stop in stops:
        html = stop.html or client.get(stop.path).content.decode()
        titles[title_of(html)].add(stop.door)
        flaws += [f"{stop.path}: {flaw}" for flaw in of_names(html)]
        looks = seen.looks_at(stop.door, html)
        if looks:
            page.goto(stop.path)
            flaws += [f"{stop.path}: {flaw}" for flaw in flaws_of(page, looks, seen.passed, stays=True)]
    return flaws + [f"“{title}” is the title of {doors}" for title, doors in titles.items() if len(doors) > 1]


def complain_of(flaws: list[str]) -> None:
    """Fail with all flaws, one a line."""
    if flaws:
        pytest.fail("\n".join(flaws), pytrace=False)


@pytest.mark.parametrize(
    "role", ["stranger", "member", "organiser", "organiser acting for a member", "newcomer", "first day"]
)
def test_every_page_has_nothing_for_axe_to_find(house: House, opens_small: Opens, seen: Seen, role: str) -> None:
    walker = walkers(house)[role]
    stops = walker.stops()
    assert len(stops) > 4
    with opens_small() as page:
        complain_of(walk(page, walker.browser, stops, seen))


@pytest.mark.parametrize("whose", [between_two, introductions, loops])
def test_neither_have_the_pages_of_those_whose_business_they_are(
    house: House, opens_small: Opens, seen: Seen, whose: Callable[[House], Iterator[tuple[Member, Stop]]]
) -> None:
    walked = by_member(whose(house))
    assert len(walked) > 2
    flaws = []
    with opens_small() as page:
        for member, stops in walked.items():
            flaws += walk(page, client_of(member.seats.latest("pk").person), stops, seen)
    complain_of(flaws)


def test_neither_have_the_pages_of_seats_in_a_market(house: House, opens_small: Opens, seen: Seen) -> None:
    flaws, walked = [], list(seats(house))
    assert len(walked) > 10
    with opens_small() as page:
        for seat, stop in walked:
            client = Client()
            name, value = cookie_of(seat)
            client.cookies[name] = value
            flaws += walk(page, client, [stop], seen)
    complain_of(flaws)


# Forms sent with nonsense: whose, at which address, and what is typed.
NONSENSE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("stranger", "/accounts/login/", {"login": "nobody"}),
    ("stranger", "/accounts/signup/", {"email": "nobody"}),
    ("newcomer", "/start/you", {"name": "", "person": ""}),
    ("member", "/me/{pk}/basics", {"name": "", "website": "javascript:alert(1)"}),
    ("member", "/me/{pk}/place", {"city": "", "postcode": "", "country": "Canada"}),
    ("member", "/me/{pk}/rest", {"until": "2001-01-01"}),
    ("member", "/me/{pk}/seats", {"email": "nobody"}),
    ("member", "/c/{slug}/giving-back/tell?partner={other}", {"words": ""}),
    ("member", "/c/{slug}/together/propose?to={other}&kind=coffee", {"words": "", "online_link": "nowhere"}),
    ("member", "/c/{slug}/swap/new/need", {"words": "", "amount": "0", "by_on": "2001-01-01"}),
    ("member", "/c/{slug}/referrals/new?to={other}", {"name": "", "email": "nobody", "phone": "call me"}),
    ("organiser", "/organise/first", {"name": "", "country": "12"}),
    ("organiser", "/c/{slug}/organise/import", {}),
    ("organiser", "/c/{slug}/organise/organisers", {"email": "nobody"}),
    ("organiser", "/c/{slug}/organise/settings", {"name": ""}),
)
# The browser's own checks are off, so that the house's are seen.
SEND = """(said) => {
  const form = [...document.querySelectorAll("main form")].find((one) => one.method === "post" &&
    Object.keys(said).every((name) => one.elements[name]) && !one.querySelector("[name=move]"));
  for (const [name, value] of Object.entries(said)) {
    form.elements[name].setAttribute("type", "text");
    form.elements[name].value = value;
  }
  form.noValidate = true;
  form.requestSubmit(form.querySelector(".button--action, [type=submit], button"));
}"""


def test_neither_has_a_form_that_was_sent_with_nonsense(house: House, opens_small: Opens, seen: Seen) -> None:
    """Each says beside the field what to do, and is as well made as before."""
    here = {"slug": house.community.slug, "pk": house.member.pk, "other": somebody(house)[0]}
    by_role = walkers(house)
    flaws: list[str] = []
    with opens_small() as page:
        for role, path, said in NONSENSE:
            take_seat(page, by_role[role].browser)
            page.goto(path.format(**here))
            with page.expect_navigation():
                page.evaluate(SEND, said)
            shown = page.locator(".field__error, .errors").first
            flaws += [] if shown.is_visible() else [f"{path}: nothing says what was wrong"]
            flaws += [f"{path} with nonsense: {flaw}" for flaw in flaws_of(page, BRIEF, seen.passed, stays=True)]
    complain_of(flaws)
