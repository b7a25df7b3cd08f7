"""What somebody lists in one go is taken apart as they mean it."""

import pytest

from hometeam.members.forms.profile import services_listed, split_words
from hometeam.members.queries.trades import apart


@pytest.mark.parametrize(
    ("words", "things"),
    [
        ("wedding photography, headshots", ["wedding photography", "headshots"]),
        ("murals, live painting, and custom portraits.", ["murals", "live painting", "custom portraits"]),
        ("herbal products (teas, tinctures and oils), soap", ["herbal products (teas, tinctures and oils)", "soap"]),
        ("$50,000 in funding; a logo", ["$50,000 in funding", "a logo"]),
        ("headshots for artists. Live painting at events", ["headshots for artists", "Live painting at events"]),
    ],
)
def test_a_comma_parts_things_but_not_within_brackets_or_a_number(words: str, things: list[str]) -> None:
    assert apart(split_words(words)) == things


@pytest.mark.parametrize(
    "words",
    [
        "bed and breakfast",
        "health and wellness coaching",
        "black and white photography",
        "interior and exterior painting",
        "software technology and AI consulting",
        "custom portraits and more",
        "assessments for 55 and older in need of a service",
        "tortas y pasteles",
        "clases de inglés y español",
        "limpieza de casas y oficinas",
    ],
)
def test_an_and_within_one_thing_leaves_it_whole(words: str) -> None:
    assert apart([words]) == [words]


@pytest.mark.parametrize(
    ("words", "things"),
    [
        ("web design and bookkeeping", ["web design", "bookkeeping"]),
        ("yoga & pilates", ["yoga", "pilates"]),
        ("fotografía y video", ["fotografía", "video"]),
        ("contabilidad e impuestos", ["contabilidad", "impuestos"]),
        ("help with my books and somebody for my website", ["help with my books", "somebody for my website"]),
    ],
)
def test_an_and_between_two_services_parts_them(words: str, things: list[str]) -> None:
    assert apart([words]) == things


def test_what_is_longer_than_a_row_holds_is_cut_between_words() -> None:
    found = services_listed("marketing for " + ", ".join(f"start-ups of year {year}" for year in range(2000, 2020)))
    assert max(len(words) for words in found) <= 200 and found[0].endswith("…")


def test_for_whom_somebody_works_is_no_further_thing_that_they_do() -> None:
    said = split_words("Marketing for entrepreneurs, non-profits, and small businesses, logos")
    assert apart(said) == ["Marketing for entrepreneurs, non-profits, small businesses", "logos"]
