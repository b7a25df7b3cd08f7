"""From a proposal to the thank-you, through the actions."""

from __future__ import annotations

import pytest
from django.http import Http404

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.models import Event, Letter, Notice
from hometeam.ledger.models import Act, Level
from hometeam.together import actions, queries
from hometeam.together.queries.seen import seen
from tests.cast import Cast
from tests.together.moments import agreed, coffee, fresh, soon


def test_a_proposal_is_told_to_the_other_side_and_to_nobody_else(cast: Cast) -> None:
    coffee(cast.ann, cast.bo)
    assert [notice.person for notice in Notice.objects.all()] == [cast.bo.person]


def test_a_yes_brings_the_calendar_entry_to_both_but_a_notice_only_to_the_other(cast: Cast) -> None:
    agreed(cast.ann, cast.bo)
    assert list(Notice.objects.values_list("person", flat=True).order_by("pk")) == [
        cast.bo.person.pk,
        cast.ann.person.pk,
    ]
    with_entries = Letter.objects.exclude(calendar="")
    assert {letter.to for letter in with_entries} == {cast.ann.person.email, cast.bo.person.email}


def test_a_coffee_is_done_for_both_when_one_says_so_and_the_other_confirms(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    (meet,) = both.commitments.all()
    actions.mark_done(viewer=cast.ann.viewer, commitment=meet)
    levels = dict(Act.objects.values_list("giver__name", "level"))
    assert levels == {"Ann Photographs": Level.SELF_REPORTED, "Bo’s Bakery": Level.PARTNER_CONFIRMED}
    actions.confirm(collaboration=both, viewer=cast.bo.viewer)
    assert set(Act.objects.values_list("level", flat=True)) == {Level.PARTNER_CONFIRMED}


def test_a_tick_can_be_taken_back_and_takes_its_acts_along(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    (meet,) = both.commitments.all()
    actions.mark_done(viewer=cast.ann.viewer, commitment=meet)
    actions.undo_done(viewer=cast.ann.viewer, commitment=meet)
    assert fresh(both).state == State.AGREED
    assert not Act.objects.filter(taken_back_at=None).exists()


def test_the_history_says_which_step_was_ticked_off_taken_back_and_confirmed(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo, kind_id="barter")
    small = both.commitments.get(step="first", part__member=cast.ann.member)
    great = both.commitments.get(step="deliver", part__member=cast.ann.member)
    actions.mark_done(viewer=cast.ann.viewer, commitment=small)
    actions.undo_done(viewer=cast.ann.viewer, commitment=small)
    actions.mark_done(viewer=cast.ann.viewer, commitment=great)
    actions.confirm(collaboration=both, viewer=cast.bo.viewer)
    told = [line.happened for line in seen(fresh(both), cast.bo.member).lines][-4:]
    assert told == [
        "Ann Photographs ticked off “Give Bo’s Bakery a small first part”.",
        "Ann Photographs took the tick back at “Give Bo’s Bakery a small first part”.",
        "Ann Photographs ticked off “Give Bo’s Bakery all that you promised”.",
        "Bo’s Bakery confirmed that it happened: “Give Bo’s Bakery all that you promised”.",
    ]


def test_what_was_told_before_steps_were_kept_is_still_told(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    actions.mark_done(viewer=cast.ann.viewer, commitment=both.commitments.get())
    both.changes.update(steps=[])
    assert seen(fresh(both), cast.bo.member).lines[-1].happened == "Ann Photographs ticked off a step."


def test_a_tick_that_the_partner_confirmed_stays(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    (meet,) = both.commitments.all()
    actions.mark_done(viewer=cast.ann.viewer, commitment=meet)
    actions.confirm(collaboration=both, viewer=cast.bo.viewer)
    with pytest.raises(actions.Moved):
        actions.undo_done(viewer=cast.ann.viewer, commitment=fresh(both).commitments.get())


def test_a_yes_but_shows_what_would_change_and_asks_the_first_side(cast: Cast) -> None:
    proposed = coffee(cast.ann, cast.bo)
    other_day = actions.NewTerms(soon(7), "Bo’s Bakery", "", 30)
    countered = actions.counter(
        collaboration=proposed, viewer=cast.bo.viewer, seen_version=1, terms=other_day, words="I bake on Mondays"
    )
    assert countered.state == State.COUNTERED
    assert countered.happens_at == soon(7)
    told = Notice.objects.get(person=cast.ann.person)
    assert any("The Blue Door → Bo’s Bakery" in line for line in told.lines)
    assert queries.on_hand(cast.ann.member, cast.community).waiting == [countered]
    assert queries.on_hand(cast.bo.member, cast.community).waiting == []


def test_a_change_of_what_was_agreed_moves_nothing_until_the_other_says_yes(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    stood = both.happens_at
    later = actions.NewTerms(soon(9), "The Blue Door", "", 45)
    asked = actions.renegotiate(collaboration=both, viewer=cast.ann.viewer, seen_version=both.version, terms=later)
    assert fresh(asked).happens_at == stood
    actions.accept(collaboration=asked, viewer=cast.bo.viewer, seen_version=asked.version)
    assert fresh(asked).happens_at == soon(9)
    assert fresh(asked).state == State.AGREED


def test_a_change_that_is_declined_leaves_everything_as_it_was_agreed(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    stood = both.happens_at
    later = actions.NewTerms(soon(9), "Elsewhere", "", 45)
    asked = actions.renegotiate(collaboration=both, viewer=cast.ann.viewer, seen_version=both.version, terms=later)
    kept = fresh(actions.decline(collaboration=asked, viewer=cast.bo.viewer, seen_version=asked.version))
    assert (kept.state, kept.happens_at, kept.place) == (State.AGREED, stood, "The Blue Door")
    assert kept.terms.count() == 2


def test_a_change_is_bettered_before_it_is_answered_and_the_first_falls_away(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    first, better = actions.NewTerms(soon(9), "Elsewhere", "", 45), actions.NewTerms(soon(8), "Elsewhere", "", 45)
    asked = actions.renegotiate(collaboration=both, viewer=cast.ann.viewer, seen_version=both.version, terms=first)
    seen_by_bo = asked.version
    asked = actions.renegotiate(collaboration=asked, viewer=cast.ann.viewer, seen_version=asked.version, terms=better)
    with pytest.raises(actions.Moved, match="Ann Photographs put another change in its place"):
        actions.accept(collaboration=both, viewer=cast.bo.viewer, seen_version=seen_by_bo)
    actions.accept(collaboration=both, viewer=cast.bo.viewer, seen_version=asked.version)
    stands = fresh(both)
    assert (stands.state, stands.happens_at, stands.place) == (State.AGREED, soon(8), "Elsewhere")
    assert [terms.body["happens_at"] for terms in stands.terms.all()][-2] == soon(9).isoformat()


def test_whoever_asked_for_a_change_takes_it_back_and_it_stays_as_agreed(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    stood = both.happens_at
    later = actions.NewTerms(soon(9), "Elsewhere", "", 45)
    asked = actions.renegotiate(collaboration=both, viewer=cast.ann.viewer, seen_version=both.version, terms=later)
    kept = fresh(actions.decline(collaboration=asked, viewer=cast.ann.viewer, seen_version=asked.version))
    assert (kept.state, kept.happens_at, kept.place) == (State.AGREED, stood, "The Blue Door")
    assert Notice.objects.filter(person=cast.bo.person).latest("pk").subject.startswith("It stays as agreed")


def test_a_change_in_place_of_a_change_is_another_one(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    later = actions.NewTerms(soon(9), "Elsewhere", "", 45)
    asked = actions.renegotiate(collaboration=both, viewer=cast.ann.viewer, seen_version=both.version, terms=later)
    as_it_stands = actions.NewTerms(both.happens_at, both.place, "", both.minutes)
    for terms in (later, as_it_stands):
        with pytest.raises(actions.NotSound):
            actions.renegotiate(collaboration=asked, viewer=cast.ann.viewer, seen_version=asked.version, terms=terms)


def test_the_reason_for_a_no_is_not_shown_to_the_other_side_nor_to_an_organiser(cast: Cast) -> None:
    proposed = coffee(cast.ann, cast.bo)
    actions.decline(collaboration=proposed, viewer=cast.bo.viewer, seen_version=1, words="Too busy with weddings")
    assert queries.history(proposed, cast.bo.member)[-1].words == "Too busy with weddings"
    assert queries.history(proposed, cast.ann.member)[-1].words == ""
    assert queries.history(proposed, cast.bo.member, on_behalf=True)[-1].words == ""
    assert "weddings" not in str(Notice.objects.get(person=cast.ann.person).lines)
    assert queries.declined_lately(cast.ann.member) == {cast.bo.member.pk}


def test_only_whoever_declined_may_take_it_up_again(cast: Cast) -> None:
    proposed = coffee(cast.ann, cast.bo)
    no = actions.decline(collaboration=proposed, viewer=cast.bo.viewer, seen_version=1)
    with pytest.raises(actions.Moved):
        actions.reopen(collaboration=no, viewer=cast.ann.viewer, seen_version=no.version)
    again = actions.reopen(collaboration=no, viewer=cast.bo.viewer, seen_version=no.version)
    assert again.state == State.PROPOSED
    assert queries.on_hand(cast.ann.member, cast.community).waiting == [again]


def test_silence_lapses_after_two_weeks_and_only_whoever_asked_hears_of_it(cast: Cast) -> None:
    proposed = coffee(cast.ann, cast.bo, happens_at=soon(40))
    with clock.telling(soon(15)):
        assert actions.lapse_due() == 1
        assert actions.lapse_due() == 0
        lapsed = fresh(proposed)
        assert lapsed.state == State.LAPSED
        assert Notice.objects.filter(person=cast.ann.person).count() == 1
        assert Notice.objects.filter(person=cast.bo.person).count() == 1
        again = actions.reopen(collaboration=lapsed, viewer=cast.ann.viewer, seen_version=lapsed.version)
    assert again.happens_at == soon(40)


def test_a_proposal_lapses_when_its_day_comes_and_is_taken_up_a_week_on(cast: Cast) -> None:
    proposed = coffee(cast.ann, cast.bo, happens_at=soon(3))
    with clock.telling(soon(4)):
        with pytest.raises(actions.Moved) as moved:
            actions.accept(collaboration=proposed, viewer=cast.bo.viewer, seen_version=1)
        assert moved.value.state == State.LAPSED
        lapsed = fresh(proposed)
        again = actions.reopen(collaboration=lapsed, viewer=cast.bo.viewer, seen_version=lapsed.version)
    assert (again.happens_at - proposed.happens_at).days in (6, 7)


def test_whoever_comes_second_is_told_what_happened(cast: Cast) -> None:
    proposed = coffee(cast.ann, cast.bo)
    actions.withdraw(collaboration=proposed, viewer=cast.ann.viewer, seen_version=1)
    with pytest.raises(actions.Moved) as moved:
        actions.accept(collaboration=proposed, viewer=cast.bo.viewer, seen_version=1)
    assert moved.value.happened == "Ann Photographs took it back."


def test_pressing_twice_does_nothing_twice(cast: Cast) -> None:
    proposed = coffee(cast.ann, cast.bo)
    actions.accept(collaboration=proposed, viewer=cast.bo.viewer, seen_version=1)
    notices, letters, events = Notice.objects.count(), Letter.objects.count(), Event.objects.count()
    with pytest.raises(actions.Moved):
        actions.accept(collaboration=proposed, viewer=cast.bo.viewer, seen_version=1)
    assert (notices, letters, events) == (Notice.objects.count(), Letter.objects.count(), Event.objects.count())


def test_a_stranger_or_somebody_blocked_cannot_be_asked(cast: Cast) -> None:
    with pytest.raises(Http404):
        coffee(cast.ann, cast.eve)
    cast.bo.member.blocks.create(other=cast.ann.member)
    with pytest.raises(Http404):
        coffee(cast.ann, cast.bo)


def test_the_same_thing_is_not_proposed_twice_while_it_is_open(cast: Cast) -> None:
    first = coffee(cast.ann, cast.bo)
    with pytest.raises(actions.AlreadyOpen) as open_one:
        coffee(cast.bo, cast.ann)
    assert open_one.value.collaboration == first


def test_a_day_that_is_over_cannot_be_proposed(cast: Cast) -> None:
    with pytest.raises(actions.NotSound) as no:
        coffee(cast.ann, cast.bo, happens_at=soon(-1))
    assert no.value.field == "day"


def test_an_organiser_who_holds_the_pen_is_named(cast: Cast) -> None:
    gus_for_bo = cast.gus.acting_for(cast.bo.member)
    proposed = actions.propose(
        viewer=gus_for_bo, to=[cast.ann.member], kind_id="coffee", happens_at=soon(), place="The Blue Door"
    )
    assert Notice.objects.get(person=cast.ann.person).subject.startswith("Gus, for Bo’s Bakery has an idea")
    assert Event.objects.get(verb="together.proposed", object_id=proposed.pk).on_behalf
    told = Notice.objects.get(person=cast.bo.person)
    assert told.subject.startswith("In your name: Coffee together, ")
    assert told.lines[0] == "Gus, for Bo’s Bakery proposed this."


def test_what_is_promised_and_how_busy_one_is(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo, kind_id="spotlight-post")
    assert [one.text for one in queries.promises_of(cast.ann.member)] == ["Post about Bo’s Bakery, with their handle"]
    assert [one.step for one in queries.promises_of(cast.bo.member)] == ["send", "share"]
    assert queries.load_of([cast.ann.member.pk, cast.bo.member.pk, cast.cy.member.pk]) == {
        cast.ann.member.pk: 1,
        cast.bo.member.pk: 1,
    }
    assert list(queries.open_between(cast.bo.member, cast.ann.member)) == [both]
    assert queries.partners_of(cast.ann.member) == [cast.bo.member]


def test_calling_off_what_was_agreed_takes_it_out_of_both_calendars(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    actions.withdraw(collaboration=both, viewer=cast.bo.viewer, seen_version=both.version, words="The oven broke")
    cancelled = Letter.objects.filter(calendar__contains="METHOD:CANCEL")
    assert {letter.to for letter in cancelled} == {cast.ann.person.email, cast.bo.person.email}
    assert all("STATUS:CANCELLED" in letter.calendar for letter in cancelled)
