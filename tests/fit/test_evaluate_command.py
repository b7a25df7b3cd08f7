"""`hometeam evaluate`: figures against the truth, or one sentence and exit code 2."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from hometeam.cli import answer

PEOPLE = "id,trade,age\n" + "\n".join(f"{one},{'xy'[one % 2]},{20 + one}" for one in range(12))
TIES = "src,dst\n" + "\n".join(f"{one},{other}" for one in range(12) for other in range(one) if (one - other) % 4 == 2)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "ties.csv").write_text(TIES)
    return "--nodes", str(tmp_path / "people.csv"), "--edges", str(tmp_path / "ties.csv")


def test_the_same_seed_prints_the_same_figures(files: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for _time in range(2):
        assert answer(["evaluate", "ties", *files, "--folds", "3", "--seed", "7", "--json"]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert (said[0]["nodes"], said[0]["pairs"], said[0]["ties"]) == (12, 66, 18)
    assert set(said[0]["warm"]["ours"]) == {"auc", "ap", "p5", "mrr"}
    assert set(said[0]["cold"]) >= {"ours", "common_neighbours", "adamic_adar", "katz", "preferential_attachment"}


def test_the_figures_are_a_table_too(files: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["evaluate", "ties", *files, "--folds", "2"]) == 0
    assert "12 members, 66 pairs, 18 of them tied." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in {ties}"),
        (b"\xff\xfe\x00", "Line 1 of {ties} is not text in UTF-8"),
        ("src,dst\n1,2\ncafé,3\n".encode("latin-1"), "Line 3 of {ties} is not text in UTF-8"),
        (b"\x00\x01\x02", "Line 1 of {ties} is not text"),
        (b"src,dst\n1,99\n", "Line 2 of {ties} names “99”, who is not in {people}"),
        (b"src,dst\n1,2\n3,3\n", "Line 3 of {ties} ties “3” to itself"),
        (b"src,dst\n", "no ties in {ties}"),
        (b"src,dst\n1,2\n", "At least 4 ties are needed to hide some and learn from others; {ties} has 1"),
        (b"from,to\n1,2\n", "Line 1 of {ties} has no column “src”"),
        (("src,dst\n" + "\n".join(f"{a},{b}" for a in range(12) for b in range(a))).encode(), "In {ties} nearly"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_exit_code_2(
    files: tuple[str, ...], capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    Path(files[3]).write_bytes(content)
    assert answer(["evaluate", "ties", *files]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert words.format(people=files[1], ties=files[3]) in said.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--relation", "coffee"], "no relation “coffee”"),
        (["--layers"], "--relation"),
        (["--mutual"], "leave out --mutual"),
        (["--folds", "0"], "“0” is not a number from 2 to 100"),
        (["--folds", "1"], "“1” is not"),
        (["--folds", "101"], "“101” is not"),
        (["--folds", "ten"], "“ten” is not"),
        (["--seed", "-1"], "“-1” is not"),
        (["--seed", "1.5"], "“1.5” is not"),
    ],
)
def test_an_option_that_cannot_be_held_is_said(
    files: tuple[str, ...], capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert _code(["evaluate", "ties", *files, *options]) == 2
    said = capsys.readouterr()
    assert said.out == "" and words in said.err


def _code(words: list[str]) -> int:
    """Argparse leaves by itself where an option is wrong."""
    try:
        return answer(words)
    except SystemExit as leaves:
        return int(leaves.code or 0)


@pytest.mark.parametrize(
    "odd",
    [
        ["7"] * 12,
        [""] * 12,
        ["nan", "inf", "-inf", "", "1e308", "-1e308", "1e999", "?", "NA", "3", "4", "5"],
        [f"n{one}" for one in range(12)],
        [str(one) for one in range(12)],
    ],
    ids=["constant", "empty", "not finite", "all different", "as the ids"],
)
def test_an_odd_column_does_no_harm(files: tuple[str, ...], capsys: pytest.CaptureFixture[str], odd: list[str]) -> None:
    lines = PEOPLE.split("\n")
    told = [f"{lines[0]},odd", *(f"{line},{cell}" for line, cell in zip(lines[1:], odd, strict=True))]
    Path(files[1]).write_text("\n".join(told))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert answer(["evaluate", "ties", *files, "--folds", "100", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["warm"]["ours"]["auc"] > 0.8


def test_choices_that_cannot_be_used_are_said_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "meetings.csv"
    file.write_text("iid,pid,wave,dec,dec_o\n1,2,1,1,0\n2,1,1,0,2\n")
    assert answer(["evaluate", "reciprocal", str(file)]) == 2
    assert capsys.readouterr().err == f"hometeam: Line 3 of {file} has “2” in dec_o, where 0 or 1 is expected.\n"
