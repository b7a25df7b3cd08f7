"""Yes, not this, silence, and what follows: nobody hears of anybody but their neighbours before all have agreed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.jobs import work_off
from hometeam.foundation.models import Notice
from hometeam.members.actions import block
from hometeam.members.models import Community, Member, Person
from hometeam.swap import actions, jobs
from hometeam.swap.models import Listing, Loop, Refused
from hometeam.swap.queries.loops import shaken
from hometeam.together import actions as together
from hometeam.together.models import Collaboration, Commitment
from tests.cast import TIMEZONE, Cast, Player
from tests.swap.rings import also_dee, answers, fresh, gives, looked, members_of, needs, the_loop, three

pytestmark = pytest.mark.django_db


def yes(loop: Loop, *players: Player) -> Loop:
    for player in players:
        actions.say_yes(viewer=player.viewer, loop=loop)
    return fresh(loop)


def later(hours: int) -> Any:
    return clock.telling(clock.now() + timedelta(hours=hours))


def told(player: Player) -> list[str]:
    return list(Notice.objects.filter(person=player.person).order_by("pk").values_list("subject", flat=True))


def test_with_the_last_yes_it_is_a_collaboration_in_which_each_owes_the_next(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    assert (loop.state, loop.collaboration) == (Loop.State.PROPOSED, None)
    loop = yes(loop, cast.cy)
    made = loop.collaboration
    assert made is not None
    assert (loop.state, made.state, made.kind_id) == (Loop.State.AGREED, State.AGREED, "barter-loop")
    assert {one.text for one in made.commitments.all()} == {
        "Give Bo’s Bakery: Photographs of your shop (1 hour)",
        "Give Cy Keeps Books: Bread for thirty (1 hour)",
        "Give Ann Photographs: Your books for a month (1 hour)",
    }
    assert [subject[:13] for subject in told(cast.ann)] == ["A loop of bar", "It is agreed:"]


def test_the_daily_letter_asks_nobody_who_has_answered_or_whose_loop_is_over(cast: Cast) -> None:
    """Found at night, refused at seven: at eight nobody reads “see it and answer”."""
    Person.objects.update(notice_choice="daily")
    loop = yes(the_loop(cast), cast.ann)
    asked = Notice.objects.filter(mail="digest", key=f"swap.loop:{loop.pk}:proposed")
    assert set(asked.values_list("person", flat=True)) == {cast.bo.person.pk, cast.cy.person.pk}
    actions.say_no(viewer=cast.cy.viewer, loop=loop, what="give")
    assert not asked.exists()
    assert told(cast.bo)[0].startswith("A loop of barter"), "it stays on the page"


def test_a_give_is_due_by_the_day_it_is_needed(cast: Cast) -> None:
    loop = the_loop(cast)
    day = clock.today(cast.community.timezone) + timedelta(days=8)
    Listing.objects.filter(member=cast.bo.member, side="need").update(by_on=day)
    yes(loop, cast.ann, cast.bo, cast.cy)
    assert Commitment.objects.get(receiver__member=cast.bo.member).due_on == day


def test_a_yes_may_be_taken_back_until_all_have_said_it(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.ann)
    actions.take_back(viewer=cast.ann.viewer, loop=loop)
    assert answers(loop) == {"Ann": "", "Bo’s": "", "Cy": ""}
    yes(loop, cast.ann, cast.bo, cast.cy)
    with pytest.raises(actions.Moved, match="All have said yes meanwhile"):
        actions.take_back(viewer=cast.ann.viewer, loop=loop)


def test_others_than_its_members_have_nothing_to_answer(cast: Cast) -> None:
    loop = the_loop(cast)
    with pytest.raises(Http404):
        actions.say_yes(viewer=cast.dee.viewer, loop=loop)
    with pytest.raises(Http404):
        actions.say_no(viewer=cast.gus.acting_for(cast.dee.member), loop=loop, what="get")


def test_an_organiser_holds_the_pen_for_a_member_and_it_is_kept_who_did(cast: Cast) -> None:
    loop = the_loop(cast)
    actions.say_yes(viewer=cast.gus.acting_for(cast.bo.member), loop=loop)
    leg = loop.legs.get(giver=cast.bo.member)
    assert (leg.answer, leg.on_behalf, leg.answered_by) == ("yes", True, cast.gus.person)


def test_a_refusal_is_repaired_with_every_yes_that_can_be_kept(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    also_dee(cast)
    actions.say_no(viewer=cast.cy.viewer, loop=loop, what="give")
    (new,) = Loop.objects.filter(repaired_from=loop)
    assert members_of(new) == {cast.ann.member, cast.bo.member, cast.dee.member}
    kept = new.legs.get(giver=cast.ann.member)
    assert kept.receiver == cast.bo.member
    yes(new, cast.ann, cast.bo, cast.dee)
    assert fresh(new).state == Loop.State.AGREED


def test_whose_give_and_get_are_unchanged_is_not_asked_again(cast: Cast) -> None:
    gives(cast.ann, "photographer")
    needs(cast.ann, "bookkeeping")
    gives(cast.bo, "bakery")
    needs(cast.bo, "photographer")
    gives(cast.dee, "web-designer")
    needs(cast.dee, "bakery")
    gives(cast.cy, "bookkeeping")
    needs(cast.cy, "web-designer")
    (loop,) = looked(cast)
    assert len(members_of(loop)) == 4
    yes(loop, cast.ann, cast.bo, cast.dee)
    gives(cast.flo, "bookkeeping")
    needs(cast.flo, "web-designer")
    actions.say_no(viewer=cast.cy.viewer, loop=loop, what="later")
    (new,) = Loop.objects.filter(repaired_from=loop)
    assert answers(new) == {"Ann": "", "Bo’s": "yes", "Dee": "", "Elm": ""}
    assert told(cast.bo)[-1] == "Your loop of barter is asked anew"
    assert told(cast.ann)[-1].startswith("Another loop of barter for you")
    assert told(cast.flo)[-1].startswith("A loop of barter for you")
    yes(new, cast.ann, cast.dee, cast.flo)
    assert fresh(new).state == Loop.State.AGREED


@pytest.mark.parametrize(
    ("what", "forbids"),
    [
        ("get", ("Bo’s Bakery", "Cy Keeps Books", True)),
        ("give", ("Cy Keeps Books", "Ann Photographs", True)),
        ("giver", ("Bo’s Bakery", "Cy Keeps Books", False)),
        ("receiver", ("Cy Keeps Books", "Ann Photographs", False)),
    ],
)
def test_nobody_is_asked_again_about_what_they_refused(cast: Cast, what: Any, forbids: tuple[str, str, bool]) -> None:
    loop = the_loop(cast)
    actions.say_no(viewer=cast.cy.viewer, loop=loop, what=what, words="Not my week.")
    refused = Refused.objects.get()
    assert (refused.giver.name, refused.receiver.name, refused.gives is not None) == forbids
    assert (refused.member, refused.words) == (cast.cy.member, "Not my week.")
    with clock.telling(clock.now() + timedelta(days=20)):
        assert looked(cast, "weeks:later") == []


def test_not_now_is_a_week_of_quiet_and_forbids_nothing(cast: Cast) -> None:
    loop = the_loop(cast)
    actions.say_no(viewer=cast.cy.viewer, loop=loop, what="later")
    assert not Refused.objects.exists()
    assert looked(cast, "tomorrow") == []
    with clock.telling(clock.now() + timedelta(days=8)):
        assert len(looked(cast, "next week")) == 1


def test_the_others_hear_that_it_did_not_come_together_and_not_by_whom(cast: Cast) -> None:
    loop = the_loop(cast)
    actions.say_no(viewer=cast.cy.viewer, loop=loop, what="get")
    assert told(cast.ann)[-1] == told(cast.bo)[-1] == "The loop of barter did not come together this time"
    assert len(told(cast.cy)) == 1
    for notice in Notice.objects.filter(key__endswith=":dissolved"):
        words = " ".join([notice.subject, *notice.lines])
        assert not any(player.member.name in words for player in cast.street)


def test_a_refusal_is_mended_once_whoever_comes_first(cast: Cast) -> None:
    loop = the_loop(cast)
    also_dee(cast)
    actions.say_no(viewer=cast.cy.viewer, loop=loop, what="give")
    before = (Loop.objects.count(), Notice.objects.count())
    work_off()
    jobs.move_on(clock.now())
    assert actions.mend(loop_id=loop.pk) == []
    assert (Loop.objects.count(), Notice.objects.count()) == before


def test_where_a_board_is_large_a_job_mends_within_the_minute(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hometeam.swap.actions.mending.SMALL", 0)
    loop = the_loop(cast)
    also_dee(cast)
    actions.say_no(viewer=cast.cy.viewer, loop=loop, what="give")
    assert not Loop.objects.filter(repaired_from=loop).exists()
    work_off()
    assert Loop.objects.filter(repaired_from=loop).count() == 1


@pytest.mark.parametrize(
    ("begins", "until"),
    [
        (datetime(2027, 3, 26, 3, tzinfo=UTC), "Monday, 29 March at 5 a.m."),  # at 4 on the clocks of Berlin
        (datetime(2026, 10, 23, 2, tzinfo=UTC), "Monday, 26 October at 3 a.m."),
    ],
)
def test_seventy_two_hours_across_a_change_of_clocks_are_told_on_the_communitys(
    cast: Cast, begins: datetime, until: str
) -> None:
    Community.objects.filter(pk=cast.community.pk).update(timezone="Europe/Berlin")
    Person.objects.filter(pk=cast.bo.person.pk).update(timezone="Europe/Berlin")
    with clock.telling(begins):
        three(cast)
        (loop,) = looked(cast)
    lines = {one.person: one.lines[-1] for one in Notice.objects.filter(key__endswith=":proposed")}
    assert lines[cast.bo.person] == f"Time to answer: until {until}"
    assert lines[cast.ann.person] == f"Time to answer: until {until}, Berlin time"
    with clock.telling(begins + timedelta(hours=71)):
        yes(loop, cast.ann)
        jobs.move_on(clock.now())
    assert Notice.objects.filter(key__endswith=":reminder").count() == 2
    with clock.telling(begins + timedelta(hours=72)), pytest.raises(actions.Moved):
        yes(loop, cast.bo)


def test_one_reminder_after_two_days_and_only_to_those_who_have_not_answered(cast: Cast) -> None:
    yes(the_loop(cast), cast.ann)
    with later(47):
        jobs.move_on(clock.now())
    assert not Notice.objects.filter(key__endswith=":reminder").exists()
    with later(49):
        jobs.move_on(clock.now())
        jobs.move_on(clock.now())
    reminded = Notice.objects.filter(key__endswith=":reminder").values_list("person__name", flat=True)
    assert sorted(reminded) == ["Bo", "Cy"]


def test_three_days_of_silence_dissolve_it_kindly_and_whoever_was_silent_has_quiet(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    also_dee(cast)
    with later(73):
        jobs.move_on(clock.now())
        assert (fresh(loop).state, fresh(loop).because) == (Loop.State.DISSOLVED, Loop.Because.SILENCE)
        (new,) = Loop.objects.filter(repaired_from=loop)
        assert cast.cy.member not in members_of(new)
        with pytest.raises(actions.Moved, match="did not come together meanwhile"):
            actions.say_yes(viewer=cast.cy.viewer, loop=loop)
    assert told(cast.cy)[-1] == "The loop of barter did not come together this time"


def taken_away(cast: Cast) -> None:
    Listing.objects.filter(member=cast.bo.member, side="give").update(state="away")


def gone(cast: Cast) -> None:
    cast.bo.member.memberships.update(state="left")


def closed(cast: Cast) -> None:
    Member.objects.filter(pk=cast.bo.member.pk).update(closed_at=clock.now())


def blocked(cast: Cast) -> None:
    block(by=cast.bo.viewer.actor, member=cast.bo.member, other=cast.cy.member)


def said_otherwise(cast: Cast) -> None:
    need = Listing.objects.get(member=cast.bo.member, side="need")
    actions.change_listing(
        viewer=cast.bo.viewer, listing=need, values={"words": "A logo", "service": "graphic-designer"}
    )


@pytest.mark.parametrize("why", [taken_away, gone, closed, blocked, said_otherwise], ids=lambda one: one.__name__)
def test_what_is_no_longer_there_dissolves_it_at_the_next_answer_or_by_itself(cast: Cast, why: Any) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    assert shaken() == []
    why(cast)
    assert shaken() == ([] if why == said_otherwise else [loop.pk])
    with pytest.raises(actions.Moved):
        actions.say_yes(viewer=cast.cy.viewer, loop=loop)
    assert (fresh(loop).state, fresh(loop).because) == (Loop.State.DISSOLVED, Loop.Because.GONE)
    assert not Collaboration.objects.exists()


def test_a_block_within_a_loop_frees_the_others_within_the_minute(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    blocked(cast)
    jobs.let_fall_apart(clock.now())
    assert fresh(loop).state == Loop.State.DISSOLVED
    assert told(cast.ann)[-1] == "The loop of barter did not come together this time"


def test_a_scope_said_more_precisely_and_a_need_kept_up_leave_a_waiting_loop_as_it_is(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    need = Listing.objects.get(member=cast.bo.member, side="need")
    actions.change_listing(viewer=cast.bo.viewer, listing=need, values={"words": need.words, "scope": "No printing."})
    actions.renew(viewer=cast.bo.viewer, listing=need)
    jobs.move_on(clock.now())
    assert fresh(loop).state == Loop.State.PROPOSED


def test_an_offer_worded_anew_is_asked_about_in_its_new_words(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    bread = Listing.objects.get(member=cast.bo.member, side="give")
    actions.change_listing(viewer=cast.bo.viewer, listing=bread, values={"words": "Bread for ten", "service": "bakery"})
    jobs.move_on(clock.now())
    (new,) = Loop.objects.filter(repaired_from=loop)
    assert new.legs.get(giver=cast.bo.member).words == "Bread for ten"
    assert answers(new) == {"Ann": "yes", "Bo’s": "", "Cy": ""}


def test_a_need_worded_anew_asks_the_two_whom_it_concerns_and_nobody_else(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.bo, cast.cy)
    need = Listing.objects.get(member=cast.bo.member, side="need")
    actions.change_listing(
        viewer=cast.bo.viewer, listing=need, values={"words": "Pictures by night", "service": "photographer"}
    )
    jobs.move_on(clock.now())
    (new,) = Loop.objects.filter(repaired_from=loop)
    assert answers(new) == {"Ann": "", "Bo’s": "", "Cy": "yes"}
    assert "Pictures by night" not in told(cast.cy)[-1]


def takes_a_rest(cast: Cast) -> None:
    Member.objects.filter(pk=cast.cy.member.pk).update(snoozed_until_on=clock.today(TIMEZONE) + timedelta(days=20))


def wants_no_loops_for_now(cast: Cast) -> None:
    until = clock.today(TIMEZONE) + timedelta(days=20)
    actions.keep_pace(viewer=cast.cy.viewer, most_open=2, rests_until_on=until)


def wants_no_loops(cast: Cast) -> None:
    actions.keep_pace(viewer=cast.cy.viewer, most_open=0, rests_until_on=None)


RESTS = pytest.mark.parametrize(
    "rests", [takes_a_rest, wants_no_loops_for_now, wants_no_loops], ids=lambda one: one.__name__
)


@RESTS
def test_nobody_waits_for_the_answer_of_one_who_takes_a_rest_and_others_close_a_loop_instead(
    cast: Cast, rests: Any
) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    also_dee(cast)
    rests(cast)
    jobs.move_on(clock.now())
    (new,) = Loop.objects.filter(repaired_from=loop)
    assert members_of(new) == {cast.ann.member, cast.bo.member, cast.dee.member}


@RESTS
def test_what_one_said_yes_to_stays_when_one_takes_a_rest(cast: Cast, rests: Any) -> None:
    loop = yes(the_loop(cast), cast.cy)
    rests(cast)
    jobs.move_on(clock.now())
    assert yes(loop, cast.ann, cast.bo).state == Loop.State.AGREED


@RESTS
def test_whoever_takes_a_rest_may_still_say_yes(cast: Cast, rests: Any) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo)
    rests(cast)
    assert yes(loop, cast.cy).state == Loop.State.AGREED


def test_the_clock_sees_it_too(cast: Cast) -> None:
    loop = the_loop(cast)
    gone(cast)
    jobs.move_on(clock.now())
    assert fresh(loop).because == Loop.Because.GONE


def test_who_was_served_lately_yields(cast: Cast) -> None:
    loop = yes(the_loop(cast), cast.ann, cast.bo, cast.cy)
    assert fresh(loop).state == Loop.State.AGREED
    gives(cast.bo, "bakery")
    needs(cast.bo, "photographer", made_at=clock.now() - timedelta(days=40))
    gives(cast.dee, "bakery")
    needs(cast.dee, "photographer", made_at=clock.now() - timedelta(days=40))
    gives(cast.ann, "photographer")
    needs(cast.ann, "bakery")
    (new,) = looked(cast, "next")
    assert members_of(new) == {cast.ann.member, cast.dee.member}


def test_what_was_agreed_is_taken_until_it_does_not_come_about(cast: Cast) -> None:
    yes(the_loop(cast), cast.ann, cast.bo, cast.cy)
    assert looked(cast, "next") == []
    together.let_go(viewer=cast.cy.viewer, commitment=Commitment.objects.get(part__member=cast.cy.member))
    jobs.note_missing(clock.now())
    gives(cast.ann, "bakery")
    gives(cast.dee, "bookkeeping")
    needs(cast.dee, "bakery")
    (new,) = looked(cast, "after")
    assert members_of(new) == {cast.ann.member, cast.dee.member}
