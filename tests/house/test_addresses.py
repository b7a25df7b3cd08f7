"""Whoever types a slash at the end of an address comes to the page without it, everywhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.cast import Cast, client_of
from tests.house.roles import doors

pytestmark = pytest.mark.django_db


def leads_to(address: str) -> tuple[int, str]:
    """How a browser is answered, and where it is sent."""
    answer = Client().get(address)
    return answer.status_code, answer.headers.get("Location", "")


def test_every_address_with_a_slash_at_its_end_leads_to_the_one_without(cast: Cast) -> None:
    addresses = {address for door in doors() if not (address := door.address(cast)).endswith("/")}
    assert len(addresses) > 200
    for address in sorted(addresses):
        with pytest.raises(Resolver404):
            resolve(f"{address}/")
        assert leads_to(f"{address}/") == (301, address)


def test_what_was_asked_for_is_taken_along_and_more_slashes_do_no_harm() -> None:
    assert leads_to("/market//?code=A%20B") == (301, "/market?code=A%20B")
    assert leads_to("/market/%C3%A4%20b/") == (301, "/market/%C3%A4%20b")
    assert leads_to("/%2Fevil.example/")[0] == 404
    assert leads_to("/no-such-page/")[0] == 404


def test_a_form_is_not_sent_on_and_pages_that_end_with_a_slash_are_found() -> None:
    assert Client().post("/market/").status_code == 404
    assert leads_to("/accounts/login/")[0] == 200
    assert leads_to("/accounts/login") == (301, "/accounts/login/")


def test_an_address_that_only_takes_forms_says_so_and_leads_on(cast: Cast) -> None:
    answer = client_of(cast.bo.person).get("/c/elm-street/together/7/do/accept")
    assert answer.status_code == 405
    assert "There is nothing to see here" in answer.content.decode()
    assert answer.headers["Allow"]
