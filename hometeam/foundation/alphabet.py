"""Names in the order in which people look for them: "ann" beside "Ann", "Étoile" beside "Eve".

SQLite compares letters by their numbers, by which all of these come after "Zoe". PostgreSQL sorts as its database was
made to.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func


def place(name: str) -> str:
    """What decides where a name stands: its letters, large or small, without accents."""
    if name.isascii():
        return name.lower()
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Alphabetical(Func):
    """To order by: `order_by(Alphabetical("name"), "pk")`."""

    function = "ALPHABETICAL"
    arity = 1
    output_field = CharField()

    def as_postgresql(self, compiler: Any, _connection: Any, **_more: Any) -> tuple[str, Any]:
        """The name itself."""
        sql: tuple[str, Any] = compiler.compile(self.source_expressions[0])
        return sql


def teach(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """A connection that has just opened learns the order."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("ALPHABETICAL", 1, place, deterministic=True)
