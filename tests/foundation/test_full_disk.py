"""A disk without room is told from any other fault, and whoever meets it reads what to do."""

import errno
import sqlite3
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.db import OperationalError
from django.test import Client

from hometeam import cli
from hometeam.foundation.full_disk import is_of_full_disk


def wrapped(inner: Exception) -> Exception:
    """What Django makes of a driver's exception."""
    outer = OperationalError("it did not work")
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (sqlite3.OperationalError("database or disk is full"), True),
        (wrapped(sqlite3.OperationalError("database or disk is full")), True),
        (OperationalError('could not extend file "base/1/2": No space left on device'), True),
        (OperationalError("database is locked"), False),
        (OSError(errno.EACCES, "Permission denied"), False),
    ],
)
def test_a_full_disk_is_known_in_any_clothes(error: Exception, full: bool) -> None:
    assert is_of_full_disk(error) is full


def failing(error: Exception) -> Callable[..., None]:
    """Something that cannot be done."""

    def fail(*_args: object, **_more: object) -> None:
        raise error

    return fail


def test_a_command_says_it_in_one_sentence_and_any_other_fault_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_run", failing(OSError(errno.ENOSPC, "No space left on device")))
    assert cli.answer(["import"]) == 1
    assert capsys.readouterr().err == f"hometeam: {cli.FULL_DISK}\n"
    monkeypatch.setattr(cli, "_run", failing(OSError(errno.EACCES, "Permission denied")))
    with pytest.raises(OSError, match="Permission"):
        cli.answer(["import"])


@pytest.mark.django_db
def test_a_page_says_that_nothing_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.contrib.sessions.backends.base.SessionBase.get", failing(OperationalError("disk is full"))
    )
    answer = Client(raise_request_exception=False).get("/accounts/login/")
    assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert "no room left on the disk" in answer.content.decode()
