"""Every URL as every role: strangers to a thing learn nothing of it, and nobody who may come in is turned away."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, elm_street
from tests.house.roles import ROLES, Door, browser_of, doors, may_enter, person_of

WHO = {
    "anyone",
    "signed_in",
    "community_member",
    "acting_member",
    "community_organiser",
    "operator",
    "seat_of_market",
}
DOORS = doors()


@dataclass(frozen=True)
class Street:
    """Elm Street, and with which cookie each role walks it: none for a stranger."""

    cast: Cast
    cookies: dict[str, str]


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Street]:
    """Written once for all doors, and everybody signed in once: whatever happens at a door is taken back behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = elm_street()
        browsers = {role: browser_of(person_of(role, cast)) for role in ROLES}
        yield Street(cast, {role: browser.cookies.output(header="") for role, browser in browsers.items()})
        transaction.set_rollback(True)


def knock(cookies: str, address: str) -> HttpResponseBase:
    """Opens a page, or, where only a form may be sent, sends an empty one; leaves nothing behind."""
    browser = Client()
    browser.cookies.load(cookies)
    with transaction.atomic():
        answer = browser.get(address)
        if answer.status_code == 405:
            answer = browser.post(address)
        transaction.set_rollback(True)
    return answer


def is_sign_in(answer: HttpResponseBase) -> bool:
    """Whether somebody was led to the sign-in page."""
    return answer.status_code == 302 and answer.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_every_view_says_who_may_call_it(door: Door) -> None:
    assert door.who in WHO, f"{door.route} wears none of the decorators of hometeam.members.access"


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
@pytest.mark.django_db
def test_every_role_finds_what_it_may_and_no_more(door: Door, street: Street) -> None:
    for role in ROLES:
        answer = knock(street.cookies[role], door.address(street.cast))
        seen = f"{role} at {door.route} ({door.who}): {answer.status_code}"
        assert answer.status_code < 500, seen
        if may_enter(door, role):
            assert not is_sign_in(answer), seen
            assert answer.status_code != 403, seen
            assert answer.status_code != 404 or door.names_a_thing(), seen
        elif role == "stranger" and door.who != "seat_of_market":
            assert is_sign_in(answer), seen
        else:
            assert answer.status_code == 404, seen


def test_the_walk_reaches_doors_of_every_sort() -> None:
    """A walk past no door would pass: there are some of each."""
    assert {door.who for door in DOORS} >= {"anyone", "signed_in", "community_member", "community_organiser"}
