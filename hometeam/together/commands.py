"""`hometeam receive`: newsletters that members forward to us, handed over by any mail server."""

import sys
from argparse import ArgumentParser, Namespace

from hometeam.foundation.verbs import Trouble, Verb

TRY_AGAIN = 75
"""What mail servers understand as "not now" (EX_TEMPFAIL)."""


def _receive_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="the address it came to (default: as its head says)",
    )


def _receive(args: Namespace) -> None:
    """Read one message from standard input. Raises Trouble, or exits with 75 where it may come again."""
    from django.db import DatabaseError

    from hometeam.together.actions.newsletters import MOST_BYTES, NotTaken, receive_letter

    raw = sys.stdin.buffer.read(MOST_BYTES + 1)  # no more of it is ever read, however long it is
    try:
        receive_letter(raw=raw, to=args.to)
    except NotTaken as not_taken:
        if not_taken.later:
            _not_now(str(not_taken))
        raise Trouble(str(not_taken)) from not_taken
    except DatabaseError as error:
        _not_now(f"the letter could not be kept ({error}).")


def _not_now(words: str) -> None:
    print(f"hometeam: {words}", file=sys.stderr)  # noqa: T201
    raise SystemExit(TRY_AGAIN)


VERBS = [Verb("receive", "read one forwarded newsletter from standard input", _receive_arguments, _receive)]
