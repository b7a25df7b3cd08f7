"""The few greatest of many numbers, again and again."""

import numpy as np

from hometeam.engine.fit.pool import Ints

NEVER = np.float32(-1e6)
"""Less than any number that counts."""
GROUPS_FOR_EACH = 4
"""So many groups for each that is looked for: of fewer, more than are looked for would pass."""
LOWER = np.float32(0.05)
"""How much lower the next cut is guessed to be: too low costs a few numbers more, too high a second look."""

NOTHING = np.zeros(0, np.int64)


class Few:
    """Room for `size` numbers, to be written anew each time, of which at least `least` are looked for."""

    def __init__(self, size: int, least: int) -> None:
        groups = GROUPS_FOR_EACH * least
        self._least, self._padded = least, np.full(groups * max(1, -(-size // groups)), NEVER, np.float32)
        self.sums = self._padded[:size]
        self._cut = np.float32(np.inf)

    def greatest(self, *, as_before: bool) -> tuple[Ints, np.float32]:
        """Positions of at least so many of the greatest (of all that count, where these are fewer), of at most twice
        as many, and a number that no other is greater than. Where numbers are much `as_before`, so is the cut.
        """
        cut = self._cut - LOWER
        found = (self.sums >= cut).nonzero()[0] if as_before else NOTHING
        if not self._least <= len(found) <= 2 * self._least:
            cut = self._cut = self._least_of_greatest()
            found = (self.sums >= cut).nonzero()[0]
        if len(found) > 2 * self._least:
            found = found[(-self.sums[found]).argpartition(2 * self._least - 1)[: 2 * self._least]]
            cut = self.sums[found].min()
        return found, cut

    def _least_of_greatest(self) -> np.float32:
        """Of the greatest of many groups the `least`-th is no greater than the `least`-th of all."""
        groups = GROUPS_FOR_EACH * self._least
        greatest = self._padded.reshape(-1, groups).max(axis=0)
        greatest.partition(groups - self._least)
        return max(greatest[groups - self._least], NEVER / 2)
