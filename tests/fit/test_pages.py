"""The list of fits and the page of "not for me because…"."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hometeam.fit.models import Refusal
from hometeam.members.models import Member
from tests.cast import Cast, client_of, make_member, needs, offers

pytestmark = pytest.mark.django_db


def page(cast: Cast, name: str = "fits", *args: int) -> str:
    return reverse(f"fit:{name}", args=[cast.community.slug, *args])


def test_the_list_says_who_why_and_a_first_step(cast: Cast) -> None:
    shown = client_of(cast.bo.person).get(page(cast)).content.decode()
    assert "Ann Photographs" in shown
    assert "They do what you look for: photographer." in shown
    assert 'name="moment"' in shown


def test_propose_leads_to_the_filled_in_form(cast: Cast) -> None:
    browser = client_of(cast.bo.person)
    first = browser.get(page(cast)).context["suggestions"][0]
    query = {
        "to": first.member.pk,
        "kind": first.kind,
        "why": first.why,
        "moment": first.first_step.choices[1][0],
        "place": "The bench",
    }
    shown = browser.get(reverse("together:propose", args=[cast.community.slug]), query)
    assert shown.status_code == 200
    assert first.shared_reasons[0] in shown.content.decode()
    assert shown.context["form"].initial["moment"] == first.first_step.choices[1][0]


@pytest.mark.parametrize("name", ["fits", "refuse", "undo"])
def test_strangers_find_nothing_and_visitors_sign_in_first(cast: Cast, name: str) -> None:
    address = page(cast, name, *([] if name == "fits" else [cast.bo.member.pk]))
    send = "post" if name == "undo" else "get"
    assert getattr(client_of(cast.eve.person), send)(address).status_code == 404
    assert getattr(client_of(cast.gus.person), send)(address).status_code == 404
    assert "login" in getattr(Client(), send)(address).headers["Location"]


def test_not_for_me_is_noted_with_undo(cast: Cast) -> None:
    browser = client_of(cast.ann.person)
    answer = browser.post(page(cast, "refuse", cast.bo.member.pk), {"reason": "known"}, follow=True)
    shown = answer.content.decode()
    assert "will not be suggested to you for now" in shown
    assert page(cast, "undo", cast.bo.member.pk) in shown
    browser.post(page(cast, "undo", cast.bo.member.pk))
    assert not Refusal.objects.in_force().exists()


def test_the_way_back_leads_to_where_one_came_from_and_never_elsewhere(cast: Cast) -> None:
    browser, address = client_of(cast.ann.person), page(cast, "refuse", cast.bo.member.pk)
    for wanted, expected in (("/c/elm-street/today", "/c/elm-street/today"), ("//evil.example", page(cast))):
        answer = browser.post(address, {"reason": "later", "next": wanted})
        assert answer.headers["Location"] == expected


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose the reason that comes nearest."),
        ({"reason": "boredom"}, "Choose the reason that comes nearest."),
        ({"reason": "other", "words": "x" * 301}, "at most 300 characters"),
    ],
)
def test_nonsense_is_refused_beside_the_field_and_nothing_is_lost(cast: Cast, sent: dict[str, Any], said: str) -> None:
    answer = client_of(cast.ann.person).post(page(cast, "refuse", cast.bo.member.pk), sent)
    shown = answer.content.decode()
    assert said in shown
    assert sent.get("words", "") in shown
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("other", ["eve", "ann"])
def test_only_those_one_can_see_can_be_refused(cast: Cast, other: str) -> None:
    pk = getattr(cast, other).member.pk
    assert client_of(cast.ann.person).post(page(cast, "refuse", pk), {"reason": "known"}).status_code == 404


def test_refusing_is_not_done_by_looking(cast: Cast) -> None:
    browser = client_of(cast.ann.person)
    browser.get(page(cast, "refuse", cast.bo.member.pk), {"reason": "known"})
    assert browser.get(page(cast, "undo", cast.bo.member.pk)).status_code == 405
    assert not Refusal.objects.exists()


def test_markup_in_a_name_stays_words(cast: Cast) -> None:
    Member.objects.filter(pk=cast.bo.member.pk).update(name="<script>alert(1)</script>")
    browser = client_of(cast.ann.person)
    for address in (page(cast), page(cast, "refuse", cast.bo.member.pk)):
        assert "<script>alert(1)" not in browser.get(address).content.decode()


def test_nobody_who_fits_is_said_kindly(cast: Cast) -> None:
    lonely = client_of(cast.eve.person).get(reverse("fit:fits", args=[cast.elsewhere.slug]))
    assert "Nobody fits just now" in lonely.content.decode()


def test_the_list_takes_as_many_queries_for_few_as_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        someone = make_member(f"Member {number}", cast.community)
        offers(someone, "web-designer", "bookkeeping", "photographer"[: 12 * (number % 2)])
        needs(someone, "photographer")
    browser = client_of(cast.bo.person)
    browser.get(page(cast))
    with django_assert_max_num_queries(10):
        assert len(browser.get(page(cast)).context["suggestions"]) == 5
