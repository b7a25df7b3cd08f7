"""Loops looked for by several processes or machines (the extra `cluster`): Dask hands out a search's pieces.

The engine knows nothing of it: it says what the pieces are, and joins their answers in whatever order they come.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hometeam.engine.barter import Piece, Plan, searched
from hometeam.engine.loops import Answer

if TYPE_CHECKING:
    from distributed import Client

SECONDS_TO_CONNECT = 10


class NotThere(Exception):
    """Dask cannot be used: it is not installed, nobody answers, or workers died; the message says which."""


def done_at(address: str, planned: Plan) -> Answer:
    """The answer for a search by the workers of the Dask scheduler at an address, such as "tcp://10.0.0.5:8786". Raises
    NotThere.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as missing:
        raise NotThere("the extra “cluster” is not installed") from missing
    try:
        with Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False) as client:
            return done_by_workers(client, planned)
    except (OSError, KilledWorker) as trouble:
        raise NotThere(str(trouble)) from trouble


def done_by_workers(client: Client, planned: Plan) -> Answer:
    """The answer for a search by the workers of a Dask client. A time limit holds for each piece, as they are done side
    by side.
    """
    return planned.done(lambda pieces: _searched_by_workers(client, pieces))


def _searched_by_workers(client: Client, pieces: Sequence[Piece]) -> list[Answer]:
    """The answers for these pieces, which the workers begin with the largest; they need the engine alone."""
    held = client.scatter(list(reversed(pieces)), hash=False) if pieces else []
    found: list[Answer] = client.gather([client.submit(searched, piece, time.monotonic, pure=False) for piece in held])
    return found
