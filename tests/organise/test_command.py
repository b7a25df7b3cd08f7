"""`hometeam organiser` and `hometeam import`, which, killed in a process of its own, leaves nothing that is seen."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.test import Client

from hometeam.cli.parser import parser
from hometeam.foundation.models import Event
from hometeam.foundation.verbs import Trouble
from hometeam.members.models import Community, OrganiserSeat, Place
from tests.cast import Cast
from tests.migrated import copy_to
from tests.organise.lists import STREET, csv_of

HOME = "/c/elm-street/organise/"
MANY = 1500


def hometeam(folder: Path, *words: str) -> subprocess.Popen[str]:
    environ = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return subprocess.Popen(
        [sys.executable, "-m", "hometeam", *words],
        env=environ | {"HOMETEAM_DATA": str(folder / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(folder: Path, *words: str) -> tuple[int, str, str]:
    """Exit code, last line of output, and what was said on the side."""
    with hometeam(folder, *words) as process:
        out, err = process.communicate(timeout=240)
        return process.returncode, out.rstrip().rpartition("\n")[2], err


def ask(folder: Path, sql: str) -> int:
    """The one number that a query gives; 0 while there is no such database or table."""
    try:
        with closing(sqlite3.connect(f"file:{folder}/data/hometeam.sqlite3?mode=ro", uri=True)) as database:
            return int(database.execute(sql).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def write(folder: Path, content: bytes, name: str = "list.csv") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


@pytest.mark.django_db
def test_the_last_line_counts_and_a_second_time_nothing_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, csv_of(*STREET, ("", *STREET[0][1:])))

    def told(*more: str) -> tuple[str, str]:
        given = parser().parse_args(["import", file, "--community", "elm-street", *more])
        given.verb.run(given)
        out, err = capsys.readouterr()
        return out.rstrip().rpartition("\n")[2], err

    first = told()
    assert first[0] == "new: 3 · changed: 0 · unchanged: 0 · could not be used: 1"
    assert "row 5: There is no name in this row." in first[1]
    assert told()[0] == "new: 0 · changed: 0 · unchanged: 3 · could not be used: 1"
    assert told("--dry-run", "--map", "name=Street")[0] == "new: 3 · changed: 0 · unchanged: 0 · could not be used: 1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        (b"", [], "This file is empty"),
        (csv_of(*STREET), ["--map", "nmae=Street"], "There is no field nmae"),
        (csv_of(*STREET), ["--map", "name=Gasse"], "There is no column Gasse"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    tmp_path: Path, content: bytes, words: list[str], sentence: str
) -> None:
    given = parser().parse_args(["import", write(tmp_path, content), "--community", "elm-street", *words])
    with pytest.raises(Trouble, match=sentence):
        given.verb.run(given)
    assert not Community.objects.exists()


def test_a_slug_that_cannot_be_in_an_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["import", "list.csv", "--community", "Elm Street"])
    assert "cannot be part of a web address" in capsys.readouterr().err


def test_killed_in_the_middle_nothing_is_seen_and_the_next_try_brings_in_all(tmp_path: Path) -> None:
    rows = [
        (f"Shop {number}", "bakery", f"{number} Elm Street", "Bellingham", "WA", "98225", "") for number in range(MANY)
    ]
    file = write(tmp_path, csv_of(*rows))
    copy_to(tmp_path / "data" / "hometeam.sqlite3")
    with hometeam(tmp_path, "import", file, "--community", "elm-street") as process:
        until = time.monotonic() + 200
        while not ask(tmp_path, "SELECT COUNT(*) FROM members_member") and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    assert 0 < ask(tmp_path, "SELECT COUNT(*) FROM members_member") < MANY
    assert ask(tmp_path, "SELECT COUNT(*) FROM members_membership") == 0
    told = done(tmp_path, "import", file, "--community", "elm-street")
    assert told[:2] == (0, f"new: {MANY} · changed: 0 · unchanged: 0 · could not be used: 0")
    assert ask(tmp_path, "SELECT COUNT(*) FROM members_membership WHERE state = 'here'") == MANY


def carried_out(*words: str) -> None:
    args = parser().parse_args(words)
    args.verb.run(args)


def test_whoever_runs_the_machine_lets_somebody_look_after_a_community(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    carried_out("organiser", "Hal@Example.org", "--community", "elm-street")
    visitor = Client()
    assert visitor.get(HOME).status_code == 302
    link = capsys.readouterr().out.split()[-1]
    visitor.post(link)
    assert visitor.get(HOME).status_code == 200


def test_whoever_organises_already_gets_another_link_and_nothing_else(cast: Cast) -> None:
    carried_out("organiser", cast.gus.person.email, "--community", "elm-street")
    assert OrganiserSeat.objects.filter(community=cast.community).count() == 1
    assert not Event.objects.filter(verb="organise.organiser_added").exists()


def test_a_community_that_is_not_there_names_those_that_are(cast: Cast) -> None:
    with pytest.raises(Trouble, match="there are: elm-street, harbour-row"):
        carried_out("organiser", "hal@example.org", "--community", "oak-street")


def test_an_address_without_sense_is_wrong_usage() -> None:
    with pytest.raises(SystemExit, match="2"):
        carried_out("organiser", "hal", "--community", "elm-street")


def test_a_street_without_a_town_is_in_the_town_of_the_community_as_on_the_page(cast: Cast, tmp_path: Path) -> None:
    file = write(tmp_path, b"Name,Street\nKettle & Co,7 Oak Street\nLamp Shop,9 Oak Street\n")
    carried_out("import", file, "--community", "elm-street")
    assert Place.objects.get(member__name="Kettle & Co").city == cast.community.city == "Langley"
