"""The house's own verbs: starting it, looking after it."""

from argparse import ArgumentParser, Namespace

from hometeam.foundation.verbs import Verb


def _up_arguments(parser: ArgumentParser) -> None:
    from hometeam.cli import up

    up.arguments(parser)


def _up(args: Namespace) -> None:
    from hometeam.cli import up

    up.up(args)


def _doctor_arguments(_parser: ArgumentParser) -> None:
    """It takes none."""


def _doctor(_args: Namespace) -> None:
    from hometeam.cli import doctor

    doctor.run()


VERBS = [
    Verb("up", "start Hometeam: the web server and the worker", _up_arguments, _up, needs_database=False),
    Verb("doctor", "check that everything Hometeam needs is there", _doctor_arguments, _doctor, needs_database=False),
]
