"""The few greatest of many numbers, line by line."""

import numpy as np

from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.trades import Bools, Ints

NEVER = np.float32(-1e6)
"""Less than any number that counts."""
GROUPS_FOR_EACH = 4
"""So many groups for each that is looked for: of fewer, more than are looked for would pass."""
AT_ONCE = 160_000
"""So many numbers are looked at in one go: they fit where they are quickly at hand."""


class Few:
    """Room for some lines of `size` numbers, to be written anew each time, of which at least `least` are looked for."""

    def __init__(self, size: int, least: int) -> None:
        groups = GROUPS_FOR_EACH * least
        width = groups * max(1, -(-size // groups))
        self._least, self._groups = least, groups
        self.room = np.full((max(1, AT_ONCE // width), width), NEVER, np.float32)
        """Beyond `size` nothing is to be written."""

    def greatest(self, lines: int) -> tuple[Ints, Ints, Singles]:
        """Of the first so many lines, line and position of at least so many of the greatest of each (of all that count,
        where these are fewer), of at most twice as many; and for each line a number that no other is greater than.
        """
        sums, most = self.room[:lines], 2 * self._least
        cuts = self._least_of_greatest(sums)
        line, place = where(sums >= cuts[:, None])
        for many in np.flatnonzero(np.bincount(line, minlength=lines) > most):
            here = np.flatnonzero(line == many)
            order = (-sums[many, place[here]]).argpartition(most - 1)
            cuts[many] = sums[many, place[here[order[most - 1]]]]
            line, place = np.delete(line, here[order[most:]]), np.delete(place, here[order[most:]])
        return line, place, cuts

    def _least_of_greatest(self, sums: Singles) -> Singles:
        """Of the greatest of many groups the `least`-th is no greater than the `least`-th of all."""
        greatest = sums.reshape(len(sums), -1, self._groups).max(axis=1)
        greatest.partition(self._groups - self._least, axis=1)
        cuts: Singles = np.maximum(greatest[:, self._groups - self._least], NEVER / 2)
        return cuts


def where(true: Bools) -> tuple[Ints, Ints]:
    """Rows and columns, as NumPy's `nonzero` says them, which takes longer."""
    return np.divmod(np.flatnonzero(true), max(true.shape[1], 1))
