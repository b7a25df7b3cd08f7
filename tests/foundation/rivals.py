"""Several processes that want the same thing at the same moment, on a database that is real."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

from tests.migrated import copy_to

ROOT = Path(__file__).parents[2]
BEGIN = """
import sys, time, django
django.setup()
from django.db import connection
connection.ensure_connection()
print("ready", flush=True)
sys.stdin.readline()
"""


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
    """Start `code` in so many processes, let them all go at once, and return what each printed."""
    command = [sys.executable, "-c", BEGIN + code]
    at_the_line = [
        subprocess.Popen(command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _runner in range(runners)
    ]
    for runner in at_the_line:
        assert runner.stdout is not None
        assert runner.stdout.readline() == "ready\n"
    for runner in at_the_line:
        assert runner.stdin is not None
        runner.stdin.write("go\n")
        runner.stdin.flush()
    return [runner.communicate(timeout=60)[0].strip() for runner in at_the_line]
