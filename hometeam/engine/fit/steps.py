"""Numbers in whole steps, for bounds: rounded up they take half the room, so that many are added and compared in half
the time.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.fit.sets import Singles

Whole = NDArray[np.int16]
NEVER = np.float32(-1e6)
"""Less than any number that counts."""
NEVER_STEPS, MOST_STEPS = -13_000, 5_000
"""The same in steps: less than half of it no sum is that counts, and two such with all else are still such a number."""

UNCHECKED: Literal["wrap"] = "wrap"
"""NumPy takes what is known to be there sooner where it does not look first."""


@dataclass(frozen=True)
class Steps:
    """Steps of a length with which no sum of numbers that is farther from nought than `most` is to be told."""

    most: float

    def of(self, numbers: Singles) -> Whole:
        """How many steps these are: as steps they add up to no less than as numbers."""
        steps = np.ceil(numbers * np.float32(MOST_STEPS / self.most))
        whole: Whole = np.maximum(steps, np.float32(NEVER_STEPS)).astype(np.int16)
        return whole

    def as_numbers(self, steps: Whole) -> Singles:
        """What so many steps come to."""
        return steps * np.float32(self.most / MOST_STEPS)
