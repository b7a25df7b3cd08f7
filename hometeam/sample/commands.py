"""`hometeam demo`: the sample community, to look around in."""

from argparse import ArgumentParser, Namespace

from hometeam.foundation.verbs import Verb


def _no_arguments(_parser: ArgumentParser) -> None:
    """It takes none."""


def demo(_args: Namespace) -> None:
    """Load the sample community unless it is there already, and say so."""
    from hometeam.foundation.clock import now
    from hometeam.sample.actions import load

    loaded = load(at=now())
    words = "The sample community is ready" if loaded.is_new else "The sample community was there already"
    print(f"{words}: {loaded.members} sample members in {loaded.name}.")  # noqa: T201


VERBS = [Verb("demo", "load the sample community", _no_arguments, demo)]
