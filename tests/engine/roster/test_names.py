"""Names that shout are shown gently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.roster.names import gently


@pytest.mark.parametrize(
    ("loud", "gentle"),
    [
        ("STELLAR CLEANING LLC", "Stellar Cleaning LLC"),
        ("SITKA FIRE PROTECTION INC", "Sitka Fire Protection Inc"),
        ("ALBERTA BC SAFETY", "Alberta BC Safety"),
        ("MR. CHEN'S", "Mr. Chen's"),
        ("BOB STEVENS CPA", "Bob Stevens CPA"),
        ("THE HOUSE OF BREAD", "The House of Bread"),
        ("MCDONALD & O'BRIEN LTD.", "McDonald & O'Brien Ltd."),
        ("BALCH-GRAY PROPERTIES", "Balch-Gray Properties"),
        ("RJS HVAC", "RJS HVAC"),
        ("19TH ON CHERRY HILL", "19th on Cherry Hill"),
        ("CAFÉ ÉTOILE", "Café Étoile"),
        ("A.b.C. Painting", "A.B.C. Painting"),
        ("PINNACLE A.B.C. SERVICES", "Pinnacle A.B.C. Services"),
        ("Sweets, e.g. cakes", "Sweets, e.g. cakes"),
        ("Tierheim Stuttgart e.V.", "Tierheim Stuttgart e.V."),
        ("Bäckerei Müller e. K.", "Bäckerei Müller e. K."),
        ("eBay shop", "eBay shop"),
        ("Bo's Bread", "Bo's Bread"),
        ("Gill'S Roadways", "Gill's Roadways"),
        ("The A'S", "The A'S"),
        ("7-11", "7-11"),
        ("", ""),
    ],
)
def test_capitals_become_a_title_and_other_names_stay_as_their_owners_write_them(loud: str, gentle: str) -> None:
    assert gently(loud) == gentle


@given(st.text(max_size=60))
def test_no_letter_is_lost_or_added(name: str) -> None:
    assert gently(name).casefold() == name.casefold()
