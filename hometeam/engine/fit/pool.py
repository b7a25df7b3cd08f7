"""Everyone who could be suggested, as columns: one row per member, so that one sweep of numpy compares a member
with all.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hometeam.engine.fit.facts import FitMember
from hometeam.engine.fit.trades import Floats, Taxonomy, Trades

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

GUESSED_OFFER = 0.8
"""A trade read from a directory is mostly right."""
GUESSED_NEED = 0.55
"""What such trades usually buy is a hint, no more."""
NO_PARTNERS: Mapping[tuple[int, int], float] = MappingProxyType({})
KINDS = ("solopreneur", "business", "nonprofit")


def code(text: str) -> int:
    """A number for a tag or a place's name, the same for all spellings by case and blanks; 0 for no name."""
    words = " ".join(text.casefold().split())
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little", signed=True) if words else 0


def warmth(times: float) -> float:
    """What having done so many things together counts, 0..1; of what is long ago the caller counts less than one."""
    return float(-np.expm1(-0.7 * max(times, 0.0)))


@dataclass(frozen=True, eq=False)
class Entries:
    """What many members each have several of (offers, wants, tags): row, code and weight, in the order of the rows."""

    rows: Ints
    codes: Ints
    weights: Floats

    @classmethod
    def of(cls, lists: Iterable[Iterable[tuple[int, float]]]) -> "Entries":
        """One list of (code, weight) per member; of a code that comes twice the greatest weight counts."""
        triples = ((row, *pair) for row, pairs in enumerate(lists) for pair in _greatest(pairs).items())
        told = np.fromiter(triples, [("row", np.int64), ("code", np.int64), ("weight", np.float64)])
        return cls(*(np.ascontiguousarray(told[name]) for name in ("row", "code", "weight")))

    def kept(self, keep: Bools) -> "Entries":
        """Only the rows where `keep` is true, numbered anew."""
        here, number = keep[self.rows], np.cumsum(keep) - 1
        return Entries(number[self.rows[here]], self.codes[here], self.weights[here])

    def with_rows(self, rows: Ints, other: "Entries") -> "Entries":
        """With the other's entries, whose row n goes to `rows[n]`, in the place of what these rows had; where nothing
        differs these themselves.
        """
        pieces, done = [], 0
        for number in np.argsort(rows, kind="stable").tolist():
            start, end = np.searchsorted(self.rows, (rows[number], rows[number] + 1)).tolist()
            new = other._between(*np.searchsorted(other.rows, (number, number + 1)))
            if not new.same_as(self._between(start, end)):
                new = replace(new, rows=np.full(len(new.rows), rows[number]))
                pieces += [self._between(done, start), new]
                done = end
        return Entries.joined([*pieces, self._between(done, len(self.rows))]) if pieces else self

    @classmethod
    def joined(cls, pieces: "list[Entries]") -> "Entries":
        """One after the other."""
        return cls(*(np.concatenate([getattr(one, name) for one in pieces]) for name in ("rows", "codes", "weights")))

    def same_as(self, other: "Entries") -> bool:
        """Whether codes and weights are the same, whosever they are."""
        return np.array_equal(self.codes, other.codes) and np.array_equal(self.weights, other.weights)

    def _between(self, start: int, end: int) -> "Entries":
        return Entries(self.rows[start:end], self.codes[start:end], self.weights[start:end])

    def those(self, codes: Bools) -> "Entries":
        """Only the entries with these codes (small numbers, as services have)."""
        here = np.flatnonzero(codes[self.codes])
        return Entries(self.rows[here], self.codes[here], self.weights[here])

    def best(self, values: Floats, size: int) -> Floats:
        """For each of `size` rows the greatest of `values` (one per entry), 0 where there is none."""
        found = np.zeros(size)
        told = np.flatnonzero(values)
        np.maximum.at(found, self.rows[told], values[told])
        return found

    def any(self, chances: Floats, size: int) -> Floats:
        """For each of `size` rows the chance that any of its entries holds, 1 - Π(1 - chance)."""
        told = np.flatnonzero(chances)
        return -np.expm1(np.bincount(self.rows[told], np.log1p(-chances[told]), minlength=size))

    def of_row(self, row: int) -> tuple[Ints, Floats]:
        """Codes and weights of one row."""
        at = slice(*np.searchsorted(self.rows, (row, row + 1)))
        return self.codes[at], self.weights[at]


