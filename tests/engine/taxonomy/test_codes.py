"""Every official code finds a service."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.taxonomy import Taxonomy
from tests.real_data import real_data

TAXONOMY = Taxonomy.load()


def column(name: str, field: str) -> list[str]:
    """One column of a real table."""
    with real_data(f"taxonomy/{name}").open(encoding="utf-8-sig") as lines:
        return [row[field] for row in csv.DictReader(lines)]


def id_of(service: object) -> str:
    return getattr(service, "id", "")


def test_every_naics_2022_code_has_a_service() -> None:
    codes = [code for code in column("naics2022_codes.csv", "code") if len(code) == 6]
    assert len(codes) == 1012
    assert [code for code in codes if TAXONOMY.from_naics(code) is None] == []


def test_every_ntee_code_has_a_service() -> None:
    codes = [code for code in column("ntee_codes.csv", "Code") if code[1:2].isdigit()]
    assert [code for code in codes if TAXONOMY.from_ntee(code) is None] == []


def test_every_schema_org_type_of_local_business_has_a_service() -> None:
    names = column("schemaorg_localbusiness_types.csv", "type")
    assert [name for name in names if TAXONOMY.from_schema_type(name) is None] == []


@pytest.mark.parametrize(
    ("code", "service"),
    [
        ("541921", "photographer"),
        ("541922", "photographer"),
        ("311811", "bakery"),
        ("722515", "cafe"),
        ("541110", "lawyer"),
        ("561720", "office-cleaner"),
        ("238220", "plumber"),
        ("531210", "real-estate-agent"),
        ("812112", "hair-salon"),
        ("624210", "food-bank"),
        ("541940", "veterinarian"),
        ("332510", "welder"),
        ("334111", "machinery-maker"),
        ("423990", "wholesaler"),
        ("541110.0", "lawyer"),
        (" 541110 ", "lawyer"),
        ("44-45", "other-shop"),
    ],
)
def test_a_naics_code_means_the_everyday_trade(code: str, service: str) -> None:
    assert id_of(TAXONOMY.from_naics(code)) == service


@pytest.mark.parametrize(
    ("code", "service"),
    [("453110", "florist"), ("448120", "clothing-shop"), ("417230", "equipment-dealer"), ("812116", "hair-salon")],
)
def test_codes_of_2012_and_of_canada_are_read_by_their_longest_known_beginning(code: str, service: str) -> None:
    assert id_of(TAXONOMY.from_naics(code)) == service


@pytest.mark.parametrize(
    ("code", "service"),
    [
        ("K31", "food-bank"),
        ("D20", "animal-shelter"),
        ("A65", "theater-company"),
        ("X20Z", "church"),
        ("b82z", "scholarship-fund"),
        ("M24", "fire-department"),
        ("P29", "thrift-shop"),
        ("N12", "sports-club"),
    ],
)
def test_an_ntee_code_means_the_kind_of_nonprofit(code: str, service: str) -> None:
    assert id_of(TAXONOMY.from_ntee(code)) == service


@pytest.mark.parametrize("name", ["Bakery", "bakery", "https://schema.org/Bakery", "schema:Bakery"])
def test_a_schema_type_may_be_written_as_name_or_address(name: str) -> None:
    assert id_of(TAXONOMY.from_schema_type(name)) == "bakery"


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_codes(text: str) -> None:
    for read in (TAXONOMY.from_naics, TAXONOMY.from_ntee, TAXONOMY.from_schema_type):
        found = read(text)
        assert found is None or found in TAXONOMY.services


@pytest.mark.parametrize("nothing", ["", "   ", "n/a", "-"])
def test_no_code_is_no_service(nothing: str) -> None:
    assert TAXONOMY.from_naics(nothing) is TAXONOMY.from_ntee(nothing) is TAXONOMY.from_schema_type(nothing) is None
