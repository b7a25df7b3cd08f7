"""The supervisor by itself, with children that do little."""

import sys
import time
from collections.abc import Callable

import pytest

from hometeam.cli.supervisor import Child, Supervisor, pause_after
from tests.house.running import lives

pytestmark = pytest.mark.slow
SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
CRASHES = (sys.executable, "-c", "raise SystemExit(3)")
STUBBORN = (sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)")


def until(enough: Callable[[], bool]) -> Callable[[Supervisor], None]:
    """Stops the supervisor as soon as there is enough, or after two minutes."""
    deadline = time.monotonic() + 120

    def on_tick(supervisor: Supervisor) -> None:
        if enough() or time.monotonic() > deadline:
            supervisor.stop()

    return on_tick


def pid_of(child: Child) -> int:
    """The child's process number, 0 before its start."""
    return child.process.pid if child.process else 0


def test_a_crashed_child_starts_again_after_a_pause() -> None:
    child = Child("test", CRASHES)
    Supervisor([child]).run(until(lambda: child.crashes >= 2))
    assert child.crashes == 2


def test_pauses_double_up_to_half_a_minute() -> None:
    assert [pause_after(crashes) for crashes in (1, 2, 3, 7, 50)] == [0.5, 1, 2, 30, 30]


def test_a_stopped_supervisor_leaves_nothing_running() -> None:
    one, two = Child("one", SLEEPS), Child("two", SLEEPS)
    Supervisor([one, two]).run(until(lambda: pid_of(one) > 0 and pid_of(two) > 0))
    assert not lives(pid_of(one))
    assert not lives(pid_of(two))


def test_a_child_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hometeam.cli.supervisor.STOP_SECONDS", 0.3)
    child = Child("stubborn", STUBBORN)
    Supervisor([child]).run(until(lambda: pid_of(child) > 0))
    assert not lives(pid_of(child))


def test_trouble_while_opening_stops_the_children_too() -> None:
    child = Child("test", SLEEPS)

    def on_tick(_: Supervisor) -> None:
        raise RuntimeError("cannot open")

    with pytest.raises(RuntimeError, match="cannot open"):
        Supervisor([child]).run(on_tick)
    assert not lives(pid_of(child))
