"""What many tests begin with is worked out once, and written again as it was: Django takes far longer to put a row into
words than SQLite to write it.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connection
from django.utils import timezone

T = TypeVar("T")
Written = list[tuple[str, list[Any]]]
BESIDE = ("SAVEPOINT", "RELEASE")
"""What a statement may begin with that writes nothing."""


@dataclass(frozen=True)
class _Recording:
    """What was written, and what the writer gave back; each moment in both as the time since it began."""

    statements: Written
    given: bytes


@dataclass
class Remembered(Generic[T]):
    """Calls `write`, or does again what it did when the database had given out the same numbers.

    It may only insert rows, and give back what can be pickled. What it dated by the clock is dated by the clock again.
    On other databases than SQLite, which give out each number only once, and where each statement is a transaction of
    its own, it is called each time.
    """

    write: Callable[[], T]
    known: dict[tuple[Any, ...], _Recording] = field(default_factory=dict)

    def __call__(self) -> T:
        if connection.vendor != "sqlite" or not connection.in_atomic_block:
            return self.write()
        numbers = _numbers()
        if numbers in self.known:
            again: T = _again(self.known[numbers])
            return again
        began, statements = timezone.now(), Written()
        with _recording(statements):
            given = self.write()
        later = [(sql, [_since(began, value) for value in values]) for sql, values in statements]
        self.known[numbers] = _Recording(later, _pickled(given, began))
        return given


def _numbers() -> tuple[Any, ...]:
    """The last number that each table has given out: from the same ones, the next are the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall())


@contextmanager
def _recording(statements: Written) -> Iterator[None]:
    def listen(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(BESIDE):
            assert sql.startswith("INSERT"), f"only what inserts can be written again, not {sql}"
            statements.append((sql, list(values)))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        yield


def _again(recording: _Recording) -> Any:
    now = timezone.now()
    with connection.cursor() as cursor:
        for sql, values in recording.statements:
            moved = [_adapted(now + one) if isinstance(one, timedelta) else one for one in values]
            cursor.execute(sql, moved)
    return _Unpickler(recording.given, now).load()


def _adapted(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _since(began: datetime, value: Any) -> Any:
    """How long after the beginning this was, if it is a moment of the writing; else the value."""
    moment = value
    if isinstance(value, str) and len(value) in (19, 26) and value[:2] == "20":
        try:
            moment = datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:
            return value
    is_of_it = isinstance(moment, datetime) and moment.tzinfo is not None and moment >= began
    return moment - began if is_of_it else value


def _pickled(given: object, began: datetime) -> bytes:
    into = io.BytesIO()
    _Pickler(into, began).dump(given)
    return into.getvalue()


class _Pickler(pickle.Pickler):
    """Keeps moments of the writing as the time since it began."""

    def __init__(self, into: io.BytesIO, began: datetime) -> None:
        super().__init__(into, pickle.HIGHEST_PROTOCOL)
        self.began = began

    def persistent_id(self, obj: object) -> timedelta | None:
        since = _since(self.began, obj) if isinstance(obj, datetime) else None
        return since if isinstance(since, timedelta) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, given: bytes, now: datetime) -> None:
        super().__init__(io.BytesIO(given))
        self.now = now

    def persistent_load(self, since: timedelta) -> datetime:
        return self.now + since
