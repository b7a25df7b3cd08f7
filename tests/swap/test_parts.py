"""A large search in parts, a job for each: the loops that one job finds, each proposed once."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import time_machine

from hometeam.engine.barter import Plan, in_turn
from hometeam.engine.loops import Answer, Start
from hometeam.foundation import clock
from hometeam.foundation.jobs import work_off
from hometeam.foundation.models import Notice
from hometeam.members.models import Place
from hometeam.swap import actions
from hometeam.swap.models import Loop, Round, RoundPart
from hometeam.swap.queries import cluster
from hometeam.swap.queries.rounds import overview_of
from hometeam.swap.queries.searching import plan_of
from tests.cast import Cast
from tests.foundation.rivals import environment_for
from tests.foundation.rivals import in_turn as in_order
from tests.swap.rings import board, gives, members_of, needs, three

pytestmark = pytest.mark.django_db
LOOKING = "hometeam.swap.actions.looking"


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two members are many here, and no two components are one part."""
    monkeypatch.setattr(f"{LOOKING}.ALONE", 1)
    monkeypatch.setattr(import_module("hometeam.engine.loops.parts"), "TOGETHER", 1)
    monkeypatch.setattr("hometeam.swap.actions.parts.TOGETHER", 1)


@pytest.fixture(autouse=True)
def at_one_moment() -> Iterator[None]:
    """What waiting is worth grows by the second."""
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.fixture
def by_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hometeam.engine.barter.pieces.VERY_MANY", 2)


def a_loop_and_a_pair(cast: Cast) -> None:
    """Ann, Bo and Cy of whom no two match, and by themselves Dee and Flo, who do."""
    three(cast)
    gives(cast.dee, "web-designer")
    needs(cast.dee, "florist")
    gives(cast.flo, "florist")
    needs(cast.flo, "web-designer")


def also_two_regions(cast: Cast) -> None:
    """Bo lives elsewhere; Cy would also photograph for Ann, so that a region has a loop of its own."""
    for player in (cast.ann, cast.bo, cast.cy, cast.dee):
        region = "Tulsa" if player is cast.bo else "Ohio"
        Place.objects.update_or_create(member=player.member, defaults={"region": region, "shown_as": "city"})
    needs(cast.cy, "photographer", "A picture of me")


def begun(cast: Cast) -> Round:
    """A search that has been handed out, and of which no part is done."""
    round = Round.objects.create(community=cast.community, slot="night:parts")
    actions.look(round_id=round.pk)
    return round


def in_one_job(cast: Cast) -> Answer:
    return plan_of(board(cast), Start(), 30.0).done(partial(in_turn, clock=time.monotonic))


def told(round: Round) -> tuple[Any, ...]:
    round.refresh_from_db()
    loops = Loop.objects.filter(round=round).order_by("pk")
    return len(loops), round.value, round.upper_bound, round.stopped_because, round.prices


def test_jobs_find_what_one_job_finds(cast: Cast) -> None:
    a_loop_and_a_pair(cast)
    alone = in_one_job(cast)
    round = begun(cast)
    assert not Loop.objects.exists() and round.parts.count() == 2
    work_off()
    assert told(round) == (2, alone.value, alone.upper_bound, alone.stopped_because, alone.prices)
    assert {frozenset(map(int, loop)) for loop in alone.loops} == {
        frozenset(member.pk for member in members_of(loop)) for loop in Loop.objects.all()
    }
    assert not RoundPart.objects.exists()


@pytest.mark.usefixtures("by_region")
def test_begun_by_region_they_do_too(cast: Cast) -> None:
    a_loop_and_a_pair(cast)
    also_two_regions(cast)
    alone = in_one_job(cast)
    round = begun(cast)
    assert sorted(round.parts.values_list("step", flat=True)) == ["regions", "whole", "whole"]
    work_off()
    assert told(round) == (len(alone.loops), alone.value, alone.upper_bound, alone.stopped_because, alone.prices)


@pytest.mark.usefixtures("by_region")
def test_whatever_is_done_again_is_proposed_once(cast: Cast) -> None:
    a_loop_and_a_pair(cast)
    also_two_regions(cast)
    round = begun(cast)
    done = list(RoundPart.objects.values_list("pk", flat=True))
    for part in done:
        assert actions.look(round_id=round.pk) == 0
        assert actions.look_in(part_id=part)
        assert not actions.look_in(part_id=part)
    work_off()
    asked = Notice.objects.count()
    for part in done:
        assert not actions.look_in(part_id=part)
    assert actions.look(round_id=round.pk) == 0
    assert asked == Notice.objects.count() == sum(loop.legs.count() for loop in Loop.objects.all()) > 0


