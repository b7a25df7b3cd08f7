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
from scipy.sparse import csr_array

from hometeam.engine.fit.facts import FitMember
from hometeam.engine.fit.members import Members
from hometeam.engine.fit.several import Several
from hometeam.engine.fit.trades import Bools, Floats, Ints, Taxonomy, Trades

GUESSED_OFFER = 0.8
"""A trade read from a directory is mostly right."""
GUESSED_NEED = 0.55
"""What such trades usually buy is a hint, no more."""
NO_PARTNERS: Mapping[tuple[int, int], float] = MappingProxyType({})
MANY_HANDS = 3
"""So many things at a time are as much room as counts."""
KINDS = ("solopreneur", "business", "nonprofit")


def code(text: str) -> int:
    """A number for a tag or a place's name, the same for all spellings by case and blanks; 0 for no name."""
    words = " ".join(text.casefold().split())
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little", signed=True) if words else 0


def warmth(times: float) -> float:
    """What having done so many things together counts, 0..1; of what is long ago the caller counts less than one."""
    return float(-np.expm1(-0.7 * max(times, 0.0)))


@dataclass(frozen=True, eq=False)
class FitPool:
    """All members of one community as columns. Immutable: `with_changes` gives a new pool and leaves this one as it
    is.
    """

    trades: Trades
    members: Members
    ids: Ints
    kinds: Ints
    points: Floats
    blur_m: Floats
    neighbourhoods: Ints
    cities: Ints
    online: Bools
    open: Bools
    offers: Several
    wants: Several
    sends: Several
    audiences: Several
    languages: Several
    likes: Several
    values: Several
    haunts: Several
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
        return _columns({member.id: member for member in members}.values(), Trades.of(taxonomy)).with_partners(partners)

    def columns_alone(self) -> "FitPool":
        """The same without the members themselves: all that everybody's best are reckoned from, in plain data that can
        be sent to another process. Members cannot be looked up in it.
        """
        return replace(self, members=Members.of(()), partners=dict(self.partners), overlaps=dict(self.overlaps))

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
        fresh = _columns({member.id: member for member in changed if member.id not in removed}.values(), self.trades)
        return self._without(removed)._with(fresh)

    def _without(self, removed: Collection[int]) -> "FitPool":
        if not any(one in self.members for one in removed):
            return self
        keep = ~np.isin(self.ids, list(removed))
        left = [member for member, stays in zip(self.members.everyone, keep.tolist(), strict=True) if stays]
        columns: dict[str, Any] = {name: getattr(self, name)[keep] for name in _PLAIN}
        entries: dict[str, Any] = {name: getattr(self, name).kept(keep) for name in _ENTRIES}
        return replace(self, members=Members.of(left), **columns, **entries)

    def _with(self, fresh: "FitPool") -> "FitPool":
        """Members who are known stay in their rows; new ones come after the last."""
        if not len(fresh):
            return self
        new = np.array([one not in self.members for one in fresh.ids.tolist()])
        rows = np.where(new, len(self) + np.cumsum(new) - 1, 0)
        rows[~new] = [self.row_of(one) for one in fresh.ids[~new].tolist()]
        columns: dict[str, Any] = {}
        for name in _PLAIN:
            columns[name] = _with_values(getattr(self, name), rows, getattr(fresh, name), new)
        entries: dict[str, Any] = {name: getattr(self, name).with_rows(rows, getattr(fresh, name)) for name in _ENTRIES}
        members = self.members.with_rows(rows, fresh.members.everyone)
        pool = replace(self, members=members, **columns, **entries)
        if not new.any():
            pool.__dict__.update((name, self.__dict__[name]) for name in _BY_ROW if name in self.__dict__)
        return pool

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, member_id: int) -> int:
        """The row of a member. Raises ValueError where nobody of that id is in the pool."""
        if member_id not in self.members:
            raise ValueError(f"no member {member_id} in this pool")
        return self.members.rows[member_id]

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
        each = self.offers.members[self.offers.sets].astype(np.float64)
        doing = np.bincount(self.offers.codes, each, minlength=len(self.trades.ids))
        alike = np.where(self.trades.alike >= 0.6, self.trades.alike, 0.0) @ doing
        rarity: Floats = 0.5 + 0.5 * np.log(size / np.clip(alike, 1, size)) / np.log(size)
        return rarity

    @cached_property
    def room(self) -> Floats:
        """How free each one's hands are for more than one thing, 0..1."""
        room: Floats = np.clip((self.capacity - 1) / (MANY_HANDS - 1), 0.0, 1.0)
        return room

    @cached_property
    def _in_order(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.ids)
        return order, self.ids[order]


_PLAIN = ("ids", "kinds", "points", "blur_m", "neighbourhoods", "cities", "online", "open", "reach", "capacity", "new")
_ENTRIES = ("offers", "wants", "sends", "audiences", "languages", "likes", "values", "haunts")
_BY_ROW = ("_in_order", "bonds", "overlapping", "introduces")
"""What hangs on who is in which row, and on who did things together, alone."""


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


def _columns(members: Iterable[FitMember], trades: Trades) -> FitPool:
    everyone = list(members)

    def tags(read: Callable[[FitMember], tuple[str, ...]]) -> Several:
        return Several.of([(code(tag), 1.0) for tag in read(member) if tag.strip()] for member in everyone)

    return FitPool(
        trades=trades,
        members=Members.of(everyone),
        ids=np.array([member.id for member in everyone], np.int64),
        kinds=np.array([KINDS.index(member.kind) for member in everyone], np.int64),
        points=_points(everyone),
        blur_m=np.array([max(member.blur_m, 0.0) if member.place else 0.0 for member in everyone], np.float64),
        neighbourhoods=np.array([code(member.neighbourhood) for member in everyone], np.int64),
        cities=np.array([code(member.city) for member in everyone], np.int64),
        online=np.array([member.online for member in everyone], np.bool_),
        open=np.array([member.open for member in everyone], np.bool_),
        offers=Several.of(_offers(member, trades) for member in everyone),
        wants=Several.of(_needs(member, trades, "want") for member in everyone),
        sends=Several.of(_needs(member, trades, "send_away") for member in everyone),
        audiences=tags(lambda member: member.audiences),
        languages=tags(lambda member: member.languages),
        likes=tags(lambda member: member.likes),
        values=tags(lambda member: member.values),
        haunts=Several.of([(haunt.id, 1.0) for haunt in member.haunts] for member in everyone),
        reach=np.array([max(member.reach, 0) for member in everyone], np.int64),
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
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))).T
