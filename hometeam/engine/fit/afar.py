"""Those who are far away and yet among the best: their work makes up for the way."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from hometeam.engine.fit.best import Best
from hometeam.engine.fit.near import ONLINE_M
from hometeam.engine.fit.pairs import Pairs
from hometeam.engine.fit.pool import Ints
from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.trades import Floats

AT_ONCE = 200_000
"""So many pairs are reckoned in full at a time."""


def look_afar(pairs: Pairs, best: Best, beyond_m: Floats) -> None:
    """Add to these lists whoever is farther away than `beyond_m` (one for each line, infinite for nobody) and better
    than the last on it; whom they share more tags with than with the nearby ones may be missed.
    """
    lines = np.flatnonzero(np.isfinite(beyond_m))
    if not len(lines):
        return
    working = _Working.of(pairs)
    least = _least_by_work(pairs, best, np.where(np.isfinite(beyond_m), beyond_m, 0.0))
    said = 2 * _said_at_most(pairs, best)
    waiting: list[tuple[Ints, Ints, Singles]] = []
    count = 0
    for line, profile, sums in _promising(pairs, working, best.rows[lines], (least - said)[lines]):
        waiting.append((lines[line], profile, sums))
        count += len(line)
        if count > AT_ONCE:
            _add(pairs, working, best, least, waiting)
            count = 0
    _add(pairs, working, best, least, waiting)


@dataclass(frozen=True, eq=False)
class _Working:
    """What members do and need, each combination once: its sets, what its members add of themselves at most, and its
    members.
    """

    offers: Ints
    wants: Ints
    sends: Ints
    nonprofit: Ints
    own: Singles
    members: Ints
    starts: Ints

    @classmethod
    def of(cls, pairs: Pairs) -> "_Working":
        open_rows = np.flatnonzero(pairs.pool.open)
        columns = (pairs.offers.which, pairs.wants.which, pairs.sends.which, pairs.nonprofit.astype(np.int64))
        key = np.zeros(len(open_rows), np.int64)
        for column in columns:
            _values, key = np.unique(key * (column.max(initial=0) + 1) + column[open_rows], return_inverse=True)
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        example = open_rows[order[starts]]
        own = (pairs.as_reader + pairs.as_other)[open_rows[order]]
        greatest = np.maximum.reduceat(own, starts) if len(starts) else own
        offers, wants, sends, nonprofit = (column[example] for column in columns)
        return cls(offers, wants, sends, nonprofit, greatest, open_rows[order], np.append(starts, len(order)))

    def members_of(self, profiles: Ints) -> tuple[Ints, Ints]:
        """Every member of each of these profiles, and the position of the profile of each."""
        counts = np.diff(self.starts)[profiles]
        at = np.repeat(np.arange(len(profiles)), counts)
        within = np.arange(len(at)) - (np.cumsum(counts) - counts)[at]
        return self.members[self.starts[profiles][at] + within], at


def _least_by_work(pairs: Pairs, best: Best, beyond_m: Floats) -> Singles:
    """For each line, what others' work, they themselves and their tags must add to both logits, at least, to be better
    than the last although they are beyond these metres.
    """
    last = np.minimum(best.ranks[:, -1], -1e-6)
    with np.errstate(divide="ignore"):
        least = 2 * logit(np.exp(last / 2))
    metres = np.where(pairs.pool.online[best.rows], np.minimum(beyond_m, ONLINE_M), beyond_m)
    way = 2 * pairs.place(metres, np.ones(len(metres), np.bool_), metres)
    return np.asarray(least - way - (pairs.as_reader + pairs.as_other)[best.rows], np.float32)


def _said_at_most(pairs: Pairs, best: Best) -> Singles:
    """What tags add to either logit with those of the best who are there, at most."""
    line, place = np.nonzero(best.others >= 0)
    said = np.zeros(best.others.shape, np.float32)
    said[line, place] = np.maximum(pairs.tags(best.rows[line], best.others[line, place].astype(np.int64)), 0)
    found: Singles = said.max(axis=1)
    return found


def _promising(pairs: Pairs, working: _Working, rows: Ints, least: Singles) -> Iterator[tuple[Ints, Ints, Singles]]:
    """Positions in `rows`, the profiles whose work is enough for each, and what that adds to both logits."""
    kind = pairs.offers.which[rows] * 2 + pairs.nonprofit[rows]
    order = np.argsort(kind, kind="stable")
    for mine in np.split(order, np.flatnonzero(np.diff(kind[order])) + 1):
        sets = np.stack((pairs.wants.which[rows[mine]], pairs.sends.which[rows[mine]]))
        needs, which = np.unique(sets, axis=1, return_inverse=True)
        gained = _gained(pairs, needs[0], needs[1])
        lowest = np.full(needs.shape[1], np.inf, np.float32)
        np.minimum.at(lowest, which.reshape(-1), least[mine])
        theirs = _from_offers(pairs, working, int(rows[mine[0]]))
        enough = lowest - gained.max(axis=1)
        near = np.flatnonzero(theirs >= enough.min())
        near = near[np.argsort(-theirs[near])]
        theirs, offers = theirs[near], working.offers[near]
        so_many = np.searchsorted(-theirs, -enough, side="right")
        by_need = np.argsort(which.reshape(-1), kind="stable")
        readers = np.split(mine[by_need], np.searchsorted(which.reshape(-1)[by_need], np.arange(1, len(lowest))))
        for need, many in enumerate(so_many):
            sums = theirs[:many] + gained[need][offers[:many]]
            good = np.flatnonzero(sums >= lowest[need])
            reader, at = np.nonzero(sums[good] >= least[readers[need]][:, None])
            yield readers[need][reader], near[good[at]], sums[good[at]]


def _gained(pairs: Pairs, wants: Ints, sends: Ints) -> Singles:
    """What both sides gain where sets of needs are met, by every set of offers."""
    wanted, sent = pairs.both_gain
    found: Singles = wanted * pairs.wants_met.table(wants)
    if pairs.sends_met.any(sends):
        found += sent * pairs.sends_met.table(sends)
    return found


def _from_offers(pairs: Pairs, working: _Working, row: int) -> Singles:
    """What every profile adds by itself, and for the member in `row`, but for what that one needs."""
    mine, (wanted, sent), weigh = int(pairs.offers.which[row]), pairs.both_gain, pairs.beliefs.weights
    met_wants = pairs.wants_met.column(mine)
    met_sends = pairs.sends_met.column(mine)
    found: Singles = working.own + wanted * met_wants[working.wants] + sent * met_sends[working.sends]
    found += np.float32(2 * weigh["our_trades_go_together"]) * pairs.together[mine][working.offers]
    found += np.float32(2 * weigh["business_and_nonprofit"]) * (working.nonprofit != pairs.nonprofit[row])
    return found


def _add(
    pairs: Pairs, working: _Working, best: Best, least: Singles, waiting: list[tuple[Ints, Ints, Singles]]
) -> None:
    if waiting:
        lines, profiles, sums = (np.concatenate(part) for part in zip(*waiting, strict=True))
        others, at = working.members_of(profiles)
        lines = lines[at]
        good = sums[at] + 2 * pairs.tags(best.rows[lines], others) >= least[lines]
        lines, others = lines[good], others[good]
        best.add(lines, others, pairs.ranks(best.rows[lines], others, pairs.work(best.rows[lines], others)))
    waiting.clear()
