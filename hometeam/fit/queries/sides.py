"""Two sides' reasons as a page shows them: what is the same for both is said once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sides:
    """Sentences that hold for the reader alone, for the other alone, and for both."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    both: tuple[str, ...]


def sides_of(for_me: tuple[str, ...], for_them: tuple[str, ...]) -> Sides:
    """The reasons of either side, each in its order, without saying any twice."""
    return Sides(
        mine=tuple(one for one in for_me if one not in for_them),
        theirs=tuple(one for one in for_them if one not in for_me),
        both=tuple(one for one in for_me if one in for_them),
    )
