"""The taxonomy as two square tables, so that a member can be compared with everyone at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
LEAST = 0.3
"""Two services less alike than this do not answer each other at all."""


class HasId(Protocol):
    """Anything with a service id."""

    @property
    def id(self) -> str: ...


class Taxonomy(Protocol):
    """What the matcher asks of a taxonomy; `hometeam.engine.taxonomy.Taxonomy` is one."""

    @property
    def services(self) -> Sequence[HasId]: ...

    def competes(self, a: str, b: str, /) -> float: ...

    def complements(self, a: str, b: str, /) -> float: ...

    def both_serve(self) -> Mapping[tuple[str, str], frozenset[str]]: ...


@dataclass(frozen=True, eq=False)
class Trades:
    """`alike[a, b]`: how far b can stand in for a (and so competes with it); `together[a, b]`: how well they work
    hand in hand; `both_serve[a, b]`: the audiences of both, by ids, where these are why.
    """

    ids: tuple[str, ...]
    index: dict[str, int]
    alike: Floats
    together: Floats
    both_serve: Mapping[tuple[str, str], frozenset[str]]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> "Trades":
        """The tables of a taxonomy; made once for each."""
        if taxonomy not in _made:
            ids = tuple(service.id for service in taxonomy.services)
            alike = _symmetric([[taxonomy.competes(a, b) for b in ids] for a in ids])
            together = _symmetric([[taxonomy.complements(a, b) for b in ids] for a in ids])
            index = {name: at for at, name in enumerate(ids)}
            alike = np.where(alike < LEAST, 0.0, alike)
            _made[taxonomy] = cls(ids, index, alike, together, taxonomy.both_serve())
        return _made[taxonomy]


_made: WeakKeyDictionary[Taxonomy, Trades] = WeakKeyDictionary()


def _symmetric(rows: list[list[float]]) -> Floats:
    table = np.array(rows, dtype=np.float64).reshape(len(rows), len(rows))
    return np.clip(np.maximum(table, table.T), 0.0, 1.0)
