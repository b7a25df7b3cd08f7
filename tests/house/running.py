"""A Hometeam in processes of its own, for the tests that start it as a person would."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Ten times what it takes on an idle machine: whoever waits goes on as soon as it has happened.
PATIENCE = 300.0


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(data: Path) -> dict[str, str]:
    """This process's environment without any setting of Hometeam, and `data` as its folder."""
    ours = ("HOMETEAM_", "DATABASE_", "DJANGO_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
        "HOMETEAM_DATA": str(data)
    }


def eventually(happens: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Whether something becomes true within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.1)
    return False


def lives(pid: int) -> bool:
    """Whether a process is there and has not just ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def offspring(pid: int) -> list[int]:
    """Every process that a process has started, and that those have."""
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return own + [further for child in own for further in offspring(child)]


@dataclass
class Running:
    """A started `hometeam up`, its port and what it has said so far."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text()

    def is_open(self) -> bool:
        """Whether it has greeted; fails the test at once when it has ended instead."""
        assert self.process.poll() is None, self.said
        return "Stop with Ctrl-C" in self.said

    def link(self) -> str:
        """The path of the sign-in link that it printed, or ""."""
        found = re.search(rf"http://127\.0\.0\.1:{self.port}(/\S+)", self.said)
        return found.group(1) if found else ""

    def fetch(self, path: str = "/", patience: float = PATIENCE) -> tuple[int, str]:
        """Status and body of one page, redirects followed; status 0 and why, where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=patience) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, ""
        except OSError as error:
            return 0, f"{error!r}; it has said: {self.said}"

    def child(self, words: str) -> int:
        """The process of the tree whose command line holds these words; 0 where there is none."""
        for pid in offspring(self.process.pid):
            line = Path(f"/proc/{pid}/cmdline")
            if line.exists() and words in line.read_text().replace("\0", " "):
                return pid
        return 0

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@contextmanager
def up(data: Path, *words: str, python: str = sys.executable, cwd: Path | None = None) -> Iterator[Running]:
    """`hometeam up` on a free port with its data in `data`; whatever is left of it afterwards is ended."""
    port = free_port()
    log = data.parent / "up.log"
    command = [python, "-m", "hometeam", "up", "--port", str(port), *words]
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=clean_environment(data), cwd=cwd)
    try:
        yield Running(process, port, log)
    finally:
        for pid in [process.pid, *offspring(process.pid)]:
            if lives(pid):
                os.kill(pid, signal.SIGKILL)
        process.wait()
