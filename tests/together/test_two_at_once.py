"""Two people press at the same moment, on a real database: one wins, the other is told, nothing happens twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connection, connections

from hometeam.engine.agreements import State
from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act
from hometeam.together import actions
from hometeam.together.models import Change, Collaboration, Commitment
from tests.cast import Cast, Player, elm_street
from tests.migrated import copy_to
from tests.together.moments import add_circle, agreed, coffee, fresh, gathering, soon

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """Do it in a thread of its own, with a database connection of its own."""

    def with_own_connection() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(with_own_connection).result()


def at_once(
    *works: Callable[[], object], news: tuple[type[Exception], ...] = (actions.Moved, actions.AlreadyOpen)
) -> list[object]:
    """Do all at the same moment; what each returned, or the `news` that stopped it."""
    start = threading.Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        try:
            start.wait(300)
            return work()
        except news as heard:
            return heard
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(one, work) for work in works]]


@pytest.fixture
def street(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    """The cast in a database that several connections can share: a file where the tests run on SQLite."""
    settings: dict[str, Any] = connections.settings["default"]
    name = settings["NAME"]
    if connection.vendor == "sqlite":
        settings["NAME"] = str(tmp_path / "race.sqlite3")
        copy_to(tmp_path / "race.sqlite3")
    yield apart(elm_street)
    settings["NAME"] = name


def test_two_changes_of_what_was_agreed_at_once_are_one_and_the_other_is_told(street: Cast) -> None:
    both = apart(lambda: agreed(street.ann, street.bo))

    def asks(player: Player, place: str) -> object:
        terms = actions.NewTerms(both.happens_at, place, "", both.minutes)
        return actions.renegotiate(
            collaboration=both, viewer=player.viewer, seen_version=both.version, terms=terms, words=place
        )

    heard = at_once(lambda: asks(street.ann, "The shop"), lambda: asks(street.bo, "The bakery"))
    assert sum(isinstance(one, actions.Moved) for one in heard) == 1
    assert apart(lambda: Change.objects.filter(move="renegotiate").count()) == 1


def test_it_happened_and_not_yet_said_at_once_in_two_windows_are_one_word(street: Cast) -> None:
    def ticked() -> tuple[Collaboration, Commitment]:
        both = agreed(street.ann, street.bo, kind_id="barter")
        task = both.commitments.get(step="deliver", part__member=street.ann.member)
        actions.mark_done(viewer=street.ann.viewer, commitment=task)
        return both, task

    both, task = apart(ticked)
    heard = at_once(
        lambda: actions.confirm(collaboration=both, viewer=street.bo.viewer),
        lambda: actions.not_yet(viewer=street.bo.viewer, commitment=task),
    )
    assert sum(isinstance(one, actions.Moved) for one in heard) == 1
    acts, done = apart(lambda: (Act.objects.standing().count(), fresh(both).commitments.get(pk=task.pk).done_at))
    assert acts == (1 if done else 0)


def test_a_yes_and_a_taking_back_at_once(street: Cast) -> None:
    for _round in range(3):
        made = apart(lambda: coffee(street.ann, street.bo))
        seen = {"collaboration": made, "seen_version": made.version}
        results = at_once(
            lambda seen=seen: actions.accept(viewer=street.bo.viewer, **seen),  # type: ignore[misc]
            lambda seen=seen: actions.withdraw(viewer=street.ann.viewer, **seen),  # type: ignore[misc]
        )
        (moved,) = [one for one in results if isinstance(one, actions.Moved)]
        after = apart(lambda made=made: fresh(made))  # type: ignore[misc]
        assert after.version == 2
        assert moved.state == after.state
        assert moved.happened in ("Bo’s Bakery said yes.", "Ann Photographs took it back.")
        if after.state == State.AGREED:
            apart(lambda it=after: actions.withdraw(collaboration=it, viewer=street.ann.viewer, seen_version=2))  # type: ignore[misc]


def test_four_taps_on_the_same_yes_agree_once_and_tell_once(street: Cast) -> None:
    made = apart(lambda: coffee(street.ann, street.bo))

    def tap() -> object:
        return actions.accept(collaboration=made, viewer=street.bo.viewer, seen_version=1)

    results = at_once(tap, tap, tap, tap)
    assert sum(isinstance(one, actions.Moved) for one in results) == 3
    assert apart(Notice.objects.filter(person=street.ann.person).count) == 1
    assert apart(Change.objects.filter(collaboration=made).count) == 2


def test_both_tick_off_the_coffee_and_it_counts_once(street: Cast) -> None:
    both = apart(lambda: agreed(street.ann, street.bo))
    (meet,) = both.commitments.all()
    results = at_once(
        lambda: actions.mark_done(viewer=street.ann.viewer, commitment=meet),
        lambda: actions.mark_done(viewer=street.bo.viewer, commitment=meet),
    )
    assert sum(isinstance(one, actions.Moved) for one in results) == 1
    assert apart(Act.objects.count) == 2


def test_two_who_ask_each_other_at_once_have_one_thing_going(street: Cast) -> None:
    results = at_once(lambda: coffee(street.ann, street.bo), lambda: coffee(street.bo, street.ann))
    assert sum(isinstance(one, actions.AlreadyOpen) for one in results) == 1
    assert apart(Collaboration.objects.count) == 1


def test_two_changes_at_once_leave_one_on_the_table(street: Cast) -> None:
    both = apart(lambda: agreed(street.ann, street.bo))

    def ask(player: Any, days: int) -> Callable[[], object]:
        terms = actions.NewTerms(soon(days), "Elsewhere", "", 45)
        version = both.version
        return lambda: actions.renegotiate(collaboration=both, viewer=player.viewer, seen_version=version, terms=terms)

    results = at_once(ask(street.ann, 7), ask(street.bo, 8))
    assert sum(isinstance(one, actions.Moved) for one in results) == 1
    assert apart(both.terms.count) == 2


def circle(street: Cast) -> Collaboration:
    """A kitchen circle that Ann has asked Bo, Cy and Dee into."""
    add_circle(street.community)
    return gathering(street.ann, street.bo, street.cy, street.dee)


def test_all_of_a_group_say_yes_at_once_and_it_starts_once(street: Cast) -> None:
    made = apart(lambda: circle(street))

    def tap(player: Player) -> Callable[[], object]:
        return lambda: actions.accept(collaboration=made, viewer=player.viewer, seen_version=1)

    results = at_once(*(tap(player) for player in (street.bo, street.cy, street.dee, street.bo)))
    assert sum(isinstance(one, actions.Moved) for one in results) == 1
    after = apart(lambda: fresh(made))
    assert after.state == State.AGREED
    assert apart(lambda: {one.joined_at is not None for one in fresh(made).parts.all()}) == {True}
    agreed_on = Notice.objects.filter(person=street.ann.person, subject__startswith="It is agreed")
    assert apart(agreed_on.count) <= 1


def test_a_start_and_a_last_yes_at_once_leave_everybody_in(street: Cast) -> None:
    made = apart(lambda: circle(street))
    for player in (street.bo, street.cy):
        apart(lambda one=player: actions.accept(collaboration=made, viewer=one.viewer, seen_version=1))  # type: ignore[misc]
    version = apart(lambda: fresh(made)).version
    at_once(
        lambda: actions.start(collaboration=made, viewer=street.ann.viewer, seen_version=version),
        lambda: actions.accept(collaboration=made, viewer=street.dee.viewer, seen_version=version),
    )
    assert apart(lambda: fresh(made)).state == State.AGREED
    assert apart(lambda: set(made.parts.values_list("answer", flat=True))) == {"yes"}


def test_a_yes_and_no_longer_waiting_for_it_at_once(street: Cast) -> None:
    made = apart(lambda: circle(street))
    missing = apart(lambda: made.parts.get(member=street.dee.member)).pk
    results = at_once(
        lambda: actions.accept(collaboration=made, viewer=street.dee.viewer, seen_version=1),
        lambda: actions.take_out(collaboration=made, viewer=street.ann.viewer, part_id=missing),
    )
    assert sum(isinstance(one, actions.Moved) for one in results) == 1
    assert apart(lambda: made.parts.get(pk=missing)).answer in ("yes", "out")


def test_two_who_leave_at_once_both_leave_and_the_rest_are_asked_once(street: Cast) -> None:
    made = apart(lambda: circle(street))
    for player in (street.bo, street.cy, street.dee):
        apart(lambda one=player: actions.accept(collaboration=made, viewer=one.viewer, seen_version=1))  # type: ignore[misc]
    version = apart(lambda: fresh(made)).version

    def leave(player: Player) -> object:
        for _try in range(2):
            seen = fresh(made).version if _try else version
            try:
                return actions.withdraw(collaboration=made, viewer=player.viewer, seen_version=seen)
            except actions.Moved:
                continue
        return None

    at_once(lambda: leave(street.cy), lambda: leave(street.dee))
    after = apart(lambda: fresh(made))
    assert (after.state, after.short) == (State.RENEGOTIATED, True)
    asked = Notice.objects.filter(person=street.bo.person, subject__startswith="Go on with fewer?")
    assert apart(asked.count) == 1
