"""The fit from the database: a process that reads a community, one member's list, an edit; on SQLite and PostgreSQL.

Each reading is taken in a process of its own, as a web process would be: it has Django, the database and the pool, and
not what the benchmark made the members from. The database's own work is not in it: on SQLite that is the process
itself.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.many import members
from benchmarks.table import Reading, Result

SIZES = {10_000: (1, 10), 100_000: (10, 25)}
"""How many members, in how many towns, and within how many milliseconds a list is aimed at."""


def measure() -> Result:
    """Every size on every database that there is."""
    readings = []
    for count, (towns, aim) in SIZES.items():
        for name, told in _told(count, towns).items():
            size = f"{count:,} members, {name}"
            readings += [
                Reading(f"one member's list, {size}", told["list"], "CPU-ms", f"≤ {aim}"),
                Reading(
                    f"an edit and the list after it, read anew, {size}",
                    told["edit_and_list"],
                    "CPU-ms",
                    "said, not aimed at",
                ),
                Reading(f"what the edit adds to it, {size}", told["edit"], "CPU-ms", "≤ 10"),
                Reading(
                    f"the pool read for the first time, {size}", told["reading"], "CPU-s", "said, not aimed at", runs=1
                ),
                Reading(
                    f"memory of the process, at most, {size}",
                    told["peak"],
                    "MB",
                    "≤ 400" if count == 100_000 else "said, not aimed at",
                    runs=1,
                    note=f"({told['bare']:.0f} before the pool was read, {told['now']:.0f} after)",
                ),
            ]
    return Result("fresh", "The fit, fresh from the database", tuple(readings))


def _told(count: int, towns: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "members"
        made.write_bytes(pickle.dumps(members(count, towns)))
        found = {"SQLite": _in_processes("", made)}
        with postgresql() as url:
            if url:
                found["PostgreSQL"] = _in_processes(url, made)
    return found


def _in_processes(url: str, made: Path) -> dict[str, float]:
    """One process fills the database, another measures."""
    with tempfile.TemporaryDirectory() as folder:
        about = {"HOMETEAM_DATA": folder, "HOMETEAM_URL": "http://testserver", "DATABASE_URL": url}
        run = [sys.executable, "-m", "benchmarks.fresh_process"]
        environment = {**os.environ, **about, "DJANGO_SETTINGS_MODULE": "hometeam.config.settings"}
        subprocess.run([*run, "fill", str(made)], env=environment, check=True)
        said = subprocess.run([*run, "measure"], env=environment, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return told


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of our own, as the tests have one; "" where there is none."""
    script = Path(__file__).resolve().parent.parent / "scripts" / "postgresql.sh"
    began = f'say() {{ :; }}; . {script}; find_postgresql && start_postgresql && echo "$postgresql_url"'
    done = subprocess.run(["sh", "-c", began], capture_output=True, text=True, check=False, cwd=script.parent.parent)
    url = done.stdout.strip()
    try:
        yield url
    finally:
        if url:
            folder = url.partition("?host=")[2]
            ended = f"say() {{ :; }}; . {script}; find_postgresql; postgresql_folder={folder}; stop_postgresql"
            subprocess.run(["sh", "-c", ended], check=False)
