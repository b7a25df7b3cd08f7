"""A large component begun by region: the loops inside each region first, then those of the whole from there.

Cut by region for good, a component would lose the loops that go across. So what the regions come to is only where the
search of the whole begins, and its bound is the whole's. Both steps are parts, and whoever solves these, in whatever
order or process, the answer is the same: `engine.barter.plan` says what the steps are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from hometeam.engine.loops.parts import Part, parts
from hometeam.engine.loops.pool import Ints, Pool, Rules


def regional(pool: Pool, rules: Rules, region: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts of a pool in which only those give to each other who are of the same region; who has none, by id, gives
    to nobody.
    """
    number = _numbered([region.get(each) for each in pool.ids])
    inside = np.flatnonzero((number[pool.givers] == number[pool.receivers]) & (number[pool.givers] >= 0))
    return parts(
        replace(
            pool,
            givers=pool.givers[inside],
            receivers=pool.receivers[inside],
            weights=pool.weights[inside],
            chances=pool.chances[inside],
        ),
        rules,
    )


def _numbered(regions: Sequence[str | None]) -> Ints:
    """A number for each region, and -1 for none."""
    number = {each: at for at, each in enumerate(dict.fromkeys(one for one in regions if one is not None))}
    return np.array([-1 if each is None else number[each] for each in regions], np.int64)
