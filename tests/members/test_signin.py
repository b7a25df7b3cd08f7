"""Sign-in with an e-mailed code or a one-time link; nobody has a password."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from hometeam.foundation.models import Letter, OneTimeToken
from hometeam.members import actions
from hometeam.members.models import Person
from tests.cast import Cast, make_person


@pytest.fixture(autouse=True)
def no_limits_left_over(db: None) -> None:
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()


def code_sent_to(email: str) -> str:
    letter = Letter.objects.filter(to=email).latest("pk")
    assert letter.secret
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,}|\d{6})$", letter.text, re.MULTILINE)
    assert found, letter.text
    return found[1]


def who_is_in(client: Client) -> str:
    pk = client.session.get("_auth_user_id")
    return Person.objects.get(pk=pk).email if pk else ""


def test_a_code_from_the_letter_signs_in(cast: Cast, client: Client) -> None:
    sent = client.post("/accounts/login/", {"login": "Ann@example.org"})
    assert sent.status_code == 302
    client.post(sent["Location"], {"code": code_sent_to("ann@example.org")})
    assert who_is_in(client) == "ann@example.org"


def test_a_wrong_code_does_not(cast: Cast, client: Client) -> None:
    sent = client.post("/accounts/login/", {"login": "ann@example.org"})
    client.post(sent["Location"], {"code": "AAAAAA"})
    assert who_is_in(client) == ""


def test_a_wrong_code_is_told_in_words_that_say_what_to_do(cast: Cast, client: Client) -> None:
    sent = client.post("/accounts/login/", {"login": "ann@example.org"})
    answers = [client.post(sent["Location"], {"code": "AAAAAA"}, follow=True).content.decode() for _ in range(3)]
    assert "Type it as it stands in the newest letter" in answers[0]
    assert "Ask for a new one here" in answers[2]


def wanted_page(url: str) -> list[str]:
    return parse_qs(urlsplit(url).query).get("next", [])


def button(page: str, form: str) -> dict[str, str]:
    """What the form with this id on the page sends."""
    found = re.search(rf'<form id="{form}".*?</form>', page, re.DOTALL)
    assert found, page
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', found[0]))


@pytest.mark.parametrize(("door", "field"), [("login/", "login"), ("login/code/", "email"), ("signup/", "email")])
def test_three_wrong_codes_do_not_lose_the_page_that_somebody_came_for(
    cast: Cast, client: Client, door: str, field: str
) -> None:
    sent = client.post(f"/accounts/{door}", {field: "hal@example.org", "next": "/me/?all=1"})
    page = sent["Location"]
    for _ in range(3):
        assert wanted_page(page) == ["/me/?all=1"]
        assert 'name="next" value="/me/?all=1"' in client.get(page).content.decode()
        answer = client.post(page, {"code": "AAAAAA"})
        page = answer["Location"] if answer.status_code == 302 else page
    assert urlsplit(page).path in ("/accounts/login/", "/accounts/login/code/")
    assert wanted_page(page) == ["/me/?all=1"]


def test_the_right_code_after_a_wrong_one_leads_to_the_page_that_somebody_came_for(cast: Cast, client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "ann@example.org", "next": "/me/?all=1"})["Location"]
    client.post(page, {"code": "AAAAAA"})
    assert client.post(page, {"code": code_sent_to("ann@example.org")})["Location"] == "/me/?all=1"


def test_starting_again_keeps_the_page_that_somebody_came_for(cast: Cast, client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "ann@example.org", "next": "/me/?all=1"})["Location"]
    again = client.post("/accounts/logout/", button(client.get(page).content.decode(), "logout-from-stage"))
    assert urlsplit(again["Location"]).path == "/accounts/login/"
    assert wanted_page(again["Location"]) == ["/me/?all=1"]


def test_whoever_asks_for_another_page_while_a_code_is_waited_for_comes_to_that_one(cast: Cast, client: Client) -> None:
    client.post("/accounts/login/", {"login": "ann@example.org"})
    waiting = client.get("/accounts/login/?next=/me/")["Location"]
    assert client.post(waiting, {"code": code_sent_to("ann@example.org")})["Location"] == "/me/"


def test_no_page_of_somebody_else_is_led_to(cast: Cast, client: Client) -> None:
    sent = client.post("/accounts/signup/", {"email": "hal@example.org", "next": "https://evil.example/"})
    assert wanted_page(sent["Location"]) == []


def test_whoever_sent_a_form_when_signed_out_comes_back_to_the_page_that_it_was_on(client: Client) -> None:
    form, here = "/c/elm-street/together/7/do/accept", "/c/elm-street/together/7?all=1"
    sent = client.post(form, headers={"referer": f"http://testserver{here}"}, follow=True)
    assert parse_qs(urlsplit(sent.redirect_chain[0][0]).query) == {"next": [here]}
    assert "send it once more" in sent.content.decode()


@pytest.mark.parametrize("came_from", ["", "https://evil.example/c/elm-street", "//evil.example"])
def test_whoever_came_from_elsewhere_begins_at_the_start(client: Client, came_from: str) -> None:
    sent = client.post("/c/elm-street/together/7/do/accept", headers={"referer": came_from})
    assert parse_qs(urlsplit(sent["Location"]).query) == {"next": ["/"]}


def test_a_newcomer_needs_only_an_address(db: None, client: Client) -> None:
    sent = client.post("/accounts/signup/", {"email": "Hal@Example.org"})
    assert sent.status_code == 302
    client.post(sent["Location"], {"code": code_sent_to("hal@example.org")})
    assert who_is_in(client) == "hal@example.org"
    assert not Person.objects.get(email="hal@example.org").has_usable_password()


def test_nothing_on_the_page_says_whether_an_address_is_known(cast: Cast) -> None:
    for form, field in (("login", "login"), ("signup", "email")):
        known = Client().post(f"/accounts/{form}/", {field: "ann@example.org"})
        unknown = Client().post(f"/accounts/{form}/", {field: "nobody@example.org"})
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"]), form
        cache.clear()


def test_too_many_tries_are_stopped(cast: Cast) -> None:
    answers = [Client().post("/accounts/login/", {"login": "ann@example.org"}).status_code for _ in range(40)]
    assert answers[0] == 302 and 429 in answers


def test_a_one_time_link_signs_in_by_its_button(db: None, client: Client) -> None:
    link = actions.one_time_link(person=make_person("Gus"))
    assert client.get(link).status_code == 200 and who_is_in(client) == ""
    client.post(link)
    assert who_is_in(client) == "gus@example.org"


def test_a_used_link_says_so(db: None) -> None:
    link = actions.one_time_link(person=make_person("Gus"))
    Client().post(link)
    second = Client()
    answer = second.post(link)
    assert answer.status_code == 410 and "works only once" in answer.content.decode()
    assert who_is_in(second) == ""


def test_an_old_or_forged_link_is_a_friendly_page(db: None, client: Client) -> None:
    link = actions.one_time_link(person=make_person("Gus"))
    OneTimeToken.objects.update(expires_at=OneTimeToken.objects.get().expires_at - timedelta(days=2))
    for url in (link, "/enter/nonsense"):
        assert client.get(url).status_code == client.post(url).status_code == 410
    assert who_is_in(client) == ""


def test_passkeys_have_their_pages(cast: Cast, client: Client) -> None:
    client.post(actions.one_time_link(person=cast.ann.person))
    assert client.get("/accounts/2fa/webauthn/").status_code == 200
    assert client.get("/accounts/2fa/webauthn/login/").status_code in (200, 302)
