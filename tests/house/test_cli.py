"""The one command: quick to answer, plain when something is wrong, and every verb is written down."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hometeam.cli import answer
from hometeam.cli.parser import verbs
from tests.house.running import clean_environment
from tests.house.source import CHECKOUT
from tests.migrated import copy_to

pytestmark = pytest.mark.slow
REFERENCE = CHECKOUT / "docs" / "operators" / "reference.md"


def hometeam(*words: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own, with `data` as its data folder and nothing else set."""
    own = clean_environment(data) | environment
    command = [sys.executable, "-m", "hometeam", *words]
    return subprocess.run(command, capture_output=True, text=True, env=own, cwd=CHECKOUT, timeout=120, check=False)


def test_help_names_every_verb() -> None:
    names = [verb.name for verb in verbs()]
    assert {"up", "worker", "demo", "import", "suggest", "doctor"} <= set(names)
    assert len(names) == len(set(names))


def test_help_loads_neither_django_nor_numpy(tmp_path: Path) -> None:
    """Whoever asks for help gets it at once."""
    loaded = "import sys; from hometeam.cli.parser import parser; parser(); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert {"django", "numpy", "scipy"} & set(said.stdout.split()) == set()


@pytest.mark.parametrize("verb", list(verbs()), ids=lambda verb: verb.name)
def test_every_verb_has_its_heading_in_the_reference(verb: object) -> None:
    assert f"\n### hometeam {verb.name}\n" in REFERENCE.read_text()  # type: ignore[attr-defined]


def test_an_unknown_verb_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        answer(["dance"])
    assert stopped.value.code == 2
    assert "dance" in capsys.readouterr().err


def test_a_data_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    said = hometeam("doctor", data=tmp_path / "file" / "data")
    assert (said.returncode, said.stderr.count("\n")) == (1, 1)
    assert "cannot be written to" in said.stdout
    assert "HOMETEAM_DATA" in said.stdout


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("HOMETEAM_URL", "not an address"),
        ("HOMETEAM_SMTP_URL", "mail.example.org"),
        ("HOMETEAM_DASK", "here:8786"),
        ("DATABASE_URL", "oracle://db"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(tmp_path: Path, setting: str, value: str) -> None:
    said = hometeam("demo", data=tmp_path, **{setting: value})
    assert said.returncode == 1
    assert said.stderr.startswith("hometeam: ")
    assert setting in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_database_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    said = hometeam("demo", data=tmp_path, DATABASE_URL=f"postgresql:///none?host={tmp_path}")
    assert said.returncode == 1
    assert said.stderr.startswith("hometeam: the database cannot be used")
    assert "Traceback" not in said.stderr


def test_the_data_folder_is_its_owners_alone_and_keeps_one_key(tmp_path: Path) -> None:
    data = tmp_path / "data"
    hometeam("doctor", data=data)
    key = (data / "secret-key").read_text()
    hometeam("doctor", data=data)
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "secret-key").stat().st_mode & 0o777 == 0o600
    assert (data / "secret-key").read_text() == key
    assert len(key) >= 50


def test_the_doctor_says_what_is_well_and_what_is_not(tmp_path: Path) -> None:
    """Where nothing runs, only the worker is missing, or the database is yet to be made."""
    nobody_there = {"HOMETEAM_SMTP_URL": "smtp://127.0.0.1:1", "HOMETEAM_DASK": "tcp://127.0.0.1:1"}
    said = hometeam("doctor", data=tmp_path, **nobody_there)
    assert said.returncode == 1
    assert "✓ Python" in said.stdout
    assert "✗ mail: 127.0.0.1:1 does not answer" in said.stdout
    assert "✗ Dask: " in said.stdout and "jobs do the work meanwhile" in said.stdout


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    copy_to(tmp_path / "hometeam.sqlite3")
    with closing(sqlite3.connect(tmp_path / "hometeam.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('swap', '9999_later', '2030-01-01')"
        )
    said = hometeam("demo", data=tmp_path)
    assert (said.returncode, "newer Hometeam made this database (swap.9999_later)" in said.stderr) == (1, True)
    assert "✗ database: a newer Hometeam" in hometeam("doctor", data=tmp_path).stdout
