"""What was given in an agreed loop counts as it was said, once its receiver has confirmed it, and once only."""

from __future__ import annotations

import pytest

from hometeam.foundation import clock
from hometeam.swap import actions, jobs
from hometeam.swap.models import Leg, Listing, Loop, Transfer
from hometeam.swap.queries.accounts import balance_of
from hometeam.swap.queries.counting import counting_of
from hometeam.together import actions as together
from hometeam.together.models import Commitment
from tests.cast import Cast
from tests.swap.counting import counts
from tests.swap.rings import fresh, looked, three

pytestmark = pytest.mark.django_db


def agreed(cast: Cast, worth: int | None) -> Loop:
    """Ann, Bo and Cy in a loop that all said yes to; what each gives counts for so many minutes."""
    three(cast)
    Listing.objects.filter(side=Listing.Side.GIVE).update(worth=worth)
    (loop,) = looked(cast)
    for one in (cast.ann, cast.bo, cast.cy):
        actions.say_yes(viewer=one.viewer, loop=loop)
    return fresh(loop)


def ann_gives(cast: Cast, *, confirmed: bool) -> None:
    """Ann does for Bo what she promised, and Bo says so."""
    task = Commitment.objects.get(part__member=cast.ann.member, counts=True)
    together.mark_done(viewer=cast.ann.viewer, commitment=task)
    if confirmed:
        together.confirm(collaboration=task.collaboration, viewer=cast.bo.viewer)


def test_a_confirmed_leg_counts_once_however_often_the_clock_looks(cast: Cast) -> None:
    counts(cast.community)
    agreed(cast, worth=90)
    ann_gives(cast, confirmed=True)
    for _twice in range(2):
        jobs.count_legs(clock.now())
    transfer = Transfer.objects.get()
    assert (transfer.giver, transfer.receiver, transfer.amount) == (cast.ann.member, cast.bo.member, 90)
    assert balance_of(cast.bo.member, cast.community, counting_of(cast.community)) == -90


def test_what_nobody_confirmed_does_not_count(cast: Cast) -> None:
    counts(cast.community)
    agreed(cast, worth=90)
    ann_gives(cast, confirmed=False)
    jobs.count_legs(clock.now())
    assert not Transfer.objects.exists()


def test_minutes_of_a_loop_that_was_agreed_before_do_not_become_points(cast: Cast) -> None:
    counts(cast.community)
    agreed(cast, worth=90)
    points = {"counting": "points", "points_one": "acorn", "points_name": "acorns"}
    actions.keep_rules(viewer=cast.gus.viewer, values=points)
    ann_gives(cast, confirmed=True)
    jobs.count_legs(clock.now())
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(("counting", "worth"), [("nothing", 90), ("hours", None)])
def test_nothing_counts_where_nothing_is_counted_or_said(cast: Cast, counting: str, worth: int | None) -> None:
    counts(cast.community, counting)
    agreed(cast, worth=worth)
    ann_gives(cast, confirmed=True)
    jobs.count_legs(clock.now())
    assert Leg.objects.count() == 3 and not Transfer.objects.exists()
