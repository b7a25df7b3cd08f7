"""Of which pairs both sides can be told a reason, many pairs at once: only those are ever on a list."""

from collections.abc import Mapping

import numpy as np

from hometeam.engine.fit.explain import FAINT
from hometeam.engine.fit.near import ways
from hometeam.engine.fit.pairs import Pairs, Work, entries
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.score import WEIGHT, Weighs, mirrored
from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.trades import Bools, Ints

AT_ONCE = 200_000
"""So many pairs are looked at in one go."""


def both_are_told(pool: FitPool, one: Ints, other: Ints, beliefs: Weighs) -> Bools:
    """For each pair of rows, such as of a viewer and a candidate, whether either side has a reason that is worth a line
    (see `explain.py`).
    """
    pairs, found = Pairs(pool, beliefs), np.zeros(len(one), np.bool_)
    for at in range(0, len(one), AT_ONCE):
        here = slice(at, at + AT_ONCE)
        found[here] = _strongest(pairs, one[here], other[here]) >= FAINT
    return found


def _strongest(pairs: Pairs, one: Ints, other: Ints) -> Singles:
    """What the strongest reason counts on the side where that is least: one that both have counts on either."""
    work = pairs.work(one, other)
    mine, theirs = (_greatest(pairs, told) for told in (work.needs, mirrored(work.needs)))
    either: Singles = np.maximum(_greatest(pairs, _for_both(pairs, one, other, work)), np.minimum(mine, theirs))
    return either


def _for_both(pairs: Pairs, one: Ints, other: Ints, work: Work) -> dict[str, Singles | Bools]:
    """What is the same from either side."""
    metres, _known, _way = ways(pairs.pool, one, other)
    said: dict[str, Singles | Bools] = {
        "our_trades_go_together": work.together,
        "near_each_other": pairs.nearness(metres),
        "business_and_nonprofit": pairs.of_other_kinds(one, other),
        **pairs.by_tags(one, other),
    }
    if pairs.pool.overlaps:
        said["shared_audience"] = np.maximum(said["shared_audience"], entries(pairs.pool.overlapping, one, other))
    return said


def _greatest(pairs: Pairs, evidence: Mapping[str, Singles | Bools]) -> Singles:
    """What the strongest of these counts that may be told."""
    found: Singles = np.maximum.reduce([pairs.weigh[key] * said for key, said in evidence.items() if key in WEIGHT])
    return found