@dataclass(frozen=True, eq=False)
class FitPool:
    """All members of one community as columns. Immutable: `with_changes` gives a new pool and leaves this one as it
    is.
    """

    trades: Trades
    members: dict[int, FitMember]
    ids: Ints
    kinds: Ints
    points: Floats
    blur_m: Floats
    neighbourhoods: Ints
    cities: Ints
    online: Bools
    open: Bools
    offers: Entries
    wants: Entries
    sends: Entries
    audiences: Entries
    languages: Entries
    likes: Entries
    values: Entries
    haunts: Entries
    reach: Ints
    capacity: Ints
    new: Floats
    partners: Mapping[tuple[int, int], float] = field(default_factory=lambda: NO_PARTNERS)
    overlaps: Mapping[tuple[int, int], float] = field(default_factory=lambda: NO_PARTNERS)

    @classmethod
    def of(
        cls,
        members: Iterable[FitMember],
        taxonomy: Taxonomy,
        partners: Mapping[tuple[int, int], float] = NO_PARTNERS,
    ) -> "FitPool":
        """A pool of these members. Of two with the same id the later one counts; services the taxonomy lacks are
        left out.

        `partners` says who did things together, by two ids in any order, and how much of it is still warm, 0..1 (see
        `warmth`); pairs with somebody who is not in the pool, or with itself, are passed over.
        """
        return _columns({member.id: member for member in members}, Trades.of(taxonomy)).with_partners(partners)

    def columns_alone(self) -> "FitPool":
        """The same without the members themselves: all that everybody's best are reckoned from, in plain data that can
        be sent to another process. Members cannot be looked up in it.
        """
        return replace(self, members={}, partners=dict(self.partners), overlaps=dict(self.overlaps))

    def with_partners(self, partners: Mapping[tuple[int, int], float]) -> "FitPool":
        """The same members, with who did things together told anew. Raises ValueError for warmth outside 0..1."""
        return replace(self, partners=_checked(partners))

    def with_overlaps(self, overlaps: Mapping[tuple[int, int], float]) -> "FitPool":
        """The same members, with how many customers pairs were found to share, 0..1, told anew (see `engine/overlap`).

        Raises ValueError for anything outside 0..1.
        """
        return replace(self, overlaps=_checked(overlaps))

    def with_changes(self, changed: Iterable[FitMember] = (), removed: Collection[int] = ()) -> "FitPool":
        """The pool after some members came or changed and others left, at the cost of copying columns, not of
        reading all.
        """
        fresh = _columns({member.id: member for member in changed if member.id not in removed}, self.trades)
        return self._without(removed)._with(fresh)

    def _without(self, removed: Collection[int]) -> "FitPool":
        if not any(one in self.members for one in removed):
            return self
        keep = ~np.isin(self.ids, list(removed))
        columns: dict[str, Any] = {name: getattr(self, name)[keep] for name in _PLAIN}
        entries: dict[str, Any] = {name: getattr(self, name).kept(keep) for name in _ENTRIES}
        left = {int(one): self.members[int(one)] for one in self.ids[keep]}
        return replace(self, members=left, **columns, **entries)

    def _with(self, fresh: "FitPool") -> "FitPool":
        """Members who are known stay in their rows; new ones come after the last."""
        if not len(fresh):
            return self
        new = np.array([int(one) not in self.members for one in fresh.ids])
        rows = np.where(new, len(self) + np.cumsum(new) - 1, 0)
        rows[~new] = [self.row_of(int(one)) for one in fresh.ids[~new]]
        columns: dict[str, Any] = {}
        for name in _PLAIN:
            columns[name] = _with_values(getattr(self, name), rows, getattr(fresh, name), new)
        entries: dict[str, Any] = {name: getattr(self, name).with_rows(rows, getattr(fresh, name)) for name in _ENTRIES}
        pool = replace(self, members=self.members | fresh.members, **columns, **entries)
        if not new.any():
            pool.__dict__["_row_by_id"] = self._row_by_id
        return pool

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, member_id: int) -> int:
        """The row of a member. Raises ValueError where nobody of that id is in the pool."""
        if member_id not in self.members:
            raise ValueError(f"no member {member_id} in this pool")
        return self._row_by_id[member_id]

    def rows_of(self, ids: Ints) -> tuple[Ints, Bools]:
        """The rows of those of these members who are in the pool, and which of them are."""
        order, ordered = self._in_order
        at = np.minimum(np.searchsorted(ordered, ids), max(len(ordered) - 1, 0))
        known: Bools = ordered[at] == ids if len(ordered) else np.zeros(len(ids), np.bool_)
        return order[at[known]], known

    @cached_property
    def bonds(self) -> csr_array:
        """Who did things together, as a symmetric table of rows."""
        return self._between(self.partners)

    @cached_property
    def overlapping(self) -> csr_array:
        """Who was found to share customers, as a symmetric table of rows."""
        return self._between(self.overlaps)

    def _between(self, told: Mapping[tuple[int, int], float]) -> csr_array:
        pairs = np.array(list(told), np.int64).reshape(-1, 2)
        much = np.fromiter(told.values(), np.float64, len(told))
        here = np.isin(pairs, self.ids).all(axis=1) & (pairs[:, 0] != pairs[:, 1])
        rows = self.rows_of(pairs[here].ravel())[0].reshape(-1, 2)
        both = np.concatenate((rows, rows[:, ::-1]))
        table = csr_array((np.tile(much[here], 2), (both[:, 0], both[:, 1])), shape=(len(self), len(self)))
        return csr_array(table.minimum(1.0))

    @cached_property
    def introduces(self) -> Floats:
        """How much being a partner of both says, for each member: the less, the more partners that one has."""
        degree = np.diff(self.bonds.indptr)
        says: Floats = 1 / np.log(2 + np.maximum(degree, 1))
        return says

    @cached_property
    def rarity(self) -> Floats:
        """For each service 1 when hardly anybody does it, falling to ½ when everybody does: log(n ÷ how many) by
        log n.
        """
        size = max(len(self), 2)
        doing = np.bincount(self.offers.codes, minlength=len(self.trades.ids)).astype(np.float64)
        alike = np.where(self.trades.alike >= 0.6, self.trades.alike, 0.0) @ doing
        rarity: Floats = 0.5 + 0.5 * np.log(size / np.clip(alike, 1, size)) / np.log(size)
        return rarity

    @cached_property
    def _in_order(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.ids)
        return order, self.ids[order]

    @cached_property
    def _row_by_id(self) -> dict[int, int]:
        return {int(one): row for row, one in enumerate(self.ids)}


