"""An address or a form that names what cannot be: never an error of ours."""

import pytest
from django.test import Client

from tests.cast import Cast, client_of

pytestmark = pytest.mark.django_db
ODD = ["9" * 30, "9" * 5000, "²", "-1", "x"]


@pytest.fixture
def gus(cast: Cast) -> Client:
    """An organiser who acts for Ann."""
    client = client_of(cast.gus.person)
    client.post("/c/elm-street/act-for", {"member": cast.ann.member.pk})
    return client


@pytest.mark.parametrize("number", ODD, ids=lambda number: number[:31])
@pytest.mark.parametrize(
    "address",
    [
        "/c/elm-street/people?page={}",
        "/c/elm-street/people/map?page={}&spot={}",
        "/c/elm-street/together/propose?kind=coffee&to={}",
        "/c/elm-street/together/propose?kind=circle&to={}",
        "/c/elm-street/referrals/new?to={}",
        "/c/elm-street/giving-back?page={}",
        "/c/elm-street/giving-back/tell?partner={}",
        "/c/elm-street/organise/invite?member={}&page={}",
        "/c/elm-street/organise/members?page={}",
        "/c/elm-street/organise/introductions?page={}",
        "/c/elm-street/stage?page={}",
        "/c/elm-street/stage/kit/share?about={}",
        "/c/elm-street/swap?page={}",
        "/c/elm-street/notices?page={}",
    ],
)
def test_no_address_breaks(gus: Client, address: str, number: str) -> None:
    assert gus.get(address.replace("{}", number)).status_code in (200, 302, 404)


@pytest.mark.parametrize("number", ODD, ids=lambda number: number[:31])
@pytest.mark.parametrize(
    "address",
    ["/c/elm-street/act-for", "/join/elm-street", "/c/elm-street/organise/invite", "/c/elm-street/together/propose"],
)
def test_no_form_breaks(gus: Client, address: str, number: str) -> None:
    said = {"member": number, "to": number, "part": number, "kind": "coffee"}
    assert gus.post(address, said).status_code in (200, 302, 404, 422)
