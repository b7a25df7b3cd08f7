"""Members by their ids, where a few can change without all being gone through."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hometeam.engine.fit.facts import FitMember
from hometeam.engine.fit.trades import Ints


@dataclass(frozen=True, eq=False)
class Members(Mapping[int, FitMember]):
    """`everyone` in the order of their rows, and `rows` by id."""

    everyone: Sequence[FitMember]
    rows: Mapping[int, int]

    @classmethod
    def of(cls, everyone: Sequence[FitMember]) -> "Members":
        """No two of them have the same id."""
        return cls(everyone, {member.id: row for row, member in enumerate(everyone)})

    def with_rows(self, rows: Ints, members: Sequence[FitMember]) -> "Members":
        """With these members in these rows; new ones come in turn after the last."""
        everyone, before = list(self.everyone), len(self.everyone)
        for row, member in zip(rows.tolist(), members, strict=True):
            everyone[row : row + 1] = [member]
        added = {member.id: row for row, member in enumerate(everyone[before:], before)}
        return Members(everyone, {**self.rows, **added} if added else self.rows)

    def __getitem__(self, member_id: int) -> FitMember:
        return self.everyone[self.rows[member_id]]

    def __contains__(self, member_id: object) -> bool:
        return member_id in self.rows

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
