"""What a kind of collaboration is. One `*.toml` file holds one; its keys are these fields.

Words may hold placeholders in braces. In a step's `what` and `did`: {me}, who does it, and {other}, for whom; in the
`what` of a step that each owes the next, also {it}, what this one gives. In
drafts: see `DRAFT_WORDS`; a line of a draft whose placeholder is empty for these two members is left out, never sent
with a hole in it. {why} and {help} are the sender's own words, asked for and never invented. All words are English
sources for translation: pages pass them through gettext.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from hometeam.engine.agreements import Due
from hometeam.engine.fit import KindFit

GROUPS = ("spread", "make", "cheer", "trade", "help")
WHERE = ("in-person", "online", "either")
PROOFS = ("visits", "link", "newsletter", "photo", "file", "word")
"""The ladder of proof, from what was measured down to the partner's word."""
EXCHANGED = ("never", "when-exchanged", "always")
SEASONS = ("shop-small", "giving", "spring", "summer", "autumn", "winter", "back-to-school")
DRAFTS = ("invitation", "reminder", "post", "thanks")
CHANNELS = (
    "instagram",
    "facebook",
    "linkedin",
    "tiktok",
    "youtube",
    "mastodon",
    "bluesky",
    "newsletter",
    "blog",
    "podcast",
    "counter",
)
"""The media of a member's channels, for which a kind may have words of their own."""
DOOR = "door"
HAS = (*CHANNELS, DOOR)
"""What an idea may take: a channel, or a door through which customers come."""
STEP_WORDS = frozenset({"me", "other"})
NEXT = "next"
THING = "it"
PROFILE_WORDS = frozenset({"me", "you", "my_line", "your_line", "my_trade", "your_trade", "my_handle", "your_handle"})
DATE_WORDS = frozenset({"day", "time", "place"})
OWN_WORDS = frozenset({"why", "help"})
POST_WORDS = frozenset({"link", "tags", "disclosure"})
DRAFT_WORDS = PROFILE_WORDS | DATE_WORDS | OWN_WORDS | POST_WORDS
PAGES = {
    "praise:write": "praise.testimonial",
    "praise:send_note": "praise.voicenote",
    "praise:give_photo": "praise.photoinuse",
    "praise:write_review": "praise.review",
    "referrals:introduce": "referrals.referral",
    "stage:prints": "stage.placement",
    "gather:write_feature": "gather.feature",
}
"""The pages of other rooms on which a step can be done, by the names of their routes, which take the community and the
member for whom it is; each with the label of what is made there.
"""
TOGETHER = "together"
AT = ("proposal", "draft")
REST_DAYS = 90

Group = Literal["spread", "make", "cheer", "trade", "help"]


@dataclass(frozen=True, slots=True)
class Role:
    """A part that somebody plays: `least` to `most` members have it, of these `member_kinds` (empty: of any).

    `ask` is how the proposer chooses it ("I feature them").
    """

    id: str
    title: str
    least: int = 1
    most: int = 1
    ask: str = ""
    member_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    `who` is a role's id (each member in it owes the step) or "together" (one step that all share). `to` is for whom:
    all the others, or "next": each member for the next alone, and the last for the first. `due` is relative to the
    agreed day or to another step. `counts`: done *for* the others, so that it is theirs to confirm and goes into
    the ledger in the words of `did`. `proof`: what may show that it was done. `channel`: where it is owed, if it is
    owed in a channel. `page`: where in Hometeam it can be done, and in `page_words` what the button there says; what is
    made there and the step are one deed.
    """

    id: str
    who: str
    what: str
    due: Due
    did: str = ""
    counts: bool = False
    proof: tuple[str, ...] = ("word",)
    channel: str = ""
    page: str = ""
    page_words: str = ""
    to: str = ""

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
class Agreement:
    """What is understood between the sides: who `owns` what is made, how `costs` are split, how it `ends`, and more
    `clauses`.
    """

    owns: str
    costs: str
    ends: str
    clauses: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, a sentence a line."""
        return tuple(line for line in (self.owns, self.costs, self.ends, *self.clauses) if line)


@dataclass(frozen=True, slots=True)
class Ask:
    """Words that only a member can give: `title` is the question, `help` what a good answer is.

    In a title at the proposal {me} is whoever proposes and {other} who is asked, for both read it. Asked `at` the
    "proposal" of whoever proposes, or at the "draft" of whoever plays the role `who`, where its `id` is
    the word of the draft that the answer fills. Without a `needed` answer there is no proposal.
    """

    id: str
    title: str
    help: str = ""
    who: str = ""
    at: str = "proposal"
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Idea:
    """A kind as something easy to do for somebody, in `words` that name them by {other}.

    It takes one of `mine` of whoever does it and one of `theirs` of the other (see `HAS`; empty: nothing), and where
    `same_town`, that both are in one town.
    """

    words: str
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    same_town: bool = False

    def fits(self, mine: Collection[str], theirs: Collection[str], *, same_town: bool) -> bool:
        """Whether both have what it takes."""
        has_mine = not self.mine or not set(self.mine).isdisjoint(mine)
        has_theirs = not self.theirs or not set(self.theirs).isdisjoint(theirs)
        return has_mine and has_theirs and (same_town or not self.same_town)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of collaboration. `minutes` of 0 means a day rather than an hour; `order` is its place on the shelf.

    `posts` are words for one channel each, where they differ from the draft "post"; `rest_days` is how long the same
    members rest before they are asked to do the same again; `barter`: what each gives is for what it gets, so that it
    stands in the yearly statement; `several` of it, each about something else, may be open between the same members at
    once. One that is not `on_shelf` is agreed elsewhere in the house and never proposed by
    hand. As an idea it comes up on Giving back (`giving_back`), and
    beside somebody whom one has featured this week (`bonus`).
    """

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
    agreement: Agreement
    fit: KindFit
    posts: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    measures: tuple[Measure, ...] = ()
    tips: tuple[str, ...] = ()
    season: tuple[str, ...] = ()
    disclosure: Disclosure = field(default_factory=Disclosure)
    order: int = 100
    rest_days: int = REST_DAYS
    barter: bool = False
    several: bool = False
    on_shelf: bool = True
    giving_back: Idea | None = None
    bonus: Idea | None = None

    @property
    def page(self) -> str:
        """The page of another room on which the first of its steps that leads to one is done."""
        return next((step.page for step in self.steps if step.page), "")

    @property
    def is_timed(self) -> bool:
        """Whether it happens at an hour, not only on a day."""
        return self.minutes > 0

    @property
    def least(self) -> int:
        """How many members it takes to start."""
        return sum(role.least for role in self.roles)

    @property
    def most(self) -> int:
        """How many members may take part."""
        return sum(role.most for role in self.roles)

    @property
    def is_group(self) -> bool:
        """Whether more than two may take part."""
        return self.most > 2

    @property
    def is_ring(self) -> bool:
        """Whether each owes the next: it is closed, and nobody can be asked into it later."""
        return any(step.to == NEXT for step in self.steps)

    def asked_at(self, at: str) -> tuple[Ask, ...]:
        """What is asked at the "proposal" or at the "draft"."""
        return tuple(ask for ask in self.asks if ask.at == at)

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

    def deed_of(self, step: Step) -> Step:
        """The step for which it counts what is made on the `page` of a step: itself, or the next of its role that does.
        Raises LookupError where there is none.
        """
        for one in self.steps[self.steps.index(step) :]:
            if one.counts and one.who == step.who:
                return one
        raise LookupError(step.id)

    def dues(self) -> dict[str, Due]:
        """Each step's due rule."""
        return {step.id: step.due for step in self.steps}
