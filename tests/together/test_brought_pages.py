"""The pages of what it brought: said in a form, seen by two, summed for the organiser."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hometeam.ledger.models import Act, Outcome
from hometeam.members.models import Block, Community
from tests.cast import Cast, client_of
from tests.ledger.moments import DAY, did, says, visited
from tests.together.moments import agreed

MINE = "together:brought"


def page(cast: Cast, player: Any, name: str = MINE, *args: object, **asked: str) -> str:
    """A page as somebody sees it."""
    answer = client_of(player.person).get(reverse(name, args=[cast.community.slug, *args]), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def send(cast: Cast, player: Any, act: Act, **said: object) -> Any:
    """A form sent; the days are the act's unless said."""
    days: dict[str, Any] = {"from_on": DAY, "to_on": DAY}
    url = reverse("together:brought_add", args=[cast.community.slug, act.pk])
    return client_of(player.person).post(url, days | said)


def test_whoever_it_came_to_says_several_things_at_once(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    assert send(cast, cast.bo, act, m_enquiries="3", m_value="120.50", joy="5", source="the till").status_code == 302
    assert {one.measure for one in Outcome.objects.standing()} == {"enquiries", "value", "joy"}
    seen = page(cast, cast.bo)
    assert "3 enquiries (confirmed by the partner)" in seen
    assert "$120.50" in seen
    assert "Bo’s Bakery: the till" in seen


def test_what_one_would_do_again_leads_to_nobody_whom_one_must_not_meet(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    both.parts.filter(member=cast.bo.member).update(again=True)
    assert "Ann Photographs" in page(cast, cast.bo)
    Block.objects.create(member=cast.ann.member, other=cast.bo.member)
    assert "Ann Photographs" not in page(cast, cast.bo)


def test_the_form_remembers_what_was_said(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    says(cast.bo, act, "enquiries", "31")
    assert 'value="31"' in page(cast, cast.bo, "together:brought_add", act.pk)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({}, "Fill in one number at least"),
        ({"m_enquiries": "-1"}, "greater than or equal to 0"),
        ({"m_enquiries": "2.5"}, "decimal place"),
        ({"m_enquiries": "many"}, "Write a number"),
        ({"m_enquiries": "1", "to_on": "2999-01-01"}, "still to come"),
        ({"m_enquiries": "1", "from_on": "2026-11-10", "to_on": "2026-11-01"}, "begins after it ends"),
        ({"m_value": "1e30"}, "Write an amount in Canadian dollars"),
        ({"m_value": "12,50"}, "Did you mean 1,250 or 12.5?"),
        ({"joy": "9"}, "Choose one from the list"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_nothing_is_kept(
    cast: Cast, said: dict[str, str], error: str
) -> None:
    answer = send(cast, cast.bo, did(cast.ann, cast.bo), **said)
    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert not Outcome.objects.exists()


def test_a_zero_is_a_figure(cast: Cast) -> None:
    send(cast, cast.bo, did(cast.ann, cast.bo), m_enquiries="0")
    assert Outcome.objects.get().quantity == 0


def test_the_giver_s_figure_asks_the_other_side_and_rises_with_one_press(cast: Cast) -> None:
    send(cast, cast.ann, did(cast.ann, cast.bo), m_visits="40")
    assert "Ann Photographs says that it brought you 40 visits." in page(cast, cast.bo)
    url = reverse("together:brought_confirm", args=[cast.community.slug, Outcome.objects.get().pk])
    client_of(cast.bo.person).post(url)
    seen = page(cast, cast.bo)
    assert "Is that right?" not in seen
    assert "40 visits (confirmed by the partner)" in seen


def test_taking_out_can_be_undone_from_the_page_that_follows(cast: Cast) -> None:
    outcome = says(cast.bo, did(cast.ann, cast.bo), "enquiries", "3")
    bo = client_of(cast.bo.person)
    url = reverse("together:brought_take_back", args=[cast.community.slug, outcome.pk])
    undo = reverse("together:brought_bring_back", args=[cast.community.slug, outcome.pk])
    assert undo in bo.post(url, follow=True).content.decode()
    bo.post(undo)
    assert Outcome.objects.standing().count() == 1


def test_measured_and_told_are_never_added_up(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    visited(cast.bo, cast.ann, 12)
    says(cast.ann, act, "visits", "40", "visits")
    seen = page(cast, cast.bo)
    assert "12 visits" in seen
    assert "40 visits" in seen
    assert "52 visits" not in seen


def test_a_quarter_shows_only_what_ended_in_it(cast: Cast) -> None:
    says(cast.bo, did(cast.ann, cast.bo), "enquiries", "3", "enquiries")
    assert "3 enquiries" in page(cast, cast.bo, period="2026-q4")
    assert "3 enquiries" not in page(cast, cast.bo, period="2026-q1")


def test_the_empty_page_says_what_will_be_here(cast: Cast) -> None:
    assert "Nothing is known yet" in page(cast, cast.dee)


def test_the_sheet_has_every_figure_and_no_formula(cast: Cast) -> None:
    says(cast.bo, did(cast.ann, cast.bo), "enquiries", "3", source="=cmd")
    cast.ann.member.name = "=HYPERLINK(1)"
    cast.ann.member.save()
    (head, row) = csv.reader(io.StringIO(page(cast, cast.bo, "together:brought_sheet").removeprefix("\ufeff")))
    assert len(head) == len(row) == 9
    assert row[3] == "3"
    assert row[7] == "'=HYPERLINK(1)"


def test_amounts_of_other_money_stand_by_themselves_and_are_never_added_up(cast: Cast) -> None:
    """The community counted in US dollars until its organiser said otherwise."""
    act = did(cast.ann, cast.bo)
    Community.objects.filter(pk=cast.community.pk).update(currency="USD")
    cast.community.refresh_from_db()
    says(cast.bo, act, "value", "100", "worth")
    Community.objects.filter(pk=cast.community.pk).update(currency="CAD")
    cast.community.refresh_from_db()
    says(cast.bo, did(cast.cy, cast.bo), "value", "1200.5", "worth")
    seen = page(cast, cast.bo)
    assert "US$100" in seen and "$1,200.50" in seen and "Worth in money (USD)" in seen
    assert "1,300.50" not in seen
    _head, first, second = csv.reader(io.StringIO(page(cast, cast.bo, "together:brought_sheet")))
    assert {tuple(first[3:5]), tuple(second[3:5])} == {("100", "USD"), ("1200.5", "CAD")}


def test_my_page_takes_ten_queries_at_most_however_much_there_is(cast: Cast) -> None:
    for number, other in enumerate((cast.ann, cast.cy, cast.dee)):
        act = did(other, cast.bo, within=f"test.thing:{number}")
        says(cast.bo, act, "enquiries", "3")
        says(other, act, "visits", "30")
        visited(cast.bo, other, 4, within=f"test.thing:{number}")
    client = client_of(cast.bo.person)
    with CaptureQueriesContext(connection) as made:
        assert client.get(reverse(MINE, args=[cast.community.slug])).status_code == 200
    assert len(made) <= 10


def test_the_organiser_sees_sums_of_three_members_or_more_without_names_or_money(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    says(cast.bo, act, "enquiries", "3")
    says(cast.bo, act, "value", "9876", "worth")
    assert "Nothing is known yet" in page(cast, cast.gus, "together:brought_here")
    says(cast.bo, did(cast.cy, cast.bo), "enquiries", "4")
    seen = page(cast, cast.gus, "together:brought_here")
    assert "7 enquiries" in seen
    assert "9876" not in seen
    assert "9,876" not in seen
    assert not [one for one in ("Ann Photographs", "Bo’s Bakery", "Cy Keeps") if one in seen]


def test_markup_in_a_source_stays_words(cast: Cast) -> None:
    says(cast.bo, did(cast.ann, cast.bo), "enquiries", "3", source="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(cast, cast.bo)
