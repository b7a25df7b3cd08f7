"""Rows become entries, or say plainly why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.roster import NOTES, PROBLEMS, Entry, Guess, Problem, guess_columns, read_row
from hometeam.engine.taxonomy import Taxonomy

TAXONOMY = Taxonomy.load()


def read(**cells: str) -> Entry | Problem:
    """One row of a sheet with these titles; "_" in a title stands for a space."""
    header = [title.replace("_", " ") for title in cells]
    row = list(cells.values())
    return read_row(guess_columns(header, [row]), row, TAXONOMY)


def entry(**cells: str) -> Entry:
    found = read(**cells)
    assert isinstance(found, Entry), found
    return found


def test_a_row_of_an_organisers_sheet_becomes_a_member() -> None:
    found = entry(
        Company="BO'S BREAD",
        Contact="Bo Lindqvist",
        Email="Bo@Bread.example",
        Website="bread.example",
        What_do_you_do="Sourdough bread and pastries",
        Looking_for="Photographer, someone to do my books",
        Instagram="@bosbread",
        Address="12 ELM ST",
        Town="BELLINGHAM",
    )
    assert (found.name, found.contact, found.email) == ("Bo's Bread", "Bo Lindqvist", "bo@bread.example")
    assert (found.website, found.channels) == ("https://bread.example", ("instagram:@bosbread",))
    assert (found.street, found.city) == ("12 Elm St", "Bellingham")
    assert found.services[0] == "bakery"
    assert found.needs[:2] == ("photographer", "bookkeeping")


def test_what_a_row_says_it_looks_for_is_not_a_guess_and_what_its_trade_implies_is() -> None:
    found = entry(Name="Bo's Bread", Trade="Bakery", Looking_for="photographer")
    guessed = {guess.service: guess.guessed for guess in found.need_guesses}
    assert guessed["photographer"] is False
    assert guessed["bookkeeping"] is True
    assert all(guess.guessed for guess in found.offer_guesses)


def test_vague_wishes_are_no_need() -> None:
    assert all(guess.guessed for guess in entry(Name="Bo", Trade="Bakery", Looking_for="Not specified").need_guesses)


def test_the_words_that_services_were_taken_from_are_kept() -> None:
    found = entry(name="Kwik", licence_desc="JANITORIAL SERVICES", category="CLEANING SERVICES")
    assert found.trade_words == "JANITORIAL SERVICES · CLEANING SERVICES"
    assert found.one_line == "Janitorial services"


def test_a_code_says_the_trade_where_no_words_do() -> None:
    assert entry(name="Elm Street", naics="311811").services == ("bakery",)
    assert entry(name="Elm Street", ntee="K31").services == ("food-bank",)


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Bo@Example.org", "bo@example.org"),
        ("Bo Baker <bo@example.org>", "bo@example.org"),
        ("mailto:bo@example.org", "bo@example.org"),
        ("bo@example.org; office@example.org", "bo@example.org"),
        ("bo@example.org, Ann <ann@example.org>", "bo@example.org"),
        ("bo@example.org / ann@example.org", "bo@example.org"),
        ("bo@example.org Bcc: ann@example.org", ""),
        ("call me, bo@example.org", ""),
        ("bo at example.org", ""),
        ("bo@example", ""),
    ],
)
def test_an_address_is_read_as_people_write_it(cell: str, email: str) -> None:
    assert entry(name="Bo", email=cell).email == email


@pytest.mark.parametrize(
    ("cell", "site"),
    [
        ("www.bo.example; facebook.com/bo", "https://www.bo.example"),
        ("http://bo.example ", "http://bo.example"),
        ("ask Bo", ""),
    ],
)
def test_the_first_of_several_sites_is_the_website(cell: str, site: str) -> None:
    assert entry(name="Bo", website=cell).website == site


def test_bars_between_categories_are_not_shown() -> None:
    found = entry(name="Fairhaven Yoga", category="Yoga Studios|Health & Wellness")
    assert found.trade_words == found.one_line == "Yoga Studios · Health & Wellness"


@pytest.mark.parametrize("name", ["Bloom", "Harbor Ltd", "Moss & Co", "Willow Inc."])
def test_a_name_of_one_word_is_no_trade_that_sounds_like_it(name: str) -> None:
    assert entry(name=name).services == ()


@pytest.mark.parametrize(("name", "service"), [("The Bakery", "bakery"), ("Harbor Photography", "photographer")])
def test_a_name_that_is_a_trade_still_says_it(name: str, service: str) -> None:
    assert entry(name=name).services == (service,)


def test_whoever_is_listed_as_a_nonprofit_is_one() -> None:
    assert entry(nonprofit="Hope Animal Rescue", mission="Rescue dogs").kind == "nonprofit"
    assert entry(company="Hope Animal Rescue").kind == "business"
    assert entry(nonprofit="Hope Food Bank", mission="We feed people").services == ("food-bank",)


def test_whoever_is_marked_as_a_member_is_one_and_nobody_is_met_at_a_box() -> None:
    found = entry(name="Elm Books", status="Active", street="P.O. Box 12", town="Harlow")
    assert (found.name, found.street, found.city) == ("Elm Books", "", "Harlow")


def test_words_beat_a_code_that_says_something_else() -> None:
    assert entry(name="Your Skin", naics="812116", trade="Facials and waxing").services[0] == "esthetician"


def test_a_name_says_the_trade_where_nothing_else_does() -> None:
    assert entry(name="FIRST BAPTIST CHURCH", ntee="").services == ("church",)


@pytest.mark.parametrize(
    ("name", "category", "about", "service"),
    [
        ("Harlow Insurance", "Insurance", "Home auto business", "insurance-agent"),
        ("Blossom & Vine", "Florists", "Weddings, sympathy, weekly flowers", "florist"),
        ("Shine Cleaning Co", "Cleaning Services", "Homes and offices", "office-cleaner"),
        ("Savory Catering", "Event Services", "Catering, corporate and weddings", "caterer"),
        ("Duarte & Co", "Photographers", "Weddings, parties", "photographer"),
        ("Ana Duarte Photography", "", "Weddings, parties", "photographer"),
        ("Bellweather", "", "Weddings, parties", "wedding-planner"),
        ("Brightside", "Consulting", "AI adoption", "software-developer"),
        ("Elm Agency", "", "adoption services", "family-services"),
        ("Spoke & Wheel", "Retail - Sporting Goods", "Bicycle sales and repair", "bike-shop"),
        ("Coach Carla", "Consultants", "Executive & life coaching", "business-coach"),
    ],
)
def test_a_category_that_names_a_trade_says_how_loose_words_beside_it_are_meant(
    name: str, category: str, about: str, service: str
) -> None:
    assert entry(name=name, category=category, about=about).services[0] == service


def test_a_category_within_more_telling_words_does_not_win_over_them() -> None:
    found = entry(name="Smith & Daughter", category="Real Estate", about="Commercial Real Estate Appraisal")
    assert found.services[0] == "appraiser"


@pytest.mark.parametrize(
    ("name", "category", "services"),
    [
        ("Main Street Barbers", "Beauty/Hair Salons", ("barber",)),
        ("Valley Cinema", "Recreation", ("cinema",)),
        ("Harlow Public Library", "Non-Profit", ("library",)),
        ("Baker & Lane", "Attorneys", ("lawyer",)),
    ],
)
def test_a_name_says_which_of_the_trades_in_a_category_it_is_and_no_other(
    name: str, category: str, services: tuple[str, ...]
) -> None:
    assert entry(name=name, category=category).services == services


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"addr_1": "2 Elm St", "city_st_zip": "Harlow, MA 01035"}, ("2 Elm St", "Harlow", "MA", "01035")),
        ({"address": "2 Elm St, Suite 4, Harlow, MA 01035"}, ("2 Elm St, Suite 4", "Harlow", "MA", "01035")),
        ({"anschrift": "Marktstr. 2", "plz_ort": "90518 Altdorf"}, ("Marktstr. 2", "Altdorf", "", "90518")),
        ({"address": "2 Elm St, Unit 12345"}, ("2 Elm St, Unit 12345", "", "", "")),
        ({"city": "100 Mile House"}, ("", "100 Mile House", "", "")),
    ],
)
def test_a_cell_that_holds_a_whole_address_is_taken_apart(cells: dict[str, str], where: tuple[str, ...]) -> None:
    found = entry(name="Elm", **cells)
    assert (found.street, found.city, found.region, found.postcode) == where


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"ntee": "B20"}, "nonprofit"),
        ({"ein": "010359130", "ntee": ""}, "nonprofit"),
        ({"ownership": "Non Profit Corporation"}, "nonprofit"),
        ({"ownership": "Professional Association"}, "business"),
        ({"category": "NON-PROFIT"}, "nonprofit"),
        ({"ownership": "Sole proprietorship"}, "solopreneur"),
        ({"employees": "1"}, "solopreneur"),
        ({"full_time": "1", "part_time": "5"}, "business"),
        ({"employees": ""}, "business"),
        ({"ownership": "Corporation"}, "business"),
        ({"category": "Organización sin fines de lucro"}, "nonprofit"),
        ({"category": "Fundación"}, "nonprofit"),
        ({"ownership": "Persona física"}, "solopreneur"),
        ({"ownership": "Sociedad anónima"}, "business"),
    ],
)
def test_the_kind_of_member(cells: dict[str, str], kind: str) -> None:
    assert entry(name="Elm", **cells).kind == kind


@pytest.mark.parametrize(
    ("cells", "at_home"),
    [
        ({"ownership": "Sole proprietorship"}, True),
        ({"trade": "HOME OCCUPATION DRYWALL"}, True),
        ({"trade": "OFFICE FOR TRUCKING"}, True),
        ({"trade": "COMPUTER SERVICES, HOME BASED"}, True),
        ({"trade": "MOBILE HOME PARK"}, False),
        ({"trade": "HOME BUILDER"}, False),
        ({"ownership": "Corporation"}, False),
    ],
)
def test_homes_are_known_so_that_their_street_is_not_shown(cells: dict[str, str], at_home: bool) -> None:
    assert entry(name="Elm", **cells).home_based is at_home


@pytest.mark.parametrize(
    ("full", "part", "size"), [("1", "", "1"), ("2", "1", "2-5"), ("6", "0", "6-20"), ("40", "", "21+"), ("", "", "")]
)
def test_the_size_is_counted_from_all_columns_that_count_people(full: str, part: str, size: str) -> None:
    assert entry(name="Elm", full_time=full, part_time=part).size == size


def test_the_directorys_own_number_is_the_key() -> None:
    assert entry(id="LA00001", name="Elm").key == "id:LA00001"


def test_without_a_number_name_and_street_are_the_key_however_they_are_written() -> None:
    assert entry(name="BO'S BREAD", street="12 Elm St.").key == entry(name="Bo’s Bread ", street="12 ELM ST").key
    assert entry(name="Bo's Bread", street="12 Elm St").key != entry(name="Bo's Bread", street="9 Oak St").key


@pytest.mark.parametrize("street", ["OUT OF TOWN", "Online"])
def test_a_street_that_is_none_is_left_empty(street: str) -> None:
    assert entry(name="Elm", street=street).street == ""


@pytest.mark.parametrize(
    ("cells", "country"),
    [
        ({"zip": "72204"}, "US"),
        ({"postal_code": "V1M 2R6"}, "CA"),
        ({"postcode": "72204"}, ""),
        ({"country": "de"}, "DE"),
    ],
)
def test_the_country_is_said_by_the_postcode_where_no_column_says_it(cells: dict[str, str], country: str) -> None:
    assert entry(name="Elm", **cells).country == country


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ({"name": "", "town": "Elm"}, "no-name"),
        ({"name": "n/a", "town": "Elm"}, "no-name"),
        ({"name": " ", "town": ""}, "empty"),
        ({"town": "Elm"}, "no-name-column"),
        ({"name": "FOOD & SHOPS", "trade": "", "email": ""}, "heading"),
        ({"name": "Total members: 121", "trade": "", "email": ""}, "heading"),
        ({"id": "Total members:", "name": "121", "trade": "", "email": ""}, "heading"),
        ({"name": "Grand total", "trade": "", "staff": "1204"}, "heading"),
        ({"name": "Name", "town": "TOWN"}, "header-again"),
        ({"name": "Old Diner", "status": "Dropped"}, "left"),
        ({"name": "Old Diner", "status": "Lapsed 2024"}, "left"),
        ({"name": "Altes Lokal", "status": "ausgetreten"}, "left"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(cells: dict[str, str], key: str) -> None:
    found = read(**cells)
    assert found == Problem(key)
    assert isinstance(found, Problem)
    assert found.why == PROBLEMS[key]


@pytest.mark.parametrize(
    ("cells", "note", "left_out"),
    [
        ({"email": "not an address"}, "email-malformed", "email"),
        ({"email": "a@b.example\nBcc: x@y.example"}, "email-malformed", "email"),
        ({"website": "java script"}, "website-malformed", "website"),
        ({"website": "javascript:alert(1)"}, "website-malformed", "website"),
        ({"lat": "91.5", "lon": "10.0"}, "place-malformed", "lat"),
        ({"lat": "0.0", "lon": "0.0"}, "place-malformed", "lat"),
    ],
)
def test_an_odd_cell_is_left_out_with_a_note_and_the_row_is_kept(
    cells: dict[str, str], note: str, left_out: str
) -> None:
    found = entry(name="Elm", **cells)
    assert [one.key for one in found.notes] == [note]
    assert note in NOTES
    assert not getattr(found, left_out)


def test_a_people_directory_is_read_by_its_people() -> None:
    assert entry(First_name="Ann", Last_name="Okafor", Trade="photographer").name == "Ann Okafor"


def test_a_directory_without_names_is_read_by_trade_and_number() -> None:
    found = entry(id="J14", services="Massage Therapy")
    assert found.name == "Massage Therapy (J14)"
    assert [one.key for one in found.notes] == ["name-from-trade"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('=HYPERLINK("https://evil.example", "Bo\'s Bread")', "Bo's Bread"),
        ("=cmd|' /C calc'!A0", "cmd|' /C calc'!A0"),
        ("+Plus Fitness", "Plus Fitness"),
        ("@Home Cleaning", "Home Cleaning"),
        ("-Dash", "Dash"),
        ("Bo\x00's\tBread\r\n", "Bo 's Bread"),
    ],
)
def test_formulas_and_control_characters_are_harmless_text(cell: str, name: str) -> None:
    assert entry(name=cell).name == name


def test_a_member_never_needs_what_it_does() -> None:
    found = entry(name="Ann", trade="photographer", looking_for="photographer, bookkeeping")
    assert "photographer" not in found.needs
    assert Guess("bookkeeping", 1.0, guessed=False) in found.need_guesses


HEADER = ["id", "name", "email", "website", "trade", "category", "looking for", "naics", "ntee", "lat", "lon", "zip"]
HEADER += ["staff", "ownership", "street", "town", "instagram", "country"]


@given(st.lists(st.one_of(st.text(max_size=80), st.sampled_from(["=1+1", "1e999", "²", "٣", "1" * 400])), max_size=20))
def test_no_cell_whatever_it_holds_breaks_the_reading(row: list[str]) -> None:
    found = read_row(guess_columns(HEADER, []), row, TAXONOMY)
    assert isinstance(found, Entry | Problem)
    if isinstance(found, Entry):
        assert found.name.strip()
        assert not found.name.startswith(("=", "+", "@", "-"))
        assert not any(ord(letter) < 32 for letter in found.name + found.email + found.website + found.street)


@given(st.lists(st.text(max_size=30), max_size=20))
def test_reading_a_row_again_gives_the_same_entry(row: list[str]) -> None:
    mapping = guess_columns(HEADER, [])
    assert read_row(mapping, row, TAXONOMY) == read_row(mapping, row, TAXONOMY)