_PLAIN = ("ids", "kinds", "points", "blur_m", "neighbourhoods", "cities", "online", "open", "reach", "capacity", "new")
_ENTRIES = ("offers", "wants", "sends", "audiences", "languages", "likes", "values", "haunts")


def _with_values(column: Any, rows: Ints, values: Any, new: Bools) -> Any:
    """A column with these values in these rows, some of them new after the last; the column itself where nothing
    differs.
    """
    if not new.any() and np.array_equal(column[rows], values, equal_nan=column.dtype.kind == "f"):
        return column
    column = np.concatenate((column, values[new]))
    column[rows] = values
    return column


def _checked(told: Mapping[tuple[int, int], float]) -> Mapping[tuple[int, int], float]:
    for pair, much in told.items():
        if not 0 <= much <= 1:
            raise ValueError(f"what {pair} have in common is from 0 to 1, not {much}")
    return told


def _columns(members: dict[int, FitMember], trades: Trades) -> FitPool:
    everyone = list(members.values())

    def tags(read: Callable[[FitMember], tuple[str, ...]]) -> Entries:
        return Entries.of([(code(tag), 1.0) for tag in read(member) if tag.strip()] for member in everyone)

    return FitPool(
        trades=trades,
        members=members,
        ids=np.array([member.id for member in everyone], np.int64),
        kinds=np.array([KINDS.index(member.kind) for member in everyone], np.int64),
        points=_points(everyone),
        blur_m=np.array([max(member.blur_m, 0.0) if member.place else 0.0 for member in everyone], np.float64),
        neighbourhoods=np.array([code(member.neighbourhood) for member in everyone], np.int64),
        cities=np.array([code(member.city) for member in everyone], np.int64),
        online=np.array([member.online for member in everyone], np.bool_),
        open=np.array([member.open for member in everyone], np.bool_),
        offers=Entries.of(_offers(member, trades) for member in everyone),
        wants=Entries.of(_needs(member, trades, "want") for member in everyone),
        sends=Entries.of(_needs(member, trades, "send_away") for member in everyone),
        audiences=tags(lambda member: member.audiences),
        languages=tags(lambda member: member.languages),
        likes=tags(lambda member: member.likes),
        values=tags(lambda member: member.values),
        haunts=Entries.of([(haunt.id, 1.0) for haunt in member.haunts] for member in everyone),
        reach=np.array([member.reach for member in everyone], np.int64),
        capacity=np.array([member.free_capacity for member in everyone], np.int64),
        new=np.array([member.new for member in everyone], np.float64),
    )


def _offers(member: FitMember, trades: Trades) -> list[tuple[int, float]]:
    known = (offer for offer in member.offers if offer.service in trades.index)
    return [(trades.index[offer.service], GUESSED_OFFER if offer.guessed else 1.0) for offer in known]


def _needs(member: FitMember, trades: Trades, kind: str) -> list[tuple[int, float]]:
    known = (need for need in member.needs if need.kind == kind and need.service in trades.index)
    return [(trades.index[need.service], need.strength * (GUESSED_NEED if need.guessed else 1.0)) for need in known]


def _points(everyone: list[FitMember]) -> Floats:
    """Unit vectors from the earth's centre: the straight line between two of them gives the way over the ground."""
    places = np.radians(np.array([member.place or (np.nan, np.nan) for member in everyone]).reshape(-1, 2))
    lat, lon = places[:, 0], places[:, 1]
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)


def _greatest(pairs: Iterable[tuple[int, float]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for key, weight in pairs:
        found[key] = max(weight, found.get(key, 0.0))
    return found
