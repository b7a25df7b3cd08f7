"""`hometeam suggest`: a member spreadsheet, matched before anybody has signed up."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hometeam.cli import answer
from hometeam.fit.queries.directory import fold, read_directory
from tests.real_data import real_data

HEADER = ("Name", "Trade", "Street", "City", "Looking for")
ROWS = (
    ("Ann Photographs", "photographer", "8 Maple Lane", "Langley", "bookkeeper"),
    ("Bo's Bakery", "bakery", "12 Elm Street", "Langley", ""),
    ("Cy Keeps Books", "bookkeeper", "", "Langley", "photographer"),
    ("Zed Photographs", "photographer", "1 Fir Street", "Langley", ""),
    ("Blue Door", "café", "14 Elm Street", "Langley", ""),
    ("Blue Door", "café", "200 Oak Street", "Langley", ""),
)


@pytest.fixture
def street(tmp_path: Path) -> Path:
    lines = [",".join(f'"{cell}"' for cell in row) for row in (HEADER, *ROWS)]
    file = tmp_path / "members.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def as_data(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert answer(["suggest", *words, "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_each_member_gets_suggestions_with_reasons_for_both(street: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, str(street))
    assert [one["member"] for one in found] == [row[0] for row in ROWS]
    first = found[0]["suggestions"][0]
    assert set(first) == {"member", "score", "reasons_for_you", "reasons_for_them", "kind"}
    assert first["member"] == "Cy Keeps Books"
    assert "They do what you look for: bookkeeper." in first["reasons_for_you"]
    assert 0 < first["score"] <= 1


def test_no_competitor_and_no_namesake_is_suggested(street: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for one in as_data(capsys, str(street), "--top", "100"):
        others = {each["member"] for each in one["suggestions"]}
        assert one["member"] not in others
        assert not {one["member"], *others} >= {"Ann Photographs", "Zed Photographs"} or "Photo" not in one["member"]


def test_one_member_is_found_by_a_part_of_its_name(street: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, str(street), "--for", "ann photo", "--top", "1")
    assert [(one["member"], len(one["suggestions"])) for one in found] == [("Ann Photographs", 1)]


def test_any_apostrophe_will_do(street: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_data(capsys, str(street), "--for", "Bo’s bakery")[0]["member"] == "Bo's Bakery"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Anne Photograph", "Did you mean “Ann Photographs”"),
        ("Blue Door", "2 members are called something like “Blue Door”: “Blue Door, 14 Elm Street”"),
        ("photographs", "2 members are called something like"),
        ("", "Nobody in this file is called “”."),
    ],
)
def test_a_name_that_is_not_one_member_is_said_with_the_nearest(
    street: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    assert answer(["suggest", str(street), "--for", name]) == 1
    assert said in capsys.readouterr().err


def test_namesakes_are_told_apart_by_their_street(street: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_data(capsys, str(street), "--for", "Blue Door, 14 Elm Street")[0]["member"] == "Blue Door"


def test_at_a_terminal_it_reads_as_a_letter_and_fits_its_width(
    street: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["suggest", str(street)]) == 0
    shown = capsys.readouterr().out
    assert "Whom they should meet:" in shown
    assert "for you" in shown
    assert max(map(len, shown.splitlines())) <= 88


def test_a_workbook_will_do_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "members.xlsx")
    assert len(as_data(capsys, str(tmp_path / "members.xlsx"))) == len(ROWS)


def test_two_licences_at_one_door_are_one_member(street: Path) -> None:
    twice = street.read_text(encoding="utf-8") + '\n"Bo\'s Bakery","caterer","12 Elm Street","Langley",""\n'
    street.write_text(twice, encoding="utf-8")
    members = read_directory(street)
    assert len(members.entries) == len(ROWS)
    assert set(members.entries[members.find("Bo's Bakery")].services) == {"bakery", "caterer"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "There is no file"),
        (b"", "This file is empty"),
        (b"Name,Trade\n", "no row under it"),
        (b"%PDF-1.7 ...", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    file = tmp_path / "members.csv"
    if content is not None:
        file.write_bytes(content)
    assert answer(["suggest", str(file)]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("top", ["0", "-1", "101", "many", "٣"])
def test_a_number_that_is_none_is_refused(street: Path, capsys: pytest.CaptureFixture[str], top: str) -> None:
    with pytest.raises(SystemExit):
        answer(["suggest", str(street), f"--top={top}"])
    assert "not a number from 1 to 100" in capsys.readouterr().err


def test_a_homes_street_is_not_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "Name,Trade,Ownership,Street,City\nAnn,photographer,Sole proprietor,8 Maple Lane,Langley\n"
    (tmp_path / "m.csv").write_text(rows + "Bo,bakery,Partnership,12 Elm Street,Langley\n", encoding="utf-8")
    assert answer(["suggest", str(tmp_path / "m.csv")]) == 0
    assert "Maple" not in capsys.readouterr().out


def test_real_shops_of_langley_all_have_somebody_and_never_a_rival() -> None:
    """Reads the Township of Langley's licences as they are, and looks at twenty places at random."""
    members = read_directory(real_data("businesses/langley_bc_2022.csv"))
    taxonomy = members.pool.trades
    placed = [number for number, entry in members.entries.items() if entry.lat is not None and entry.services]
    for number in random.Random(20).sample(placed, 20):
        found = members.suggestions(number, 5)
        assert len(found) == 5
        assert all(fit.reasons_for_me and fit.reasons_for_them for fit in found)
        mine = [taxonomy.index[service] for service in members.entries[number].services]
        for fit in found:
            theirs = [taxonomy.index[service] for service in members.entries[fit.member_id].services]
            assert all(taxonomy.alike[a, b] < 0.6 for a in mine for b in theirs)
            assert fold(members.entries[fit.member_id].name) != fold(members.entries[number].name)
