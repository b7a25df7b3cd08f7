"""Figures in words: what each is called, how much it is in the words of its place, and how well it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.engine.brought import Figure, Tally, by, sums
from hometeam.foundation.money import Purse
from hometeam.ledger.queries.measures import COMMON, JOY, LEVEL_WORDS, is_money, meaning, said_in_unit
from hometeam.ledger.queries.saying import window_words
from hometeam.together.playbook import Kind

_ORDER = {one.id: number for number, one in enumerate(COMMON)}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in words, and how well it is known; `number` is what is large of it, `rest` what stands under that."""

    words: str
    level: str
    level_words: str
    number: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What is known of one measure, best first; the levels are never added up."""

    measure: str
    title: str
    unit: str
    amounts: tuple[Amount, ...]
    means: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What each measure is called, with its unit, in the words of its kind; and the money of the place.

    `counted` is what adds up (`Figure.counted`): a measure, of money with its currency.
    """

    known: Mapping[str, tuple[str, str]]
    purse: Purse

    def of(self, counted: str) -> tuple[str, str]:
        """Title and unit. The title of money says which, where it is not the money of the place."""
        measure, _colon, currency = counted.partition(":")
        title, unit = self.known.get(measure, (measure.replace("-", " "), ""))
        return (f"{title} ({currency})" if currency not in ("", self.purse.currency) else title), unit

    def said(self, counted: str, quantity: Decimal) -> str:
        """So much of it with what it counts: "12 visits", "$420"."""
        measure, _colon, currency = counted.partition(":")
        title, unit = self.of(counted)
        return said_in_unit(measure, quantity, title, unit, purse=self.purse, currency=currency)

    def number(self, counted: str, quantity: Decimal) -> str:
        """The number by itself, with its money where it is money: "12", "$420"."""
        measure, _colon, currency = counted.partition(":")
        return self.purse.shown(quantity, currency) if currency or is_money(measure) else self.purse.number(quantity)


def names_of(kinds: Iterable[Kind], purse: Purse) -> Names:
    """Each measure's title and unit: in everybody's words where every kind has it, else in its kind's."""
    found = {one.id: (_(one.title), _(one.unit)) for kind in kinds for one in kind.measures}
    return Names(found | {one.id: (str(one.title), _(one.unit)) for one in COMMON}, purse)


def ordered(tallies: Mapping[str, Tally]) -> list[str]:
    """What is known, in the order of what is measured everywhere, then the kinds' own."""
    return sorted(tallies, key=lambda counted: (_ORDER.get(counted.partition(":")[0], len(_ORDER)), counted))


def sums_of(figures: Sequence[Figure], names: Names) -> tuple[Sum, ...]:
    """What is known of each measure, best first."""
    tallies, groups = sums(figures), by(figures, lambda one: one.counted)
    return tuple(_sum(tallies[counted], groups[counted], names) for counted in ordered(tallies))


def _sum(tally: Tally, figures: Sequence[Figure], names: Names) -> Sum:
    title, unit = names.of(tally.measure)
    window = window_words(min(one.from_on for one in figures), max(one.to_on for one in figures))
    amounts = tuple(_amount(tally, level, names) for level in tally.levels)
    return Sum(tally.measure, title, unit, amounts, meaning(figures[0].measure), window)


def _amount(tally: Tally, level: str, names: Names) -> Amount:
    words = str(LEVEL_WORDS[level])
    if tally.measure == JOY:
        mean = names.purse.number(round(tally.mean(level), 1))
        rest = ngettext("of 5, one answer", "of 5, from %(n)s answers", tally.counts[level]) % {
            "n": tally.counts[level]
        }
        return Amount(_("joy %(mean)s %(rest)s") % {"mean": mean, "rest": rest}, level, words, mean, rest)
    total = tally.levels[level]
    return Amount(names.said(tally.measure, total), level, words, names.number(tally.measure, total))
