"""Tables that cannot be evaluated are refused in one sentence, with the line."""

import csv
from collections.abc import Callable

import pytest

from hometeam.engine.evaluate import Unfit, read_choices, read_members, read_ties

PEOPLE = "id,trade\na,baker\nb,\nc,florist\nd,baker\n"
CHOICES = "iid,pid,wave,dec,dec_o\n1,2.0,1,1,0\n2,1.0,1,0,1\n3,4.0,2,1,1\n4,3.0,2,1,1\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing in the members' file"),
        ("\n \nid\na\n", "first line is empty"),
        ("name\na\n", "Line 1 of the members' file has no column “id”"),
        ("id,id\na,b\n", "Line 1 of the members' file has the column “id” twice"),
        ("id,x\na,1\nb\n", "Line 3 .* has 1 cells"),
        ("id\na\n\nb\na\nc\n", "Line 5 .* “a” again"),
        ("id,x\na,1,2\n", "Line 2 .* has 3 cells"),
        ("id,x\n,1\n", "Line 2 .* no id"),
        ("id\na\nb\n", "At least 4 .* has 2"),
        ("id\na\nb\0\n", "Line 3 of the members' file is not text"),
        ('id\n"a\nb\nc\nd', "Line 5 .* quotation mark"),
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
        ("src,dst\n", "no ties in the ties' file"),
        ("", "nothing in the ties' file"),
        ("src\na\n", "Line 1 .* no column “dst”"),
        ("src,dst\na,\n", "Line 2 .* “”, who is not in the members' file"),
        ("src,dst\n" + "9" * 5000 + ",a\n", "Line 2 .* “9{60}…”, who"),
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
        (",2,1,1", ",1,1,1", "two waves .* the file has one"),
        ("2,1.0,1,0,1\n", "", "two waves"),
        ("1,2.0,1,1,0", "1,2.0,,1,0", "Line 2 .* no wave"),
        ("1,2.0,1,1,0", "1,2.0,1,,0", "Line 2 .* “” in dec"),
        ("1,2.0", ",2.0", "Line 2 .* no iid"),
        ("dec_o", "theirs", "Line 1 .* “dec_o”"),
    ],
)
def test_a_choices_file_that_cannot_be_used(was: str, now: str, words: str) -> None:
    assert was in CHOICES
    with pytest.raises(Unfit, match=words):
        read_choices(CHOICES.replace(was, now))


@pytest.mark.parametrize(
    "turned",
    [
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\n\n") + "\n  \n",
        lambda text: text.replace("\n", ",\n"),
        lambda text: text.replace("a,", '"a", ').replace("b,", " b ,"),
        lambda text: text + "b,a\na,b\n",
    ],
    ids=["semicolons", "tabs", "Windows", "old Mac", "empty lines", "an empty column", "quotes and spaces", "twice"],
)
def test_the_same_table_as_others_write_it(turned: Callable[[str], str]) -> None:
    people, ties = "id,trade\na,x\nb,y\nc,x\nd,y\n", "src,dst\na,b\nb,a\n"
    first = read_members(people)
    second = read_members(people if turned(people).endswith("b,a\na,b\n") else turned(people))
    assert (first.ids, first.attributes) == (second.ids, second.attributes)
    assert read_ties(turned(ties), second).relations["all relations"].tolist() == [[0, 1], [1, 0]]


def test_a_quoted_comma_is_part_of_a_name() -> None:
    found = read_members('id,trade\na,"bread, rolls"\nb,x\nc,y\nd,"z ""z"""\n')
    assert found.attributes == {"trade": ("bread, rolls", "x", "y", 'z "z"')}


def test_a_cell_may_be_as_long_as_the_reader_takes() -> None:
    before = csv.field_size_limit(100)
    try:
        with pytest.raises(Unfit, match=r"Line 3 .* more than 100 characters"):
            read_members(f"id,x\na,1\nb,{'x' * 101}\n")
    finally:
        csv.field_size_limit(before)


def test_files_are_called_by_their_names() -> None:
    people = read_members(PEOPLE, "people.csv")
    with pytest.raises(Unfit, match=r"Line 3 of ties\.csv names “z”, who is not in people\.csv\."):
        read_ties("src,dst\na,b\nb,z\n", people, "ties.csv")
    with pytest.raises(Unfit, match=r"Line 2 of meetings\.csv has “7” in dec"):
        read_choices(CHOICES.replace("1,2.0,1,1,0", "1,2.0,1,7,0"), "meetings.csv")


def test_the_separator_may_be_a_semicolon_and_relations_have_names() -> None:
    ties = read_ties("src;dst;relation\na;b;lunch\na;b;lunch\nb;c;\n", read_members(PEOPLE.replace(",", ";")))
    assert {name: arcs.tolist() for name, arcs in ties.relations.items()} == {
        "lunch": [[0, 1]],
        "all relations": [[1, 2]],
    }


@pytest.mark.parametrize(("in_one", "in_other"), [("", ".0"), (".0", ""), (".0", ".0")])
def test_whole_numbers_are_the_same_with_and_without_a_point(in_one: str, in_other: str) -> None:
    members = read_members("id\n" + "".join(f"{one}{in_one}\n" for one in range(5)))
    ties = read_ties(f"src,dst\n3{in_other},4{in_other}\n", members)
    assert ties.relations["all relations"].tolist() == [[3, 4]]


def test_an_id_that_is_there_as_it_is_written_is_that_member() -> None:
    members = read_members("id\n7\n7.0\n8\n9\n")
    assert read_ties("src,dst\n7.0,7\n", members).relations["all relations"].tolist() == [[1, 0]]
