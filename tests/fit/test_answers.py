"""What members answer is read from the journal: who was glad of whom, and how much that tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from hometeam.fit import actions
from hometeam.fit.queries import answers
from hometeam.foundation import clock
from hometeam.foundation.models import Event
from hometeam.together import actions as together
from hometeam.together.models import Collaboration, Commitment
from tests.cast import Cast, Player
from tests.together.moments import agreed, coffee

pytestmark = pytest.mark.django_db
Told = list[tuple[int, int, float, float]]


@pytest.fixture(autouse=True)
def a_little_later(cast: Cast) -> Iterator[None]:
    """What a test does has happened a while before it is read."""
    with time_machine.travel(clock.now() - timedelta(minutes=5), tick=True):
        yield


def told(cast: Cast, since: int = 0) -> Told:
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        heard = answers.heard_since(since, cast.community)
    return [(one.asked, one.about, one.glad, one.weight) for one in (heard.said if heard else ())]


def newest() -> int:
    return Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def between(one: Player, other: Player) -> tuple[int, int]:
    return one.member.pk, other.member.pk


def test_who_proposes_and_who_says_yes_are_glad_of_each_other(cast: Cast) -> None:
    agreed(cast.ann, cast.bo)
    assert told(cast) == [(*between(cast.ann, cast.bo), 1.0, 1.0), (*between(cast.bo, cast.ann), 1.0, 1.0)]


def test_not_now_tells_half_as_much(cast: Cast) -> None:
    asked = coffee(cast.ann, cast.bo)
    since = newest()
    together.decline(collaboration=asked, viewer=cast.bo.viewer, seen_version=asked.version, words="My week is full")
    assert told(cast, since) == [(*between(cast.bo, cast.ann), 0.0, 0.5)]


@pytest.mark.parametrize(("again", "glad", "weight"), [(True, 1.0, 2.0), (False, 0.0, 1.0), (None, 1.0, 0.5)])
def test_whether_one_would_do_it_again_tells_most(cast: Cast, again: bool | None, glad: float, weight: float) -> None:
    done = finished(cast)
    since = newest()
    together.say_thanks(collaboration=done, viewer=cast.ann.viewer, words="Lovely", again=again)
    assert told(cast, since) == [(*between(cast.ann, cast.bo), glad, weight)]


def finished(cast: Cast) -> Collaboration:
    found = agreed(cast.ann, cast.bo)
    for task in Commitment.objects.filter(collaboration=found, done_at=None):
        viewer = cast.bo.viewer if task.part and task.part.member_id == cast.bo.member.pk else cast.ann.viewer
        together.mark_done(viewer=viewer, commitment=task)
    return found


def test_what_was_done_tells_when_the_last_step_is(cast: Cast) -> None:
    found = agreed(cast.ann, cast.bo)
    since = newest()
    steps = list(Commitment.objects.filter(collaboration=found))
    for task in steps:
        viewer = cast.bo.viewer if task.part and task.part.member_id == cast.bo.member.pk else cast.ann.viewer
        together.mark_done(viewer=viewer, commitment=task)
    assert [(glad, weight) for *_who, glad, weight in told(cast, since)] == [(1.0, 0.5)]


def test_what_was_opened_again_and_done_again_tells_once(cast: Cast) -> None:
    found = finished(cast)
    since = newest()
    last = Commitment.objects.filter(collaboration=found, counts=True).latest("done_at")
    assert last.done_by is not None
    giver, other = (cast.ann, cast.bo) if last.done_by.member_id == cast.ann.member.pk else (cast.bo, cast.ann)
    together.undo_done(viewer=giver.viewer, commitment=last)
    together.mark_done(viewer=giver.viewer, commitment=last)
    together.not_yet(viewer=other.viewer, commitment=last)
    together.mark_done(viewer=other.viewer, commitment=last)
    assert told(cast, since) == []


@pytest.mark.parametrize(
    ("reason", "weight"), [("later", 0.1), ("not-needed", 0.5), ("not-right", 1.0), ("rivals", 1.0)]
)
def test_a_refusal_tells_as_much_as_its_reason(cast: Cast, reason: str, weight: float) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason=reason)
    assert told(cast) == [(*between(cast.ann, cast.bo), 0.0, weight)]


def test_that_two_know_each_other_well_tells_nothing_against_anybody(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="known")
    assert told(cast) == []


def test_a_refusal_taken_back_tells_nothing(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    actions.undo_refusal(viewer=cast.ann.viewer, other=cast.bo.member)
    assert told(cast) == []


def test_what_an_organiser_said_in_a_members_name_tells_half(cast: Cast) -> None:
    actions.refuse(viewer=cast.gus.acting_for(cast.ann.member), other=cast.bo.member, reason="rivals")
    assert told(cast) == [(*between(cast.ann, cast.bo), 0.0, 0.5)]


def test_what_has_only_just_happened_is_not_read_yet(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="rivals")
    assert answers.heard_since(0, cast.community) is None


def test_other_communities_tell_nothing_here(cast: Cast) -> None:
    coffee(cast.ann, cast.bo)
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert answers.heard_since(0, cast.elsewhere) is None
