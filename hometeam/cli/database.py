"""A database that is there and up to date, before a verb needs it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hometeam.cli.folder import open_folder
from hometeam.cli.words import make_words_ready
from hometeam.config.environment import BadSetting
from hometeam.foundation.full_disk import is_of_full_disk
from hometeam.foundation.verbs import Trouble

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


def set_up_django() -> Path:
    """Opens the data folder and sets Django up; returns the folder. Raises Trouble for a setting that is no use."""
    folder = open_folder()
    import django

    try:
        django.setup()
    except BadSetting as bad:
        raise Trouble(str(bad)) from bad
    return folder


def ready() -> None:
    """Sets Django up, makes the database where there is none, and brings it to this version's shape; all languages'
    words are at hand, too.
    """
    folder = set_up_django()
    from django.db import DatabaseError

    make_words_ready(folder / "words")

    try:
        if pending():
            with _one_at_a_time(folder / "migrate.lock"):
                _migrate()
    except DatabaseError as error:
        if is_of_full_disk(error):
            raise
        raise Trouble(f"the database cannot be used: {str(error).strip().splitlines()[0]}.") from error


def pending() -> int:
    """How many migrations the database has yet to see. Raises Trouble where it has seen some that we do not know."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if unknown := _unknown(executor.loader):
        raise Trouble(f"a newer Hometeam made this database ({unknown}): install that one, or restore an older backup.")
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _unknown(loader: MigrationLoader) -> str:
    """A migration of one of our rooms that has been applied and is not here, such as "swap.0009_markets", or ""."""
    from django.apps import apps

    ours = {room.label for room in apps.get_app_configs() if room.name.startswith("hometeam.")}
    strange = [key for key in loader.applied_migrations if key[0] in ours and key not in loader.disk_migrations]
    return ".".join(min(strange, default=()))


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """A web server, a worker and a command that start together must not all migrate."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
