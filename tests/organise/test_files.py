"""Member lists as they come: every encoding, every mess; each a clear sentence or members, never half."""

import io
import zipfile

import pytest

from hometeam.foundation.sheets import Unreadable, harmless
from hometeam.members.models import Community, Member, Place
from hometeam.organise.queries import reading
from tests.organise.lists import HEADER, STREET, bring, counts, csv_of, xlsx_of
from tests.real_data import real_data

pytestmark = pytest.mark.django_db

ODD = (("12", "Moss & Fern"), ("13", "Nail & Plank"), ("14", "The Blue Door"))
CAFE = ("Café Zoë", "coffee shop", "1 Elm Street", "Bellingham", "WA", "98225", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_common_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    content = csv_of(CAFE, *STREET, encoding=encoding, delimiter=delimiter)
    assert counts(bring(content)) == (4, 0, 0, 0)
    assert Member.objects.filter(name="Café Zoë").exists()


def test_a_workbook_with_title_rows_above_its_header() -> None:
    content = xlsx_of(["Elm Street Association"], ["Members, spring"], [], list(HEADER), *map(list, STREET))
    assert counts(bring(content, name="members.xlsx")) == (3, 0, 0, 0)


def test_a_formula_in_a_workbook_is_never_a_name_that_computes() -> None:
    content = xlsx_of(list(HEADER), ['=HYPERLINK("http://evil.example","Click")', *STREET[0][1:]], list(STREET[1]))
    bring(content, name="members.xlsx")
    assert not Member.objects.filter(name__startswith="=").exists()
    assert Member.objects.filter(name="Nail & Plank").exists()


def test_rows_without_a_name_are_told_one_by_one() -> None:
    plan = bring(csv_of(STREET[0], ("", *STREET[1][1:]), STREET[2]))
    assert counts(plan) == (2, 0, 0, 1)
    assert [(bad.number, bad.why) for bad in plan.unusable] == [(3, "There is no name in this row.")]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"  \n \n", "blank.csv"),
        (b"Business,Street\n", "header.csv"),
        (b"%PDF-1.7 ...", "list.pdf"),
        (b"PK\x03\x04 not a zip", "broken.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content: bytes, name: str) -> None:
    with pytest.raises(Unreadable) as why:
        bring(content, name=name)
    assert str(why.value).endswith(".")
    assert not Community.objects.exists()


def test_a_zip_bomb_is_refused_before_it_unfolds() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 400_000_000)
    with pytest.raises(Unreadable):
        bring(file.getvalue(), name="bomb.xlsx")


def test_a_list_without_a_column_of_names_says_so() -> None:
    plan = bring(csv_of(("98225", "WA"), ("98226", "WA"), header=("Zip", "State")))
    assert [bad.why for bad in plan.unusable] == [
        "No column says what the members are called. Choose the column with their names."
    ] * 2


def test_a_column_can_be_named_by_hand() -> None:
    sheet = reading.open_sheet(csv_of(*ODD, header=("Alpha", "Beta")), "list.csv")
    mapping = reading.mapping_for(sheet, [("name", "beta")])
    assert reading.by_column(mapping)[1] == "name"


@pytest.mark.parametrize(("field", "column"), [("nmae", "Beta"), ("name", "Gamma")])
def test_a_column_or_field_that_is_not_there_is_named_with_those_that_are(field: str, column: str) -> None:
    sheet = reading.open_sheet(csv_of(*ODD, header=("Alpha", "Beta")), "list.csv")
    with pytest.raises(reading.NoSuchColumn, match="There are:"):
        reading.mapping_for(sheet, [(field, column)])


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_exported_cell_begins_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.soak
def test_a_real_town_is_brought_in_as_it_is() -> None:
    plan = bring(real_data("businesses/langley_bc_2022.csv").read_bytes(), "langley")
    assert counts(plan) == (7019, 0, 0, 0)
    assert Community.objects.get().timezone == "America/Vancouver"
    assert not Place.objects.filter(kind="home").exclude(street="").exists()


def every_twentieth(name: str) -> bytes:
    """The header and each twentieth row of a real file, byte for byte."""
    lines = real_data(name).read_bytes().splitlines(keepends=True)
    return b"".join([lines[0], *lines[1::20]])


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("businesses/langley_bc_2022.csv", "America/Vancouver"),
        ("businesses/seattle_wa_2026.csv", "America/Los_Angeles"),
        ("businesses/little_rock_ar_2022.csv", "America/Chicago"),
        ("nonprofits/irs_eo_bmf_arkansas_2026.csv", "America/Chicago"),
    ],
)
def test_real_directories_are_read_as_they_are(name: str, zone: str) -> None:
    plan = bring(every_twentieth(name), "town")
    assert {bad.why for bad in plan.unusable} <= {"There is no name in this row."}
    assert plan.counts["new"] > 300
    assert Community.objects.get().timezone == zone
    assert not Place.objects.filter(kind="home").exclude(street="").exists()
