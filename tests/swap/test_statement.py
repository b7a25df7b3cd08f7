"""The yearly statement: what was given and received by barter, for whoever does the books."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from hometeam.ledger import actions as ledger
from hometeam.members.models import Community
from hometeam.swap import actions
from hometeam.swap.models import Rules, SetOff
from hometeam.swap.queries.loops import said
from hometeam.together import actions as together
from tests.cast import Cast, client_of
from tests.swap.boards import gives
from tests.swap.counting import bartered, counts, helped
from tests.swap.rings import the_loop
from tests.swap.test_between_two import agrees, proposes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_november")]


@pytest.fixture
def _november() -> object:
    with time_machine.travel(datetime(2026, 11, 20, 20, tzinfo=UTC), tick=False):
        yield


def sheet_of(cast: Cast, year: int) -> list[list[str]]:
    found = client_of(cast.ann.person).get(reverse("swap:statement_sheet", args=["elm-street", year]))
    return list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"))))


def test_a_year_says_what_was_given_and_received_and_leaves_other_years_out(cast: Cast) -> None:
    bartered(cast.ann, cast.bo, on=date(2026, 3, 2))
    bartered(cast.bo, cast.ann, on=date(2026, 12, 31))
    bartered(cast.ann, cast.bo, on=date(2025, 12, 31))
    rows = sheet_of(cast, 2026)[1:]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("2026-03-02", "Bo’s Bakery", "given"),
        ("2026-12-31", "Bo’s Bakery", "received"),
    ]


def test_what_was_counted_and_what_it_was_worth_stand_beside_it(cast: Cast) -> None:
    counts(cast.community)
    transfer = helped(cast.ann, cast.bo, 90)
    assert transfer.act is not None
    day = transfer.happened_on
    ledger.record_outcome(
        viewer=cast.bo.viewer,
        act=transfer.act,
        measure="value",
        quantity=Decimal(120),
        unit="worth",
        from_on=day,
        to_on=day,
    )
    page = client_of(cast.ann.person).get(reverse("swap:statement", args=["elm-street", 2026])).content.decode()
    assert "1 h 30 min" in page and "$120" in page
    assert sheet_of(cast, 2026)[1][5:] == ["1 h 30 min", "90", "Minutes", "120", "CAD", ""]


def test_what_was_counted_in_hours_stays_so_when_points_are_counted_or_nothing(cast: Cast) -> None:
    rules = counts(cast.community)
    helped(cast.bo, cast.ann, 90)
    helped(cast.cy, cast.ann, 60)
    Rules.objects.filter(pk=rules.pk).update(counting="points", points_name="acorns", points_one="acorn")
    helped(cast.dee, cast.ann, 1)
    for counting in ("points", "nothing"):
        Rules.objects.filter(pk=rules.pk).update(counting=counting)
        assert [row[5] for row in sheet_of(cast, 2026)[1:]] == ["1 h 30 min", "1 h", "1 acorn"]
        assert [row[6:8] for row in sheet_of(cast, 2026)[1:]] == [["90", "Minutes"], ["60", "Minutes"], ["1", "acorns"]]
        page = client_of(cast.ann.person).get(reverse("swap:statement", args=["elm-street", 2026])).content.decode()
        assert ">2 h 30 min, 1 acorn</td>" in page


def test_settling_what_goes_round_changes_nothing_of_what_was_given_and_received(cast: Cast) -> None:
    counts(cast.community)
    for giver, receiver in ((cast.ann, cast.bo), (cast.bo, cast.cy), (cast.cy, cast.ann)):
        helped(giver, receiver, 60)
    before = sheet_of(cast, 2026)
    (ring,) = actions.propose_set_offs(community=cast.community)
    for player in (cast.ann, cast.bo, cast.cy):
        actions.agree_to_settle(viewer=player.viewer, set_off=ring)
    assert SetOff.objects.get().state == "done"
    assert sheet_of(cast, 2026) == before


def test_it_is_there_where_nothing_is_counted(cast: Cast) -> None:
    bartered(cast.ann, cast.bo)
    page = client_of(cast.ann.person).get(reverse("swap:statement", args=["elm-street", 2026])).content.decode()
    assert "Barter in 2026" in page and "Ann Photographs helped Bo’s Bakery." in page


def test_an_empty_year_says_so_and_a_year_to_come_is_not_there(cast: Cast) -> None:
    ann = client_of(cast.ann.person)
    page = ann.get(reverse("swap:statement", args=["elm-street", 2024])).content.decode()
    assert "Nothing was bartered in this year" in page
    assert ann.get(reverse("swap:statement", args=["elm-street", 2027])).status_code == 404


def test_a_name_that_looks_like_a_formula_is_harmless_in_the_sheet(cast: Cast) -> None:
    cast.bo.member.name = "=1+1"
    cast.bo.member.save(update_fields=["name"])
    bartered(cast.ann, cast.bo)
    assert sheet_of(cast, 2026)[1][1] == "'=1+1"


def test_what_others_bartered_is_not_in_it(cast: Cast) -> None:
    bartered(cast.cy, cast.dee)
    assert len(sheet_of(cast, 2026)) == 1


def test_the_statement_takes_few_queries(cast: Cast, django_assert_max_num_queries: object) -> None:
    for _each in range(20):
        bartered(cast.ann, cast.bo)
    ann = client_of(cast.ann.person)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # two of them are the session's
        ann.get(reverse("swap:statement", args=["elm-street", 2026]))


def test_what_had_been_agreed_stands_with_what_was_given(cast: Cast) -> None:
    made = proposes(cast.ann, gives(cast.bo, "Cakes", scope="Two layers"), gives(cast.ann, "Photos of your shop"))
    agrees(cast.bo, made)
    for player in (cast.ann, cast.bo):
        together.mark_done(
            viewer=player.viewer, commitment=made.commitments.get(step="deliver", part__member=player.member)
        )
    rows = {row[3]: row[-1] for row in sheet_of(cast, 2026)[1:]}
    assert rows == {"given": "Photos of your shop (1 hour)", "received": "Cakes (1 hour)\nTwo layers"}
    page = client_of(cast.bo.person).get(reverse("swap:statement", args=["elm-street", 2026])).content.decode()
    assert "Photos of your shop (1 hour)" in page


def test_what_a_loop_had_in_it_stands_on_the_statement(cast: Cast) -> None:
    agreed = the_loop(cast)
    for player in (cast.ann, cast.bo, cast.cy):
        agreed = actions.say_yes(viewer=player.viewer, loop=agreed)
    assert agreed.collaboration is not None
    mine = agreed.legs.get(giver=cast.ann.member)
    together.mark_done(
        viewer=cast.ann.viewer, commitment=agreed.collaboration.commitments.get(part__member=cast.ann.member)
    )
    assert [row[-1] for row in sheet_of(cast, 2026)[1:]] == [said(mine)]


@pytest.mark.parametrize(
    ("zone", "at", "year"),
    [
        ("America/Vancouver", datetime(2027, 1, 1, 7, 30, tzinfo=UTC), 2026),
        ("Pacific/Auckland", datetime(2026, 12, 31, 11, 30, tzinfo=UTC), 2027),
    ],
)
def test_on_new_years_eve_it_is_the_year_of_the_communitys_own_calendar(
    cast: Cast, zone: str, at: datetime, year: int
) -> None:
    Community.objects.filter(pk=cast.community.pk).update(timezone=zone)
    with time_machine.travel(datetime(2026, 12, 20, 20, tzinfo=UTC), tick=False):
        made = proposes(cast.bo, gives(cast.ann, "Portraits"), gives(cast.bo, "Cakes"))
        agrees(cast.ann, made)
    with time_machine.travel(at, tick=False):
        given = made.commitments.get(part__member=cast.ann.member, counts=True)
        together.mark_done(viewer=cast.ann.viewer, commitment=given)
        ann = client_of(cast.ann.person)
        home = ann.get(reverse("swap:home", args=["elm-street"])).content.decode()
        assert f"/swap/statement/{year}" in home
        assert len(sheet_of(cast, year)) == 2
        assert ann.get(reverse("swap:statement", args=["elm-street", year + 1])).status_code == 404
