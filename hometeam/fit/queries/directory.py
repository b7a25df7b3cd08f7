"""A member directory as it lies in a file, matched without any database."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.engine.fit import Fit, FitMember, FitPool, KindFit, Needed, Offered, audiences_in, kind_by, suggest
from hometeam.engine.roster import Entry, Guess, Problem, guess_columns, read_row
from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation import places, sheets
from hometeam.together.playbook import kinds

HOME_PRECISION, HOME_BLUR_M = 7, 1_300.0
"""A home is only placed by its cell of about five square kilometres; its corners are this far from the middle."""
POSTCODE_BLUR_M = 2_500.0
NAMES_SHOWN = 5


class NobodyOfThatName(Exception):
    """The name that was asked for is not, or not alone, in the file; the text says so and names the nearest."""


@dataclass(frozen=True)
class Directory:
    """The members of a file: `entries` by the matcher's number, `unusable` how many rows said nothing."""

    entries: dict[int, Entry]
    pool: FitPool
    unusable: int

    def suggestions(self, number: int, top: int) -> list[Fit]:
        """The best fits for one member, never one of its own name."""
        alone = self._namesakes[fold(self.entries[number].name)]
        return suggest(self.pool, number, exclude=alone, top=top, kinds=self._kinds)

    def find(self, words: str) -> int:
        """The member whom somebody means who types this name, or "name, street". Raises NobodyOfThatName."""
        wanted = fold(words)
        exact = [number for number, entry in self.entries.items() if wanted in (fold(entry.name), fold(label(entry)))]
        found = exact or [number for number, entry in self.entries.items() if wanted and wanted in fold(entry.name)]
        if len(found) == 1:
            return found[0]
        raise NobodyOfThatName(self._several(words, found) if found else self._nobody(words))

    def _several(self, words: str, found: Sequence[int]) -> str:
        count = len(found)
        says = ngettext(
            "%(count)s member is called something like “%(words)s”: %(names)s",
            "%(count)s members are called something like “%(words)s”: %(names)s",
            count,
        )
        names = [f"“{label(self.entries[number])}”" for number in found[:NAMES_SHOWN]]
        more = _(" and others.") if count > NAMES_SHOWN else "."
        tell = _(" Say which one.")
        return says % {"count": count, "words": words, "names": "; ".join(names)} + more + tell

    def _nobody(self, words: str) -> str:
        by_name = {fold(entry.name): entry.name for entry in self.entries.values()}
        near = difflib.get_close_matches(fold(words), by_name, n=NAMES_SHOWN, cutoff=0.5)
        says = _("Nobody in this file is called “%(words)s”.") % {"words": words}
        if not near:
            return says
        return says + _(" Did you mean %(names)s?") % {"names": ", ".join(f"“{by_name[name]}”" for name in near)}

    @cached_property
    def _namesakes(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for number, entry in self.entries.items():
            found.setdefault(fold(entry.name), set()).add(number)
        return found

    @cached_property
    def _kinds(self) -> tuple[KindFit, ...]:
        return tuple(kind.fit for kind in kinds().values() if kind.least == 2 and kind.on_shelf)


def read_directory(path: Path) -> Directory:
    """The members of a CSV or XLSX file. Raises sheets.Unreadable with a plain sentence where it has none."""
    read = list(_rows(sheets.read(path)))
    entries = [one for one in read if isinstance(one, Entry)]
    problems = [one for one in read if isinstance(one, Problem)]
    if not entries:
        raise sheets.Unreadable(problems[0].why if problems else _("There is no member in this file."))
    numbered = dict(enumerate(_once_each(entries), start=1))
    pool = FitPool.of((fit_member(number, entry) for number, entry in numbered.items()), Taxonomy.load())
    return Directory(numbered, pool, len(problems))


def _rows(sheet: sheets.Sheet) -> Iterator[Entry | Problem]:
    mapping, taxonomy = guess_columns(sheet.header, sheet.sample()), Taxonomy.load()
    return (read_row(mapping, cells, taxonomy) for cells in sheet.rows)


def _once_each(entries: Sequence[Entry]) -> list[Entry]:
    """Several licences of one business at one door are one member who does all of it."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = fold(entry.name), fold(entry.street)
        first = found.get(key)
        found[key] = entry if first is None else _both(first, entry)
    return list(found.values())


def _both(one: Entry, other: Entry) -> Entry:
    offers = {guess.service: guess for guess in (*other.offer_guesses, *one.offer_guesses)}
    needs = {guess.service: guess for guess in (*other.need_guesses, *one.need_guesses) if guess.service not in offers}
    return replace(one, offer_guesses=tuple(offers.values()), need_guesses=tuple(needs.values()))


def fit_member(number: int, entry: Entry) -> FitMember:
    """One entry as the matcher sees it: what was read is guessed, and a home is no finer than its neighbourhood."""
    lat, lon, blur_m = _spot(entry)
    return FitMember(
        id=number,
        kind=kind_by(entry.kind, (guess.service for guess in entry.offer_guesses)),
        offers=tuple(Offered(guess.service, guess.guessed) for guess in entry.offer_guesses),
        needs=tuple(Needed(guess.service, guess.guessed, strength=_strength(guess)) for guess in entry.need_guesses),
        audiences=audiences_in(entry.serves),
        lat=lat,
        lon=lon,
        blur_m=blur_m,
        neighbourhood=entry.neighbourhood,
        city=entry.city,
        channels=tuple(channel.partition(":")[0] for channel in entry.channels),
    )


def _strength(guess: Guess) -> float:
    return min(1.0, max(0.0, guess.score)) if guess.guessed else 1.0


def _spot(entry: Entry) -> tuple[float | None, float | None, float]:
    if entry.lat is None or entry.lon is None:
        area = places.place_of(entry.postcode, entry.region, entry.country) if entry.postcode else None
        return (*area, POSTCODE_BLUR_M) if area else (None, None, 0.0)
    if entry.home_based:
        return (*places.cell_centre(entry.lat, entry.lon, HOME_PRECISION), HOME_BLUR_M)
    return entry.lat, entry.lon, 0.0


def label(entry: Entry) -> str:
    """A name that tells namesakes apart: "Blue Door, 12 Elm Street"; a home's street stays out of it."""
    place = entry.neighbourhood or entry.city if entry.home_based else entry.street or entry.city
    return f"{entry.name}, {place}" if place else entry.name


def fold(words: str) -> str:
    """Words as they are compared: small letters, single blanks, one kind of apostrophe."""
    return " ".join(words.replace("’", "'").casefold().split())
