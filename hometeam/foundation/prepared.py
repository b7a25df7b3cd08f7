"""Reads whose SQL is composed once in a thread and then only asked again with other values.

For the few rows of a page the ORM takes ten times longer to compose a query than the database to answer it. A read that
every page begins with is therefore `prepared`: it stays an ordinary queryset, on every database, but is composed from
placeholders.

    @prepared
    def _seats(person: Given, roles: Given) -> QuerySet[Seat]:
        return Seat.objects.filter(person=person, role__in=roles)

    _seats(person=7, roles=["owner", "editor"])  # a list of seats

What differs from one asking to the next has to come in as a value: the function must not read the clock, the language
or a setting, and nothing is prefetched.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, cast

from django.db import connections, models
from django.db.models import QuerySet


class Given(models.Expression):
    """Stands in a query for a value that is known when it is asked; `at` is its place in a list of values."""

    def __init__(self, name: str, at: int | None = None) -> None:
        super().__init__()
        self.name, self.at = name, at

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        """A parameter, which is the placeholder itself until a value is put in."""
        return "%s", [self]

    def of(self, values: Mapping[str, Any]) -> Any:
        """What stands here in this asking. Lists are filled up with their last value, for which `IN` does not care."""
        value = values[self.name]
        return value if self.at is None else value[min(self.at, len(value) - 1)]


class _OfThisThread(threading.local):
    """What this thread has composed, by the names and sizes of what was asked with."""

    def __init__(self) -> None:
        self.composed: dict[tuple[tuple[str, int], ...], _Composed] = {}


def prepared(compose: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """Make a read of a function from placeholders to a queryset; it takes the values by name and answers with a list.

    A value is a number, a text, a day, a moment, or a list (not empty) for use with `__in`; where a foreign key is
    meant, say `member__pk__in`. For None the function is given None, so that it may leave a part out.
    """
    kept = _OfThisThread()

    def ask(**values: Any) -> list[Any]:
        sizes = tuple((name, _room_for(value)) for name, value in values.items())
        found = kept.composed.get(sizes)
        if found is None or not found.is_of_this_connection:
            given = {name: _placeholder(name, size) for name, size in sizes}
            found = kept.composed[sizes] = _Composed(compose(**given))
        return found.answer(values)

    return ask


NOTHING, ONE = -1, 0


def _room_for(value: object) -> int:
    """How many places a list gets: few different numbers, so that few statements are composed."""
    if isinstance(value, list):
        return 1 << (len(cast("Collection[Any]", value)) - 1).bit_length()
    return NOTHING if value is None else ONE


def _placeholder(name: str, size: int) -> Given | list[Given] | None:
    if size == NOTHING:
        return None
    return Given(name) if size == ONE else [Given(name, at) for at in range(size)]


class _Composed:
    """A queryset whose compiler has done its work, and lets only the values be changed."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self._queryset = queryset
        self._compiler: Any = queryset.query.get_compiler(queryset.db)
        self._sql, self._params = self._compiler.as_sql()
        self._values: Mapping[str, Any] = {}
        converters = self._compiler.get_converters(column for column, *_rest in self._compiler.select)
        self._compiler.as_sql = self._with_values
        self._compiler.get_converters = lambda _expressions: converters
        cast("Any", queryset.query).get_compiler = lambda *_args, **_options: self._compiler

    @property
    def is_of_this_connection(self) -> bool:
        return self._compiler.connection is connections[self._queryset.db]

    def answer(self, values: Mapping[str, Any]) -> list[Any]:
        """The rows, as the queryset would give them."""
        self._values = values
        rows: Any = self._queryset
        return list(rows._iterable_class(rows))

    def _with_values(self, *_args: object, **_options: object) -> tuple[str, tuple[Any, ...]]:
        stored = self._compiler.connection.ops
        return self._sql, tuple(
            _as_stored(one.of(self._values), stored) if isinstance(one, Given) else one for one in self._params
        )


def _as_stored(value: Any, stored: Any) -> Any:
    if isinstance(value, datetime):
        return stored.adapt_datetimefield_value(value)
    return stored.adapt_datefield_value(value) if isinstance(value, date) else value
