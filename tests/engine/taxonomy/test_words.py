"""People's own words, and licences' words, find the service."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.taxonomy import Taxonomy
from hometeam.engine.taxonomy.spelling import Spelling

TAXONOMY = Taxonomy.load()


def first(text: str) -> str:
    found = TAXONOMY.match(text, top=1)
    return found[0].service.id if found else ""


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("JANITORIAL SERVICES", "office-cleaner"),
        ("LAW FIRM", "lawyer"),
        ("FIRE ALARM & WATER WORKS CONTRACTOR", "security-systems"),
        ("REGISTERED MASSAGE THERAPIST", "massage-therapist"),
        ("OFFICE FOR TRUCKING COMPANY", "trucking"),
        ("A/C & HTG DEALERS, SALES & INSTALLATION", "hvac"),
        ("BARBER/BEAUTY OPERATORS", "hair-salon"),
        ("MOBILE CANTEEN", "food-truck"),
        ("RECYCLING & BOTTLE DEPOT", "recycling"),
    ],
)
def test_a_licence_text_means_its_trade(text: str, service: str) -> None:
    assert first(text) == service


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("I bake sourdough", "bakery"),
        ("need someone to do my books", "bookkeeping"),
        ("Your books for a month", "bookkeeping"),
        ("Books put in order", "bookkeeping"),
        ("used books", "book-shop"),
        ("headshots", "photographer"),
        ("pictures of my shop", "photographer"),
        ("walk my dog", "dog-walker"),
        ("a new website", "web-designer"),
        ("help with Instagram", "social-media-manager"),
        ("café", "cafe"),
        ("I teach yoga", "yoga-studio"),
        ("grant writing", "grant-writer"),
        ("Sew a button", "tailor"),
        ("Latte art lesson", "cooking-classes"),
        ("barista training", "cooking-classes"),
        ("barista", "cafe"),
        ("art lessons", "art-classes"),
        ("piano lesson", "music-teacher"),
    ],
)
def test_everyday_words_mean_their_trade(text: str, service: str) -> None:
    assert first(text) == service


@pytest.mark.parametrize(
    "text", ["photografer", "bookeeping", "vetrinarian", "acountant", "accountent", "plumer", "electrican"]
)
def test_a_slip_of_the_pen_is_forgiven(text: str) -> None:
    assert first(text) in {"photographer", "accountant", "bookkeeping", "veterinarian", "plumber", "electrician"}


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("book keeper", "bookkeeping"),
        ("mobile foodtruck", "food-truck"),
        ("Autobody & paint", "body-shop"),
        ("non profit", "nonprofit"),
    ],
)
def test_words_written_as_one_or_apart_mean_the_same(text: str, service: str) -> None:
    assert first(text) == service


@pytest.mark.parametrize(
    "text", ["freelancer", "I work freelance", "work", "I work alone", "family business", "we are a team"]
)
def test_how_somebody_works_is_not_what_they_do(text: str) -> None:
    assert first(text) == ""


@pytest.mark.parametrize(
    "text", ["more customers", "Strategic partnerships", "referrals", "sales", "nothing", "I don’t know yet", "n/a"]
)
def test_what_no_trade_can_give_is_no_service(text: str) -> None:
    assert first(text) == ""


def test_such_a_word_beside_others_still_counts() -> None:
    assert first("car sales") == "car-dealer"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("plumer", ("plumber",)),
        ("desinger", ("designer",)),
        ("baker", ("baker",)),
        ("chefs", ("chefs",)),
        ("cat", ("cat",)),
        ("xlumber", ("xlumber",)),
        ("cooker", ("cooker",)),
        ("office", ("office",)),
    ],
)
def test_only_what_is_one_letter_from_a_single_known_word_is_read_as_that(text: str, meant: tuple[str, ...]) -> None:
    spelling = Spelling.of(["plumber", "designer", "baker", "chef", "cart", "cooked", "cookery", "officer"], [])
    assert spelling.meant((text,)) == meant


@pytest.mark.parametrize(
    "text", ["", "   ", "the", "zzzz qqq", "!!!", "42", "blockchain", "and services for the company"]
)
def test_nonsense_finds_nothing_rather_than_something(text: str) -> None:
    assert TAXONOMY.match(text) == []


@pytest.mark.parametrize("often", [6, 40, 1_000])
def test_a_word_said_again_and_again_says_no_more_than_once(often: int) -> None:
    assert TAXONOMY.match("bakery " * often) == TAXONOMY.match("bakery")


def test_what_is_too_long_to_be_a_word_is_passed_over() -> None:
    assert TAXONOMY.match("bakery " + "a" * 100_000) == TAXONOMY.match("bakery")
    assert TAXONOMY.match("baker" * 100) == []


@given(st.text(max_size=200), st.integers(min_value=1, max_value=8))
def test_any_text_gives_at_most_what_was_asked_for_best_first(text: str, top: int) -> None:
    found = TAXONOMY.match(text, top)
    scores = [match.score for match in found]
    assert len(found) <= top
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_every_title_finds_its_own_service() -> None:
    wrong = [service.id for service in TAXONOMY.services if first(service.title) != service.id]
    assert len(wrong) <= 0.03 * len(TAXONOMY.services), wrong


def test_codes_can_be_guessed_from_words() -> None:
    assert TAXONOMY.match_naics("dental office", top=1)[0][0] == "621"


def test_synonyms_widen_a_search() -> None:
    assert {"photos", "headshots"} <= TAXONOMY.synonyms("photographer")
    assert "photographer" not in TAXONOMY.synonyms("Photographer")


@pytest.mark.parametrize("word", ["", "zzz", "manufacturer", "shop"])
def test_a_word_that_says_too_little_is_not_widened(word: str) -> None:
    assert TAXONOMY.synonyms(word) == set()


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Hochzeitsfotografin", "photographer"),
        ("Baeckerei", "bakery"),
        ("Steuerbüro", "tax-preparer"),
        ("Tattoostudio", "tattoo-studio"),
        ("panadería", "bakery"),
        ("Clases de español para adultos", "language-school"),
        ("plombier", "plumber"),
        ("l’électricien du village", "electrician"),
        ("Maler", "painter"),
        ("Maler & Sons, roofing", "roofer"),
        ("Schneider Electric", ""),
        ("kindergarten", "childcare"),
    ],
)
def test_a_trade_in_another_language_is_read_and_a_name_that_is_one_is_not(text: str, service: str) -> None:
    found = TAXONOMY.match(text, top=1)
    assert (found[0].service.id if found and found[0].score > 0.5 else "") == service


def test_who_looks_for_a_trade_abroad_finds_those_who_say_it_in_english() -> None:
    assert "plumbing" in TAXONOMY.synonyms("plombier")
