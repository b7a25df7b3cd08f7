"""Pools from files of every kind, and one clear sentence for those that are malformed."""

from __future__ import annotations

import gzip
import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.loops import Rules, best_loops
from hometeam.engine.loops.reading import READERS, Malformed, read_pool
from tests.real_data import real_data

WMD = "# NUMBER ALTERNATIVES: 3\n# NUMBER EDGES: {}\n" + "".join(f"# ALTERNATIVE NAME {i}: {i}\n" for i in (1, 2, 3))
THREE = "1,2,1\n2,1,1\n2,3,1\n"
KEP = '{"data": {"1": {"sources": [1], "matches": [{"recipient": 2, "score": 1}]}, "2": {%s}}}'


@pytest.mark.parametrize(
    ("name", "served"),
    [
        ("preflib/00036-00000001.wmd.xz", 4),
        ("preflib/00036-00000031.wmd", 22),
        ("preflib/00036-00000071.wmd", 47),
        ("preflib/00036-00000111.wmd.xz", 83),
        ("kep_solver/test1.json", 3),
        ("kep_solver/test1.v2.json", 3),
        ("glasgow/100.input", 29),
        ("inesc/70_01_all.input", 39),
    ],
)
def test_the_known_optimum_of_a_real_pool_is_found_and_proven(name: str, served: int) -> None:
    file = real_data(f"barter/{name}")
    answer = best_loops(read_pool(file.name, file.read_bytes()), Rules())
    assert (answer.served, answer.upper_bound, answer.optimal) == (served, served, True)


@pytest.mark.parametrize(
    ("name", "trades"),
    [("br2024may", 196), ("mathandel_29_5", 199), ("okasaki_ask", 197), ("okasaki_onewant", 336), ("oz_amiguero", 459)],
)
def test_a_math_trade_has_as_many_trades_as_trademaximizer_finds(name: str, trades: int) -> None:
    file = real_data(f"barter/mathtrade/{name}.txt.xz")
    answer = best_loops(read_pool(file.name, file.read_bytes()), Rules(max_length=0))
    assert answer.served == sum(map(len, answer.loops)) == trades


def test_our_tables_are_read_with_offers_and_needs_or_with_arcs() -> None:
    matches = b"member,offer,need\nAnn,Photographs,Books\nBo,bread,photographs\nCy,books,\nCy,,bread\n"
    assert best_loops(read_pool("pool.csv", matches), Rules()).loops == (("Ann", "Bo", "Cy"),)
    arcs = gzip.compress(b"giver,receiver,weight\nAnn,Bo,2\nBo,Ann,0.5\n")
    assert best_loops(read_pool("pool.csv.gz", arcs), Rules(2, "weight")).value == 2.5


