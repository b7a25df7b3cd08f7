"""Tables are emptied after a test that commits: those with rows alone, which are few of the hundred and more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

NEVER_CHANGED = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""What migrating writes, of models alone. Django's `flush` takes it away and works it out again."""


@contextmanager
def instead_of_flushing() -> Iterator[None]:
    """Let Django's and pytest-django's tests that commit leave by `empty`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty())
        yield


def empty() -> None:
    """Delete all rows that a test can have written. Foreign keys are looked at when all are gone, as always here."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_question())
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@cache
def _question() -> str:
    """One statement that names the tables with rows."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = {table: connection.ops.quote_name(table) for table in tables if table not in NEVER_CHANGED}
    parts = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {name})" for table, name in quoted.items())
    return " UNION ALL ".join(parts)
