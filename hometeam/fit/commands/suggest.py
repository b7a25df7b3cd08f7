"""`hometeam suggest`: who fits whom in a member spreadsheet, before anybody has signed up."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from hometeam.foundation.verbs import Trouble, Verb

if TYPE_CHECKING:
    from hometeam.fit.queries.directory import Directory
    from hometeam.fit.queries.printing import Written

TOP = 5


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a member directory: CSV or XLSX")
    parser.add_argument("--for", dest="name", metavar="NAME", help="only for this member, by name or “name, street”")
    parser.add_argument("--top", type=_count, default=TOP, metavar="N", help=f"how many for each member ({TOP})")
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise ArgumentTypeError(f"“{text}” is not a number from 1 to 100")
    return int(text)


def suggest(args: Namespace) -> None:
    """Read the file and print the suggestions, one member after the other, as soon as they are known."""
    import django

    django.setup()
    from hometeam.fit.queries import directory, printing
    from hometeam.foundation import sheets

    try:
        members = directory.read_directory(args.file)
        wanted = [members.find(args.name)] if args.name is not None else list(members.entries)
    except (sheets.Unreadable, directory.NobodyOfThatName) as trouble:
        raise Trouble(str(trouble)) from trouble
    _print(printing.as_json if args.json else printing.as_letter, members, wanted, args.top)


def _print(written: Written, members: Directory, wanted: list[int], top: int) -> None:
    for piece in written(members, wanted, top):
        print(piece)  # noqa: T201
        sys.stdout.flush()


VERB = Verb("suggest", "who fits whom in a member spreadsheet", _arguments, suggest, needs_database=False)
