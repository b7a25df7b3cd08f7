"""`hometeam evaluate`: figures against the truth, or one sentence and exit code 2."""

from __future__ import annotations

import json
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
    [(b"", "is empty"), (b"\xff\xfe\x00", "not a text file"), (b"src,dst\n1,99\n", "Line 2")],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_exit_code_2(
    files: tuple[str, ...], capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    Path(files[3]).write_bytes(content)
    assert answer(["evaluate", "ties", *files]) == 2
    said = capsys.readouterr()
    assert said.out == "" and words in said.err and said.err.count("\n") == 1
