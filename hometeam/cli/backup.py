"""`hometeam backup` and `hometeam restore`: everything in one archive, taken while Hometeam runs."""

import sqlite3
import tarfile
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from hometeam.cli.folder import KEY, unused
from hometeam.config.environment import data_folder, environ
from hometeam.foundation.verbs import Trouble

DATABASE = "hometeam.sqlite3"
PICTURES = "media"
# SQLite's companions: left lying, they would be read into the restored database.
LEFTOVERS = (f"{DATABASE}-wal", f"{DATABASE}-shm")


def backup(args: Namespace) -> None:
    """Writes the archive, whole or not at all. Raises Trouble where it is there already or cannot be written."""
    from django.conf import settings
    from django.db import connection

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
        unfinished.unlink(missing_ok=True)
        raise Trouble(f"{target} cannot be written ({getattr(error, 'strerror', None) or error}).") from error
    print(_said(target, whole=connection.vendor == "sqlite"))  # noqa: T201


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """A file, or a folder with all in it. What is deleted at this moment, such as an old card, is left out."""
    with suppress(FileNotFoundError):
        archive.add(path, name, recursive=False)
        for inside in sorted(path.iterdir()) if path.is_dir() else ():
            _add(archive, inside, f"{name}/{inside.name}")


def _said(target: Path, *, whole: bool) -> str:
    """What is in the archive, and what has to be kept beside it."""
    what = "Everything is" if whole else "The pictures and the key are"
    lines = [f"{what} in {target}. Whoever reads it reads all of it: keep it safe."]
    if not whole:
        lines.append("The database is not in it: keep what pg_dump writes beside it.")
    if environ().get("HOMETEAM_SECRET_KEY"):
        lines.append("HOMETEAM_SECRET_KEY, which signs links and sessions, is not in it: keep it, too.")
    return "\n".join(lines)


def _parts(data: Path, workplace: Path) -> Iterator[tuple[Path, str]]:
    from django.db import connection

    if connection.vendor == "sqlite":
        copy = workplace / DATABASE
        _copy(Path(connection.settings_dict["NAME"]), copy)
        yield copy, DATABASE
    for name in (KEY, PICTURES):
        if (data / name).exists():
            yield data / name, name


def _copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent although others write meanwhile."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def restore(args: Namespace) -> None:
    """Puts an archive back. Raises Trouble for a file that is none, or where data would be overwritten unasked."""
    source, data = Path(args.file), data_folder(environ())
    held = [name for name in (DATABASE, PICTURES) if (data / name).exists()]
    if held and args.overwrite != data.name:
        raise Trouble(f"{data} has data in it; stop Hometeam and, to replace all of it, add: --overwrite {data.name}")
    try:
        with unused(data):
            _unpack(source, data)
    except (OSError, tarfile.TarError) as error:
        raise Trouble(f"{source} is not a backup that can be read; nothing was changed.") from error
    print(f"{data} is as it was. Start Hometeam with: hometeam up")  # noqa: T201


def _unpack(source: Path, data: Path) -> None:
    """Unpacks beside the data first, so that a broken archive changes nothing, then moves each part into its place."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as workplace, tarfile.open(source) as archive:
        archive.extractall(workplace, filter="data")
        unpacked = Path(workplace)
        if not (unpacked / KEY).is_file():
            raise tarfile.TarError("it holds no key")
        for name in LEFTOVERS:
            (data / name).unlink(missing_ok=True)
        for name in (DATABASE, KEY, PICTURES):
            if (unpacked / name).exists():
                _put(unpacked / name, data / name, Path(workplace) / f"{name}.old")


def _put(new: Path, place: Path, aside: Path) -> None:
    if place.exists():
        place.rename(aside)
    new.rename(place)