def test_one_part_alone_is_no_reason_to_hand_out_anything(cast: Cast) -> None:
    three(cast)
    begun(cast)
    assert Loop.objects.count() == 1


def test_the_organiser_sees_how_far_it_is(cast: Cast) -> None:
    a_loop_and_a_pair(cast)
    round = begun(cast)
    part = round.parts.first()
    assert part is not None
    actions.look_in(part_id=part.pk)
    assert overview_of(cast.community).how_far == "Looking for loops: 1 of 2 parts are done"


@pytest.mark.usefixtures("by_region")
def test_a_part_that_cannot_be_done_costs_the_others_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    a_loop_and_a_pair(cast)
    also_two_regions(cast)
    round = begun(cast)

    def out_of_memory(*_pieces: object, **_how: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(f"{LOOKING}.in_turn", out_of_memory)
        work_off()
    assert actions.leave_out_late() == 0
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert actions.leave_out_late() == 1
        work_off()
    assert told(round)[0] == 2


def test_nothing_stays_behind_of_a_search_that_never_ended(cast: Cast) -> None:
    a_loop_and_a_pair(cast)
    begun(cast)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        actions.leave_out_late()
    assert not RoundPart.objects.exists()


def test_where_the_operator_s_dask_is_not_there_jobs_do_it(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_answers(_address: str, _todo: Plan) -> Answer:
        raise cluster.NotThere("nobody answers")

    settings.DASK = "tcp://127.0.0.1:9"
    monkeypatch.setattr(cluster, "done_at", nobody_answers)
    a_loop_and_a_pair(cast)
    round = begun(cast)
    work_off()
    assert told(round)[0] == 2


SETTLE = """
from tests.cast import elm_street
from tests.swap.test_parts import a_loop_and_a_pair
from hometeam.swap.models import Round
cast = elm_street()
a_loop_and_a_pair(cast)
Round.objects.create(community=cast.community, slot="night:one")
"""
BEGIN = """
import importlib, os, signal
from hometeam.swap import actions
from hometeam.swap.actions import looking, parts, proposing
from hometeam.swap.models import Round, RoundPart
looking.ALONE = parts.TOGETHER = importlib.import_module("hometeam.engine.loops.parts").TOGETHER = 1
def kill(*_args, **_how): os.kill(os.getpid(), signal.SIGKILL)
class Deadly: enqueue = kill
def then_kill(work): return lambda *args, **how: (work(*args, **how), kill())
"""
TELL = """
from hometeam.foundation.models import Notice
from hometeam.swap.models import Loop, RoundPart
left = RoundPart.objects.filter(found__isnull=True).count()
print(RoundPart.objects.count(), left, Loop.objects.count(), Notice.objects.count())
"""
LOOK = "actions.look(round_id=Round.objects.get().pk)"
FIRST, LAST = (
    "actions.look_in(part_id=RoundPart.objects.earliest('pk').pk)",
    "actions.look_in(part_id=RoundPart.objects.latest('pk').pk)",
)
LIVES = {
    "in the middle of handing out": f"looking.look_in_part = Deadly\n{LOOK}",
    "handed out": LOOK,
    "handed out again": LOOK,
    "before a part is written": f"looking.answered = kill\n{FIRST}",
    "one part": f"{FIRST}\n{FIRST}\n{LOOK}",
    "when the last is in and nobody knows": f"looking.look_for_loops = Deadly\n{LAST}",
    "the last part": LAST,
    "in the middle of asking": f"proposing.notices.tell_proposed = then_kill(proposing.notices.tell_proposed)\n{LOOK}",
    "proposed": f"{LOOK}\n{LOOK}",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_killed_anywhere_and_run_again_it_ends_the_same(tmp_path: Path) -> None:
    codes = [code for life in LIVES.values() for code in (f"{BEGIN}{life}", TELL)]
    ended = in_order(SETTLE, *codes, environment=environment_for(tmp_path), loaded="import hometeam.config.urls")[1:]
    seen = {name: (life.code, kept.said) for name, life, kept in zip(LIVES, ended[::2], ended[1::2], strict=True)}
    killed = -signal.SIGKILL
    assert seen == {
        "in the middle of handing out": (killed, "0 0 0 0"),
        "handed out": (0, "2 2 0 0"),
        "handed out again": (0, "2 2 0 0"),
        "before a part is written": (killed, "2 2 0 0"),
        "one part": (0, "2 1 0 0"),
        "when the last is in and nobody knows": (killed, "2 1 0 0"),
        "the last part": (0, "2 0 0 0"),
        "in the middle of asking": (killed, "2 0 0 0"),
        "proposed": (0, "0 0 2 5"),
    }
