"""Which services are rivals, which go together, and why: from tables kept by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from .service import Reason, Service, Sphere

SAME = 1.0
SAME_BROAD = 0.3
KIN = 0.7
NEXT_BEST, NEXT_LEAST = 1.0, 0.8
BUYS_BEST, BUYS_LEAST = 0.85, 0.65
BACK = 0.6
"""How much of a directed pair's strength holds in the other direction."""
SPHERE_SHARE = 0.75
SECOND_SPHERE = 0.08
Pairs = Mapping[str, Mapping[str, float]]
_NOTHING: Mapping[str, float] = {}
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kinship:
    """`after[a][b]`: how often a's customers ask for b next; `buys[a][b]`: how often a buys from b; both 0 to 1."""

    services: Mapping[str, Service]
    spheres: Mapping[str, Sphere]
    spheres_of: Mapping[str, frozenset[str]]
    after: Pairs
    buys: Pairs

    @classmethod
    def of(
        cls,
        services: Iterable[Service],
        spheres: Mapping[str, Sphere],
        after: Mapping[str, Sequence[str]],
        buys: Mapping[str, Sequence[str]],
    ) -> "Kinship":
        """From the tables; `after` and `buys` list services, the strongest first."""
        by_id = {service.id: service for service in services}
        return cls(
            by_id,
            spheres,
            {service.id: frozenset(service.spheres) for service in by_id.values()},
            {one: graded(others, NEXT_BEST, NEXT_LEAST) for one, others in after.items()},
            {one: graded(others, BUYS_BEST, BUYS_LEAST) for one, others in buys.items()},
        )

    def competes(self, a: str, b: str) -> float:
        """How far two services are rivals, 0 to 1: the same 1, trades of one kind 0.7, all others 0."""
        one, other = self.services.get(a), self.services.get(b)
        if one is None or other is None:
            return 0.0
        if a == b:
            return SAME_BROAD if one.broad else SAME
        return KIN if one.kin and one.kin == other.kin else 0.0

    def complements(self, a: str, b: str) -> float:
        """How well b goes with a, 0 to 1, seen from a; 0 for rivals."""
        if self.competes(a, b):
            return 0.0
        shared = self.spheres_of.get(a, _NONE) & self.spheres_of.get(b, _NONE)
        return max(
            self.after.get(a, _NOTHING).get(b, 0.0),
            self.buys.get(a, _NOTHING).get(b, 0.0),
            self.after.get(b, _NOTHING).get(a, 0.0) * BACK,
            self.buys.get(b, _NOTHING).get(a, 0.0) * BACK,
            self._shared(a, b, shared)[0] if shared else 0.0,
        )

    def reason(self, a: str, b: str) -> Reason | None:
        """The strongest ground on which b goes with a."""
        if self.competes(a, b):
            return None
        grounds = self._grounds(a, b)
        return max(grounds, key=lambda ground: ground[0])[1] if grounds else None

    def both_serve(self) -> dict[tuple[str, str], frozenset[str]]:
        """For every a and b whose strongest ground is a sphere of people for whom there are tags: these tags."""
        found = {}
        for sphere in (sphere for sphere in self.spheres.values() if sphere.audiences):
            there = [service for service, spheres in self.spheres_of.items() if sphere.id in spheres]
            for a, b in permutations(there, 2):
                ground = self.reason(a, b)
                if ground and ground.sphere == sphere.id:
                    found[a, b] = frozenset(sphere.audiences)
        return found

    def _grounds(self, a: str, b: str) -> list[tuple[float, Reason]]:
        directed = (
            (self.after.get(a, {}).get(b, 0.0), "asked-next"),
            (self.buys.get(a, {}).get(b, 0.0), "buys"),
            (self.after.get(b, {}).get(a, 0.0) * BACK, "comes-before"),
            (self.buys.get(b, {}).get(a, 0.0) * BACK, "supplies"),
        )
        found = [(strength, Reason(key, a, b)) for strength, key in directed if strength]
        shared = self.spheres_of.get(a, frozenset()) & self.spheres_of.get(b, frozenset())
        return [*found, self._shared(a, b, shared)] if shared else found

    def _shared(self, a: str, b: str, shared: frozenset[str]) -> tuple[float, Reason]:
        best = max(sorted(shared), key=lambda sphere: self.spheres[sphere].strength)
        more = SECOND_SPHERE * min(2, len(shared) - 1)
        return self.spheres[best].strength * SPHERE_SHARE + more, Reason("both-serve", a, b, best)


def graded(names: Sequence[str], best: float, least: float) -> dict[str, float]:
    """Strengths for a list whose first item is the strongest, in even steps from `best` to `least`."""
    step = (best - least) / max(1, len(names) - 1)
    return {name: round(best - step * place, 3) for place, name in enumerate(names)}
