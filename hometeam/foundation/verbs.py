"""What a verb of the one command is: rooms list theirs in `commands.py` as `VERBS`, and `hometeam.cli` gathers them.

A room's `commands.py` is read before Django is set up, so that `hometeam --help` answers at once: it imports models,
actions and heavy libraries inside the functions that use them.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


class Trouble(Exception):
    """Something expected went wrong. Its one plain sentence is printed to standard error; the exit code is 1."""

    code = 1


class Misunderstood(Trouble):
    """What was given cannot be meant, such as a table without its columns; the exit code is 2."""

    code = 2


@dataclass(frozen=True)
class Verb:
    """One verb, such as `hometeam import`.

    `add_arguments` receives the verb's own parser; `run` receives the parsed arguments, prints what the person should
    read, and raises `Trouble` for anything expected. With `needs_database`, Django is set up and the database made and
    migrated before `run`.
    """

    name: str
    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], None]
    needs_database: bool = True
