"""One process tree: starts the children, starts again what crashes, stops everything together, leaves no orphan."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

import structlog

log = structlog.get_logger("hometeam.up")

STOP_SECONDS = 8.0
STEADY_SECONDS = 30.0
LONGEST_PAUSE = 30.0
TICK = 0.1
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process that must run: its name in the logs and its command line."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    again_at: float = field(default=0.0)

    def start(self, now: float) -> None:
        """Starts the process in a group of its own, so that Ctrl-C reaches it through us and in our order."""
        before = _end_with(os.getpid())
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=before)  # noqa: S603, PLW1509
        self.started = now

    def watch(self, now: float) -> None:
        """Starts the process when it is due, and plans the next start when it has ended by itself."""
        if self.process is None:
            if now >= self.again_at:
                self.start(now)
        elif (code := self.process.poll()) is not None:
            self._ended(code, now)

    def _ended(self, code: int, now: float) -> None:
        self.signal(signal.SIGKILL)  # what it left behind would hold the port or the database
        self.process = None
        self.crashes = 1 if now - self.started > STEADY_SECONDS else self.crashes + 1
        pause = pause_after(self.crashes)
        self.again_at = now + pause
        log.error(f"the {self.name} ended by itself and starts again", code=code, in_seconds=pause)

    def signal(self, number: int) -> None:
        """Sends a signal to the process and all that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def pause_after(crashes: int) -> float:
    """Seconds until the next start: half a second after the first crash, then twice as long each time, 30 at most."""
    return min(LONGEST_PAUSE, 0.5 * 2.0 ** (crashes - 1))


def _end_with(parent: int) -> Callable[[], None]:
    """What a child does before its program starts: asks Linux to end it when its parent is killed."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def before_exec() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died between the fork and here
                os._exit(1)

    return before_exec


class Supervisor:
    """Keeps children running until it is told to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.stopping = False

    def run(self, on_tick: Callable[[Supervisor], None]) -> None:
        """Runs until SIGINT, SIGTERM or `stop`; `on_tick` is called ten times a second with this supervisor."""
        before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            while not self.stopping:
                for child in self.children:
                    child.watch(time.monotonic())
                on_tick(self)
                time.sleep(TICK)
        finally:
            self._stop_children()
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop(self) -> None:
        """Ends `run` after this tick."""
        self.stopping = True

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _stop_children(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is not None:
                _wait(child.process, deadline)
                child.signal(signal.SIGKILL)
                child.process.wait()


def _wait(process: subprocess.Popen[bytes], deadline: float) -> None:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        log.warning("a process did not end in time and was killed", pid=process.pid)
