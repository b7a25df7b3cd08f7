"""Every page of a house that is lived in: nothing for axe to find, small and large, light and dark."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import PHONE, until_all_have_hung_up, window
from tests.browser.flaws import BRIEF, LOOKS, Look, carry_axe, flaws_of
from tests.browser.lived_in import House, settle
from tests.browser.walk import Stop, between_two, cookie_of, introductions, loops, seats, somebody, walkers
from tests.cast import client_of

Opens = Callable[[], AbstractContextManager[Page]]

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def house(chromium: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Settled once for all tests of this file, which only look; emptied again behind them.

    After the browser's start, for with its event loop this thread has another connection to the database than without.
    """
    with django_db_blocker.unblock():
        yield settle()
        call_command("flush", interactive=False, verbosity=0)


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


def take_seat(page: Page, client: Client) -> None:
    """Let the browser's window be that of the person of a test client; a stranger's client has no session yet."""
    page.context.clear_cookies()
    if "sessionid" in client.cookies:
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "domain": "127.0.0.1", "path": "/"}])


# How often somebody has been behind each door. Pages of one door are made of the same parts: the first is looked at in
# all four ways, each further one small and light, or large and dark, in turn.
SEEN: Counter[str] = Counter()


def looks_at(door: str) -> Sequence[Look]:
    """The looks that the next page behind this door gets."""
    SEEN[door] += 1
    return LOOKS if SEEN[door] == 1 else BRIEF[SEEN[door] % 2 :][:1]


def walk(page: Page, stops: Iterable[Stop]) -> list[str]:
    """Past all pages; returns their flaws."""
    flaws = []
    titles = defaultdict(set)
    for stop in stops:
        page.goto(stop.path)
        titles[page.evaluate("document.title")].add(stop.door)
        flaws += [f"{stop.path}: {flaw}" for flaw in flaws_of(page, looks_at(stop.door))]
    return flaws + [f"“{title}” is the title of {doors}" for title, doors in titles.items() if len(doors) > 1]


def complain_of(flaws: list[str]) -> None:
    """Fail with all flaws, one a line."""
    if flaws:
        pytest.fail("\n".join(flaws), pytrace=False)


@pytest.mark.parametrize(
    "role", ["stranger", "member", "organiser", "organiser acting for a member", "newcomer", "first day"]
)
def test_every_page_has_nothing_for_axe_to_find(house: House, opens_small: Opens, role: str) -> None:
    walker = walkers(house)[role]
    stops = walker.stops()
    assert len(stops) > 4
    with opens_small() as page:
        take_seat(page, walker.browser)
        complain_of(walk(page, stops))


def test_neither_have_the_pages_between_two(house: House, opens_small: Opens) -> None:
    flaws = []
    with opens_small() as page:
        for member, stop in between_two(house):
            take_seat(page, client_of(member.seats.latest("pk").person))
            flaws += walk(page, [stop])
    complain_of(flaws)


def test_neither_have_the_pages_of_introductions(house: House, opens_small: Opens) -> None:
    flaws = []
    with opens_small() as page:
        for member, stop in introductions(house):
            take_seat(page, client_of(member.seats.latest("pk").person))
            flaws += walk(page, [stop])
    complain_of(flaws)


def test_neither_have_the_pages_of_loops(house: House, opens_small: Opens) -> None:
    flaws, walked = [], list(loops(house))
    assert walked
    with opens_small() as page:
        for member, stop in walked:
            take_seat(page, client_of(member.seats.latest("pk").person))
            flaws += walk(page, [stop])
    complain_of(flaws)


def test_neither_have_the_pages_of_seats_in_a_market(house: House, opens_small: Opens) -> None:
    flaws, walked = [], list(seats(house))
    assert len(walked) > 10
    with opens_small() as page:
        for seat, stop in walked:
            page.context.clear_cookies()
            name, value = cookie_of(seat)
            page.context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
            flaws += walk(page, [stop])
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
    ("member", "/c/{slug}/giving-back/tell", {"words": ""}),
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


def test_neither_has_a_form_that_was_sent_with_nonsense(house: House, opens_small: Opens) -> None:
    """Each says beside the field what to do, and is as well made as before."""
    here = {"slug": house.community.slug, "pk": house.member.pk, "other": somebody(house)[0]}
    flaws: list[str] = []
    with opens_small() as page:
        for role, path, said in NONSENSE:
            take_seat(page, walkers(house)[role].browser)
            page.goto(path.format(**here))
            with page.expect_navigation():
                page.evaluate(SEND, said)
            shown = page.locator(".field__error, .errors").first
            flaws += [] if shown.is_visible() else [f"{path}: nothing says what was wrong"]
            flaws += [f"{path} with nonsense: {flaw}" for flaw in flaws_of(page)]
    complain_of(flaws)
