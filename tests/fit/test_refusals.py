"""Not for me, another time, and taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404

from hometeam.fit import actions, queries
from hometeam.fit.access import other_for
from hometeam.fit.models import Refusal
from hometeam.foundation import clock
from hometeam.foundation.models import Event
from hometeam.members.models import Member
from tests.cast import Cast, Player

pytestmark = pytest.mark.django_db


def whom(player: Player) -> set[Member]:
    return {found.member for found in queries.suggestions_for(player.member, player.community)}


def test_whoever_is_refused_is_not_suggested_to_either_side(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="known")
    assert cast.bo.member not in whom(cast.ann)
    assert cast.ann.member not in whom(cast.bo)


def test_another_time_is_only_said_for_oneself(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="later")
    assert cast.bo.member not in whom(cast.ann)
    assert cast.ann.member in whom(cast.bo)


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