def test_a_table_is_read_with_empty_columns_after_it_and_under_the_name_that_spreadsheets_give_it() -> None:
    for name, content in (
        ("a.csv", b"giver,receiver,,\nAnn,Bo,,\nBo,Ann,\n"),
        ("a.txt", b"Giver\tReceiver\nAnn\tBo\nBo\tAnn\n"),
    ):
        assert best_loops(read_pool(name, content), Rules(2)).loops == (("Ann", "Bo"),)
    with pytest.raises(Malformed, match="line 2: there are 4 columns where the header has 2"):
        read_pool("a.csv", b"giver,receiver,,\nAnn,Bo,,9\n")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.wmd", WMD.format(4) + THREE, "line 2: 4 arcs are announced, but there are 3"),
        ("a.wmd", WMD.format(3) + "1,2,1\n2,2,1\n2,3,1\n", "line 7: 2 would give to itself"),
        ("a.wmd", WMD.format(3) + "1,2,1\n1,2,1\n2,3,1\n", "line 7: the arc from 1 to 2 is there twice"),
        ("a.wmd", WMD.format(3) + "1,2,1\n2,4,1\n2,3,1\n", "line 7: there is no member 4"),
        ("a.wmd", WMD.format(3) + "1,2,1\n2,1\n", "line 7: an arc is"),
        ("a.wmd", WMD.format(1) + "1,2,heavy\n", "line 6: “heavy” is not a number"),
        ("a.wmd", "1,2,1\n", "line 1: the line “# NUMBER ALTERNATIVES: …” is missing"),
        ("a.input", "2 1\n0 1 1\n", "line 2: the file is cut short"),
        ("a.input", "2 1\n0 1 nan\n-1 -1 -1\n", "line 2: a weight is a number from 0 upwards"),
        ("a.input", "2 2\n0 1 1\n-1 -1 -1\n", "line 3: 2 arcs are announced, but there are 1"),
        ("a.input", "", "line 1: the first line says"),
        ("a.json", '{"data":\n {"1"', "line 2: this is no JSON"),
        ("a.json", "[]", "line 1: a pool is an object"),
        ("a.json", KEP % '"altruistic": true, "matches": []', "donor 2 is an altruist, who begins a chain"),
        ("a.json", KEP % '"sources": [2], "matches": [{"recipient": 9}]', "donor 2 matches recipient 9, whom nobody"),
        (
            "a.json",
            KEP % '"sources": [2], "matches": [{"recipient": 1, "score": NaN}]',
            "line 1: a score of donor 2",
        ),
        ("a.json", '{"data": {\n"1": {"sources": [1]},\n"2": {}}}', "line 3: donor 2 is an altruist"),
        (
            "a.json",
            '{"data": {"1": {"sources": [1]}, "1": {"sources": [1]}}}',
            "line 1: “1” is there twice in one object",
        ),
        ("a.json", '{"data": {"1": {"a": "b", \n"c\\"{": "a", \n"a": 1}}}', "line 3: “a” is there twice in one object"),
        ("a.json", '{"data": ' + "1" * 5000 + "}", "line 1: a number in this JSON is too long"),
        ("a.wmd", "# NUMBER ALTERNATIVES: -3\n# NUMBER EDGES: 0\n", "line 1: -3 members cannot be"),
        ("a.csv", "giver,receiver,weight\nAnn,Bo,1e300\n", "line 2: a weight is a number from 0 upwards"),
        ("a.csv", "giver,receiver,weight\nAnn,Bo,1_000\n", "line 2: “1_000” is not a number"),
        ("a.txt", "(Ann book : pen\n", "line 1: the user's name has no closing bracket"),
        ("a.txt", "# nothing\n", "line 1: there is no want list"),
        ("a.csv", "who,what\n", "line 1: the first line says"),
        ("a.csv", 'giver,receiver,weight\nAnn,Bo,"2,5"\n', "line 2: “2,5” is not a number"),
        ("a.csv", "giver;receiver;weight\nAnn;Bo;1;5\n", "line 2: there are 4 columns where the header has 3"),
        ("a.csv", "giver,receiver,weight\nAnn,Bo\n", "line 2: there are 2 columns where the header has 3"),
        ("a.csv", "giver,receiver,weight\nAnn,Bo,1\nAnn,Bo,2\n", "line 3: the arc from Ann to Bo is there twice"),
        ("a.csv", "member,offer,need\n,a,b\n", "line 2: whose offer or need"),
        ("a.csv", "giver,receiver,weight\nAnn,\x00Bo,1\n", "line 2: there are bytes here that are no text"),
        ("a.ndds", "", "this file holds altruists"),
        ("a.pdf", "", "is none of"),
    ],
)
def test_a_malformed_file_is_refused_in_a_sentence_with_its_line(name: str, text: str, sentence: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_pool(name, text.encode())
    assert sentence in str(refused.value)


@pytest.mark.parametrize("packing", ["xz", "gz"])
def test_a_packed_file_that_is_cut_short_is_refused(packing: str) -> None:
    whole = lzma.compress(b"a" * 999) if packing == "xz" else gzip.compress(b"a" * 999)
    with pytest.raises(Malformed, match="damaged or cut short"):
        read_pool(f"pool.csv.{packing}", whole[:-9])


@given(
    st.sampled_from(sorted(READERS)), st.one_of(st.binary(max_size=80), st.text('0123,-# \n%():az{}[]"', max_size=80))
)
def test_whatever_is_in_a_file_it_is_read_or_refused(ending: str, content: bytes | str) -> None:
    try:
        pool = read_pool(f"pool{ending}", content if isinstance(content, bytes) else content.encode())
    except Malformed as refused:
        assert "\n" not in str(refused)
    else:
        assert len(pool.ids) >= 0


@pytest.mark.parametrize(("mark", "weight"), [(",", "2.5"), (";", "2,5"), (";", "2.5"), ("\t", "2,5")])
def test_a_spreadsheet_may_part_its_columns_as_its_country_does(mark: str, weight: str) -> None:
    rows = [["giver", "receiver", "weight"], ["Ann", "Bo", weight], ["Bo", "Ann", "3"]]
    table = "\ufeff" + "".join(mark.join(row) + "\r\n" for row in rows)
    assert best_loops(read_pool("pool.csv", table.encode()), Rules(2, "weight")).value == 5.5
