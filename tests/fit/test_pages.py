"""The list of fits and the page of "not for me because…"."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hometeam.fit.models import Refusal
from hometeam.fit.queries import pools
from hometeam.members.models import Member, OrganiserSeat
from tests.cast import Cast, client_of, make_member, needs, offers
from tests.together.moments import agreed

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


def test_undo_leads_back_to_where_one_refused(cast: Cast) -> None:
    browser, today = client_of(cast.ann.person), f"/c/{cast.community.slug}/today"
    address = page(cast, "refuse", cast.bo.member.pk)
    shown = browser.post(address, {"reason": "known", "next": today}, follow=True).content.decode()
    (undo,) = re.findall(r'action="([^"]*/undo[^"]*)"', shown)
    answer = browser.post(unescape(undo))
    assert answer.headers["Location"] == today
    assert not Refusal.objects.in_force().exists()
    answer = browser.post(page(cast, "undo", cast.bo.member.pk) + "?next=//evil.example")
    assert answer.headers["Location"] == page(cast)


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


def test_what_holds_for_both_is_said_once(cast: Cast) -> None:
    first = client_of(cast.bo.person).get(page(cast)).context["suggestions"][0]
    sides = first.sides
    assert {*sides.mine, *sides.both} == {*first.reasons_for_me}
    assert {*sides.theirs, *sides.both} == {*first.reasons_for_them}
    assert not {*sides.mine} & {*sides.theirs}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"introductions_a_month": 0}, "Nobody is shown you as a suggestion just now, as you chose."),
        ({"snoozed_until_on": date(2099, 5, 1)}, "until 1 May 2099, as you are resting"),
        ({"capacity": 1}, "You have as much under way as you said"),
    ],
)
def test_whoever_is_shown_to_nobody_is_told_why(cast: Cast, changed: dict[str, Any], said: str) -> None:
    agreed(cast.bo, cast.cy)
    browser = client_of(cast.bo.person)
    assert said not in browser.get(page(cast)).content.decode()
    Member.objects.filter(pk=cast.bo.member.pk).update(**changed)
    assert said in browser.get(page(cast)).content.decode()


def test_an_organiser_with_a_member_of_their_own_may_ask_why_and_rather_not_meet(cast: Cast) -> None:
    OrganiserSeat.objects.create(community=cast.community, person=cast.ann.person)
    shown = client_of(cast.ann.person).get(reverse("front:member", args=[cast.community.slug, cast.bo.member.pk]))
    words = shown.content.decode()
    assert page(cast, "why_not", cast.bo.member.pk) in words
    assert reverse("members:block", args=[cast.community.slug, cast.bo.member.pk]) in words


def test_an_organiser_blocks_nobody_in_anothers_name(cast: Cast) -> None:
    browser = client_of(cast.gus.person)
    browser.post(reverse("members:act_for", args=[cast.community.slug]), {"member": cast.ann.member.pk})
    words = browser.get(reverse("front:member", args=[cast.community.slug, cast.bo.member.pk])).content.decode()
    assert page(cast, "why_not", cast.bo.member.pk) in words
    assert reverse("members:block", args=[cast.community.slug, cast.bo.member.pk]) not in words


def test_a_guess_is_said_to_be_one_on_their_page_too(cast: Cast) -> None:
    for one in (cast.ann.member, cast.bo.member):
        one.offers.update(guessed=True)
        one.needs.update(guessed=True)
    pools.forget()
    shown = client_of(cast.bo.person).get(reverse("front:member", args=[cast.community.slug, cast.ann.member.pk]))
    assert "only guessed from your trades" in shown.content.decode()
