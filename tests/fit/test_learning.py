"""Learning from answers: from the first one on, each once, whenever a worker is killed and however many there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from hometeam.fit import actions
from hometeam.fit.models import Learnt
from hometeam.fit.queries import learning
from hometeam.foundation import clock
from hometeam.members.models import Community
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=5)


def learn(cast: Cast, after: timedelta = LATER) -> bool:
    with time_machine.travel(clock.now() + after):
        return actions.learn(community=cast.community)


def liked(cast: Cast) -> float:
    """How gladly Bo is taken, as far as that is known."""
    return learning.beliefs_of(cast.community).liked.get(cast.bo.member.pk, 0.0)


def test_the_first_answer_teaches(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    assert learn(cast)
    assert liked(cast) < 0


def test_each_answer_teaches_once(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    learn(cast)
    before = liked(cast)
    assert not learn(cast)
    assert liked(cast) == before


def test_of_two_workers_at_once_one_writes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    reckon = learning.further
    met: list[bool] = []

    def while_another_works(learnt: Learnt, community: Community) -> learning.Further | None:
        found = reckon(learnt, community)
        if not met:
            met.append(True)
            assert actions.learn(community=community)
        return found

    monkeypatch.setattr(learning, "further", while_another_works)
    assert not learn(cast)
    assert Learnt.objects.get().edition == 1


def test_a_worker_that_is_killed_leaves_nothing_half_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(learning, "_with_evidence", killed)
        with pytest.raises(KeyboardInterrupt):
            learn(cast)
    assert Learnt.objects.get().heard == 0
    assert learn(cast)
    assert liked(cast) < 0


def test_what_is_old_fades(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    learn(cast)
    fresh = liked(cast)
    assert learn(cast, timedelta(days=365))
    assert fresh < liked(cast) < 0


def test_who_has_left_teaches_nothing_and_stops_nobody(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    cast.bo.member.memberships.all().delete()
    assert learn(cast)
    assert liked(cast) == 0.0


def test_what_is_learnt_here_is_not_known_elsewhere(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    learn(cast)
    assert not learning.beliefs_of(cast.elsewhere).liked
