"""What a community counts, how much a member is asked, and what remains of who is no longer here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from hometeam.foundation import search
from hometeam.foundation.clock import now
from hometeam.members.actions import erase_member
from hometeam.members.models import Membership
from hometeam.swap import jobs, queries
from hometeam.swap.models import Leg, Listing, Loop, Pace, Rules
from hometeam.swap.queries.board import LABEL
from tests.cast import TIMEZONE, Cast, client_of
from tests.swap.boards import fresh, gives, needs

NOON = datetime(2026, 5, 4, 12, tzinfo=ZoneInfo(TIMEZONE))
SAID = {"counting": "nothing", "tolerance": "25", "longest_loop": "4", "nightly": "on"}


def keeps(cast: Cast, **said: str) -> str:
    answer = client_of(cast.gus.person).post(reverse("swap:rules", args=["elm-street"]), SAID | said, follow=True)
    return answer.content.decode()


def paces(cast: Cast, **said: str) -> str:
    answer = client_of(cast.ann.person).post(reverse("swap:pace", args=["elm-street"]), said, follow=True)
    return answer.content.decode()


def test_a_community_that_said_nothing_counts_nothing(cast: Cast) -> None:
    rules = queries.rules_of(cast.community)
    assert (rules.counting, rules.longest_loop, rules.nightly) == ("nothing", 4, True)


def test_an_organiser_chooses_hours_with_a_balance_that_is_pointed_out(cast: Cast) -> None:
    keeps(cast, counting="hours", most_owed_hours="20:00", tolerance="30", longest_loop="5")
    rules = queries.rules_of(cast.community)
    assert (rules.counting, rules.most_owed, rules.tolerance, rules.longest_loop) == ("hours", 1200, 30, 5)
    page = client_of(cast.gus.person).get(reverse("swap:rules", args=["elm-street"])).content.decode()
    assert 'value="20:00"' in page


def test_what_belongs_to_another_way_of_counting_is_not_kept(cast: Cast) -> None:
    keeps(cast, counting="nothing", most_owed_hours="20:00", most_owed_points="5")
    assert queries.rules_of(cast.community).most_owed is None


@pytest.mark.parametrize(
    "said",
    [
        {"counting": "points"},
        {"counting": "gold"},
        {"tolerance": "101"},
        {"tolerance": "-1"},
        {"longest_loop": "6"},
        {"counting": "hours", "most_owed_hours": "1:75"},
        {"counting": "points", "points_name": "acorns"},
        {"counting": "points", "points_one": "acorn"},
        {"counting": "points", "points_one": "acorn", "points_name": "acorns", "most_owed_points": "-5"},
    ],
)
def test_rules_that_cannot_be_are_not_kept(cast: Cast, said: dict[str, str]) -> None:
    keeps(cast, **said)
    assert not Rules.objects.exists()


def test_minutes_do_not_become_points(cast: Cast) -> None:
    keeps(cast, counting="hours")
    listing = gives(cast.ann, "Portraits", worth=90)
    keeps(cast, counting="hours", tolerance="10")
    assert fresh(listing).worth == 90
    keeps(cast, counting="points", points_one="acorn", points_name="acorns")
    assert fresh(listing).worth is None


def test_rules_are_for_organisers_and_linked_where_they_look(cast: Cast) -> None:
    page = reverse("swap:rules", args=["elm-street"])
    assert client_of(cast.ann.person).get(page).status_code == 404
    for place in ("swap:home", "organise:settings"):
        assert page in client_of(cast.gus.person).get(reverse(place, args=["elm-street"])).content.decode()
    assert page not in client_of(cast.ann.person).get(reverse("swap:home", args=["elm-street"])).content.decode()


@time_machine.travel(NOON, tick=False)
def test_a_member_says_how_many_loops_may_wait_and_rests(cast: Cast) -> None:
    paces(cast, most_open="0", rests_until_on="2026-06-01")
    pace = queries.pace_of(cast.ann.member)
    assert (pace.most_open, pace.rests_until_on) == (0, date(2026, 6, 1))
    paces(cast, most_open="5", rests_until_on="")
    assert Pace.objects.values_list("most_open", "rests_until_on").get() == (5, None)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    "said",
    [{"most_open": "6"}, {"most_open": "-1"}, {"rests_until_on": "2026-05-04"}, {"rests_until_on": "9999-01-01"}],
)
def test_a_pace_that_cannot_be_is_not_kept(cast: Cast, said: dict[str, str]) -> None:
    paces(cast, **({"most_open": "2"} | said))
    assert not Pace.objects.exists()


def test_the_board_of_who_left_is_taken_away_and_waits_for_their_return(cast: Cast) -> None:
    listing = gives(cast.ann, "Portraits")
    Membership.objects.filter(member=cast.ann.member).update(state=Membership.State.LEFT)
    jobs.leave_board(now())
    jobs.leave_board(now())
    assert fresh(listing).state == "away"
    assert search.find(cast.community.pk, "portraits", owner_label=LABEL) == []


def test_of_who_closed_nothing_is_left_but_what_was_agreed_in_a_loop(cast: Cast) -> None:
    cakes, wanted = gives(cast.bo, "Cakes", scope="By Bo"), needs(cast.cy, "Cakes, such as Bo’s Bakery makes")
    gives(cast.bo, "Bread")
    loop = Loop.objects.create(community=cast.community, deadline_at=now() + timedelta(days=3))
    between = {"giver": cast.bo.member, "receiver": cast.cy.member, "gives": cakes, "needs": wanted}
    Leg.objects.create(loop=loop, place=0, words="Cakes", unit="pieces", **between)
    erase_member(by=cast.bo.viewer.actor, member=cast.bo.member)
    jobs.forget_those_gone(now())
    jobs.forget_those_gone(now())
    left = Listing.objects.filter(member=cast.bo.member).values_list("words", "scope", "state")
    assert list(left) == [("", "", "away")]
    assert Leg.objects.get().words == "Cakes"
    assert fresh(wanted).words == "Cakes, such as a former member makes"
