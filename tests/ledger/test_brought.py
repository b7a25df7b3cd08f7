"""What acts brought: said, corrected, confirmed, taken back; and who may see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404

from hometeam.foundation.models import Notice
from hometeam.ledger import access, actions, queries
from hometeam.ledger.models import Level, Outcome
from tests.cast import Cast
from tests.ledger.moments import DAY, did, says, visited


def test_the_receivers_word_is_confirmed_the_givers_is_told_and_a_guess_is_a_guess(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    assert says(cast.bo, act, "enquiries", "3").level == Level.PARTNER_CONFIRMED
    assert says(cast.ann, act, "enquiries", "5").level == Level.SELF_REPORTED
    assert says(cast.bo, act, "visits", "40", is_estimate=True).level == Level.ESTIMATED


def test_a_figure_of_the_giver_rises_when_the_receiver_confirms_it(cast: Cast) -> None:
    outcome = says(cast.ann, did(cast.ann, cast.bo), "visits", "40")
    (waiting,) = [one for one in queries.brought_by(cast.bo.member, cast.community) if one.waits]
    assert waiting.outcome == outcome
    actions.confirm_outcome(viewer=cast.bo.viewer, outcome=outcome)
    actions.confirm_outcome(viewer=cast.bo.viewer, outcome=outcome)
    outcome.refresh_from_db()
    assert outcome.level == Level.PARTNER_CONFIRMED
    assert not any(one.waits for one in queries.brought_by(cast.bo.member, cast.community))


def test_nobody_confirms_their_own_figure_or_anothers(cast: Cast) -> None:
    outcome = says(cast.ann, did(cast.ann, cast.bo), "visits", "40")
    for player in (cast.ann, cast.cy):
        with pytest.raises(Http404):
            actions.confirm_outcome(viewer=player.viewer, outcome=outcome)


def test_a_correction_counts_once_and_undo_brings_the_old_figure_back(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    says(cast.bo, act, "enquiries", "3")
    second = says(cast.bo, act, "enquiries", "4")
    assert [one.quantity for one in Outcome.objects.standing()] == [Decimal(4)]
    actions.take_back_outcome(viewer=cast.bo.viewer, outcome=second)
    assert [one.quantity for one in Outcome.objects.standing()] == [Decimal(3)]
    actions.bring_back_outcome(viewer=cast.bo.viewer, outcome=second)
    assert [one.quantity for one in Outcome.objects.standing()] == [Decimal(4)]


def test_what_was_said_anew_is_not_overwritten_by_an_old_undo(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    first = says(cast.bo, act, "enquiries", "3")
    actions.take_back_outcome(viewer=cast.bo.viewer, outcome=first)
    says(cast.bo, act, "enquiries", "7")
    actions.bring_back_outcome(viewer=cast.bo.viewer, outcome=first)
    assert [one.quantity for one in Outcome.objects.standing()] == [Decimal(7)]


def test_only_whoever_said_a_figure_takes_it_out(cast: Cast) -> None:
    outcome = says(cast.bo, did(cast.ann, cast.bo), "enquiries", "3")
    with pytest.raises(Http404):
        actions.take_back_outcome(viewer=cast.ann.viewer, outcome=outcome)


def test_figures_of_an_act_taken_back_do_not_stand(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    says(cast.bo, act, "enquiries", "3")
    actions.take_back_act(viewer=cast.ann.viewer, act=act)
    assert queries.brought_by(cast.bo.member, cast.community) == []


def test_the_other_side_is_told_once_of_several_figures_and_not_of_joy_alone(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    before = Notice.objects.count()
    window: dict[str, Any] = {"from_on": DAY, "to_on": DAY}
    both = [actions.Amount("visits", Decimal(9), "visits"), actions.Amount("hours", Decimal(2), "hours")]
    actions.say_what_it_brought(viewer=cast.bo.viewer, act=act, amounts=both, **window)
    joy = [actions.Amount("joy", Decimal(5), "of 5")]
    actions.say_what_it_brought(viewer=cast.bo.viewer, act=act, amounts=joy, **window)
    assert [one.person for one in Notice.objects.order_by("pk")[before:]] == [cast.ann.person]


def test_visits_by_our_own_links_come_in_by_themselves_as_measured(cast: Cast) -> None:
    did(cast.ann, cast.bo)
    visited(cast.bo, cast.ann, 12)
    (mine,) = queries.brought_by(cast.bo.member, cast.community)
    (theirs,) = queries.brought_by(cast.ann.member, cast.community)
    assert (int(mine.figure.quantity), mine.figure.level, mine.figure.kind) == (12, "measured", "spotlight-post")
    assert (mine.to_me, mine.figure.partner) == (True, "Ann Photographs")
    assert (theirs.to_me, theirs.figure.partner) == (False, "Bo’s Bakery")


def test_a_link_of_ones_own_page_is_of_nothing_together(cast: Cast) -> None:
    visited(cast.bo, cast.bo, 12, within="")
    assert queries.brought_by(cast.bo.member, cast.community) == []


def test_joy_is_ones_own_whoever_did_it(cast: Cast) -> None:
    says(cast.ann, did(cast.ann, cast.bo), "joy", "5")
    (anns,) = queries.brought_by(cast.ann.member, cast.community)
    assert (anns.to_me, anns.figure.level) == (True, "self-reported")


def test_others_see_no_figure_and_neither_do_those_who_blocked_each_other(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    outcome = says(cast.bo, act, "value", "240", "worth")
    visited(cast.bo, cast.ann, 12)
    assert queries.brought_by(cast.cy.member, cast.community) == []
    for player in (cast.cy, cast.eve):
        with pytest.raises(Http404):
            access.outcome_for(player.viewer, outcome.pk)
        with pytest.raises(Http404):
            access.act_between(player.viewer, act.pk)
    cast.bo.member.blocks.create(other=cast.ann.member)
    assert queries.brought_by(cast.ann.member, cast.community) == []
    assert queries.brought_by(cast.bo.member, cast.community) == []


def test_a_communitys_sums_name_nobody_and_hold_no_money(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    says(cast.bo, act, "value", "240", "worth")
    says(cast.bo, act, "enquiries", "3")
    visited(cast.bo, cast.ann, 12)
    figures, members = queries.brought_here(cast.community)
    assert {one.measure for one in figures} == {"enquiries", "visits"}
    assert {one.partner for one in figures} == {""}
    assert members == {"enquiries": 2, "visits": 2}


def test_visits_raise_the_level_of_what_they_show_and_say_so_once(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    visited(cast.bo, cast.ann, 12)
    (seen,) = queries.visits_since(date(2026, 10, 1))
    assert [actions.note_visits(seen), actions.note_visits(seen)] == [1, 0]
    act.refresh_from_db()
    assert act.level == Level.MEASURED
    assert act.evidence is not None
    assert act.evidence.seen == "Our own link was followed 12 times, on 2 November 2026."


def test_two_visits_may_be_the_two_of_them(cast: Cast) -> None:
    did(cast.ann, cast.bo)
    visited(cast.bo, cast.ann, 2)
    assert queries.visits_since(date(2026, 10, 1)) == []
