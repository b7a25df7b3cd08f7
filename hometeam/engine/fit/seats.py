"""Who is sure of a place on whose list, so that nobody is invisible.

Each member who wants introductions is given one viewer. Those whom no list would show come first, so that no viewer has
two of them and least is lost together (an assignment); then the others, each with a viewer who would be shown them
anyway. Whoever finds none that way goes where fewest are, and others make room by going elsewhere: a semi-matching
(Harvey, Ladner, Lovász and Tamir, *Semi-matchings for bipartite graphs and load balancing*, 2006). Where even whole
lists are not enough, those who have waited longest have theirs first, so that all who can be seen in a month are.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from hometeam.engine.fit.trades import Bools, Floats, Ints

MONTH = 4
"""Within so many weeks everybody is to be on a list."""
PINNED = 3
"""So many who are on a list anyway are sure of it at the most; the places after are for one from afar and one to be
found out about.
"""
NOBODY = -1
GRAINS = 2.0**20
"""The greatest loss is counted as so many. SciPy's matching may go on for ever between two who bid for one place where
losses differ by next to nothing; whole numbers differ by one or not at all.
"""
Step = tuple[int, int, int]
"""Who goes, from which viewer, to which."""


def seated(
    others: Ints, ranks: Floats, price: Floats, wanted: Floats, *, shown: int, waited: Ints | None = None
) -> tuple[Ints, Ints]:
    """Viewers, and who is sure of a place on the list of each: everybody who wants introductions with one viewer, so
    that at these prices little is lost together; nothing is with a viewer on whose list one is anyway. A viewer has
    more than one whom it would not be shown anyway, up to `shown`, only where somebody would have no place otherwise;
    where more than that depend on it, those who `waited` longest (weeks since they last had a place) are first.
    Tables are as for `prices_of`.
    """
    worth = ranks - price[others]
    viewer, place = np.nonzero((worth > -np.inf) & (wanted[others] > 0))
    if not len(viewer):
        return viewer, viewer
    loss = np.maximum(_last(worth, shown)[viewer] - worth[viewer, place], 0.0)
    lines = _Lines(others[viewer, place], viewer, loss)
    with_whom = _at_once(lines, len(wanted), min(shown, PINNED))
    if (with_whom[lines.members] == NOBODY).any():
        waiting = np.zeros(len(wanted), np.int64) if waited is None else waited
        with_whom = _with_more(lines, with_whom, waiting, shown)
    found = np.flatnonzero(with_whom != NOBODY)
    order = np.lexsort((found, with_whom[found]))
    return with_whom[found[order]], found[order]


def _last(worth: Floats, shown: int) -> Floats:
    """What the last on each list is worth, -inf where there is room."""
    before = worth.shape[1] - shown
    if before < 0:
        return np.full(len(worth), -np.inf)
    found: Floats = np.partition(worth, before, axis=1)[:, before]
    return found


@dataclass(frozen=True, eq=False)
class _Lines:
    """Who may be with which viewer, and what is lost by it."""

    members: Ints
    viewers: Ints
    loss: Floats

    def where(self, some: Bools) -> "_Lines":
        """Some of them."""
        return _Lines(self.members[some], self.viewers[some], self.loss[some])


def _at_once(lines: _Lines, size: int, most: int) -> Ints:
    """For each member a viewer, or nobody: of those on no list no two with one viewer, of the others no more than
    `most` with whoever would be shown them anyway, and as few as can be.
    """
    least = np.full(size, np.inf)
    np.minimum.at(least, lines.members, lines.loss)
    with_whom = _assigned(lines.where(least[lines.members] > 0), size)
    sitting = np.bincount(with_whom[with_whom != NOBODY], minlength=size)
    shown = lines.where(lines.loss == 0)
    for many in range(most):
        some = shown.where((with_whom[shown.members] == NOBODY) & (sitting[shown.viewers] <= many))
        pairs = csr_array((np.ones(len(some.members)), (some.members, some.viewers)), shape=(size, size))
        found = maximum_bipartite_matching(pairs, perm_type="column")
        with_whom = np.where(found >= 0, found, with_whom)
        sitting += np.bincount(found[found >= 0], minlength=size)
    return with_whom


def _assigned(lines: _Lines, size: int) -> Ints:
    """For each member a viewer, no viewer twice, at the least loss together, or nobody."""
    with_whom = np.full(size, NOBODY)
    if len(lines.members):
        who, row = np.unique(lines.members, return_inverse=True)
        whom, column = np.unique(lines.viewers, return_inverse=True)
        none = np.arange(len(who))
        loss = np.round(lines.loss * (GRAINS / lines.loss.max()))
        cost = np.concatenate((1 + loss, np.full(len(who), 2 + GRAINS * len(who))))
        where = np.concatenate((row, none)), np.concatenate((column, len(whom) + none))
        shape = len(who), len(whom) + len(who)
        rows, columns = min_weight_full_bipartite_matching(csr_array((cost, where), shape=shape))
        found = columns < len(whom)
        with_whom[who[rows[found]]] = whom[columns[found]]
    return with_whom


def _with_more(lines: _Lines, with_whom: Ints, waited: Ints, shown: int) -> Ints:
    """The same with those who are left; where they are too many for this week's lists, as in `_the_longest_first`."""
    everybody = np.unique(lines.members)
    everybody = everybody[np.argsort(-waited[everybody], kind="stable")]
    week = _Benches(lines, shown)
    for member in everybody[with_whom[everybody] != NOBODY].tolist():
        week.sits(member, int(with_whom[member]))
    week.find_places(everybody[with_whom[everybody] == NOBODY])
    if week.count() < len(everybody):
        week = _the_longest_first(lines, everybody, waited, shown)
    found = np.full(len(with_whom), NOBODY)
    for viewer, sitting in week.sitting.items():
        found[sitting] = viewer
    return found


