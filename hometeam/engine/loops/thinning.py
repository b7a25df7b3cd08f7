"""Where there are more loops than can be looked at: all the short ones, and the longer ones along some of the arcs.

Members with few arcs keep them all, since they are who is hard to serve; among those with many, chance decides.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hometeam.engine.loops.columns import Columns, TooMany, Worth, about, all_loops, allowed_by
from hometeam.engine.loops.graph import Graph
from hometeam.engine.loops.pool import Deadline

ARCS_EACH = (128, 64, 32, 16, 8, 4)
MOST_ENTRIES = 6_000_000


def with_some_longer(
    graph: Graph, short: Columns, most: int, worth: Worth, chance: np.random.Generator, *, deadline: Deadline
) -> Columns:
    """These loops, which are all up to a length, and some of those up to `most`: as many as there is time for."""
    known, entries = int(short.lengths.max(initial=1)), allowed_by(deadline, MOST_ENTRIES)
    for arcs_each in ARCS_EACH:
        thin = _thinned(graph, arcs_each, chance)
        try:
            if about(thin, most, entries, deadline) > entries:
                continue
            some = all_loops(thin, most, worth, entries, deadline)
        except TooMany:
            continue
        return _together(short, some.of(some.lengths > known))
    return short


def _thinned(graph: Graph, arcs_each: int, chance: np.random.Generator) -> Graph:
    """About so many arcs from each member, and to each; legs to be kept stay."""
    gives = np.bincount(graph.givers, minlength=graph.size)[graph.givers]
    gets = np.bincount(graph.receivers, minlength=graph.size)[graph.receivers]
    stays = chance.random(len(gives)) * np.minimum(gives, gets) < arcs_each
    stays |= graph.fixed
    return replace(
        graph,
        givers=graph.givers[stays],
        receivers=graph.receivers[stays],
        weights=graph.weights[stays],
        chances=graph.chances[stays],
        fixed=graph.fixed[stays],
    )


def _together(short: Columns, longer: Columns) -> Columns:
    nobody = np.full((longer.longest - short.longest, len(short)), short.size, np.int32)
    return Columns(
        np.hstack([np.vstack([short.nodes, nobody]), longer.nodes]),
        np.concatenate([short.value, longer.value]),
        np.concatenate([short.score, longer.score]),
        np.concatenate([short.kept, longer.kept]),
        short.size,
    )
