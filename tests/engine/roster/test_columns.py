"""Which column says what, guessed from titles and from what stands below them."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.roster import FIELDS, Entry, Mapping, guess_columns, read_row
from hometeam.engine.taxonomy import Taxonomy
from tests.real_data import real_data

ORGANISER = ["Company", "Contact", "Email", "Website", "What do you do?", "Looking for", "Instagram", "Address", "Town"]


def titles(mapping: Mapping) -> dict[str, list[str]]:
    return {field: [mapping.header[number] for number in numbers] for field, numbers in mapping.columns.items()}


def test_an_organisers_own_spreadsheet_is_understood() -> None:
    assert titles(guess_columns(ORGANISER, [])) == {
        "name": ["Company"],
        "contact": ["Contact"],
        "email": ["Email"],
        "website": ["Website"],
        "trade": ["What do you do?"],
        "needs": ["Looking for"],
        "instagram": ["Instagram"],
        "street": ["Address"],
        "city": ["Town"],
    }


def test_an_organisers_spanish_spreadsheet_is_understood() -> None:
    header = (
        "Nombre del negocio,Nombre del contacto,Apellidos,Correo,Celular,Dirección,Colonia,Ciudad,Estado,C.P.,Giro,"
        "¿Qué necesita?,¿A quién atiende?,Página web,Valores,Tipo de socio,Número de empleados,Descripción corta"
    )
    fields = (
        "name,contact,surname,email,phone,street,neighbourhood,city,region,postcode,category,"
        "needs,serves,website,values,kind,staff,one_line"
    )
    found = guess_columns(header.split(","), []).columns
    assert found == {field: (number,) for number, field in enumerate(fields.split(","))}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["Company", "Name", "Email"], "name contact email"),
        (["Name", "Organization", "Email"], "contact name email"),
        (["Negocio", "Nombre", "Apellido", "Giro"], "name contact surname category"),
        (["Name", "Business", "Service"], "contact name trade"),
    ],
)
def test_a_name_beside_a_business_is_a_persons(header: list[str], fields: str) -> None:
    assert guess_columns(header, []).columns == {field: (number,) for number, field in enumerate(fields.split())}


def test_a_name_beside_kinds_of_business_is_a_members() -> None:
    rows = [["Elm Bakery", "Shop"], ["Gus Fix", "Shop"], ["Wild Petal", "Shop"], ["Kin", "Practice"]]
    assert guess_columns(["Name", "Company"], rows).columns["name"] == (0,)


def test_whoever_has_no_business_is_called_by_their_own_name() -> None:
    mapping = guess_columns(["Company", "Name"], [["Elm Bakery", "Ann Lee"], ["", "Bo Berg"]])
    read = [read_row(mapping, row, Taxonomy.load()) for row in (["Elm Bakery", "Ann Lee"], ["", "Bo Berg"])]
    assert [one.name for one in read if isinstance(one, Entry)] == ["Elm Bakery", "Bo Berg"]


@pytest.mark.parametrize("title", ["What do you do?", "What they do", "What you do"])
def test_a_column_may_ask_in_everyday_words_what_somebody_does(title: str) -> None:
    assert guess_columns(["Name", title], []).columns == {"name": (0,), "trade": (1,)}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["Firma", "Ansprechpartner", "E-Mail", "Straße", "PLZ", "Ort"], "name contact email street postcode city"),
        (
            ["Entreprise", "Métier", "Courriel", "Adresse", "Code postal", "Ville"],
            "name trade email street postcode city",
        ),
        (["Empresa", "Busco", "Correo electrónico", "Dirección", "Ciudad"], "name needs email street city"),
        (["Betrieb", "Was", "sucht", "PLZ/Ort"], "name trade needs city"),
        (
            ["Mitglied (Firma)", "Kontakt E-Mail", "Was bieten Sie an?", "Was suchen Sie?", "PLZ Ort", "Anzahl MA"],
            "name email trade needs city staff",
        ),
        (["Business", "What", "Where", "Owner", "E mail"], "name trade street contact email"),
        (["Mbr #", "Co. Name / DBA", "Primary Category", "Addr 1", "City, ST Zip"], "id name category street city"),
        (["Bedrijfsnaam", "Beroep", "E-mail", "Straat", "Postcode", "Plaats"], "name trade email street postcode city"),
    ],
)
def test_titles_in_other_languages_are_understood(header: list[str], fields: str) -> None:
    mapping = guess_columns(header, [])
    assert mapping.columns == {field: (number,) for number, field in enumerate(fields.split())}


@pytest.mark.parametrize("title", ["Column 1", "Members", "Harlow"])
def test_an_only_column_holds_the_names(title: str) -> None:
    assert guess_columns([title], [["Elm Books"], ["Oak Café"]]).columns == {"name": (0,)}


EXPORTED = {
    "name": "Account Name",
    "id": "Account ID",
    "standing": "Membership Status",
    "contact": "Primary Contact First Name",
    "surname": "Primary Contact Last Name",
    "phone": "Phone Number",
    "street": "Physical Address Line 1",
    "city": "Physical City",
    "region": "Physical State",
    "postcode": "Physical Postal Code",
    "email": "Email Address",
    "website": "Web Site",
    "category": "Directory Categories",
    "trade": "Business Description",
}
BESIDE = [
    "Member Since",
    "Drop Date",
    "Primary Contact Title",
    "Mailing Address Line 1",
    "Mailing City",
    "Mailing State",
]


def test_a_chambers_own_program_exports_where_members_are_and_not_where_their_post_goes() -> None:
    header = [*BESIDE, *EXPORTED.values()]
    row = [
        "1/5/2015",
        "6/30/2024",
        "Owner",
        "PO Box 9",
        "Bellingham",
        "WA",
        "Smith & Sons",
        "10233",
        "Active",
        "Tom",
        "Smith",
    ]
    row += [
        "(360) 555-0101",
        "12 Elm St",
        "Bellingham",
        "WA",
        "98225",
        "tom@smith.example",
        "smith.example",
        "Plumbers",
        "Drains",
    ]
    found = titles(guess_columns(header, [row]))
    assert {field: found.get(field) for field in EXPORTED} == {field: [title] for field, title in EXPORTED.items()}
    assert not {title for columns in found.values() for title in columns} & {"Member Since", "Drop Date"}


def test_a_column_of_days_is_no_name_whatever_its_title() -> None:
    days = [["1/5/2015", "Elm Books"], ["2019-03-01", "Oak Café"]]
    assert guess_columns(["Member since", "Member"], days).columns["name"] == (1,)
    assert "name" not in guess_columns(["Member since", "Remarks"], days).columns


def test_how_many_members_there_are_is_no_name() -> None:
    assert "name" not in guess_columns(["Number of members", "Town"], []).columns


def test_what_stands_below_can_tell_a_column_whose_title_does_not() -> None:
    mapping = guess_columns(["Name", "Kontakt 2"], [["Ann", "ann@example.org"], ["Bo", "bo@example.org"]])
    assert mapping.columns["email"] == (1,)


def test_a_question_word_is_a_title_only_by_itself() -> None:
    assert guess_columns(["Name", "What year founded", "Who founded it"], []).columns == {"name": (0,)}


def test_what_stands_below_can_contradict_a_title() -> None:
    mapping = guess_columns(
        ["Name", "Email", "E-mail"], [["Ann", "yes", "ann@example.org"], ["Bo", "no", "bo@example.org"]]
    )
    assert mapping.columns["email"] == (2,)


def test_a_guess_can_be_corrected() -> None:
    mapping = guess_columns(["Name", "Notes", "Town"], []).with_columns("trade", 1)
    assert mapping.columns["trade"] == (1,)
    assert mapping.confidence["trade"] == 1


def test_a_column_that_is_given_to_one_field_is_taken_from_the_other() -> None:
    mapping = guess_columns(["Name", "Town"], []).with_columns("neighbourhood", 1)
    assert "city" not in mapping.columns


def test_a_field_can_be_left_out() -> None:
    assert "city" not in guess_columns(["Name", "Town"], []).with_columns("city").columns


def test_there_are_no_fields_but_ours() -> None:
    with pytest.raises(ValueError, match="shoe size"):
        guess_columns(["Name"], []).with_columns("shoe size", 0)


def test_a_mapping_can_be_kept_as_plain_data() -> None:
    mapping = guess_columns(ORGANISER, [])
    assert Mapping.from_data(mapping.as_data()) == mapping


@given(st.lists(st.text(max_size=20), max_size=8), st.lists(st.lists(st.text(max_size=20), max_size=9), max_size=5))
def test_any_header_and_rows_give_a_mapping_of_each_column_to_one_field_at_most(
    header: list[str], rows: list[list[str]]
) -> None:
    mapping = guess_columns(header, rows)
    numbers = [number for columns in mapping.columns.values() for number in columns]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(range(len(header)))
    assert set(mapping.columns) <= set(FIELDS)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("businesses/langley_bc_2022.csv", "id name trade category naics street neighbourhood lat lon staff"),
        ("businesses/seattle_wa_2026.csv", "id name ownership naics trade street city region postcode"),
        ("businesses/little_rock_ar_2022.csv", "id name trade category street city postcode"),
        ("nonprofits/irs_eo_bmf_arkansas_2026.csv", "id name street city region postcode ntee"),
        ("profiles/jax_cohort_profiles_15.csv", "id category trade serves needs"),
    ],
)
def test_real_directories_are_understood_with_nobody_correcting_the_guess(file: str, expected: str) -> None:
    with real_data(file).open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert set(guess_columns(header, rows[:50]).columns) == set(expected.split())
