"""`hometeam overlap blind`, on one's own machine: both steps, and what it refuses."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from hometeam.cli.parser import parser
from hometeam.engine import overlap
from hometeam.engine.overlap import Kind, Paper
from hometeam.foundation.verbs import Trouble
from tests.overlap.moments import people


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which somebody works."""
    monkeypatch.chdir(tmp_path)
    rows = [f'"Customer, {at}",{address.title()},me@shop.example' for at, address in enumerate(people(0, 60))]
    Path("customers.csv").write_text("\n".join(["Name;E-mail;Shop".replace(";", ","), *rows, "Nobody,none,"]))
    return tmp_path


def run(*words: str) -> None:
    """Type a command."""
    args = parser().parse_args(["overlap", "blind", *words])
    args.verb.run(args)


def test_both_steps_with_a_key_that_only_its_owner_reads(here: Path) -> None:
    run("customers.csv")
    mine = overlap.read(Path("customers-blinded.txt").read_bytes(), Kind.LIST)
    assert Path("overlap.key").stat().st_mode & 0o777 == 0o600
    other = overlap.key_from(secrets.token_bytes(64))
    theirs = overlap.blinded(people(20, 90), other, secrets.token_bytes(32))
    seed = secrets.token_bytes(32)
    Path("handed.txt").write_text(overlap.written(Paper(Kind.HANDED, overlap.handed(theirs, seed))))
    run("handed.txt")
    back = overlap.read(Path("handed-blinded.txt").read_bytes(), Kind.RETURNED)
    assert overlap.is_faithful(back.points, length=100, key_point=mine.key_point, seed=seed)
    assert overlap.shared(back.points, overlap.blinded_again(mine.points, other)) == 40


def test_a_list_of_one_address_a_line_needs_no_header(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plain.txt").write_text("\n".join(people(0, 51)))
    run("plain.txt")
    assert capsys.readouterr().out.startswith("51 addresses, blinded and filled up to 100 lines")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.csv"], "cannot be read"),
        (["customers.csv", "--column", "Phone"], "has no column “Phone”. It has: Name, E-mail, Shop."),
        (["customers.csv", "--column", "Shop"], "Different addresses in customers.csv: 1. A list needs 50 to 20,000."),
        (["customers.csv", "--out", "customers.csv"], "customers.csv is there already."),
        (["customers.csv", "--key", "customers.csv"], "Each measuring needs a key of its own."),
        (["notes.txt"], "has no e-mail address in it"),
        (["list.txt"], "is blinded already"),
        (["handed.txt"], "There is no key in overlap.key."),
        (["handed.txt", "--key", "customers.csv"], "is no key"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_and_nothing_is_written(words: list[str], said: str) -> None:
    Path("notes.txt").write_text("bread\nbuns\n")
    Path("list.txt").write_text("hometeam overlap 1 list\n")
    Path("handed.txt").write_text("hometeam overlap 1 handed\n")
    before = sorted(Path().iterdir())
    with pytest.raises(Trouble, match=said.replace(".", r"\.")):
        run(*words)
    assert sorted(Path().iterdir()) == before
