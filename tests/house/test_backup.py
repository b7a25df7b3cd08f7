"""Everything in one archive, and back."""

import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from hometeam.cli import backup
from hometeam.foundation.verbs import Trouble
from tests.house.running import clean_environment
from tests.house.test_cli import hometeam
from tests.migrated import copy_to

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder with a picture in it, and its backup."""
    folder = tmp_path_factory.mktemp("kept")
    data, archive = folder / "data", folder / "hometeam.tar.gz"
    copy_to(data / "hometeam.sqlite3")
    (data / "media").mkdir()
    (data / "media" / "shop.webp").write_bytes(b"a picture")
    said = hometeam("backup", str(archive), data=data)
    assert said.returncode == 0, said.stderr
    return data, archive


def test_a_backup_puts_back_database_pictures_and_key(kept: tuple[Path, Path], tmp_path: Path) -> None:
    data, archive = kept
    back = tmp_path / "back"
    assert hometeam("restore", str(archive), data=back).returncode == 0
    assert (back / "media" / "shop.webp").read_bytes() == b"a picture"
    assert (back / "secret-key").read_text() == (data / "secret-key").read_text()
    with closing(sqlite3.connect(back / "hometeam.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 0


def test_a_backup_never_overwrites_a_file(kept: tuple[Path, Path]) -> None:
    data, archive = kept
    before = archive.read_bytes()
    said = hometeam("backup", str(archive), data=data)
    assert (said.returncode, "there already" in said.stderr) == (1, True)
    assert archive.read_bytes() == before


def test_a_picture_that_is_deleted_meanwhile_does_not_cost_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept.webp").touch()
    there = [tmp_path / "gone.webp", tmp_path / "kept.webp"]
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter(there))
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        backup._add(archive, tmp_path, "media")
        assert archive.getnames() == ["media", "media/kept.webp"]


def test_a_backup_is_its_owners_alone(kept: tuple[Path, Path]) -> None:
    assert kept[1].stat().st_mode & 0o777 == 0o600


def test_data_is_overwritten_only_by_name(kept: tuple[Path, Path], tmp_path: Path) -> None:
    archive = kept[1]
    here = tmp_path / "here"
    assert hometeam("restore", str(archive), data=here).returncode == 0
    (here / "media" / "new.webp").write_bytes(b"newer")
    said = hometeam("restore", str(archive), data=here)
    assert (said.returncode, "--overwrite here" in said.stderr) == (1, True)
    assert (here / "media" / "new.webp").exists()
    assert hometeam("restore", str(archive), "--overwrite", "here", data=here).returncode == 0
    assert not (here / "media" / "new.webp").exists()


IN_USE = "from hometeam.cli.folder import open_folder; open_folder(); print('there', flush=True); input()"


def test_nothing_is_restored_while_it_runs(kept: tuple[Path, Path], tmp_path: Path) -> None:
    """Whoever writes into the old file meanwhile would write for nothing."""
    data = tmp_path / "data"
    assert hometeam("restore", str(kept[1]), data=data).returncode == 0
    again = ("restore", str(kept[1]), "--overwrite", "data")
    command, pipe = [sys.executable, "-c", IN_USE], subprocess.PIPE
    with subprocess.Popen(command, env=clean_environment(data), stdin=pipe, stdout=pipe, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "there\n"
        said = hometeam(*again, data=data)
        assert (said.returncode, "stop it first" in said.stderr) == (1, True)
        running.communicate("\n")
    assert hometeam(*again, data=data).returncode == 0


def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    """Neither words nor somebody else's archive, and no path that leads out of the folder."""
    words, others = tmp_path / "words.tar.gz", tmp_path / "others.tar.gz"
    words.write_text("not an archive")
    with tarfile.open(others, "w:gz") as archive:
        archive.add(words, "../outside")
    for file in (words, others):
        said = hometeam("restore", str(file), data=tmp_path / "data")
        assert (said.returncode, said.stderr.count("\n")) == (1, 1)
    assert list((tmp_path / "data").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_a_database_without_sense_is_said_before_anything_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")  # the tests' own are at home elsewhere
    (tmp_path / backup.DATABASE).write_text("words, for the most part" * 1000)
    with pytest.raises(Trouble, match="cannot be read: file is not a database"):
        backup.up_to_date(tmp_path)


def test_the_database_goes_where_its_address_says(kept: tuple[Path, Path], tmp_path: Path) -> None:
    chosen = tmp_path / "elsewhere" / "own.sqlite3"
    said = hometeam("restore", str(kept[1]), data=tmp_path / "data", DATABASE_URL=f"sqlite:///{chosen}")
    assert said.returncode == 0, said.stderr
    assert chosen.is_file()
    assert not (tmp_path / "data" / "hometeam.sqlite3").exists()
