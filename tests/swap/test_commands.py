"""The verbs `loops` and `setoff`, as the command line calls them."""

from __future__ import annotations

import ctypes
import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from hometeam.cli import answer
from hometeam.engine import loops


def test_loops_tell_value_bound_and_members_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pool.csv"
    file.write_text("giver,receiver,weight\nAnn,Bo,1\nBo,Cy,1\nCy,Ann,1\nBo,Ann,1\n")
    assert answer(["loops", str(file), "--max-length", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told.pop("seconds") >= 0
    assert told == {
        "value": 3.0,
        "upper_bound": 3.0,
        "optimal": True,
        "stopped_because": "the best is proven",
        "served": 3,
        "loops": [["Ann", "Bo", "Cy"]],
    }


def test_what_the_solver_says_of_itself_is_not_among_the_json(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from_c, best = ctypes.CDLL(None), loops.best_loops

    def says_something(*some: Any, **how: Any) -> loops.Answer:
        from_c.puts(b"tmpSolver.run();")
        return best(*some, **how)

    monkeypatch.setattr(loops, "best_loops", says_something)
    file = tmp_path / "pool.csv"
    file.write_text("giver,receiver\nAnn,Bo\nBo,Ann\n")
    assert answer(["loops", str(file), "--json"]) == 0
    from_c.fflush(None)
    assert json.loads(capfd.readouterr().out)["loops"] == [["Ann", "Bo"]]


def test_loops_are_told_in_words_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pool.csv"
    file.write_text("giver,receiver,weight\nAnn,Bo,1\nBo,Ann,1\n")
    assert answer(["loops", str(file), "--max-length", "0"]) == 0
    assert capsys.readouterr().out.startswith("Ann → Bo → Ann\n1 loop, 2 served, value 2: the best is proven")


def test_somebody_who_watches_is_told_how_long_it_takes_at_most(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pool.csv"
    file.write_text("giver,receiver\nAnn,Bo\nBo,Ann\n")
    assert answer(["loops", str(file)]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert answer(["loops", str(file)]) == 0
    assert capsys.readouterr().err == "2 members: looking for at most 60 s …\n"


def test_a_pool_that_is_not_proven_in_time_comes_with_its_bound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(1)
    pairs = [(a, b) for a in range(150) for b in range(150) if a != b and chance.random() < 0.05]
    file = tmp_path / "pool.csv"
    file.write_text("giver,receiver,weight\n" + "".join(f"m{a},m{b},{chance.uniform(0.5, 1.5)}\n" for a, b in pairs))
    began = time.monotonic()
    asked = ["--max-length", "5", "--objective", "weight", "--time-limit", "2", "--json"]
    assert answer(["loops", str(file), *asked]) == 0
    assert time.monotonic() - began < 30
    told = json.loads(capsys.readouterr().out)
    assert not told["optimal"] and told["upper_bound"] > told["value"] > 0


def test_setoff_tells_what_is_cleared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "debts.csv"
    file.write_text("debtor,creditor,amount\nAnn,Bo,5\nBo,Cy,4\nCy,Ann,3\n")
    assert answer(["setoff", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["cleared"], told["gross"], told["net"]) == (9, 12, 3)
    assert {"debtor": "Ann", "creditor": "Bo", "amount": 3} in told["setoffs"]
    assert all(type(number) is int for number in (told["cleared"], *(debt["amount"] for debt in told["setoffs"])))


def test_setoff_counts_money_to_the_cent_and_says_it_as_it_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "debts.csv"
    file.write_text("debtor;creditor;amount\nAnn;“Bo”;0,3\n“Bo”;Cy;1250,1\nCy;Ann;0,25\n")
    assert answer(["setoff", str(file)]) == 0
    assert capsys.readouterr().out == (
        "Ann → “Bo”: 0,25\n“Bo” → Cy: 0,25\nCy → Ann: 0,25\n0,75 of 1250,65 cleared, 1249,90 left\n"
    )
    assert answer(["setoff", str(file), "--json"]) == 0
    told = capsys.readouterr().out
    assert told.startswith('{"cleared": 0.75, "gross": 1250.65, "net": 1249.90, "setoffs": [{"debtor": "Ann"')
    assert json.loads(told)["setoffs"][1] == {"debtor": "“Bo”", "creditor": "Cy", "amount": 0.25}


@pytest.mark.parametrize("verb", ["loops", "setoff"])
def test_a_malformed_or_missing_file_ends_with_one_sentence_and_code_two(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pool.csv"
    for text in ("giver,receiver,weight\nAnn,Ann,1\n", "debtor,creditor,amount\nAnn,Ann,1\n", None):
        file.unlink(missing_ok=True)
        if text:
            file.write_text(text)
        assert answer([verb, str(file)]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.count("\n") == 1
