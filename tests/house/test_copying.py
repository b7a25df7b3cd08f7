"""All that one database holds, into another and back: into an SQLite file, out of whichever database is asked."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import DjangoDbBlocker

from hometeam.cli import backup, restore
from hometeam.cli.copying import also_open, copy_all
from hometeam.foundation import clock, journal, search
from hometeam.foundation.jobs import workers
from hometeam.foundation.verbs import Trouble
from hometeam.members.models import Member, Person
from hometeam.overlap.models import Exchange, Hand
from tests.cast import Cast, make_person
from tests.emptied import empty
from tests.migrated import copy_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_any_database")]
ON_POSTGRESQL_ALONE = pytest.mark.skipif(connection.vendor == "sqlite", reason="needs another database than the file's")


@pytest.fixture
def _any_database(transactional_db: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Tests may otherwise open the one database alone that is made for them."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def file(tmp_path: Path) -> Iterator[str]:
    """An empty SQLite database beside the tests' own, under a name that an address has to quote; its alias."""
    copy_to(tmp_path / "100 %.sqlite3")
    with also_open(tmp_path / "100 %.sqlite3") as alias:
        yield alias


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as Python reads it."""
    return {
        table._meta.label: sorted(map(_readable, table._base_manager.values_list()), key=repr)
        for table in apps.get_models(include_auto_created=True)
    }


def _readable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


@pytest.fixture
def street(cast: Cast) -> Cast:
    """The street with something of each sort: a moment long ago, a document, bytes, words to be found, an amount."""
    changed = clock.now() - timedelta(days=400, microseconds=1)
    Member.objects.filter(pk=cast.ann.member.pk).update(changed_at=changed)
    search.index("members.member", cast.ann.member.pk, [cast.community.pk], "Ann", "photographs")
    data = {"größe": [1, 2.5, None, True]}
    journal.record(actor=journal.NOBODY, verb="test.done", object=cast.ann.member, data=data)
    exchange = Exchange.objects.create(community=cast.community, asker=cast.ann.member, asked=cast.bo.member)
    Hand.objects.create(exchange=exchange, side="asker", points=bytes(range(256)))
    return cast


@pytest.mark.usefixtures("street")
def test_whatever_is_copied_and_copied_back_is_as_it_was(file: str) -> None:
    before = rows()
    copy_all("default", file)
    empty()
    copy_all(file, "default")
    assert rows() == before


def test_words_are_found_in_the_copy(street: Cast, file: str) -> None:
    copy_all("default", file)
    empty()
    assert search.find(street.community.pk, "photographs") == []
    copy_all(file, "default")
    assert search.find(street.community.pk, "photographs") == [street.ann.member.pk]


def test_a_number_that_was_given_out_is_not_given_out_again(file: str) -> None:
    """The journal, which is kept for good, names things by their numbers."""
    number = make_person("Zed").pk
    Person.objects.get(pk=number).delete()
    copy_all("default", file)
    empty()
    copy_all(file, "default")
    assert make_person("Yan").pk > number


def test_what_was_there_before_is_gone(street: Cast, file: str) -> None:
    copy_all("default", file)
    make_person("Zed")
    copy_all(file, "default")
    assert Person.objects.filter(email=street.ann.person.email).exists()
    assert not Person.objects.filter(name="Zed").exists()


@ON_POSTGRESQL_ALONE
def test_where_one_row_cannot_be_kept_nothing_changes(street: Cast, file: str) -> None:
    """SQLite keeps a name of any length; PostgreSQL does not."""
    copy_all("default", file)
    before = rows()
    Member.objects.using(file).update(name="x" * 1000)
    with pytest.raises(Trouble, match=r"members_member .* nothing was changed"):
        copy_all(file, "default")
    assert rows() == before


@ON_POSTGRESQL_ALONE
class TestTheCommands:
    """`hometeam backup` and `hometeam restore`, as they are run beside PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _at_home(self, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.DATA = tmp_path / "data"
        monkeypatch.setattr(backup, "up_to_date", lambda folder: copy_to(folder / backup.DATABASE))
        monkeypatch.setattr(restore, "up_to_date", lambda folder: None)
        monkeypatch.setenv("HOMETEAM_DATA", "")  # so that it is as before afterwards
        settings.DATA.mkdir()
        (settings.DATA / "secret-key").write_text("the key")

    def backed_up(self, tmp_path: Path) -> Path:
        archive = tmp_path / "b.tar.gz"
        backup.backup(Namespace(file=str(archive)))
        return archive

    def restored(self, archive: Path, overwrite: str = "") -> None:
        os.environ["HOMETEAM_DATA"] = str(archive.parent / "data")
        restore.restore(Namespace(file=str(archive), overwrite=overwrite))

    @pytest.mark.usefixtures("street")
    def test_a_backup_of_postgresql_fills_it_again(self, tmp_path: Path) -> None:
        before, archive = rows(), self.backed_up(tmp_path)
        empty()
        self.restored(archive)
        assert rows() == before
        assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]

    @pytest.mark.usefixtures("street")
    def test_people_are_only_replaced_by_name(self, tmp_path: Path) -> None:
        archive = self.backed_up(tmp_path)
        make_person("Zed")
        with pytest.raises(Trouble, match="--overwrite data"):
            self.restored(archive)
        assert Person.objects.filter(name="Zed").exists()
        self.restored(archive, overwrite="data")
        assert not Person.objects.filter(name="Zed").exists()

    @pytest.mark.usefixtures("street")
    def test_nothing_is_replaced_under_a_worker(self, tmp_path: Path) -> None:
        archive = self.backed_up(tmp_path)
        workers.beat(workers.new_worker_id(), clock.now())
        before = rows()
        with pytest.raises(Trouble, match="stop Hometeam everywhere"):
            self.restored(archive, overwrite="data")
        assert rows() == before
