"""`hometeam backup`: everything in one archive, whichever database it is in, taken while Hometeam runs."""

import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from hometeam.cli.folder import KEY
from hometeam.config.environment import environ
from hometeam.foundation.verbs import Trouble

DATABASE = "hometeam.sqlite3"
PICTURES = "media"


def backup(args: Namespace) -> None:
    """Writes the archive, whole or not at all. Raises Trouble where it is there already or cannot be written."""
    from django.conf import settings

    target, data = Path(args.file), Path(settings.DATA)
    if target.exists():
        raise Trouble(f"{target} is there already; choose another name.")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        with tarfile.open(unfinished, "w:gz") as archive, tempfile.TemporaryDirectory(dir=data) as workplace:
            for path, name in _parts(data, Path(workplace)):
                _add(archive, path, name)
        unfinished.chmod(0o600)
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise Trouble(f"{target} cannot be written ({getattr(error, 'strerror', None) or error}).") from error
    finally:
        unfinished.unlink(missing_ok=True)
    print(_said(target))  # noqa: T201


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """A file, or a folder with all in it. What is deleted at this moment, such as an old card, is left out."""
    with suppress(FileNotFoundError):
        archive.add(path, name, recursive=False)
        for inside in sorted(path.iterdir()) if path.is_dir() else ():
            _add(archive, inside, f"{name}/{inside.name}")


def _said(target: Path) -> str:
    """What is in the archive, and what has to be kept beside it."""
    lines = [f"Everything is in {target}. Whoever reads it reads all of it: keep it safe."]
    if environ().get("HOMETEAM_SECRET_KEY"):
        lines.append("HOMETEAM_SECRET_KEY, which signs links and sessions, is not in it: keep it, too.")
    return "\n".join(lines)


def _parts(data: Path, workplace: Path) -> Iterator[tuple[Path, str]]:
    from django.db import connection

    copy = workplace / DATABASE
    if connection.vendor == "sqlite":
        _copy(Path(connection.settings_dict["NAME"]), copy)
    else:
        _write_down(copy)
    yield copy, DATABASE
    for name in (KEY, PICTURES):
        if (data / name).exists():
            yield data / name, name


def _copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent although others write meanwhile."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _write_down(target: Path) -> None:
    """All that PostgreSQL holds, in a new SQLite file."""
    from django.db import DEFAULT_DB_ALIAS

    from hometeam.cli.copying import also_open, copy_all

    up_to_date(target.parent)
    with also_open(target) as file:
        copy_all(DEFAULT_DB_ALIAS, file)


def up_to_date(folder: Path) -> None:
    """Makes the SQLite database in a folder of data, or brings it to this version's shape: in a process of its own, for
    this one's Django may be at home in another database. Raises Trouble.
    """
    verb = [sys.executable, "-m", "hometeam", "migrate", "--verbosity", "0"]
    own = {**os.environ, "HOMETEAM_DATA": str(folder), "DATABASE_URL": ""}
    done = subprocess.run(verb, env=own, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1].rpartition(": ")[2]
        raise Trouble(f"the database cannot be made or cannot be read: {why}.")
