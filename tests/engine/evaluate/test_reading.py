"""Tables that cannot be evaluated are refused in one sentence, with the line."""

import pytest

from hometeam.engine.evaluate import Unfit, read_choices, read_members, read_ties

PEOPLE = "id,trade\na,baker\nb,\nc,florist\nd,baker\n"
CHOICES = "iid,pid,wave,dec,dec_o\n1,2.0,1,1,0\n2,1.0,1,0,1\n3,4.0,2,1,1\n4,3.0,2,1,1\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("name\na\n", "no column “id”"),
        ("id,id\na,b\n", "twice"),
        ("id,x\na,1\nb\n", "Line 3 .* has 1 cells"),
        ("id\na\n\nb\na\nc\n", "Line 5 .* “a” again"),
        ("id,x\n,1\n", "Line 2 .* no id"),
        ("id\na\nb\n", "at least 4"),
        ("id\0\na", "not a text file"),
        ('id\n"a\nb\nc\nd', "cannot be read"),
    ],
)
def test_a_members_file_that_cannot_be_used(text: str, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        read_members(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("src,dst\na,b\na,z\n", "Line 3 .* “z”"),
        ("src,dst\na,b\nb,b\n", "Line 3 .* “b” to itself"),
        ("src,dst\n", "no ties"),
        ("src\na\n", "no column “dst”"),
        ("src,dst\na,\n", "Line 2"),
    ],
)
def test_a_ties_file_that_cannot_be_used(text: str, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        read_ties(text, read_members(PEOPLE))


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("1,2.0,1,1,0", "1,2.0,1,maybe,0", "Line 2 .* “maybe” in dec"),
        ("1,2.0,1,1,0", "1,2.0,1,1,1", "Lines 2 and 3 .* contradict"),
        ("2,1.0", "1,2.0", "Line 3 .* again"),
        ("1,2.0", "1,1", "choose itself"),
        (",2,1,1", ",1,1,1", "two waves"),
        ("2,1.0,1,0,1\n", "", "two waves"),
    ],
)
def test_a_choices_file_that_cannot_be_used(was: str, now: str, words: str) -> None:
    assert was in CHOICES
    with pytest.raises(Unfit, match=words):
        read_choices(CHOICES.replace(was, now))


def test_the_separator_may_be_a_semicolon_and_relations_have_names() -> None:
    ties = read_ties("src;dst;relation\na;b;lunch\na;b;lunch\nb;c;\n", read_members(PEOPLE.replace(",", ";")))
    assert {name: arcs.tolist() for name, arcs in ties.relations.items()} == {
        "lunch": [[0, 1]],
        "all relations": [[1, 2]],
    }
