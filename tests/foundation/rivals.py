"""Processes of their own, on a database that is real: several at the same moment, or one after another.

Loading Django takes seconds: one process does so, and all others are its children.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

from tests.migrated import copy_to

ROOT = Path(__file__).parents[2]
# Django is set up once, then each runner is a process of its own, with its own connection to the database.
RACE = """
import contextlib, io, os, sys, django
django.setup()
from django.db import connection
runners, code = int(sys.argv[1]), sys.argv[2]
(ready, say_ready), (start, go) = os.pipe(), os.pipe()
for runner in range(runners):
    if os.fork() == 0:
        os.close(go)
        connection.ensure_connection()
        os.write(say_ready, b".")
        os.read(start, 1)  # until the last end of this pipe is closed: for all at the same moment
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(code)
        os.write(1, said.getvalue().encode())  # in one piece: several write to this pipe at once
        os._exit(0)
for runner in range(runners):
    assert os.read(ready, 1)
os.close(go)
assert [os.wait()[1] for runner in range(runners)] == [0] * runners
"""

# As above, but the next begins when the last has ended, however it did.
IN_TURN = """
import json, os, sys, traceback, django
django.setup()
exec(sys.argv[1])
for code in sys.argv[2:]:
    said, say = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(say, 1)
        try:
            exec(code, {})
            sys.stdout.flush()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(say)
    with os.fdopen(said) as pipe:
        words = pipe.read().strip()
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), words]), flush=True)
"""


@dataclass(frozen=True)
class Ended:
    """How a process ended, as subprocess says it, and what it had printed."""

    code: int
    said: str


def environment_for(folder: Path) -> dict[str, str]:
    """Settings with which another process uses a migrated database: a file of its own, or the test's on PostgreSQL."""
    environment = os.environ | {
        "HOMETEAM_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "hometeam.config.settings",
        "HOMETEAM_SECRET_KEY": "a key for this test only",
        "DATABASE_URL": "",
    }
    if connection.vendor == "postgresql":
        environment["DATABASE_URL"] = _url()
    else:
        copy_to(folder / "hometeam.sqlite3")
    return environment


def _url() -> str:
    to = connection.settings_dict
    who = quote(to["USER"] or "", safe="") + (":" + quote(to["PASSWORD"], safe="") if to["PASSWORD"] else "")
    place = urlencode({"host": to["HOST"] or "localhost", "port": to["PORT"] or "5432"})
    return f"postgresql://{who}@/{to['NAME']}?{place}"


def race(code: str, *, runners: int, environment: dict[str, str]) -> list[str]:
    """Start `code` in so many processes, let them all go at once, and return the line that each printed."""
    command = [sys.executable, "-c", RACE, str(runners), code]
    ran = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=300, check=True)
    return ran.stdout.splitlines()


def in_turn(*codes: str, environment: dict[str, str], loaded: str = "") -> list[Ended]:
    """Run each in a process of its own with Django and what is `loaded` for all, one after another."""
    command = [sys.executable, "-c", IN_TURN, loaded, *codes]
    ran = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=300, check=True)
    return [Ended(*json.loads(line)) for line in ran.stdout.splitlines()]
