"""The one command: gathers the rooms' verbs, runs the one asked for, and says expected trouble in one sentence."""

from __future__ import annotations

import os
import sys

from hometeam.foundation.full_disk import is_of_full_disk
from hometeam.foundation.verbs import Trouble

FULL_DISK = "there is no room left on the disk. Nothing half done will be shown: make room and do it again."

# Django's own tools for developers and translators, under the same name; everything else is a verb of ours.
DJANGO_TOOLS = frozenset(
    [
        "check",
        "dbshell",
        "makemessages",
        "makemigrations",
        "migrate",
        "shell",
        "showmigrations",
        "sqlmigrate",
    ]
)


def main() -> None:
    """The console script `hometeam`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hometeam.config.settings")
    # Our matrices are small: a second thread of the linear algebra spins more than it helps.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(answer(sys.argv[1:]))


def answer(words: list[str]) -> int:
    """Runs one command line; the exit code: 0 done, 1 trouble (said on standard error), 2 wrong usage, 130 stopped."""
    try:
        _run(words)
    except Trouble as trouble:
        print(f"hometeam: {trouble}", file=sys.stderr)  # noqa: T201
        return trouble.code
    except BrokenPipeError:
        # The reader, such as `head`, has had enough; Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not is_of_full_disk(error):
            raise
        print(f"hometeam: {FULL_DISK}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _run(words: list[str]) -> None:
    if words and words[0] in DJANGO_TOOLS:
        _django_tool(words)
        return
    from hometeam.cli.parser import parser

    args = parser().parse_args(words)
    if args.verb.needs_database:
        from hometeam.cli.database import ready

        ready()
    args.verb.run(args)


def _django_tool(words: list[str]) -> None:
    from django.core.management import execute_from_command_line

    from hometeam.cli.folder import open_folder

    open_folder()
    execute_from_command_line(["hometeam", *words])
