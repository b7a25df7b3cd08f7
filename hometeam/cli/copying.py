"""All that one database holds, into another of the same shape: from SQLite into PostgreSQL, and back.

Rows are read and written through Django's models, which know how each database keeps a moment, an amount or a document.
Ids that were given out are not given out again: the journal, which is kept for good, names things by them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import DEFAULT_DB_ALIAS, DataError, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.db.models.sql import InsertQuery

from hometeam.config.environment import database
from hometeam.foundation.verbs import Trouble

AT_ONCE = 500
Table = type[Model]
_COUNTER = "pg_get_serial_sequence(%s, %s)"


@contextmanager
def also_open(file: Path) -> Iterator[str]:
    """Opens an SQLite file as a second database; the alias under which Django has it until the block ends."""
    alias = str(file)
    chosen = database(f"sqlite:///{quote(alias)}", file.parent)
    connections.settings[alias] = connections.settings[DEFAULT_DB_ALIAS] | chosen
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def copy_all(source: str, target: str) -> None:
    """All that is in one database at one moment takes the place of all that is in another, or nothing does.

    `source` and `target` are aliases of databases with this version's tables. Raises Trouble where `target` cannot keep
    what `source` can.
    """
    tables = [table for table in apps.get_models(include_auto_created=True) if _has_rows_of_its_own(table)]
    with _as_of_one_moment(source), transaction.atomic(using=target):
        _empty(target)
        for table in tables:
            _copy(table, source, target)
        _give_out(_given_out(tables, source), target)


def _has_rows_of_its_own(table: Table) -> bool:
    return table._meta.managed and not table._meta.proxy


@contextmanager
def _as_of_one_moment(source: str) -> Iterator[None]:
    """SQLite always reads so; PostgreSQL has to be told before it reads."""
    with transaction.atomic(using=source), connections[source].cursor() as cursor:
        if connections[source].vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _empty(target: str) -> None:
    statements = sql_flush(no_style(), connections[target], reset_sequences=False)
    connections[target].ops.execute_sql_flush(statements)


def _copy(table: Table, source: str, target: str) -> None:
    """As the rows are: nothing that saving would set anew, such as when a member changed, is set."""
    fields = [field for field in table._meta.local_concrete_fields if not field.generated]
    rows = table._base_manager.using(source).order_by().iterator(AT_ONCE)
    try:
        while some := list(islice(rows, AT_ONCE)):
            query = InsertQuery(table)
            query.insert_values(fields, some, raw=True)
            query.get_compiler(using=target).execute_sql()
    except DataError as error:
        why = str(error).strip().splitlines()[0]
        raise Trouble(
            f"{table._meta.db_table} has a row that cannot be kept there ({why}); nothing was changed."
        ) from error


def _given_out(tables: list[Table], source: str) -> dict[Table, int]:
    """The last id that each table's counter gave out, be its row there or gone; 0 for none."""
    counted = [table for table in tables if table._meta.auto_field]
    with connections[source].cursor() as cursor:
        if connections[source].vendor == "postgresql":
            return {table: _last_of(table, cursor) for table in counted}
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        last = dict(cursor.fetchall())
        return {table: last.get(table._meta.db_table, 0) for table in counted}


def _last_of(table: Table, cursor: CursorWrapper) -> int:
    cursor.execute(f"SELECT pg_sequence_last_value({_COUNTER}::regclass)", _counter(table))
    return int(cursor.fetchone()[0] or 0)


def _counter(table: Table) -> list[str | None]:
    """What the name of a table's counter in PostgreSQL is found by."""
    return [f'"{table._meta.db_table}"', table._meta.pk.column]


def _give_out(last: dict[Table, int], target: str) -> None:
    """The next id of each table will be one that was never given out."""
    with connections[target].cursor() as cursor:
        if connections[target].vendor == "postgresql":
            for table, number in last.items():
                cursor.execute(f"SELECT setval({_COUNTER}, %s, %s)", [*_counter(table), max(number, 1), number > 0])
            return
        cursor.execute("DELETE FROM sqlite_sequence")
        rows = [(table._meta.db_table, number) for table, number in last.items() if number]
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", rows)
