"""A worker process for the test that kills one: run with `enqueue BEGUN ENDED`, or with `work`."""

import sys
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from hometeam.foundation import jobs, limits  # noqa: E402  tables exist only once Django is set up


@jobs.task
def effect(begun: str, ended: str) -> None:
    """Say that it began, take a minute the first time, then happen, at most once."""
    first_time = not Path(begun).exists()
    with Path(begun).open("a") as file:
        file.write("begun ")
    if first_time:
        time.sleep(60)
    limits.spend("effect", amount=1, per=timedelta(days=1))
    with Path(ended).open("a") as file:
        file.write("ended ")


def main() -> None:
    """Perhaps enqueue, then work as `hometeam worker` does."""
    if sys.argv[1] == "enqueue":
        effect.enqueue(*sys.argv[2:])
    jobs.work()
