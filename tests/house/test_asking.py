"""Which tests another database is asked by, so that what is left out asks it nothing of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from hometeam.members.models import Person
from tests.asking import Asked, Notes, OnlyNoted, enough_of, is_asked_everywhere, mark_of, odd_in

ASKED = st.dictionaries(
    st.text("ab:", min_size=1),
    st.builds(lambda marks, more: Asked(marks, len(marks) + more), st.frozensets(st.integers(0, 9)), st.integers(0, 9)),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a FROM t WHERE b IN (%s)", "SELECT a FROM t WHERE b IN (%s, %s, %s)"),
        ("INSERT INTO t (a, b) VALUES (%s, %s)", "INSERT INTO t (a, b) VALUES (%s, %s), (%s, %s), (%s, %s)"),
        ("SELECT a FROM t LIMIT 1", "SELECT a FROM t LIMIT 21"),
        ("SAVEPOINT s1_x2", "RELEASE SAVEPOINT s1_x2"),
        (
            "UPDATE t SET a = CASE WHEN (id = %s) THEN %s ELSE NULL END",
            "UPDATE t SET a = CASE WHEN (id = %s) THEN %s WHEN (id = %s) THEN %s ELSE NULL END",
        ),
    ],
)
def test_how_many_values_makes_no_other_question(one: str, other: str) -> None:
    assert mark_of(one) == mark_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a FROM t", "SELECT b FROM t"),
        ("SELECT a FROM t", "SELECT a FROM t FOR UPDATE"),
        ("SELECT a FROM t ORDER BY a ASC", "SELECT a FROM t ORDER BY a DESC"),
        ("SELECT a FROM t WHERE b IN (%s)", "SELECT a FROM t WHERE NOT (b IN (%s))"),
    ],
)
def test_another_column_order_condition_or_lock_does(one: str, other: str) -> None:
    assert mark_of(one) != mark_of(other)


def test_words_and_numbers_that_not_every_database_takes_do() -> None:
    ordinary = odd_in(("Ann", 12, None))
    assert ordinary == odd_in(None) == ""
    assert len({ordinary, odd_in(("A" * 300,)), odd_in(["Ann\0"]), odd_in((2**40,))}) == 4
    assert mark_of("SELECT a FROM t", "long") != mark_of("SELECT a FROM t")


@given(ASKED)
def test_what_is_kept_asks_all_that_any_asks(asked: dict[str, Asked]) -> None:
    every = set().union(*(one.marks for one in asked.values()))
    assert set().union(*(asked[test].marks for test in enough_of(asked))) == every


@given(ASKED)
def test_nobody_is_kept_who_asks_nothing_anew(asked: dict[str, Asked]) -> None:
    """The one that asks most of all for each time is first, so that a twin of it is never kept as well."""
    twins = asked | {f"{test} again": one for test, one in asked.items()}
    assert len(enough_of(twins)) == len(enough_of(asked))


def noted(request: pytest.FixtureRequest, file: Path, asks: Callable[[], object]) -> Asked:
    """What is noted of a test that asks this."""
    notes = Notes(file)
    steps = notes.pytest_runtest_protocol(request.node)
    next(steps)
    asks()
    with pytest.raises(StopIteration):
        next(steps)
    return notes.asked[request.node.nodeid]


@pytest.mark.django_db
def test_the_same_question_again_is_one_mark_asked_twice(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    asked = noted(request, tmp_path, lambda: [Person.objects.filter(name=name).exists() for name in ("Ann", "Bo")])
    assert (len(asked.marks), asked.times) == (1, 2)


@pytest.mark.django_db
def test_what_the_database_refuses_is_a_question_of_its_own(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    def write(email: str) -> None:
        with suppress(IntegrityError), transaction.atomic():
            Person.objects.bulk_create([Person(email=email)])

    write("ann@example.org")
    fine = noted(request, tmp_path, lambda: write("bo@example.org"))
    refused = noted(request, tmp_path, lambda: write("ann@example.org"))
    assert len(refused.marks - fine.marks) == 1


@dataclass(frozen=True)
class Item:
    """A test as far as it matters here."""

    nodeid: str
    fixturenames: tuple[str, ...] = ()
    mark: pytest.Mark = pytest.mark.django_db.mark

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self.mark if self.mark.name == name else None


@pytest.mark.parametrize(
    ("item", "everywhere"),
    [
        (Item("tests/foundation/test_search.py::test_words"), True),
        (Item("tests/fit/test_a.py::test_that_commits", mark=pytest.mark.django_db(transaction=True).mark), True),
        (Item("tests/fit/test_a.py::test_two_at_once", fixturenames=("transactional_db",)), True),
        (Item("tests/fit/test_a.py::test_an_order", mark=pytest.mark.everywhere.mark), True),
        (Item("tests/fit/test_a.py::test_any_other", fixturenames=("db", "cast")), False),
    ],
)
def test_what_commits_or_has_words_for_each_database_runs_on_every_one(item: Any, everywhere: bool) -> None:
    assert is_asked_everywhere(item) == everywhere


def test_only_what_is_noted_is_read_and_run(tmp_path: Path) -> None:
    (tmp_path / "noted").write_text("tests/a/test_one.py::test_first\ntests/a/test_two.py::test_last")
    only = OnlyNoted(tmp_path / "noted", tmp_path)
    names = ["test_one.py", "test_two.py", "test_three.py", "lists.py", ""]
    config: Any = SimpleNamespace(hook=SimpleNamespace(pytest_deselected=lambda items: None), args=["tests"])
    assert [name for name in names if only.pytest_ignore_collect(tmp_path / "tests/a" / name, config)] == names[2:3]
    items: list[Any] = [Item("tests/a/test_one.py::test_first"), Item("tests/a/test_one.py::test_second")]
    only.pytest_collection_modifyitems(config, items)
    assert [item.nodeid for item in items] == ["tests/a/test_one.py::test_first"]
