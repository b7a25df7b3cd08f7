"""Those who are far away and yet among the best: their work makes up for the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import logit

from hometeam.engine.fit.best import Best
from hometeam.engine.fit.near import ONLINE_M
from hometeam.engine.fit.pairs import Pairs
from hometeam.engine.fit.pool import Bools, Ints
from hometeam.engine.fit.sets import Singles, each
from hometeam.engine.fit.trades import Floats

Found = tuple[Ints, Ints, Singles]
AT_ONCE = 200_000
"""So many pairs are reckoned in full at a time."""
APART = 1e4
"""More than members can differ in what they add of themselves."""


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
    found: list[Found] = []
    for at, profiles, sums in _some_at_once(_promising(pairs, working, best.rows[lines], least[lines], said[lines])):
        others, each = working.members_of(profiles)
        line = lines[at[each]]
        good = sums[each] + 2 * pairs.tags(best.rows[line], others) >= least[line]
        line, others = line[good], others[good]
        ranks = pairs.ranks(best.rows[line], others, pairs.work(best.rows[line], others))
        better = ranks > best.ranks[line, -1]
        found.append((line[better], others[better], ranks[better]))
    if found:
        best.add(*_joined(found))


def _joined(found: list[Found]) -> Found:
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]


def _some_at_once(found: Iterable[Found]) -> Iterator[Found]:
    """The same, many pairs at a time."""
    waiting: list[Found] = []
    count = 0
    for one in found:
        waiting.append(one)
        count += len(one[0])
        if count > AT_ONCE:
            yield _joined(waiting)
            waiting, count = [], 0
    if waiting:
        yield _joined(waiting)


@dataclass(frozen=True, eq=False)
class _Working:
    """What members do and need, each combination once: its sets, its trade (a set of offers, and whether a nonprofit
    offers it), whether its members told anything that tags are made of, what they add of themselves at most, and who
    they are. In the order of the trades, in each those first who add most.
    """

    offers: Ints
    wants: Ints
    sends: Ints
    told: Bools
    trade: Ints
    own: Singles
    members: Ints
    starts: Ints

    @classmethod
    def of(cls, pairs: Pairs) -> "_Working":
        rows = np.flatnonzero(pairs.pool.open)
        told = pairs.told[rows]
        trade = _numbered(pairs.offers.which[rows], pairs.nonprofit[rows])
        profile = _numbered(trade, pairs.wants.which[rows], pairs.sends.which[rows], told)
        own = (pairs.as_reader + pairs.as_other)[rows]
        greatest = np.full(int(profile.max(initial=-1)) + 1, -np.inf, np.float32)
        np.maximum.at(greatest, profile, own)
        order = np.lexsort((profile, -greatest[profile], trade))
        starts = np.flatnonzero(np.diff(profile[order], prepend=-1))
        first = order[starts]
        offers, wants, sends = (sets.which[rows[first]] for sets in (pairs.offers, pairs.wants, pairs.sends))
        ends = np.append(starts, len(order))
        return cls(offers, wants, sends, told[first], trade[first], greatest[profile[first]], rows[order], ends)

    def members_of(self, profiles: Ints) -> tuple[Ints, Ints]:
        """Every member of each of these profiles, and the position of the profile of each."""
        places, at = each(self.starts[profiles], self.starts[profiles + 1])
        return self.members[places], at

    @cached_property
    def trades(self) -> Ints:
        """The first profile of each trade, and the end."""
        return np.append(np.flatnonzero(np.diff(self.trade, prepend=-1)), len(self.trade))

    @cached_property
    def _steps(self) -> Floats:
        return np.asarray(self.trade * APART - self.own, np.float64)

    def adding(self, trades: Ints, least: Singles) -> tuple[Ints, Ints]:
        """The profiles of each of these trades that add at least so much of themselves, and the position of the trade
        of each.
        """
        least = np.maximum(least.astype(np.float64), -APART / 2)
        ends = np.searchsorted(self._steps, trades * APART - least, side="right")
        return each(self.trades[trades], ends)


def _numbered(*columns: Ints | Bools) -> Ints:
    """Each different line of these columns as a number, in their order."""
    key = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        _values, key = np.unique(key * (int(column.max(initial=0)) + 1) + column, return_inverse=True)
    return key


def _least_by_work(pairs: Pairs, best: Best, beyond_m: Floats) -> Singles:
    """For each line, what others' work, they themselves and their tags must add to both logits, at least, to be better
    than the last although they are beyond these metres.
    """
    last = np.minimum(best.ranks[:, -1], -1e-6)
    with np.errstate(divide="ignore"):
        least = 2 * logit(np.exp(last / 2))
    metres = np.where(pairs.pool.online[best.rows], np.minimum(beyond_m, ONLINE_M), beyond_m)
    way = 2 * pairs.place(metres, metres)
    return np.asarray(least - way - (pairs.as_reader + pairs.as_other)[best.rows], np.float32)


def _said_at_most(pairs: Pairs, best: Best) -> Singles:
    """What tags add to either logit with those of the best who are there, at most."""
    line, place = np.nonzero(best.others >= 0)
    said = np.zeros(best.others.shape, np.float32)
    said[line, place] = np.maximum(pairs.tags(best.rows[line], best.others[line, place].astype(np.int64)), 0)
    found: Singles = said.max(axis=1)
    return found


def _promising(
    pairs: Pairs, working: _Working, rows: Ints, least: Singles, said: Singles
) -> Iterator[tuple[Ints, Ints, Singles]]:
    """Positions in `rows`, the profiles whose work is enough for each, and what that adds to both logits. `said` is
    what tags may add for those who told any.
    """
    kind = pairs.offers.which[rows] * 2 + pairs.nonprofit[rows]
    order = np.argsort(kind, kind="stable")
    for mine in np.split(order, np.flatnonzero(np.diff(kind[order])) + 1):
        sets = np.stack((pairs.wants.which[rows[mine]], pairs.sends.which[rows[mine]]))
        needs, which = np.unique(sets, axis=1, return_inverse=True)
        which = which.reshape(-1)
        lowest = np.full(needs.shape[1], np.inf, np.float32)
        np.minimum.at(lowest, which, (least - said)[mine])
        found = _enough(
            working, _by_trade(pairs, working, rows[mine[0]], needs), _extra(pairs, working, rows[mine[0]]), lowest
        )
        need, profile, sums = (np.concatenate(both) for both in zip(*found, strict=True))
        ends = np.cumsum(np.bincount(which, minlength=len(lowest)))
        place, at = each(np.append(0, ends)[need], ends[need])
        reader, profile, sums = mine[np.argsort(which, kind="stable")[place]], profile[at], sums[at]
        good = np.flatnonzero(sums + said[reader] * working.told[profile] >= least[reader])
        yield reader[good], profile[good], sums[good]


def _enough(
    working: _Working, by_trade: Singles, extra: Singles, lowest: Singles
) -> Iterator[tuple[Ints, Ints, Singles]]:
    """Needs, profiles and the sums of both where these are enough: first of those who need nothing that I offer."""
    need, trade = np.nonzero(by_trade + working.own[working.trades[:-1]] >= lowest[:, None])
    gain = by_trade[need, trade]
    profile, at = working.adding(trade, lowest[need] - gain)
    plain = extra[profile] == 0
    profile, at = profile[plain], at[plain]
    yield need[at], profile, gain[at] + working.own[profile]
    needing = np.flatnonzero(extra)
    theirs, trades = working.own[needing] + extra[needing], working.trade[needing]
    sums = by_trade[:, trades] + theirs
    need, at = np.nonzero(sums >= lowest[:, None])
    yield need, needing[at], sums[need, at]


def _by_trade(pairs: Pairs, working: _Working, row: int, needs: Ints) -> Singles:
    """What both sides gain by every trade: where it meets these sets of wants and of what is sent away, and by how well
    it goes with the trade of the member in `row`.
    """
    (wanted, sent), weigh, first = pairs.both_gain, pairs.beliefs.weights, working.trades[:-1]
    offers = working.offers[first]
    found: Singles = wanted * pairs.wants_met.table(needs[0])[:, offers]
    if pairs.sends_met.any(needs[1]):
        found += sent * pairs.sends_met.table(needs[1])[:, offers]
    found += np.float32(2 * weigh["our_trades_go_together"]) * pairs.together[pairs.offers.which[row]][offers]
    mixed = pairs.nonprofit[working.members[working.starts[first]]] != pairs.nonprofit[row]
    found += np.float32(2 * weigh["business_and_nonprofit"]) * mixed
    return found


def _extra(pairs: Pairs, working: _Working, row: int) -> Singles:
    """What both sides gain where the member in `row` meets what each profile needs."""
    mine, (wanted, sent) = int(pairs.offers.which[row]), pairs.both_gain
    found: Singles = (wanted * pairs.wants_met.column(mine))[working.wants]
    found += (sent * pairs.sends_met.column(mine))[working.sends]
    return found
