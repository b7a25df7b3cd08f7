"""What the clock does."""

from __future__ import annotations

from datetime import timedelta

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.jobs import schedules
from hometeam.foundation.models import Notice
from hometeam.together import actions, jobs
from tests.cast import Cast
from tests.together.moments import agreed, coffee, fresh, soon


def test_the_worker_knows_the_room_s_schedules() -> None:
    assert {"together.lapse", "together.remind", "ledger.look_at_links"} <= set(schedules())


def test_lapsing_twice_lapses_once(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    with clock.telling(soon(6)):
        jobs.lapse(clock.now())
        jobs.lapse(clock.now())
    assert fresh(made).state == State.LAPSED
    assert Notice.objects.filter(person=cast.ann.person).count() == 1


def test_what_is_done_closes_by_itself_without_a_word(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    (meet,) = both.commitments.all()

    actions.mark_done(viewer=cast.ann.viewer, commitment=meet)
    told = Notice.objects.count()
    with clock.telling(clock.now() + timedelta(days=15)):
        jobs.lapse(clock.now())
    assert fresh(both).state == State.CLOSED
    assert Notice.objects.count() == told


def test_a_promise_is_reminded_of_once_and_only_to_whoever_made_it(cast: Cast) -> None:
    agreed(cast.ann, cast.bo, kind_id="newsletter-mention")
    before = Notice.objects.count()
    with clock.telling(soon(4)):
        jobs.remind(clock.now())
        jobs.remind(clock.now())
    new = Notice.objects.order_by("pk")[before:]
    assert [(one.person, one.subject) for one in new] == [
        (cast.bo.person, "Coming up: Send Ann Photographs sixty words, a link and a picture"),
        (cast.ann.person, "Coming up: Send the letter that mentions Bo’s Bakery"),
    ]