def _the_longest_first(lines: _Lines, everybody: Ints, waited: Ints, shown: int) -> "_Benches":
    """This week's places, for those who would still fit into a month's, the longest waiting first; then for whoever
    fits in beside them.
    """
    month, week = _Benches(lines, MONTH * shown, waited), _Benches(lines, shown)
    month.find_places(everybody)
    left = set(everybody.tolist())
    for viewer, sitting in month.sitting.items():
        for member in sorted(sitting, key=lambda member: -int(waited[member]))[:shown]:
            week.sits(member, viewer)
            left.discard(member)
    week.find_places(everybody[np.isin(everybody, list(left))])
    return week


class _Benches:
    """Who sits with which viewer, `most` at the most with each, while more come. Nobody moves up for whoever `waited`
    less: where those are who wait longest decides whether all of them are seen in a month.
    """

    def __init__(self, lines: _Lines, most: int, waited: Ints | None = None) -> None:
        order = np.lexsort((lines.viewers, lines.loss, lines.members))
        self._begins = np.searchsorted(lines.members[order], np.arange(int(lines.members.max()) + 2))
        self._viewers, self._most = lines.viewers[order], most
        self._waited = np.zeros(len(self._begins), np.int64) if waited is None else waited
        self._full_to: dict[int, int] = {}
        self.sitting: dict[int, list[int]] = {}

    def count(self) -> int:
        """How many sit."""
        return sum(map(len, self.sitting.values()))

    def sits(self, member: int, viewer: int) -> None:
        """This one has a place."""
        self.sitting.setdefault(viewer, []).append(member)

    def find_places(self, members: Ints) -> None:
        """Each where the fewest sit that can be reached, if others move up; nowhere if all benches there are full."""
        for member in members.tolist():
            ways = (self._way(member, few) for few in range(self._most))
            self._move(next((way for way in ways if way is not None), []))

    def _way(self, member: int, few: int) -> list[Step] | None:
        """Who goes to whom, last first, so that the last comes to a viewer with whom no more than `few` sit; None
        where there is no such viewer. What was found full once stays full.
        """
        came: dict[int, tuple[int, int]] = {}
        waiting = deque([(member, NOBODY)])
        while waiting:
            one, sits_with = waiting.popleft()
            for viewer in self._viewers[self._begins[one] : self._begins[one + 1]].tolist():
                if viewer in came or self._full_to.get(viewer, NOBODY) >= few:
                    continue
                came[viewer] = one, sits_with
                if len(self.sitting.get(viewer, ())) <= few:
                    return _back(came, viewer)
                moving = (each for each in self.sitting[viewer] if self._waited[each] <= self._waited[member])
                waiting.extend((each, viewer) for each in moving)
        self._full_to.update(dict.fromkeys(came, few))
        return None

    def _move(self, way: list[Step]) -> None:
        for member, sat_with, viewer in way:
            if sat_with != NOBODY:
                self.sitting[sat_with].remove(member)
            self.sits(member, viewer)


def _back(came: dict[int, tuple[int, int]], viewer: int) -> list[Step]:
    """Who goes from whom to whom, the last first."""
    way = []
    while viewer != NOBODY:
        member, sat_with = came[viewer]
        way.append((member, sat_with, viewer))
        viewer = sat_with
    return way
