"""The few greatest of many numbers, line by line."""

import numpy as np

from hometeam.engine.fit.steps import NEVER_STEPS, Whole
from hometeam.engine.fit.trades import Bools, Ints

GROUPS_FOR_EACH = 16
"""So many groups for each that is looked for: of fewer, more than are looked for would pass, and fewer are slower."""
AT_ONCE = 320_000
"""So many numbers are looked at in one go: they fit where they are quickly at hand."""
WORD, MANY = 8, 20_000
"""Of so many, eight are asked at a time whether any of them is true."""


class Few:
    """Room for some lines of `size` numbers, to be written anew each time, of which at least `least` are looked for."""

    def __init__(self, size: int, least: int) -> None:
        groups = GROUPS_FOR_EACH * least
        width = groups * max(1, -(-size // groups))
        self._least, self._groups = least, groups
        self.room = np.full((max(1, AT_ONCE // width), width), NEVER_STEPS, np.int16)
        """Beyond `size` nothing is to be written."""

    def greatest(self, lines: int) -> tuple[Ints, Ints, Whole]:
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

    def _least_of_greatest(self, sums: Whole) -> Whole:
        """Of the greatest of many groups the `least`-th is no greater than the `least`-th of all."""
        greatest = sums.reshape(len(sums), -1, self._groups).max(axis=1)
        greatest.partition(self._groups - self._least, axis=1)
        cuts: Whole = np.maximum(greatest[:, self._groups - self._least], np.int16(NEVER_STEPS // 2))
        return cuts


def where(true: Bools) -> tuple[Ints, Ints]:
    """Rows and columns, as NumPy's `nonzero` says them, which takes longer."""
    flat = true.reshape(-1)
    return np.divmod(_where_few(flat) if len(flat) > MANY else np.flatnonzero(flat), max(true.shape[1], 1))


def _where_few(true: Bools) -> Ints:
    whole = len(true) // WORD * WORD
    words = true[:whole].view(np.uint64)
    some = np.flatnonzero(words != 0)
    place = np.flatnonzero(words[some].view(np.bool_))
    return np.concatenate((some[place // WORD] * WORD + place % WORD, whole + np.flatnonzero(true[whole:])))
