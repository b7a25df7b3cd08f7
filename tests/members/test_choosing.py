"""Whom to choose, in a community of any size: a page of members, a search, and a link for each."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from hometeam.members.actions import reindex
from hometeam.members.models import Block, Member
from hometeam.swap.models import Rules
from tests.cast import Cast, client_of, make_member, make_person, offers

pytestmark = pytest.mark.django_db
PAGES = ["together:propose", "referrals:new", "ledger:tell", "swap:write_down"]
KEYS = {"together:propose": "to", "referrals:new": "to", "ledger:tell": "partner", "swap:write_down": "partner"}


@pytest.fixture
def ann(cast: Cast) -> Client:
    Rules.objects.create(community=cast.community, counting=Rules.Counting.HOURS)
    return client_of(cast.ann.person)


@pytest.fixture
def many(cast: Cast) -> list[Member]:
    """Forty members more, each with somebody behind it."""
    people = [make_person(f"Person {number}") for number in range(40)]
    return [make_member(f"Shop {number:02}", cast.community, person=one) for number, one in enumerate(people)]


def chosen_on(page: str, key: str) -> list[int]:
    return [int(pk) for pk in re.findall(rf'href="\?(?:[^"]*&amp;)?{key}=(\d+)"', page)]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("many")
def test_a_page_of_them_and_a_word_to_find_the_others(ann: Client, name: str) -> None:
    page = ann.get(reverse(name, args=["elm-street"])).content.decode()
    assert len(chosen_on(page, KEYS[name])) == 30
    assert "There are more" in page
    page = ann.get(reverse(name, args=["elm-street"]), {"q": "shop 39"}).content.decode()
    assert len(chosen_on(page, KEYS[name])) == 1


@pytest.mark.parametrize("name", PAGES)
def test_each_leads_to_what_was_asked_for(cast: Cast, ann: Client, name: str) -> None:
    address = reverse(name, args=["elm-street"])
    pks = chosen_on(ann.get(address).content.decode(), KEYS[name])
    assert set(pks) == {player.member.pk for player in (cast.bo, cast.cy, cast.dee, cast.flo)}
    page = ann.get(address, {KEYS[name]: cast.bo.member.pk}).content.decode()
    assert "<textarea" in page or 'name="words"' in page


def test_what_was_said_before_is_still_said(cast: Cast, ann: Client) -> None:
    page = ann.get(reverse("together:propose", args=["elm-street"]), {"kind": "coffee", "q": "bo"}).content.decode()
    assert f'href="?kind=coffee&amp;to={cast.bo.member.pk}"' in page
    assert '<input type="hidden" name="kind" value="coffee">' in page


@pytest.mark.parametrize("words", ["cafe zoe", "CAFÉ", "wedding photographer"])
def test_accents_capitals_and_other_words_for_the_same_do_not_matter(cast: Cast, ann: Client, words: str) -> None:
    zoe = make_member("Café Zoë", cast.community)
    offers(zoe, "photographer")
    reindex([zoe.pk])
    page = ann.get(reverse("ledger:tell", args=["elm-street"]), {"q": words}).content.decode()
    assert zoe.pk in chosen_on(page, "partner")


def test_nobody_of_that_name_is_said_with_a_way_back(ann: Client) -> None:
    page = ann.get(reverse("together:propose", args=["elm-street"]), {"kind": "coffee", "q": "xyzzy"}).content.decode()
    assert "Nobody else here goes by “xyzzy”" in page
    assert 'href="?kind=coffee&amp;"' in page


@pytest.mark.parametrize("name", ["ledger:tell", "swap:write_down", "referrals:new"])
def test_neither_oneself_nor_a_stranger_nor_whom_one_does_not_meet(cast: Cast, ann: Client, name: str) -> None:
    Block.objects.create(member=cast.cy.member, other=cast.ann.member)
    address = reverse(name, args=["elm-street"])
    assert cast.cy.member.pk not in chosen_on(ann.get(address).content.decode(), KEYS[name])
    for one in (cast.ann, cast.eve, cast.cy):
        assert ann.get(address, {KEYS[name]: one.member.pk}).status_code == HTTPStatus.NOT_FOUND
    for nonsense in ("-1", "²", "9" * 16, "x"):
        assert ann.get(address, {KEYS[name]: nonsense}).status_code == HTTPStatus.OK
