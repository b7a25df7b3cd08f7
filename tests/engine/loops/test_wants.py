"""Want lists are read as TradeMaximizer reads them: what it stops at is refused, what it warns of is passed over."""

from __future__ import annotations

import pytest

from hometeam.engine.loops import Rules, best_loops
from hometeam.engine.loops.reading import Malformed, read_pool


def trades(text: str) -> set[str]:
    """The items that change hands; what only passes on is left out."""
    loops = best_loops(read_pool("wants.txt", text.encode()), Rules(max_length=0)).loops
    return {item for loop in loops for item in loop}


TWO = "(Ann) pen : {}\n(Bo) ink : pen\n"


def test_items_change_hands_by_rank_or_by_price_in_any_capitals_and_with_spaces_in_names() -> None:
    for wanted in ("ink", "INK", "cup; Ink", "ghost ink"):
        assert trades(TWO.format(wanted)) == {"INK", "PEN"}
    assert trades("#! EXPLICIT-PRIORITIES\n" + TWO.format("cup=2 ink=7")) == {"INK", "PEN"}
    assert trades("(Ann Lee) pen ink\n(Bo) ink: pen\n") == {"INK", "PEN"}


def test_nobody_is_given_what_they_have_already() -> None:
    assert trades("(Ann) pen : ink\n(ANN) ink : pen\n") == set()
    assert trades("(Ann) pen : pen ink\n(Bo) ink : pen\n") == {"INK", "PEN"}
    assert trades("pen : ink\nink : pen\n") == {"INK", "PEN"}
    assert trades("(Ann) %any : pen ink\n(Ann) pen : %any\n(Bo) ink : pen\n") == {"INK", "PEN"}


def test_capitals_matter_only_where_the_list_says_so() -> None:
    text = "#! case-sensitive\n(Ann) Pen : ink\n(ann) pen : ink\n(Bo) ink : pen\n"
    assert trades(text) == {"ink", "pen"}
    assert trades("#! CASE-SENSITIVE\n(Ann) pen : ink\n(ann) ink : pen\n") == {"ink", "pen"}


def test_an_item_that_is_not_among_the_official_names_is_passed_over() -> None:
    names = "!BEGIN-OFFICIAL-NAMES\npen ==> a fountain pen (from Ann)\nink: black\ncup\n!END-OFFICIAL-NAMES\n"
    assert trades(names + TWO.format("%black") + "(Ann) %black : ink\n") == {"INK", "PEN"}
    assert trades(names + "(Ann) pen : imk\n(Bo) imk : pen\n") == set()


def test_a_name_with_percent_belongs_to_a_user_and_to_nobody_without_one() -> None:
    assert trades("%any : ink\npen : %any\nink : pen\n") == set()
    assert trades("(Ann) %any : ink\n(Cy) pen : %any\n(Bo) ink : pen\n") == set()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("(Ann) pen : ink : cup\n", "line 1: there is not one colon"),
        ("#! REQUIRE-COLONS\n\n(Ann) pen ink\n", "line 3: there is not one colon"),
        ("#! REQUIRE-USERNAMES\npen : ink\n", "line 2: whose list this is, is missing"),
        ("() pen : ink\n", "line 1: there is no name between the brackets"),
        ("(Ann) pen : ink (black)\n", "line 1: only the user's name"),
        ("pen (Ann) : ink\n", "line 1: only the user's name"),
        ("(Ann) pen : ink # or so\n", "line 1: a comment has a line of its own"),
        ("(Ann)\n", "line 1: a want list is"),
        ("(Ann) red pen : ink\n", "line 1: a want list is"),
        ("(Ann) pen; ink : cup\n", "line 1: a want list is"),
        ("!END-OFFICIAL-NAMES\npen : ink\n", "line 1: official names begin once and end once"),
        ("!BEGIN-OFFICIAL-NAMES\npen\n", "line 2: the file is cut short"),
        ("!BEGIN-NAMES\npen\n", "line 1: “!BEGIN-NAMES” is no section"),
    ],
)
def test_what_trademaximizer_stops_at_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(Malformed) as refused:
        trades(text)
    assert sentence in str(refused.value)
