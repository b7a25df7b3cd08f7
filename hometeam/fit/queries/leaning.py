"""What counts here and how much, in words and bars, and whom another tuning would change: for organisers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hometeam.engine.fit import suggest
from hometeam.engine.fit.beliefs import Beliefs, Tuning
from hometeam.fit.models import Tuned
from hometeam.fit.queries.leaving_out import ORGANISER, left_out
from hometeam.fit.queries.pools import Known
from hometeam.members.models import Community, Member

LOOKED_AT, NAMED, SHOWN = 40, 6, 5
"""A preview looks at so many members, however many there are, names so many of them, and compares lists of so many."""
BARS = 5

WISHES: tuple[tuple[str, Any, Any], ...] = (
    ("nearer", _("Nearer"), _("People around the corner before people across town.")),
    ("adventurous", _("More adventurous"), _("Fewer of the usual pairings, more that nobody would have thought of.")),
    ("newcomers", _("Help newcomers"), _("Whoever has just come is suggested sooner.")),
    ("causes", _("Causes and businesses together"), _("A nonprofit and a business sooner than two of a kind.")),
)
"""Each of the engine's tunings: its name, what it is called, what it does."""
STEPS: tuple[tuple[int, Any], ...] = (
    (-2, _("Much less")),
    (-1, _("A little less")),
    (0, _("As it comes")),
    (1, _("A little more")),
    (2, _("Much more")),
)
COUNTS: Mapping[str, Promise] = {
    "they_send_away_what_i_do": _("They send clients away for what I do"),
    "they_offer_what_i_need": _("They do what I look for"),
    "they_do_what_i_send_away": _("They do what I send clients away for"),
    "they_need_what_i_offer": _("They look for what I do"),
    "our_trades_go_together": _("Our trades go together"),
    "shared_audience": _("We serve the same people"),
    "near_each_other": _("We are next door to each other"),
    "business_and_nonprofit": _("One of us is a cause, the other a business"),
    "shared_language": _("We share a rarer language"),
    "like_the_same": _("We like to do the same things together"),
    "shared_haunt": _("We are regulars at the same place"),
    "shared_values": _("The same things matter to us"),
    "did_things_together": _("We did something together before"),
    "partners_in_common": _("Somebody has done things with both of us"),
    "alike_in_size": _("We reach about as many people"),
    "they_have_room": _("They have hands free"),
    "they_are_new": _("They have just come"),
    "way": _("It is a long way"),
    "rivalry": _("Our work is alike"),
}
"""What each evidence is called, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What something counts: its words, how long its bar is (0 to 5), and whether it speaks against."""

    words: str
    bars: int
    against: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A member whose first suggestion would be another one."""

    member: Member
    before: Member | None
    after: Member | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a tuning would change: of so many members looked at, so many lists and first suggestions; some by name."""

    looked_at: int
    lists: int
    firsts: int
    some: Sequence[Changed]


def weights_here(known: Known) -> list[Weight]:
    """What counts this week, the most first. Only in five lengths: what one answer moves is not to be seen."""
    weights = known.chosen.beliefs.weights
    most = max((abs(weights.get(key, 0.0)) for key in COUNTS), default=1.0) or 1.0
    found = [
        Weight(str(words), round(BARS * abs(weights.get(key, 0.0)) / most), weights.get(key, 0.0) < 0)
        for key, words in COUNTS.items()
    ]
    return sorted((one for one in found if one.bars), key=lambda one: (one.against, -one.bars))


def as_text(steps: Mapping[str, int]) -> str:
    """Steps as a page carries them along, to know whether somebody changed them meanwhile."""
    return " ".join(f"{name}:{step}" for name, step in sorted(steps.items()))


def tuned_here(community: Community) -> Tuned:
    """How the organisers tuned it, whether or not they ever did."""
    return Tuned.objects.filter(community=community).first() or Tuned(community=community, steps=Tuning().steps())


def preview(community: Community, known: Known, tuning: Tuning) -> Preview:
    """Whom this tuning would change, looked at with a few members drawn by lot; two queries."""
    everyone = sorted(known.pool.members)
    drawn = sorted(random.Random(community.pk).sample(everyone, min(LOOKED_AT, len(everyone))))  # noqa: S311
    without = left_out(drawn, community, reader=ORGANISER).without
    then = known.chosen.beliefs.tuned(tuning)
    now = known.chosen.beliefs
    pairs = {pk: (_list(known, pk, without[pk], now), _list(known, pk, without[pk], then)) for pk in drawn}
    other = {pk: (before[:1], after[:1]) for pk, (before, after) in pairs.items() if before[:1] != after[:1]}
    return Preview(
        looked_at=len(drawn),
        lists=sum(before != after for before, after in pairs.values()),
        firsts=len(other),
        some=_named(dict(list(other.items())[:NAMED])),
    )


def _list(known: Known, member: int, without: set[int], beliefs: Beliefs) -> list[int]:
    chosen = known.chosen
    found = suggest(
        known.pool,
        member,
        exclude=without,
        top=SHOWN,
        owed=known.owed,
        beliefs=beliefs,
        prices=chosen.prices,
        seats=chosen.seats.get(member, ()),
        seed=chosen.seed,
    )
    return [fit.member_id for fit in found]


def _named(other: Mapping[int, tuple[list[int], list[int]]]) -> list[Changed]:
    ids = {pk for pk, (before, after) in other.items() for pk in (pk, *before, *after)}
    people = Member.objects.in_bulk(ids)

    def first(of: list[int]) -> Member | None:
        return people.get(of[0]) if of else None

    return [Changed(people[pk], first(before), first(after)) for pk, (before, after) in other.items() if pk in people]
