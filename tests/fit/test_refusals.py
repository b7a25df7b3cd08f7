"""Not for me, another time, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import Http404

from hometeam.fit import actions, queries
from hometeam.fit.access import other_for
from hometeam.fit.models import Refusal
from hometeam.foundation import clock
from hometeam.foundation.models import Event
from hometeam.members.models import Member
from tests.cast import Cast, Player, make_member, offers

pytestmark = pytest.mark.django_db


def whom(player: Player) -> set[Member]:
    return {found.member for found in queries.suggestions_for(player.member, player.community)}


def organisers_view(cast: Cast) -> set[tuple[Member, Member]]:
    both = [cast.ann.member, cast.bo.member]
    found = queries.suggestions_for_many(both, cast.community, limit=5)
    return {(one, suggested.member) for one in both for suggested in found[one.pk]}


def in_a_week() -> datetime:
    return clock.now() + timedelta(weeks=1)


def test_whoever_is_refused_cannot_tell_from_a_list_that_changes_in_midweek(cast: Cast) -> None:
    actions.turn_the_week(community=cast.community)
    before, seen_by_organiser = whom(cast.bo), organisers_view(cast)
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="known")
    assert cast.bo.member not in whom(cast.ann)
    assert whom(cast.bo) == before
    assert organisers_view(cast) == seen_by_organiser


def test_from_the_weeks_turn_on_neither_side_is_suggested_to_the_other(cast: Cast) -> None:
    actions.turn_the_week(community=cast.community)
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="known")
    with time_machine.travel(in_a_week()):
        actions.turn_the_week(community=cast.community)
        assert cast.bo.member not in whom(cast.ann)
        assert cast.ann.member not in whom(cast.bo)
        assert (cast.ann.member, cast.bo.member) not in organisers_view(cast)
        actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
        assert cast.ann.member not in whom(cast.bo)


def test_an_organiser_who_acts_for_a_member_does_not_see_whom_it_refused(cast: Cast) -> None:
    ann, bo = cast.ann.member, cast.bo.member
    actions.refuse(viewer=cast.ann.viewer, other=bo, reason="not-right")
    seen = {found.member for found in queries.suggestions_for(ann, cast.community, on_behalf=True)}
    assert bo in seen
    assert not queries.why_not(ann, bo, cast.community, on_behalf=True).refused
    actions.undo_refusal(viewer=cast.gus.acting_for(ann), other=bo)
    assert bo not in whom(cast.ann)


def test_what_an_organiser_refused_for_a_member_is_gone_for_both_of_them(cast: Cast) -> None:
    ann, bo = cast.ann.member, cast.bo.member
    actions.refuse(viewer=cast.gus.acting_for(ann), other=bo, reason="too-far")
    assert bo not in whom(cast.ann)
    assert bo not in {found.member for found in queries.suggestions_for(ann, cast.community, on_behalf=True)}
    assert queries.why_not(ann, bo, cast.community, on_behalf=True).refused
    assert ann in whom(cast.bo)


def test_another_time_is_only_said_for_oneself(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="later")
    with time_machine.travel(in_a_week()):
        actions.turn_the_week(community=cast.community)
        assert cast.bo.member not in whom(cast.ann)
        assert cast.ann.member in whom(cast.bo)


def test_whoever_is_put_off_leaves_the_place_to_the_next_and_all_others_stay(cast: Cast) -> None:
    for number in range(8):
        offers(make_member(f"Shop {number}", cast.community), "florist")
    actions.turn_the_week(community=cast.community)
    before = whom(cast.ann)
    put_off = next(iter(before))
    actions.refuse(viewer=cast.ann.viewer, other=put_off, reason="later")
    assert len(before) == len(whom(cast.ann)) == 5
    assert before - {put_off} <= whom(cast.ann)


@pytest.mark.parametrize(("reason", "days"), [("later", 21), ("not-needed", 90), ("known", 365), ("not-right", 365)])
def test_a_refusal_runs_out(cast: Cast, reason: str, days: int) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason=reason)
    with time_machine.travel(clock.now() + timedelta(days=days - 1)):
        assert cast.bo.member not in whom(cast.ann)
    with time_machine.travel(clock.now() + timedelta(days=days + 1)):
        assert cast.bo.member in whom(cast.ann)


def test_a_refusal_can_be_undone(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right", words="a\nlong story")
    actions.undo_refusal(viewer=cast.ann.viewer, other=cast.bo.member)
    assert cast.bo.member in whom(cast.ann)


def test_refusing_again_takes_the_place_of_the_first(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="known")
    actions.undo_refusal(viewer=cast.ann.viewer, other=cast.bo.member)
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="too-far")
    refusal = Refusal.objects.get()
    assert (refusal.reason, refusal.undone_at) == ("too-far", None)


def test_undoing_what_was_never_refused_does_nothing(cast: Cast) -> None:
    actions.undo_refusal(viewer=cast.ann.viewer, other=cast.bo.member)
    assert not Event.objects.filter(verb__startswith="fit.").exists()


def test_the_journal_keeps_the_reason_but_not_the_words(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="other", words="he snores")
    event = Event.objects.get(verb="fit.refused")
    assert event.data == {"other": cast.bo.member.pk, "reason": "other"}


def test_a_reason_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="boredom"):
        actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="boredom")
    assert not Refusal.objects.exists()


def test_nobody_refuses_themselves_or_somebody_unseen(cast: Cast) -> None:
    for pk in (cast.ann.member.pk, cast.eve.member.pk, 0):
        with pytest.raises(Http404):
            other_for(cast.ann.viewer, pk)
