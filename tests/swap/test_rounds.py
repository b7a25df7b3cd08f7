"""Looking for loops: what may close, what may not, and that each search happens once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from hometeam.foundation import clock, limits
from hometeam.foundation.jobs import schedules, work_off
from hometeam.foundation.models import Notice
from hometeam.members.actions import block
from hometeam.members.models import Member
from hometeam.swap import actions, jobs
from hometeam.swap.actions.proposing import ask_about
from hometeam.swap.models import Listing, Loop, Pace, Refused, Round, RoundPart, Rules
from hometeam.swap.queries.rounds import overview_of
from tests.cast import TIMEZONE, Cast, client_of
from tests.swap.rings import board, gives, looked, members_of, needs, the_loop, three

pytestmark = pytest.mark.django_db


def test_three_of_whom_no_two_match_close_a_loop(cast: Cast) -> None:
    loop = the_loop(cast)
    assert {(leg.giver.name, leg.receiver.name) for leg in loop.legs.all()} == {
        ("Ann Photographs", "Bo’s Bakery"),
        ("Bo’s Bakery", "Cy Keeps Books"),
        ("Cy Keeps Books", "Ann Photographs"),
    }
    assert Notice.objects.filter(subject__startswith="A loop of barter for you").count() == 3


def test_a_loop_found_by_night_is_in_the_letter_of_the_morning(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 3, tzinfo=ZoneInfo(TIMEZONE)), tick=False):
        the_loop(cast)
    assert set(Notice.objects.values_list("mail", flat=True)) == {Notice.Mail.DIGEST}


def test_a_loop_found_by_day_is_mailed_at_once(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 13, tzinfo=ZoneInfo(TIMEZONE)), tick=False):
        the_loop(cast)
    assert set(Notice.objects.values_list("mail", flat=True)) == {Notice.Mail.NOW}


def test_two_who_match_are_a_loop_too(cast: Cast) -> None:
    gives(cast.ann, "photographer")
    needs(cast.ann, "bookkeeping")
    gives(cast.cy, "bookkeeping")
    needs(cast.cy, "photographer")
    (loop,) = looked(cast)
    assert members_of(loop) == {cast.ann.member, cast.cy.member}


def test_nobody_gets_anything_that_is_not_among_their_needs(cast: Cast) -> None:
    three(cast)
    gives(cast.dee, "web-designer")
    needs(cast.dee, "florist")
    for leg in looked(cast)[0].legs.all():
        assert leg.needs.member_id == leg.receiver_id and leg.gives.member_id == leg.giver_id
        assert leg.needs.side == "need" and leg.needs.service == leg.gives.service


def blocked(cast: Cast) -> None:
    block(by=cast.ann.viewer.actor, member=cast.ann.member, other=cast.cy.member)


def rested(cast: Cast) -> None:
    Pace.objects.create(member=cast.bo.member, rests_until_on=clock.today("UTC") + timedelta(days=5))


def at_rest(cast: Cast) -> None:
    until = clock.today(cast.community.timezone) + timedelta(days=3)
    Member.objects.filter(pk=cast.bo.member.pk).update(snoozed_until_on=until)


def unclaimed(cast: Cast) -> None:
    Member.objects.filter(pk=cast.bo.member.pk).update(claimed_at=None)


def left(cast: Cast) -> None:
    cast.bo.member.memberships.update(state="left")


def refused(cast: Cast) -> None:
    Refused.objects.create(member=cast.bo.member, what="who", giver=cast.ann.member, receiver=cast.bo.member)


def too_far(cast: Cast) -> None:
    Listing.objects.filter(member=cast.cy.member, side="need").update(how="in-person")


def too_late(cast: Cast) -> None:
    Listing.objects.filter(member=cast.bo.member, side="need").update(by_on=clock.today("UTC") + timedelta(days=1))


def taken_away(cast: Cast) -> None:
    Listing.objects.filter(member=cast.bo.member, side="give").update(state="away")


def too_long(cast: Cast) -> None:
    Rules.objects.create(community=cast.community, longest_loop=2)


@pytest.mark.parametrize(
    "why",
    [blocked, rested, at_rest, unclaimed, left, refused, too_far, too_late, taken_away, too_long],
    ids=lambda f: f.__name__,
)
def test_what_keeps_a_loop_from_closing(cast: Cast, why: Any) -> None:
    three(cast)
    why(cast)
    assert looked(cast) == []
    assert not Notice.objects.exists()


def test_two_who_do_not_want_to_meet_are_not_in_one_loop_either(cast: Cast) -> None:
    gives(cast.ann, "photographer")
    needs(cast.ann, "bookkeeping")
    gives(cast.bo, "bakery")
    needs(cast.bo, "photographer")
    gives(cast.dee, "web-designer")
    needs(cast.dee, "bakery")
    gives(cast.cy, "bookkeeping")
    needs(cast.cy, "web-designer")
    block(by=cast.ann.viewer.actor, member=cast.ann.member, other=cast.dee.member)
    assert looked(cast) == []


def test_what_is_there_once_is_in_one_open_loop_only(cast: Cast) -> None:
    the_loop(cast)
    gives(cast.dee, "bookkeeping")
    needs(cast.dee, "bakery")
    assert looked(cast, "night:two") == []


def test_a_member_is_in_no_more_open_loops_than_it_chose(cast: Cast) -> None:
    Listing.objects.all()
    three(cast)
    Listing.objects.update(often="always")
    Pace.objects.create(member=cast.bo.member, most_open=1)
    assert len(looked(cast, "one")) == 1
    assert looked(cast, "two") == []
    Pace.objects.update(most_open=2)
    assert len(looked(cast, "three")) == 1


def test_a_trade_of_the_same_kind_will_do_where_the_very_one_is_not_there(cast: Cast) -> None:
    gives(cast.ann, "", "Letters in fine handwriting.")
    needs(cast.ann, "bookkeeping")
    gives(cast.cy, "bookkeeping")
    needs(cast.cy, "", "letters in FINE handwriting")
    assert len(looked(cast)) == 1


def test_whoever_has_waited_longest_comes_first(cast: Cast) -> None:
    three(cast)
    gives(cast.dee, "bakery")
    needs(cast.dee, "photographer", made_at=clock.now() - timedelta(days=50))
    (loop,) = looked(cast)
    assert cast.dee.member in members_of(loop)


def test_a_night_is_searched_once_on_the_community_s_own_clock(cast: Cast) -> None:
    three(cast)
    with time_machine.travel(datetime(2026, 11, 30, 4, tzinfo=UTC), tick=False):  # eight in the evening there
        jobs.night(clock.now())
        assert not Round.objects.exists()
    for hour in (11, 12):  # three and four at night
        with time_machine.travel(datetime(2026, 11, 30, hour, tzinfo=UTC), tick=False):
            jobs.night(clock.now())
            work_off()
    assert Round.objects.get().ended_at is not None
    assert Loop.objects.count() == 1
    assert "swap.night" in schedules()


def test_a_community_may_leave_the_nights_out(cast: Cast) -> None:
    three(cast)
    Rules.objects.create(community=cast.community, nightly=False)
    with time_machine.travel(datetime(2026, 11, 30, 11, tzinfo=UTC), tick=False):
        jobs.night(clock.now())
    assert not Round.objects.exists()


def test_a_search_that_is_made_again_changes_nothing(cast: Cast) -> None:
    the_loop(cast)
    told = Notice.objects.count()
    assert actions.look(round_id=Round.objects.get().pk) == 0
    assert (Loop.objects.count(), Notice.objects.count()) == (1, told)


def test_of_many_loops_the_later_ones_are_asked_about_by_jobs_and_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hometeam.swap.actions.proposing.ASKED_AT_ONCE", 1)
    three(cast)
    gives(cast.dee, "web-designer")
    needs(cast.dee, "florist")
    gives(cast.flo, "florist")
    needs(cast.flo, "web-designer")
    first, later = looked(cast)
    assert Notice.objects.count() == first.legs.count()
    early = cast.dee if cast.dee.member in members_of(later) else cast.ann
    actions.say_yes(viewer=early.viewer, loop=later)
    work_off()
    ask_about.call([later.pk])
    asked = Notice.objects.filter(subject__startswith="A loop of barter for you")
    assert asked.count() == first.legs.count() + later.legs.count() - 1


def test_an_organiser_looks_now_and_not_too_often(cast: Cast) -> None:
    three(cast)
    made = actions.ask_for_loops(viewer=cast.gus.viewer)
    assert made.ended_at is not None and made.loops.count() == 1
    for _time in range(5):
        actions.ask_for_loops(viewer=cast.gus.viewer)
    with pytest.raises(limits.LimitReached):
        actions.ask_for_loops(viewer=cast.gus.viewer)
    work_off()
    assert Loop.objects.count() == 1


def test_the_last_search_says_what_it_proved(cast: Cast) -> None:
    the_loop(cast)
    overview = overview_of(cast.community)
    assert (overview.waiting, overview.agreed, overview.helped) == (1, 0, 0)
    assert overview.proof == "It is proven that no choice of loops would be better."


def test_the_board_is_read_in_as_few_queries_for_many_as_for_few(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    three(cast)
    with django_assert_max_num_queries(8):
        assert board(cast).size == 3
    for player in (cast.dee, cast.flo):
        gives(player, "bakery")
        needs(player, "photographer")
    with django_assert_max_num_queries(8):
        assert board(cast).size == 5


def test_a_search_that_was_cut_off_is_told_to_the_organiser_who_can_let_it_be_made_again(cast: Cast) -> None:
    three(cast)
    Round.objects.create(community=cast.community, slot="night:one", made_at=clock.now() - timedelta(hours=5))
    gus, page = client_of(cast.gus.person), "/c/elm-street/swap/search"
    told = gus.get(page).content.decode()
    assert "was cut off and did not end" in told and "Search again" in told

    gus.post("/c/elm-street/swap/search/now")

    assert Loop.objects.count() == 1
    told = gus.get(page).content.decode()
    assert "was cut off" not in told and "Search again" not in told


@pytest.mark.parametrize(
    ("minutes", "parts", "running"), [(10, 0, True), (20, 0, False), (20, 2, True), (61, 2, False)]
)
def test_a_search_that_nobody_makes_any_more_does_not_look_as_if(
    cast: Cast, minutes: int, parts: int, running: bool
) -> None:
    """Its job was cut off three times. One in many parts is waited for longer; either way another may be asked for."""
    made_at = clock.now() - timedelta(minutes=minutes)
    round = Round.objects.create(community=cast.community, slot="night:2026-05-04", made_at=made_at)
    RoundPart.objects.bulk_create(RoundPart(round=round, step="whole", given=b"") for _part in range(parts))
    assert (overview_of(cast.community).running is not None) is running
    asked = actions.ask_for_loops(viewer=cast.gus.viewer)
    assert (asked == round) is running
