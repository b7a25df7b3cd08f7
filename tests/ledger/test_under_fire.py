"""Web servers that are killed in the middle of their work, and not one answered redirect that is missing."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from hometeam.cli.up import THREADS
from tests.foundation.rivals import ROOT, environment_for
from tests.house.running import eventually, free_port
from tests.ledger.following import BROWSER

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SETTLE = """
import django; django.setup()
from tests.cast import elm_street
from tests.ledger.following import link_of
bo = elm_street().bo
print(*[link_of(bo, f"https://bo.example.org/{number}").path for number in range(5)])
"""
COUNT = """
import django; django.setup()
from django.db.models import Sum
from hometeam.ledger import actions
from hometeam.ledger.models import Visits
actions.fold_hits()
print(Visits.objects.aggregate(all=Sum("count"))["all"])
"""


def said_by(code: str, environment: dict[str, str]) -> str:
    """What Python prints in another process."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def family(pid: int) -> list[int]:
    """Every process that any thread of a process has started, and that those have."""
    lists = [task / "children" for task in Path(f"/proc/{pid}/task").iterdir()]
    own = [int(child) for listed in lists for child in listed.read_text().split()]
    return own + [further for child in own for further in family(child)]


@contextmanager
def two_workers(environment: dict[str, str], port: int) -> Iterator[None]:
    """The web server with two workers, killed in the midst of what it does, all of it at once."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    more = ["--blocking-threads", THREADS, "--no-ws", "--log-level", "critical"]
    server = subprocess.Popen(
        [*command, *more, "hometeam.config.wsgi:application"], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        for pid in [*family(server.pid), server.pid]:
            os.kill(pid, signal.SIGKILL)
        server.wait()


@dataclass
class Visitor:
    """Somebody who follows links one after another until told to stop, and counts what became of it."""

    port: int
    paths: list[str]
    over: threading.Event
    sent: int = 0
    answered: int = 0
    cut_off: int = 0

    def walk(self) -> None:
        """Each request is sent whole, and then answered, or cut off."""
        while not self.over.is_set():
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                line.connect()
                while not self.over.is_set():
                    self._follow(line)
            except (OSError, http.client.HTTPException):
                self.over.wait(0.02)
            finally:
                line.close()

    def _follow(self, line: http.client.HTTPConnection) -> None:
        self.sent += 1
        self.cut_off += 1
        line.request("GET", self.paths[self.sent % len(self.paths)], headers=BROWSER)
        answer = line.getresponse()
        answer.read()
        self.cut_off -= 1
        self.answered += answer.status == 302


@contextmanager
def a_crowd(port: int, paths: list[str]) -> Iterator[list[Visitor]]:
    """Four visitors at once."""
    over = threading.Event()
    crowd = [Visitor(port, paths, over) for _one in range(4)]
    threads = [threading.Thread(target=one.walk, daemon=True) for one in crowd]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        over.set()
        for thread in threads:
            thread.join(20)


def have_got_on(crowd: list[Visitor], goal: int) -> bool:
    """Whether more than `goal` requests have been answered in all."""
    return sum(one.answered for one in crowd) > goal


def test_what_was_answered_was_counted_though_workers_were_killed(tmp_path: Path) -> None:
    """Each answered redirect is in the figures, and nothing that nobody asked for."""
    environment = environment_for(tmp_path)
    paths = said_by(SETTLE, environment).split()
    port = free_port()
    with a_crowd(port, paths) as crowd:
        for times in range(1, 4):
            with two_workers(environment, port):
                assert eventually(partial(have_got_on, crowd, 500 * times)), crowd
    answered, sent = sum(one.answered for one in crowd), sum(one.sent for one in crowd)
    counted = int(said_by(COUNT, environment))
    assert sum(one.cut_off for one in crowd) > 0
    assert answered <= counted <= sent, crowd
    assert list((tmp_path / "hits").iterdir()) == []
