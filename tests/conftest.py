"""Fixtures that every room's tests may ask for."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings

from tests.asking import Notes, OnlyNoted
from tests.cast import cast
from tests.emptied import instead_of_flushing
from tests.migrated import in_memory

__all__ = ["cast"]

# Machines that run tests are often busy with other things: how long an example took says nothing about it.
settings.register_profile("test", deadline=None, max_examples=50)
settings.register_profile("soak", deadline=None, max_examples=1_000)

LONGEST = "test_every_page.py"
ASKING = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `./test` asks for."""
    parser.addoption("--soak", action="store_true", help="leave out nothing that is much like something else")
    parser.addoption(
        "--note-asked", metavar="FILE", type=Path, help="note the few tests that ask a database everything"
    )
    parser.addoption("--only-noted", metavar="FILE", type=Path, help="of what asks a database, only what is noted")


def pytest_configure(config: pytest.Config) -> None:
    """Try few or many examples; note what tests ask, or go by the notes, which an unfinished run does not leave."""
    soaks = config.getoption("soak")
    settings.load_profile("soak" if soaks else "test")
    writes, reads = config.getoption("note_asked"), config.getoption("only_noted")
    if writes:
        config.pluginmanager.register(Notes(writes))
    if reads and reads.exists() and not soaks:
        config.pluginmanager.register(OnlyNoted(reads, config.rootpath))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What stands once all tests are read (Django, the views, scipy, the tests themselves) stays to the end: Python's
    search for garbage passes over it from then on, and comes seldom. It took a sixth of the time of a usual test.
    """
    gc.disable()
    yield
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark as `database` what may ask the database: nothing else can come out differently on another one.

    pytest-django lets a test ask only through these fixtures or its own mark, and fails whichever else tries.
    """
    for item in items:
        if item.get_closest_marker("django_db") or ASKING & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    yield
    if not config.getoption("soak"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("soak")])
        items[:] = [item for item in items if not item.get_closest_marker("soak")]
    # Now that the order is drawn: begun last, these would leave one worker at work and the others idle for minutes.
    items.sort(key=lambda item: item.path.name != LONGEST)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """On SQLite the tests' database begins as a copy, so that nothing is left to migrate."""
    if connection.vendor != "sqlite":
        yield
        return
    creation: Any = connection.creation
    with in_memory(creation._get_test_db_name()):
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied() -> Iterator[None]:
    with instead_of_flushing():
        yield


@pytest.fixture(autouse=True)
def nobody_speaks_yet() -> Iterator[None]:
    """A page leaves the language that it was in to whatever comes after it in the same thread: here, the next test."""
    yield
    translation.deactivate()
