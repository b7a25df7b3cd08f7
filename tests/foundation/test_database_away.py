"""A database that is away for a moment is told from a fault of ours, and whoever meets it is asked to wait."""

import sqlite3
from http import HTTPStatus

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from hometeam.foundation.database_away import is_of_database_away
from tests.foundation.test_full_disk import failing, wrapped


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError("connection to server on socket failed: the database system is starting up"), True),
        (InterfaceError("connection already closed"), True),
        (wrapped(sqlite3.OperationalError("database is locked")), True),
        (OperationalError("no such table: members_member"), False),
        (ProgrammingError('relation "members_member" does not exist'), False),
        (ValueError("database is locked"), False),
    ],
)
def test_what_passes_is_known(error: Exception, away: bool) -> None:
    assert is_of_database_away(error) is away


def test_a_fault_that_the_database_caused_is_the_databases() -> None:
    outer = ValueError("it did not work")
    outer.__cause__ = InterfaceError("connection already closed")
    assert is_of_database_away(outer)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "words"), [("get", "then try again"), ("post", "before you send it again")])
def test_a_page_asks_for_a_moment_without_asking_the_database(
    monkeypatch: pytest.MonkeyPatch, method: str, words: str
) -> None:
    monkeypatch.setattr(
        "django.db.backends.utils.CursorWrapper.execute", failing(OperationalError("the database is starting up"))
    )
    visitor = Client(raise_request_exception=False)
    visitor.cookies["sessionid"] = "a" * 32
    answer = visitor.generic(method.upper(), "/accounts/login/?next=/c/elm-street/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Retry-After"] == "10"
    assert words in answer.content.decode()
