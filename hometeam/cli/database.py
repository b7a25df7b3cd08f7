"""A database that is there and up to date, before a verb needs it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hometeam.cli.folder import open_folder
from hometeam.config.environment import BadSetting
from hometeam.foundation.full_disk import is_of_full_disk
from hometeam.foundation.verbs import Trouble


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
    """Sets Django up, makes the database where there is none, and brings it to this version's shape."""
    folder = set_up_django()
    from django.db import DatabaseError

    try:
        if pending():
            with _one_at_a_time(folder / "migrate.lock"):
                _migrate()
    except DatabaseError as error:
        if is_of_full_disk(error):
            raise
        raise Trouble(f"the database cannot be used: {str(error).strip().splitlines()[0]}.") from error


def pending() -> int:
    """How many migrations the database has yet to see."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """A web server, a worker and a command that start together must not all migrate."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
