"""A migrated database that is made once and copied: migrating takes longer than most tests.

It is made as every verb of `hometeam` makes it in an empty folder; in the soak, the installed wheel makes its own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
KEPT = CHECKOUT / ".cache"
LIBRARIES = ("django", "django-allauth", "django-tasks-db")


def copy_to(path: Path) -> None:
    """A migrated database of its own at a path, whose folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(migrated(), path)


@contextmanager
def in_memory(name: str) -> Iterator[None]:
    """A migrated database in memory, which all connections of this process that use the name share."""
    with closing(sqlite3.connect(name, uri=True)) as memory, closing(sqlite3.connect(migrated())) as file:
        file.backup(memory)
        yield


@cache
def migrated() -> Path:
    """The file to copy. It is made anew when a migration, a model, a setting or a library has changed."""
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"migrated-{_mark()}.sqlite3"
    with (KEPT / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in KEPT.glob("migrated-*.sqlite3"):
                old.unlink()
            _make(path)
    return path


def _mark() -> str:
    """What the database depends on, as a short word."""
    ours = CHECKOUT / "hometeam"
    files = [*ours.glob("*/migrations/*.py"), *ours.glob("*/models.py"), *ours.glob("*/models/*.py")]
    parts = [str(file.relative_to(ours)).encode() + file.read_bytes() for file in sorted(files)]
    parts += [(ours / "config" / "settings.py").read_bytes(), sqlite3.sqlite_version.encode()]
    parts += [version(name).encode() for name in LIBRARIES]
    return sha256(b"\0".join(parts)).hexdigest()[:16]


def _make(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = {"HOMETEAM_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "hometeam.config.settings"}
        command = [sys.executable, "-c", "from hometeam.cli.database import ready; ready()"]
        subprocess.run(command, env=os.environ | settings, cwd=CHECKOUT, check=True)
        made = Path(folder) / "hometeam.sqlite3"
        with closing(sqlite3.connect(made)) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # in one file, without a log beside it
        shutil.move(made, path)
