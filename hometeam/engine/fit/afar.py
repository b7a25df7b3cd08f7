"""Those who are far away and yet among the best: their work makes up for the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, csr_array
from scipy.special import logit

from hometeam.engine.fit.best import Best
from hometeam.engine.fit.few import where
from hometeam.engine.fit.near import ONLINE_M
from hometeam.engine.fit.pairs import Pairs
from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.several import each, numbered, portions
from hometeam.engine.fit.trades import Bools, Floats, Ints

Found = tuple[Ints, Ints, Singles]
AT_ONCE = 200_000
"""So many pairs are reckoned in full at a time."""
NEEDS_AT_ONCE = 500
"""For so many needs at a time, about, it is reckoned which trades meet them."""
APART = 1e4
"""More than members can differ in what they add of themselves."""


def look_afar(pairs: Pairs, best: Best, beyond_m: Floats) -> None:
    """Add to these lists whoever is farther away than `beyond_m` (one for each line, infinite for nobody) and better
    than the last on it; whom they share more tags with than with the nearby ones may be missed. Those who meet online
    are looked through first, as no way is longer for them than `ONLINE_M`.
    """
    pool, lines = pairs.pool, np.flatnonzero(np.isfinite(beyond_m))
    online = lines[pool.online[best.rows[lines]]]
    for members, readers, most_m in ((pool.open & pool.online, online, ONLINE_M), (pool.open, lines, np.inf)):
        if len(readers) and members.any():
            _look(pairs, np.flatnonzero(members), best, readers, np.minimum(beyond_m[readers], most_m))


def _look(pairs: Pairs, members: Ints, best: Best, lines: Ints, metres: Floats) -> None:
    """Add the better ones of these members to these lines; they are so far away as the metres say, at least."""
    working = _Working.of(pairs, members)
    asked = _Asked.of(
        pairs, best.rows[lines], _least_by_work(pairs, best, lines, metres), _said_at_most(pairs, best, lines)
    )
    for at, profiles, sums in _promising(pairs, working, asked):
        for some in portions(working.sizes[profiles], AT_ONCE):
            others, each_of = working.members_of(profiles[some])
            reader, so_far = at[some][each_of], sums[some][each_of]
            line = lines[reader]
            good = np.flatnonzero(so_far + 2 * pairs.tags(best.rows[line], others) >= asked.least[reader])
            line, others = line[good], others[good]
            best.add(line, others, pairs.ranks(best.rows[line], others, pairs.work(best.rows[line], others)))


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
    def of(cls, pairs: Pairs, rows: Ints) -> "_Working":
        told = pairs.told[rows]
        trade = numbered(pairs.pool.offers.which[rows], pairs.nonprofit[rows])
        profile = numbered(trade, pairs.pool.wants.which[rows], pairs.pool.sends.which[rows], told)
        own = (pairs.as_reader + pairs.as_other)[rows]
        greatest = np.full(int(profile.max(initial=-1)) + 1, -np.inf, np.float32)
        np.maximum.at(greatest, profile, own)
        order = np.lexsort((profile, -greatest[profile], trade))
        starts = np.flatnonzero(np.diff(profile[order], prepend=-1))
        first = order[starts]
        pool = pairs.pool
        offers, wants, sends = (had.which[rows[first]] for had in (pool.offers, pool.wants, pool.sends))
        ends = np.append(starts, len(order))
        return cls(offers, wants, sends, told[first], trade[first], greatest[profile[first]], rows[order], ends)

    @cached_property
    def sizes(self) -> Ints:
        """How many members have each profile."""
        return np.diff(self.starts)

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


@dataclass(frozen=True, eq=False)
class _Asked:
    """Those for whom others are looked for: what work must add to both logits, at least, and what tags may, at most;
    which need each has, in the order of those who look. Of needs, each combination once: a member that has it, what
    the sum with nobody's tags is to be at least for any who has it, and where the needs of each trade begin.
    """

    least: Singles
    said: Singles
    need: Ints
    rows: Ints
    lowest: Singles
    starts: Ints

    @classmethod
    def of(cls, pairs: Pairs, rows: Ints, least: Singles, said: Singles) -> "_Asked":
        trade = numbered(pairs.pool.offers.which[rows], pairs.nonprofit[rows])
        need = numbered(trade, pairs.pool.wants.which[rows], pairs.pool.sends.which[rows])
        _needs, first = np.unique(need, return_index=True)
        lowest = np.full(len(first), np.inf, np.float32)
        np.minimum.at(lowest, need, least - said)
        starts = np.flatnonzero(np.diff(trade[first], prepend=-1, append=-1))
        return cls(least, said, need, rows[first], lowest, starts)

    @cached_property
    def _by_need(self) -> tuple[Ints, Ints]:
        return np.argsort(self.need, kind="stable"), np.append(0, np.cumsum(np.bincount(self.need)))

    def having(self, needs: Ints) -> tuple[Ints, Ints]:
        """Everybody who has each of these needs, and the position of the need of each."""
        order, ends = self._by_need
        place, at = each(ends[needs], ends[needs + 1])
        return order[place], at

    def parts(self) -> Iterator[slice]:
        """Trades, some at a time, that have about so many needs."""
        begin = 0
        while begin < len(self.starts) - 1:
            enough = int(np.searchsorted(self.starts, self.starts[begin] + NEEDS_AT_ONCE))
            end = max(begin + 1, min(enough, len(self.starts) - 1))
            yield slice(begin, end)
            begin = end


def _least_by_work(pairs: Pairs, best: Best, lines: Ints, metres: Floats) -> Singles:
    """For each of these lines, what others' work, they themselves and their tags must add to both logits, at least, to
    be better than the last although they are beyond these metres.
    """
    last = np.minimum(best.ranks[lines, -1], -1e-6)
    with np.errstate(divide="ignore"):
        least = 2 * logit(np.exp(last / 2))
    return np.asarray(
        least - 2 * pairs.place(metres, metres) - (pairs.as_reader + pairs.as_other)[best.rows[lines]], np.float32
    )


def _said_at_most(pairs: Pairs, best: Best, lines: Ints) -> Singles:
    """What tags add to both logits with those of the best who are there, at most."""
    others = best.others[lines]
    line, place = np.nonzero((others >= 0) & pairs.told[best.rows[lines], None])
    said = np.zeros(others.shape, np.float32)
    said[line, place] = np.maximum(pairs.tags(best.rows[lines[line]], others[line, place].astype(np.int64)), 0)
    found: Singles = 2 * said.max(axis=1)
    return found


def _promising(pairs: Pairs, working: _Working, asked: _Asked) -> Iterator[Found]:
    """Positions of those who are asked for, the profiles whose work is enough for each, and what that adds to both
    logits.
    """
    gains = _Gains.of(pairs, working, asked)
    for trades in asked.parts():
        found = zip(*_Some(gains, working, asked, trades).enough(), strict=True)
        need, profile, sums = (np.concatenate(parts) for parts in found)
        reader, at = asked.having(need + asked.starts[trades.start])
        profile, sums = profile[at], sums[at]
        good = np.flatnonzero(sums + asked.said[reader] * working.told[profile] >= asked.least[reader])
        yield reader[good], profile[good], sums[good]


@dataclass(frozen=True, eq=False)
class _Gains:
    """What both sides gain by work: where each need is met by each trade of those who work, where each profile's needs
    are met by each trade of those who ask, and by both trades alone.
    """

    met: csr_array
    needing: csc_array
    together: Singles

    @classmethod
    def of(cls, pairs: Pairs, working: _Working, asked: _Asked) -> "_Gains":
        pool, theirs, mine = pairs.pool, working.trades[:-1], asked.rows[asked.starts[:-1]]
        offers, own = working.offers[theirs], pool.offers.which[mine]
        weigh = {key: np.float32(2 * value) for key, value in pairs.beliefs.weights.items()}
        mixed = pairs.nonprofit[working.members[working.starts[theirs]]] != pairs.nonprofit[mine][:, None]
        together = weigh["our_trades_go_together"] * pairs.together[np.ix_(own, offers)]
        together += weigh["business_and_nonprofit"] * mixed
        met = _gained(pairs, pool.wants.which[asked.rows], pool.sends.which[asked.rows], offers)
        return cls(met, csc_array(_gained(pairs, working.wants, working.sends, own)), together)


def _gained(pairs: Pairs, wants: Ints, sends: Ints, offers: Ints) -> csr_array:
    """What both sides gain where these needs are met by each of these sets of offers."""
    wanted, sent = pairs.both_gain
    return csr_array(pairs.wants_met.sparse(wants, offers) * wanted + pairs.sends_met.sparse(sends, offers) * sent)


class _Some:
    """The needs of some trades: what work adds with each other trade, and how much that is over what is wanted."""

    def __init__(self, gains: _Gains, working: _Working, asked: _Asked, trades: slice) -> None:
        starts = asked.starts[trades.start : trades.stop + 1]
        needs, counts = slice(starts[0], starts[-1]), np.diff(starts)
        self._working, self._ends = working, starts - starts[0]
        self._trade = np.arange(len(counts)).repeat(counts)
        self._by_trade = gains.met[needs].toarray()
        self._by_trade += gains.together[trades][self._trade]
        self._over = self._by_trade - asked.lowest[needs, None]
        self._needing = csc_array(gains.needing[:, trades])

    def enough(self) -> Iterator[Found]:
        """Needs, profiles and the sums of both where these are enough."""
        yield self._of_those_who_need_nothing()
        for at, (start, end) in enumerate(zip(self._ends[:-1], self._ends[1:], strict=True)):
            need, profile, sums = self._of_those_who_need(at, slice(start, end))
            yield need + start, profile, sums

    def _of_those_who_need_nothing(self) -> Found:
        """That these offer."""
        working, needing = self._working, np.zeros(self._needing.shape[::-1], np.bool_)
        needing[np.arange(len(needing)).repeat(np.diff(self._needing.indptr)), self._needing.indices] = True
        need, trade = where(self._over >= -working.own[working.trades[:-1]])
        profile, at = working.adding(trade, -self._over[need, trade])
        plain = np.flatnonzero(~needing[self._trade[need[at]], profile])
        profile, need, trade = profile[plain], need[at[plain]], trade[at[plain]]
        return need, profile, self._by_trade[need, trade] + working.own[profile]

    def _of_those_who_need(self, trade: int, needs: slice) -> Found:
        """What this trade, whose needs these are, offers."""
        here = slice(*self._needing.indptr[trade : trade + 2])
        profiles, over = self._needing.indices[here].astype(np.int64), self._over[needs]
        more = self._working.own[profiles] + self._needing.data[here]
        able = np.flatnonzero(over.max(axis=0)[self._working.trade[profiles]] >= -more)
        profiles, more = profiles[able], more[able]
        trades = self._working.trade[profiles]
        need, at = where(over.take(trades, axis=1) >= -more)
        return need, profiles[at], self._by_trade[needs][need, trades[at]] + more[at]
