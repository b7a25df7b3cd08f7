"""A small street to try the matcher on: a taxonomy of twelve trades, one of them wide, and a maker of members."""

from dataclasses import dataclass, field

from hometeam.engine.fit import FitMember, Needed, Offered

ELM_STREET = (34.7465, -92.2896)
METRE = 1 / 111_195  # of latitude, in degrees


@dataclass(frozen=True)
class Trade:
    id: str


@dataclass(frozen=True, eq=False)
class FewTrades:
    """What stands in for the real taxonomy."""

    services: tuple[Trade, ...]
    alike: dict[frozenset[str], float] = field(default_factory=dict)
    together: dict[frozenset[str], float] = field(default_factory=dict)

    def competes(self, a: str, b: str, /) -> float:
        if a == b:
            return 0.3 if a == "shop" else 1.0
        return self.alike.get(frozenset((a, b)), 0.0)

    def complements(self, a: str, b: str, /) -> float:
        return self.together.get(frozenset((a, b)), 0.0)

    def both_serve(self) -> dict[tuple[str, str], frozenset[str]]:
        weddings = frozenset({"engaged-couples"})
        return {("photography", "florist"): weddings, ("florist", "photography"): weddings}


TRADES = (
    "photography",
    "portraits",
    "bakery",
    "cafe",
    "bookkeeping",
    "tax-returns",
    "web-design",
    "graphic-design",
    "florist",
    "food-bank",
    "plumbing",
    "shop",
)
TAXONOMY = FewTrades(
    tuple(Trade(name) for name in TRADES),
    {
        frozenset(("photography", "portraits")): 0.9,
        frozenset(("bookkeeping", "tax-returns")): 0.7,
        frozenset(("web-design", "graphic-design")): 0.4,
    },
    {
        frozenset(("photography", "florist")): 0.9,
        frozenset(("bakery", "cafe")): 0.8,
        frozenset(("web-design", "photography")): 0.6,
    },
)


def member(
    number: int, offers: str = "", wants: str = "", sends: str = "", *, at: float | None = 0, **more: object
) -> FitMember:
    """A member whose offers and needs are words between blanks, `at` metres up Elm Street; a "?" marks a guess."""
    lat, lon = (None, None) if at is None else (ELM_STREET[0] + at * METRE, ELM_STREET[1])
    wanted = (Needed(word.rstrip("?"), word.endswith("?")) for word in wants.split())
    sent_away = (Needed(word.rstrip("?"), word.endswith("?"), "send_away") for word in sends.split())
    return FitMember(
        **{
            "id": number,
            "offers": tuple(Offered(word.rstrip("?"), word.endswith("?")) for word in offers.split()),
            "needs": (*wanted, *sent_away),
            "lat": lat,
            "lon": lon,
            "city": "Little Rock",
            **more,
        }  # type: ignore[arg-type]
    )
