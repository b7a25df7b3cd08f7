"""What goes into the matcher and what comes out: plain frozen facts, no words in any language."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

MemberKind = Literal["solopreneur", "business", "nonprofit"]
Ring = Literal["next_door", "block", "neighbourhood", "town", "online", "elsewhere"]
Sizes = Literal["any", "alike"]
ListPlace = Literal["best", "afar", "new"]
RINGS: tuple[Ring, ...] = ("next_door", "block", "neighbourhood", "town", "online", "elsewhere")
"""From the nearest to the farthest."""
RING_M = (60.0, 250.0, 1_500.0, 15_000.0)
"""How far the rings next door, block, neighbourhood and town reach, in metres."""

Fact = str | int | float | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """A service (taxonomy id) that a member does; `guessed` until its owner has confirmed it."""

    service: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Needed:
    """A service (taxonomy id) that a member lacks.

    `kind` is "want" (do it for me) or "send_away" (my clients ask for it and I send them on). `strength`, 0..1,
    says how likely or how pressing it is: 1 for what somebody said, less for what was read from a table of who
    usually buys what.
    """

    service: str
    guessed: bool = False
    kind: Literal["want", "send_away"] = "want"
    strength: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 1:
            raise ValueError(f"the strength of a need is between 0 and 1, not {self.strength}")


FOR_ITS_OWN = frozenset({"chamber-of-commerce", "professional-association"})
"""What an organisation does for its own members, as a chamber or a union: no cause for anybody's customers."""


def kind_by(kind: MemberKind, services: Iterable[str]) -> MemberKind:
    """A member's kind for the matcher: a nonprofit that is there for its own members counts as a business."""
    does = set(services)
    return "business" if kind == "nonprofit" and does and does <= FOR_ITS_OWN else kind


@dataclass(frozen=True, slots=True)
class Haunt:
    """A café, library or market where a member is a regular, or a group `online`: `id` tells it apart, `name` is what
    it is called, `where` says it with its street or town.

    `open`: the member says so to everybody; otherwise only to those who are regulars there too.
    """

    id: int
    name: str
    where: str = ""
    open: bool = True
    online: bool = False


@dataclass(frozen=True, slots=True)
class FitMember:
    """One member as the others may see them: give only what they show, as coarsely as they show it.

    `lat`, `lon` in degrees; a pair that is missing, not finite or not on the earth (or whose blur is not finite)
    counts as no place at all. `blur_m` says how many metres off the place may be (0 for a door, a few hundred for a
    cell), so that two homes in one cell are never called next door. `audiences`, `languages`, `likes` (kinds of
    collaboration), `values` (what matters to them) and `channels` are tags; letter case means nothing. `haunts` come in
    the order in which one would meet there. `reach` is the band of the largest audience, from 1 for the smallest up; 0
    where nobody said. `new`, 0..1, is 1 for whoever has just come and fades as they settle.
    """

    id: int
    kind: MemberKind = "business"
    offers: tuple[Offered, ...] = ()
    needs: tuple[Needed, ...] = ()
    audiences: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    blur_m: float = 0.0
    neighbourhood: str = ""
    city: str = ""
    online: bool = False
    languages: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    haunts: tuple[Haunt, ...] = ()
    channels: tuple[str, ...] = ()
    reach: int = 0
    free_capacity: int = 1
    snoozed: bool = False
    new: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.new <= 1:
            raise ValueError(f"how new a member is goes from 0 to 1, not {self.new}")

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude where both are sound."""
        if self.lat is None or self.lon is None:
            return None
        if not all(math.isfinite(number) for number in (self.lat, self.lon, self.blur_m)):
            return None
        return (self.lat, self.lon) if abs(self.lat) <= 90 and abs(self.lon) <= 180 else None

    @property
    def open(self) -> bool:
        """Whether they may be suggested to others at all."""
        return not self.snoozed and self.free_capacity > 0


@dataclass(frozen=True, slots=True)
class KindFit:
    """When a kind of collaboration is right: data of the playbook, so that a new kind needs no code.

    `weights` gives, for each key of evidence (see `score.WEIGHT`), how much it speaks for this kind; `base` is what
    speaks for it anyway. `ring_at_most`: not for members farther apart. `channels`: one side must have one of
    these. `member_kinds`: one side must be of one of these; `parts`: one side must be of the first set, the other of
    the second. Empty means no condition. `sizes`: "alike" is for members whose audiences are known to be of much the
    same size. `mutual`: each must do something that the other looks for.
    """

    kind: str
    weights: Mapping[str, float] = field(default_factory=dict)
    base: float = 0.0
    ring_at_most: Ring = "elsewhere"
    channels: frozenset[str] = frozenset()
    member_kinds: frozenset[str] = frozenset()
    sizes: Sizes = "any"
    parts: tuple[frozenset[str], ...] = ()
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as seen by one side ("I" is who reads it), with the facts that it rests on; the room `fit` puts it into
    words.

    `weight` (0..1) says how much it counted; `guessed` is true when it rests on something nobody has confirmed yet.
    """

    key: str
    facts: tuple[tuple[str, Fact], ...] = ()
    guessed: bool = False
    weight: float = 0.0

    def fact(self, name: str) -> Fact | None:
        """The fact of that name, or None."""
        return dict(self.facts).get(name)


@dataclass(frozen=True, slots=True)
class Fit:
    """A suggestion: how glad each side would be (0..1), their product, and why, best reason first. `place` says whether
    it is on the list as one of the best, as the one from afar, or as the one to be found out about.
    """

    member_id: int
    score: float
    for_me: float
    for_them: float
    reasons_for_me: tuple[Reason, ...]
    reasons_for_them: tuple[Reason, ...]
    caution: Reason | None
    kind: str
    ring: Ring
    place: ListPlace = "best"
