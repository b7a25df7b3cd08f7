"""Loops looked for by several processes or machines (the extra `cluster`): Dask hands out a pool's parts.

The engine knows nothing of it: it says what the parts are, and joins their answers in whatever order they come.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hometeam.engine.loops import Answer, Part, Pool, Rules, Start, by_region, join, parts, solved

if TYPE_CHECKING:
    from distributed import Client


def best_by_workers(
    client: Client, pool: Pool, rules: Rules, start: Start | None = None, region: Mapping[str, str] | None = None
) -> Answer:
    """What the engine's `best_loops` says, or with a `region` for each member its `by_region`, its parts solved by the
    workers of a Dask client. A time limit holds for each part, as they are solved side by side.
    """
    if region is not None:
        return by_region(pool, rules, region, lambda some, begun: solved_by_workers(client, some, begun))
    return join(solved_by_workers(client, parts(pool, rules), start or Start()))


def solved_by_workers(client: Client, some: Sequence[Part], start: Start) -> list[Answer]:
    """The answers for these parts, which the workers begin with the largest; they need the engine alone."""
    held = client.scatter(list(reversed(some)), hash=False) if some else []
    found: list[Answer] = client.gather(
        [client.submit(solved, part, start, time.monotonic, pure=False) for part in held]
    )
    return found
