"""What the taxonomy is made of."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Service:
    """Something that a small member does for others.

    `id` is a slug for ever; `title` and `words` are in plain English (`words`: what people type for it); `naics`,
    `ntee` are codes or beginnings of codes that it covers; `spheres` are the contact spheres in which it meets the
    services it goes with; `kin` names the trades that are rivals of each other. A `broad` service stands for a wide
    field ("manufacturer") in which two members need not be rivals at all.
    """

    id: str
    title: str
    group: str
    words: tuple[str, ...] = ()
    naics: tuple[str, ...] = ()
    ntee: tuple[str, ...] = ()
    schema_types: tuple[str, ...] = ()
    spheres: tuple[str, ...] = ()
    kin: str = field(default="", compare=False)
    broad: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Match:
    """A service that words seem to mean, with how alike they are, 0 to 1."""

    service: Service
    score: float


@dataclass(frozen=True, slots=True)
class Sphere:
    """People or occasions that several services meet at: `title` ends the sentence "both serve …", and `audiences` are
    the tags with which members say the same.
    """

    id: str
    title: str
    strength: float
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two services go together.

    `key` is one of `REASONS`; `a` and `b` are service ids; `sphere` is set for "both-serve". Whoever shows it finds the
    words in the reader's language.
    """

    key: str
    a: str
    b: str
    sphere: str = ""


REASONS = {
    "asked-next": "customers of a often ask for b next",
    "comes-before": "customers of b often ask for a next",
    "buys": "a often buys from b",
    "supplies": "b often buys from a",
    "both-serve": "both serve the same people or occasions (the sphere)",
}
"""Every key that a reason can have, and what it says."""
