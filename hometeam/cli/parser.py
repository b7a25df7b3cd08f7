"""All verbs of the one command, each from its room's `commands.py`, none of which loads Django before it runs."""

import importlib
import importlib.util
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib.metadata import version

from hometeam.foundation.verbs import Verb

ROOMS = ("organise", "fit", "swap", "sample", "foundation", "members", "ledger", "together", "overlap", "front")


def verbs() -> Iterator[Verb]:
    """Every verb: the house's own first, then each room's."""
    from hometeam.cli.own import VERBS

    yield from VERBS
    for room in ROOMS:
        name = f"hometeam.{room}.commands"
        if importlib.util.find_spec(name):
            yield from importlib.import_module(name).VERBS


def verb(name: str) -> Verb | None:
    """One verb by its name, or None where no room has it."""
    return next((found for found in verbs() if found.name == name), None)


def parser() -> ArgumentParser:
    """Reads `hometeam VERB …`; the parsed arguments hold the chosen `Verb` as `verb`."""
    top = ArgumentParser(prog="hometeam", description="A home team for people who work alone.")
    top.add_argument("--version", action="version", version=f"hometeam {version('hometeam')}")
    places = top.add_subparsers(metavar="VERB", required=True, title="verbs")
    for each in verbs():
        place = places.add_parser(each.name, help=each.help, description=each.help)
        place.set_defaults(verb=each)
        each.add_arguments(place)
    return top
