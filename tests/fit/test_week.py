"""What suggestions go by stands from Monday to Monday: chosen once, by whichever worker comes first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
import time_machine

from hometeam.engine.fit.beliefs import EXPERT, Tuning
from hometeam.fit import actions
from hometeam.fit.models import Refusal, Week
from hometeam.fit.queries import pools, pricing, suggestions_for, weeks
from hometeam.fit.queries.leaving_out import left_out
from hometeam.foundation import clock
from hometeam.foundation.models import Event
from hometeam.members import actions as members
from hometeam.members.models import Community, Member
from tests.cast import Cast, make_member, needs, offers, serves

pytestmark = pytest.mark.django_db
SUNDAY_NIGHT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
"""Half past eleven on Sunday in Vancouver, and Monday already in UTC."""
MONDAY = SUNDAY_NIGHT + timedelta(hours=1)


def crowd(cast: Cast, size: int = 14) -> None:
    """A street on which many look for a photographer, and some are one."""
    for number in range(size):
        someone = make_member(f"Member {number}", cast.community)
        offers(someone, ("bakery", "florist", "web-designer", "cafe", "plumber", "printer", "yoga")[number % 7])
        needs(someone, "photographer")
        serves(someone, "families")


def five(cast: Cast) -> list[tuple[int, str]]:
    pools.forget()
    return [(one.member.pk, one.kind) for one in suggestions_for(cast.ann.member, cast.community)]


def test_a_week_is_chosen_once_and_begins_on_the_communitys_own_monday(cast: Cast) -> None:
    with time_machine.travel(SUNDAY_NIGHT):
        assert actions.turn_the_week(community=cast.community)
        assert not actions.turn_the_week(community=cast.community)
    with time_machine.travel(MONDAY):
        assert actions.turn_the_week(community=cast.community)
    assert [str(week.begins_on) for week in Week.objects.all()] == ["2026-03-02", "2026-02-23"]
    assert Event.objects.filter(verb="fit.week_turned").count() == 2


def test_it_is_chosen_anew_where_most_came_since_as_after_a_list_was_brought_in(cast: Cast) -> None:
    assert actions.turn_the_week(community=cast.community)
    make_member("One more", cast.community)
    assert not actions.turn_the_week(community=cast.community)
    crowd(cast)
    pools.forget()
    assert actions.turn_the_week(community=cast.community)
    assert not actions.turn_the_week(community=cast.community)
    seats = pools.known_of(cast.community).chosen.seats
    assert cast.community.members.get(name="Member 13").pk in chain.from_iterable(seats.values())
    assert Week.objects.count() == 1


def test_whoever_many_would_like_to_meet_is_dear_and_hardly_anybody_is_told(cast: Cast) -> None:
    crowd(cast)
    actions.turn_the_week(community=cast.community)
    prices = pools.known_of(cast.community).chosen.prices
    assert prices[cast.ann.member.pk] == max(prices.values())
    assert Event.objects.get(verb="fit.week_turned").data == {}


def test_everybody_is_on_somebodys_list_and_whoever_has_a_seat_is_on_that_one(cast: Cast) -> None:
    crowd(cast, 28)
    actions.turn_the_week(community=cast.community)
    pools.forget()
    everyone = {one.pk: one for one in cast.community.members.all()}
    lists = {pk: {one.member.pk for one in suggestions_for(who, cast.community)} for pk, who in everyone.items()}
    crowded = {pk for pk, one in everyone.items() if one.name.startswith("Member ")}
    assert crowded <= set().union(*lists.values())
    seats = pools.known_of(cast.community).chosen.seats
    assert seats
    assert all(lists[pk].issuperset(some) for pk, some in seats.items())
    assert crowded <= set(chain.from_iterable(seats.values()))


def test_nobody_has_a_seat_with_whoever_refused_them(cast: Cast) -> None:
    crowd(cast, 28)
    actions.turn_the_week(community=cast.community)
    pk, (other, *_others) = next(iter(pools.known_of(cast.community).chosen.seats.items()))
    member, refused = (cast.community.members.get(pk=one) for one in (pk, other))
    Refusal.objects.create(member=member, other=refused, reason="not-right", until_at=clock.now() + timedelta(days=90))
    with time_machine.travel(clock.now() + timedelta(days=7)):
        actions.turn_the_week(community=cast.community)
        pools.forget()
        assert other not in pools.known_of(cast.community).chosen.seats.get(pk, ())


def test_how_long_each_has_waited_for_a_seat_is_read_from_the_weeks_before(cast: Cast) -> None:
    ann, bo, cy, dee = (one.member.pk for one in (cast.ann, cast.bo, cast.cy, cast.dee))
    with time_machine.travel(MONDAY):
        begins_on = weeks.this_monday(cast.community)
        before: list[dict[int, object]] = [{ann: [dee]}, {ann: [bo, cy]}, {ann: bo}, {}, {}, {ann: [ann]}]
        for ago, seats in enumerate(before):
            monday, written = begins_on - timedelta(weeks=ago), {str(pk): some for pk, some in seats.items()}
            Week.objects.create(community=cast.community, begins_on=monday, seats=written)
        assert weeks.weeks_since_seated(cast.community) == {bo: 1, cy: 1}


def test_whoever_is_left_out_of_all_the_best_lists_finds_a_viewer_farther_down(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(cast, 28)
    monkeypatch.setattr(pricing, "CANDIDATES", 3)
    monkeypatch.setattr(pricing, "both_ways", lambda *best: best)
    fair = pricing.fair_week(cast.community, EXPERT)
    assert {one.pk for one in cast.community.members.filter(name__startswith="Member")} <= set(
        chain.from_iterable(fair.seats.values())
    )
    assert not fair.invisible


def refuses_everybody(who: Member, others: Iterable[Member], reason: str, at: datetime) -> None:
    for number, other in enumerate(others):
        Refusal.objects.create(
            member=who,
            other=other,
            reason=reason,
            at=at + timedelta(minutes=number),
            until_at=at + timedelta(days=365),
        )


@pytest.mark.parametrize(("reason", "comes_back"), [("too-far", 5), ("not-right", 0)])
def test_whoever_refused_everybody_is_shown_again_to_those_whom_they_refused_first_and_is_not_shown_them(
    cast: Cast, reason: str, comes_back: int
) -> None:
    crowd(cast)
    member, *others = cast.community.members.filter(name__startswith="Member").order_by("pk")
    everybody = [*others, *cast.community.members.exclude(name__startswith="Member").order_by("pk")]
    refuses_everybody(member, everybody, reason, MONDAY - timedelta(weeks=5))
    with time_machine.travel(MONDAY):
        assert actions.turn_the_week(community=cast.community)
        again = {refusal.other_id for refusal in member.refusals.filter(for_both=False)}
        assert again == {one.pk for one in everybody[:comes_back]}
        shown = left_out([one.pk for one in everybody], cast.community).without
        assert {one.pk for one in everybody if member.pk not in shown[one.pk]} == again
        assert again <= left_out([member.pk], cast.community).without[member.pk]


def test_refusals_among_another_communitys_members_stand_and_take_nobodys_turn(cast: Cast) -> None:
    crowd(cast)
    member, *others = cast.community.members.filter(name__startswith="Member").order_by("pk")
    everybody = [*others, *cast.community.members.exclude(name__startswith="Member").order_by("pk")]
    elsewhere = [make_member(f"Elsewhere {number}", cast.elsewhere) for number in range(6)]
    refuses_everybody(member, [*elsewhere, *everybody], "too-far", MONDAY - timedelta(weeks=5))
    with time_machine.travel(MONDAY):
        assert actions.turn_the_week(community=cast.community)
    again = {refusal.other_id for refusal in member.refusals.filter(for_both=False)}
    assert again == {one.pk for one in everybody[:5]}


def test_whoever_is_seen_or_rests_or_refused_lately_changes_nothing(cast: Cast) -> None:
    crowd(cast)
    lately, resting, seen, *others = cast.community.members.order_by("-pk")
    refuses_everybody(lately, [resting, seen, *others], "too-far", MONDAY - timedelta(weeks=2))
    refuses_everybody(resting, [lately, seen, *others], "too-far", MONDAY - timedelta(weeks=5))
    Member.objects.filter(pk=resting.pk).update(snoozed_until_on=MONDAY + timedelta(weeks=1))
    refuses_everybody(seen, others[:3], "too-far", MONDAY - timedelta(weeks=5))
    with time_machine.travel(MONDAY):
        assert actions.turn_the_week(community=cast.community)
    assert not Refusal.objects.filter(for_both=False).exists()


def test_a_list_is_the_same_at_every_look_of_a_week_and_in_every_process(cast: Cast) -> None:
    crowd(cast)
    with time_machine.travel(MONDAY):
        actions.turn_the_week(community=cast.community)
        first = five(cast)
    assert len(first) == 5
    with time_machine.travel(MONDAY + timedelta(days=6)):
        assert five(cast) == first


def test_what_is_learnt_meanwhile_counts_from_the_next_monday_on(cast: Cast) -> None:
    crowd(cast)
    with time_machine.travel(MONDAY):
        actions.turn_the_week(community=cast.community)
        before = pools.known_of(cast.community).chosen.beliefs.liked
        actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    with time_machine.travel(MONDAY + timedelta(hours=1)):
        actions.learn(community=cast.community)
        assert pools.known_of(cast.community).chosen.beliefs.liked == before
    with time_machine.travel(MONDAY + timedelta(days=7)):
        actions.turn_the_week(community=cast.community)
        assert pools.known_of(cast.community).chosen.beliefs.liked[cast.bo.member.pk] < 0


def test_an_edit_shows_at_the_next_look_all_the_same(cast: Cast) -> None:
    crowd(cast)
    actions.turn_the_week(community=cast.community)
    one = five(cast)[0][0]
    away = {"introductions_a_month": 0}
    member = cast.community.members.get(pk=one)
    members.change_profile(by=cast.gus.viewer.actor, member=member, group="likes", values=away)
    assert one not in [pk for pk, _kind in five(cast)]


def test_of_two_workers_at_once_one_chooses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    solve = pricing.fair_week
    met: list[bool] = []

    def while_another_works(community: Community, beliefs: object) -> pricing.FairWeek:
        if not met:
            met.append(True)
            assert actions.turn_the_week(community=community)
        return solve(community, beliefs)  # type: ignore[arg-type]

    monkeypatch.setattr(pricing, "fair_week", while_another_works)
    assert not actions.turn_the_week(community=cast.community)
    assert Week.objects.count() == Event.objects.filter(verb="fit.week_turned").count() == 1


def test_a_worker_that_is_killed_leaves_last_weeks_choice_standing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pricing, "fair_week", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.turn_the_week(community=cast.community)
    assert not Week.objects.exists()
    assert actions.turn_the_week(community=cast.community)


def test_what_was_tuned_before_a_week_was_ever_chosen_is_kept_when_it_is(cast: Cast) -> None:
    actions.tune(viewer=cast.gus.viewer, tuning=Tuning(nearer=2))
    assert actions.turn_the_week(community=cast.community)
    assert pools.known_of(cast.community).chosen.beliefs.tuning == Tuning(nearer=2)


def test_a_community_of_nobody_has_its_week_too(cast: Cast) -> None:
    cast.eve.member.memberships.all().delete()
    assert actions.turn_the_week(community=cast.elsewhere)
    assert Week.objects.get().prices == {}
