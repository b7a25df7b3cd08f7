"""What a member of a trade probably needs: tables kept by hand first, what its industry buys second."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .kinship import graded
from .service import Service

HAND_BEST, HAND_LEAST = 0.9, 0.5
GROUP_BEST, GROUP_LEAST = 0.6, 0.4
BOUGHT_SHARE = 0.45
"""What an industry buys counts at most half as much as what people of the trade told us."""
MOST = 5


@dataclass(frozen=True)
class Buying:
    """`by_hand` lists needs by service id or "group:<group>", the likeliest first; `bought` has weights 0 to 1."""

    by_hand: Mapping[str, Sequence[str]]
    bought: Mapping[str, Sequence[tuple[str, float]]]
    groups: Mapping[str, str]

    def needs_of(self, service: Service, competes: Callable[[str, str], float]) -> list[tuple[str, float]]:
        """Three to five services that a member doing this one probably needs, with weights 0 to 1."""
        weights: dict[str, float] = {}
        for need, weight in self._said(service):
            if not competes(service.id, need):
                weights[need] = max(weight, weights.get(need, 0.0))
        return sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]

    def _said(self, service: Service) -> Iterable[tuple[str, float]]:
        own = self.by_hand.get(service.id, ())
        yield from graded(own, HAND_BEST, HAND_LEAST).items()
        if len(own) >= MOST:
            return
        yield from graded(self.by_hand.get(f"group:{self.groups[service.id]}", ()), GROUP_BEST, GROUP_LEAST).items()
        yield from ((need, weight * BOUGHT_SHARE) for need, weight in self.bought.get(service.id, ()))
