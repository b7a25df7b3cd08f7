"""`hometeam restore`: an archive put back, into whichever database and folder are named."""

import os
import shutil
import tarfile
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hometeam.cli.backup import DATABASE, PICTURES, up_to_date
from hometeam.cli.folder import KEY, unused
from hometeam.config.environment import BadSetting, data_folder, database, environ
from hometeam.foundation.full_disk import is_of_full_disk
from hometeam.foundation.verbs import Trouble


def restore(args: Namespace) -> None:
    """Puts an archive back. Raises Trouble for a file that is none, or where data would be overwritten unasked."""
    source, data = Path(args.file), data_folder(environ())
    chosen, is_free = _chosen(data), args.overwrite == data.name
    if not is_free and any(place.exists() for place in (data / PICTURES, *_files(chosen))):
        raise Trouble(f"{data} has data in it; stop Hometeam and, to replace all of it, add: --overwrite {data.name}")
    try:
        with unused(data), _unpacked(source, data) as unpacked:
            if not _files(chosen):
                _fill(unpacked, data.name, is_free=is_free)
            _put_all(unpacked, data, _files(chosen))
    except (OSError, tarfile.TarError) as error:
        if is_of_full_disk(error):
            raise
        raise Trouble(f"{source} is not a backup that can be read; nothing was changed.") from error
    print(f"{data} is as it was. Start Hometeam with: hometeam up")  # noqa: T201


def _chosen(data: Path) -> dict[str, Any]:
    try:
        return database(environ().get("DATABASE_URL", ""), data)
    except BadSetting as bad:
        raise Trouble(str(bad)) from bad


def _files(chosen: dict[str, Any]) -> list[Path]:
    """An SQLite database's file and its companions, which, left lying, would be read into another one; none for
    PostgreSQL.
    """
    name = chosen["NAME"]
    return [name, Path(f"{name}-wal"), Path(f"{name}-shm")] if chosen["ENGINE"].endswith("sqlite3") else []


@contextmanager
def _unpacked(source: Path, data: Path) -> Iterator[Path]:
    """The archive, unpacked beside the data, so that a broken one changes nothing."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as workplace:
        with tarfile.open(source) as archive:
            archive.extractall(workplace, filter="data")
        if not (Path(workplace) / KEY).is_file():
            raise tarfile.TarError("it holds no key")
        yield Path(workplace)


def _fill(unpacked: Path, name: str, *, is_free: bool) -> None:
    """PostgreSQL gets what the archive's database holds. Raises Trouble where it is in use, or held unasked."""
    if not (unpacked / DATABASE).exists():
        return
    # Until it is in its place the archive is its own folder of data: nobody else may open the real one meanwhile.
    os.environ["HOMETEAM_DATA"] = str(unpacked)
    from hometeam.cli.database import ready

    up_to_date(unpacked)
    ready()
    from django.db import DEFAULT_DB_ALIAS, DatabaseError

    from hometeam.cli.copying import also_open, copy_all

    _look_before_emptying(name, is_free=is_free)
    try:
        with also_open(unpacked / DATABASE) as file:
            copy_all(file, DEFAULT_DB_ALIAS)
    except DatabaseError as error:
        why = str(error).strip().splitlines()[0]
        raise Trouble(f"the database could not be filled ({why}); nothing was changed.") from error


def _look_before_emptying(name: str, *, is_free: bool) -> None:
    from hometeam.foundation.clock import now
    from hometeam.foundation.jobs.workers import at_work
    from hometeam.members.models import Person

    if at_work(now()):
        raise Trouble("a worker is at work on the database that DATABASE_URL names; stop Hometeam everywhere first.")
    if Person.objects.exists() and not is_free:
        raise Trouble(
            f"the database that DATABASE_URL names has people in it; to replace all of it, add: --overwrite {name}"
        )


def _put_all(unpacked: Path, data: Path, files: list[Path]) -> None:
    """Each part into its place, what was there before aside."""
    if files and (unpacked / DATABASE).exists():
        for place in files[1:]:
            place.unlink(missing_ok=True)
        _put(unpacked / DATABASE, files[0], unpacked)
    for name in (KEY, PICTURES):
        if (unpacked / name).exists():
            _put(unpacked / name, data / name, unpacked)


def _put(new: Path, place: Path, workplace: Path) -> None:
    if place.exists():
        shutil.move(place, workplace / f"{place.name}.old")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(new, place)
