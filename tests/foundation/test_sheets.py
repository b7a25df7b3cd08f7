"""Directories as people keep them, and files that are none."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.foundation import sheets
from tests.real_data import real_data

ROWS = [["Café Zoë", "12 Elm St", "98225"], ["Añejo, Peña & Söhne", "3 Oak “Row”", "98226"]]
HEADER = ["Name", "Street", "Zip"]


def read(content: bytes | str, name: str = "members.csv", **options: Any) -> sheets.Sheet:
    return sheets.read(io.BytesIO(content.encode() if isinstance(content, str) else content), name=name, **options)


def csv_of(delimiter: str = ",") -> str:
    quoted = [[f'"{cell}"' for cell in row] for row in [HEADER, *ROWS]]
    return "\r\n".join(delimiter.join(row) for row in quoted)


def workbook(*rows: list[Any], title: str = "Members") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_common_delimiter(delimiter: str) -> None:
    sheet = read(csv_of(delimiter))
    assert (sheet.header, list(sheet.rows)) == (HEADER, ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_any_common_encoding(encoding: str) -> None:
    assert list(read(csv_of().encode(encoding)).rows) == ROWS


@pytest.mark.parametrize(
    "name",
    [
        "La Esquina Taquería",
        "Peña",
        "Gus’s Bakery — since 1990",
        "L’atelier d’Anaïs",
        "Æbleskiver & Ørsted",
        "€5 off – today",
        "NIÑOS FELICES",
        "Crêpes à la carte",
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_a_few_words_tell_windows_from_mac(encoding: str, name: str) -> None:
    content = f"Name,City\n{name},Elm\n".encode(encoding)
    assert [row[0] for row in read(content).rows] == [name]


def test_latin_1() -> None:
    content = csv_of().replace("“", "'").replace("”", "'").encode("latin-1")
    assert [row[0] for row in read(content).rows] == [row[0] for row in ROWS]


def test_a_guessed_encoding_is_said() -> None:
    assert "accents" in read(csv_of().encode("cp1252")).notes[0]
    assert read(csv_of()).notes == []


def test_a_line_in_another_encoding_does_not_spoil_the_rest() -> None:
    content = "Name,City\nCafé Zoë,Montréal\nÉpicerie,Québec\n".encode() + "Señor,X\n".encode("cp1252")
    assert [row[0] for row in read(content).rows] == ["Café Zoë", "Épicerie", "Señor"]


def test_quoted_line_breaks_stay_inside_their_cell() -> None:
    sheet = read('Name,Note\n"Bo\'s\nBakery","one, two"\nAnn,x\n')
    assert list(sheet.numbered()) == [(2, ["Bo's\nBakery", "one, two"]), (4, ["Ann", "x"])]


def test_ragged_rows_are_filled_up_and_cut_off_and_that_is_said() -> None:
    sheet = read("Name,Street,City\nAnn\nBo,1 Elm St,Langley,extra\nCy,2,Langley\n")
    assert list(sheet.rows) == [["Ann", "", ""], ["Bo", "1 Elm St", "Langley"], ["Cy", "2", "Langley"]]
    assert sheet.notes == ["1 row has more cells than the header; the extra ones were left out."]


def test_titles_above_the_header_are_left_out() -> None:
    sheet = read(
        "Elm Street Chamber,,\nAs of 2026-01-05,,\n,,\nBusiness name,Address,Phone\nBo,1 Elm St,555\nCy,2 Oak,556\n"
    )
    assert sheet.header == ["Business name", "Address", "Phone"]
    assert next(sheet.numbered()) == (5, ["Bo", "1 Elm St", "555"])
    assert sheet.notes == ["2 lines above the header were left out."]


def test_a_row_that_groups_the_columns_is_not_the_header() -> None:
    sheet = read("Who,,Where,\nName,Trade,Street,City\nBo,Baker,1 Elm,Langley\nCy,Books,2 Elm,Langley\n")
    assert sheet.header == ["Name", "Trade", "Street", "City"]


def test_a_table_without_a_header_keeps_its_first_row() -> None:
    sheet = read("Bo's Bakery,bo@example.org,98225\nCy Books,cy@example.org,98226\nDee,dee@example.org,98227\n")
    assert sheet.header == ["Column 1", "Column 2", "Column 3"]
    assert len(sheet.rows) == 3


def test_doubled_and_missing_column_names_are_told_apart() -> None:
    sheet = read("Name,Phone,Phone,\nBo,1,2,x\nCy,3,4,y\n")
    assert sheet.header == ["Name", "Phone", "Phone (2)", "Column 4"]


def test_empty_rows_and_repeated_headers_are_left_out() -> None:
    sheet = read("Name,City\nBo,Langley\n,\n\nName,City\nCy,Langley\n")
    assert list(sheet.numbered()) == [(2, ["Bo", "Langley"]), (6, ["Cy", "Langley"])]


def test_nul_bytes_are_left_out() -> None:
    assert list(read(b"Name,City\nB\0o,Langley\n").rows) == [["Bo", "Langley"]]


def test_excels_own_first_line_names_the_delimiter() -> None:
    assert list(read("sep=;\nName;City\nBo, baker;Langley\n").numbered()) == [(3, ["Bo, baker", "Langley"])]


def test_rows_can_be_gone_through_again() -> None:
    sheet = read(csv_of())
    assert list(sheet.rows) == list(sheet.rows)
    assert sheet.sample(1) == ROWS[:1]


def test_a_workbook_gives_values_as_people_see_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Zip", "Since", "Staff", "Open"])
    sheet.append(["Bo", 2139, date(2020, 5, 1), 3.0, True])
    sheet["B2"].number_format = "00000"
    sheet.append(["Cy", 98226, None, 2.5, False])
    assert list(read(saved(book), "m.xlsx").rows) == [
        ["Bo", "02139", "2020-05-01", "3", "yes"],
        ["Cy", "98226", "", "2.5", "no"],
    ]


def test_a_formula_is_never_taken_for_a_value() -> None:
    (row,) = read(workbook(["Name", "City"], ["Bo", '=HYPERLINK("http://example.org","Langley")']), "m.xlsx").rows
    assert row == ["Bo", ""]


def test_merged_title_rows_of_a_workbook_are_left_out() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Elm Street members 2026"])
    sheet.merge_cells("A1:C1")
    sheet.append([])
    sheet.append(HEADER)
    sheet.append(ROWS[0])
    sheet.append(ROWS[1])
    found = read(saved(book), "m.xlsx")
    assert (found.header, next(found.numbered())) == (HEADER, (4, ROWS[0]))


def test_the_first_visible_sheet_with_a_table_is_read_and_named() -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover["A1"] = "Welcome"
    hidden = book.create_sheet("Lists")
    hidden.sheet_state = "hidden"
    for row in [["Name", "City"], ["No", "No"]]:
        hidden.append(row)
    members = book.create_sheet("Members")
    for row in [["Name", "City"], ["Bo", "Langley"]]:
        members.append(row)
    sheet = read(saved(book), "m.xlsx")
    assert list(sheet.rows) == [["Bo", "Langley"]]
    assert sheet.notes == ["Only the sheet “Members” was read."]


def workbook_of(**tables: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


COVER = [["Elm Street chamber"], ["Exported by the office"], ["Do not forward"]]
BOARD = [["Name", "Role"], ["Ann", "Chair"], ["Bo", "Treasurer"]]
MEMBERS = [["Name", "City"], *([f"Shop {number}", "Langley"] for number in range(12))]
PAYMENTS = [["Name", "Paid", "On"], *([f"Shop {number}", "12", "2026-01-01"] for number in range(30))]


@pytest.mark.parametrize(
    "tables",
    [
        {"Cover": COVER, "Members": MEMBERS},
        {"Board": BOARD, "Members": MEMBERS},
        {"Members": MEMBERS, "Payments": PAYMENTS},
        {"Cover": COVER, "Board": BOARD, "Members": MEMBERS, "Payments": PAYMENTS},
    ],
)
def test_a_cover_or_a_small_table_before_the_members_is_passed_over(tables: dict[str, list[list[Any]]]) -> None:
    sheet = read(workbook_of(**tables), "m.xlsx")
    assert (sheet.tabs[0], len(sheet.rows)) == ("Members", 12)
    assert sorted(sheet.tabs) == sorted(tables)


def test_another_sheet_can_be_asked_for() -> None:
    content = workbook_of(Members=MEMBERS, Board=BOARD)
    assert [row[0] for row in read(content, "m.xlsx", tab="Board").rows] == ["Ann", "Bo"]
    with pytest.raises(sheets.Unreadable, match=r"no sheet “Lapsed”\. There are: Members, Board"):
        read(content, "m.xlsx", tab="Lapsed")
    with pytest.raises(sheets.Unreadable, match="no workbook"):
        read(csv_of(), tab="Members")


@pytest.mark.parametrize("title", ["Members", "Our member names", "Company name", "Organizations 2026"])
def test_a_list_of_nothing_but_names_may_have_a_title(title: str) -> None:
    assert read(f"{title}\nElm Books\nOak Café\n").header == [title]


def test_a_list_of_nothing_but_names_loses_none_to_its_title() -> None:
    assert [row[0] for row in read("Elm Business Circle\nOak Café\n").rows] == ["Elm Business Circle", "Oak Café"]


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook in which one more part lies, or one is another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return file.getvalue()


PLAIN = workbook(["Name", "City"], ["Bo", "Langley"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"Name,City\n", "no row under it"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (b"<html><table><tr><td>Name</td></tr></table>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 30, "not a table"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "not an Excel workbook"),
        (PLAIN[: len(PLAIN) // 2], "damaged"),
        (with_part(PLAIN, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c"), "damaged"),
        (with_part(PLAIN, "xl/vbaProject.bin", b"macro"), "macros"),
        (
            with_part(PLAIN, "xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'),
            "not a workbook that",
        ),
        (workbook(), "no table"),
        (b'Name,City\n"Bo,Langley\n' + b"Cy,Langley\n" * 30_000, "never closed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(sheets.Unreadable, match=says):
        read(content, "members.xlsx")


def test_a_workbook_that_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(sheets.Unreadable, match="unpacks to more"):
        read(with_part(PLAIN, "xl/bomb.xml", b" " * (401 * 1024 * 1024)), "members.xlsx")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(sheets.Unreadable, match=r"no file .*nowhere\.csv"):
        sheets.read(tmp_path / "nowhere.csv")


def test_a_hundred_thousand_rows_are_read_and_one_more_than_allowed_is_not() -> None:
    content = "Name,City\n" + "".join(f"Business {n},Langley\n" for n in range(100_000))
    sheet = read(content)
    assert len(sheet.rows) == 100_000
    with pytest.raises(sheets.Unreadable, match="more than 99,999 rows"):
        read(content, max_rows=99_999)


CELLS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20))
def test_what_a_program_writes_comes_back(pairs: list[tuple[str, str]]) -> None:
    """Whatever signs are in the cells."""
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("Name", "City"), *(("x" + a, b) for a, b in pairs)])
    assert list(read(file.getvalue()).rows) == [["x" + a, b] for a, b in pairs]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("businesses/langley_bc_2022.csv", 7019),
        ("businesses/little_rock_ar_2022.csv", 14573),
        ("businesses/seattle_wa_2026.csv", 12897),
        ("nonprofits/irs_eo_bmf_arkansas_2026.csv", 16187),
    ],
)
def test_real_directories_are_read_whole(name: str, rows: int) -> None:
    assert len(sheets.read(real_data(name)).rows) == rows
