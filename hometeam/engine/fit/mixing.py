"""Bits stirred well, so that numbers that hang together in any way come out as if drawn."""

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
STEP = np.uint64(0x9E3779B97F4A7C15)


def mixed(bits: Words) -> Words:
    """SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014)."""
    bits = bits + STEP
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found: Words = bits ^ (bits >> np.uint64(31))
    return found
