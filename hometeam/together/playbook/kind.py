"""What a kind of collaboration is. One `*.toml` file holds one; its keys are these fields.

Words may hold placeholders in braces. In a step's `what` and `did`: {me}, who does it, and {other}, for whom. In
drafts: see `DRAFT_WORDS`; a line of a draft whose placeholder is empty for these two members is left out, never sent
with a hole in it. All words are English sources for translation: pages pass them through gettext.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hometeam.engine.agreements import Due
from hometeam.engine.fit import KindFit

GROUPS = ("spread", "make", "cheer", "trade", "help")
WHERE = ("in-person", "online", "either")
PROOFS = ("link", "photo", "word")
EXCHANGED = ("never", "when-exchanged", "always")
SEASONS = ("shop-small", "spring", "summer", "autumn", "winter", "back-to-school")
DRAFTS = ("invitation", "reminder", "post", "thanks")
STEP_WORDS = frozenset({"me", "other"})
DRAFT_WORDS = frozenset(
    {"me", "you", "my_line", "your_line", "my_trade", "your_trade", "my_handle", "your_handle", "day", "time", "place"}
)
DATE_WORDS = frozenset({"day", "time", "place"})
TOGETHER = "together"

Group = Literal["spread", "make", "cheer", "trade", "help"]


@dataclass(frozen=True, slots=True)
class Role:
    """A part that somebody plays: `many` members have it. `ask` is how the proposer chooses it ("I feature them")."""

    id: str
    title: str
    many: int = 1
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    `who` is a role's id (each member in it owes the step) or "together" (one step that all share). `due` is relative to
    the agreed day or to another step. `counts`: done *for* the others, so that it is theirs to confirm and goes into
    the ledger in the words of `did`. `proof`: what shows that it was done.
    """

    id: str
    who: str
    what: str
    due: Due
    did: str = ""
    counts: bool = False
    proof: tuple[str, ...] = ("word",)

    @property
    def is_shared(self) -> bool:
        return self.who == TOGETHER


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that this kind can bring: its id, its name, its unit."""

    id: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whether readers must be told that value was exchanged, and in which words."""

    when: str = "never"
    words: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of collaboration. `minutes` of 0 means a day rather than an hour; `order` is its place on the shelf."""

    id: str
    version: int
    title: str
    promise: str
    group: Group
    icon: str
    where: str
    minutes: int
    roles: tuple[Role, ...]
    steps: tuple[Step, ...]
    drafts: Mapping[str, str]
    agreement: tuple[str, ...]
    fit: KindFit
    measures: tuple[Measure, ...] = ()
    tips: tuple[str, ...] = ()
    season: tuple[str, ...] = ()
    disclosure: Disclosure = field(default_factory=Disclosure)
    order: int = 100

    @property
    def is_timed(self) -> bool:
        """Whether it happens at an hour, not only on a day."""
        return self.minutes > 0

    @property
    def many(self) -> int:
        """How many members it takes."""
        return sum(role.many for role in self.roles)

    @property
    def has_choice_of_role(self) -> bool:
        """Whether the one who proposes may play one part or another."""
        return len(self.roles) > 1

    def role(self, role_id: str) -> Role:
        """The role of that id. Raises KeyError."""
        return {role.id: role for role in self.roles}[role_id]

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises KeyError."""
        return {step.id: step for step in self.steps}[step_id]

    def dues(self) -> dict[str, Due]:
        """Each step's due rule."""
        return {step.id: step.due for step in self.steps}
