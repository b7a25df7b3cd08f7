"""Two lists, two keys, and one who stands between: what comes out, and what does not."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine import overlap
from hometeam.engine.overlap import Band, Fault, Kind, Paper

CHANCE = random.Random(7)


def chance(size: int = 64) -> bytes:
    """Chance that is the same in every run."""
    return CHANCE.randbytes(size)


def people(first: int, last: int) -> list[str]:
    """Customers by number."""
    return [f"customer{number}@example.org" for number in range(first, last)]


def blinded(addresses: list[str], key: bytes) -> list[bytes]:
    return overlap.blinded(addresses, key, chance(32))


def test_the_group_is_the_one_of_rfc_9496() -> None:
    """Its own examples of the base's multiples, and an address's element as it must stay."""
    one, two = bytes([1] + [0] * 31), bytes([2] + [0] * 31)
    assert overlap.public(one).hex() == "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"
    assert overlap.public(two).hex() == "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919"
    assert (
        overlap.point_of(b"ann@example.org").hex() == "60bf856790987a325cecd0407dabea26c25ef012a38c892b41efa04477e67b68"
    )


def test_two_lists_are_counted_without_their_addresses() -> None:
    """60 here, 80 there, 25 in both; and what travels is neither the lists' order nor their length."""
    mine, yours = overlap.key_from(chance()), overlap.key_from(chance())
    my_list, your_list = blinded(people(0, 60), mine), blinded(people(35, 115), yours)
    seed_for_me, seed_for_you = chance(32), chance(32)
    to_me, to_you = overlap.handed(your_list, seed_for_me), overlap.handed(my_list, seed_for_you)
    from_me, from_you = overlap.blinded_again(to_me, mine), overlap.blinded_again(to_you, yours)
    assert overlap.shared(from_me, from_you) == 25
    assert overlap.is_faithful(from_me, length=100, key_point=overlap.public(mine), seed=seed_for_me)
    assert len(my_list) == len(your_list) == 100
    assert not set(my_list) & set(your_list)


def test_asked_twice_the_same_is_handed_over() -> None:
    """Otherwise the difference would show which elements are ours."""
    points, seed = blinded(people(0, 50), overlap.key_from(chance())), chance(32)
    assert overlap.handed(points, seed) == overlap.handed(points, seed) == sorted(overlap.handed(points, seed))


@pytest.mark.parametrize("cheat", ["another key", "a part changed", "one left out", "one twice"])
def test_whoever_hands_back_something_else_is_found_out(cheat: str) -> None:
    key, seed = overlap.key_from(chance()), chance(32)
    to_me = overlap.handed(blinded(people(0, 100), overlap.key_from(chance())), seed)
    back = overlap.blinded_again(to_me, key)
    made = {
        "another key": overlap.blinded_again(to_me, overlap.key_from(chance())),
        "a part changed": [overlap.point_of(b"%d" % at) if at % 2 else point for at, point in enumerate(back)],
        "one left out": back[1:],
        "one twice": [back[0], *back[:-1]],
    }[cheat]
    assert not overlap.is_faithful(made, length=100, key_point=overlap.public(key), seed=seed)


@pytest.mark.parametrize("count", [0, 1, 49, 20_001])
def test_a_list_has_a_least_and_a_most_length(count: int) -> None:
    with pytest.raises(overlap.WrongLength):
        overlap.length_for(count)


@given(st.integers(50, 20_000))
def test_a_blinded_list_has_one_of_few_lengths(count: int) -> None:
    assert count <= overlap.length_for(count) <= max(100, count * 5 // 2)
    assert overlap.length_for(count) in overlap.LENGTHS


class Even:
    """Chance that moves no count."""

    def random(self) -> float:
        return 0.999


def test_a_band_is_all_that_is_said_of_a_count() -> None:
    edges = {0: Band.FEW, 9: Band.FEW, 10: Band.SOME, 29: Band.SOME, 30: Band.DOZENS, 100: Band.HUNDREDS}
    said = {count: overlap.band_of(count, Even()) for count in edges}
    assert said == edges
    assert overlap.band_of(20_000, Even()) == Band.THOUSANDS


def test_one_customer_hardly_moves_a_result() -> None:
    """At an edge, where it shows most: the odds with and without one customer differ by e^0.3 at most."""
    runs, noise = 20_000, random.Random(3)
    share = [Counter(overlap.band_of(count, noise) for _ in range(runs))[Band.SOME] / runs for count in (9, 10)]
    assert share[1] / share[0] < math.exp(overlap.EPSILON) * 1.1
    assert (1 - share[0]) / (1 - share[1]) < math.exp(overlap.EPSILON) * 1.1
    assert 0.3 < share[0] < share[1] < 0.7


def test_more_in_common_speaks_louder() -> None:
    strengths = [overlap.strength(band) for band in Band]
    assert strengths == sorted(strengths)
    assert (strengths[0], strengths[-1]) == (0, 1)


KEY = overlap.key_from(chance())
LIST = Paper(Kind.LIST, blinded(people(0, 70), KEY), overlap.public(KEY))


def test_a_paper_is_read_as_it_was_written() -> None:
    content = overlap.written(LIST).encode()
    assert overlap.read(content, Kind.LIST) == LIST
    assert overlap.read(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"), Kind.LIST) == LIST


def papers_that_are_none() -> dict[str, tuple[bytes, Fault]]:
    """What might be sent to us instead, and what we say of it."""
    content = overlap.written(LIST).encode()
    lines = content.splitlines(keepends=True)
    neutral = b"A" * 43 + b"\n"
    return {
        "a customer list": (b"e-mail\nann@example.org\n", Fault.UNREADABLE),
        "nothing": (b"", Fault.UNREADABLE),
        "a picture": (bytes(range(256)), Fault.UNREADABLE),
        "half a line": (content[:-9], Fault.UNREADABLE),
        "no key": (b"".join([lines[0], *lines[2:]]), Fault.UNREADABLE),
        "another kind": (content.replace(b"1 list", b"1 returned"), Fault.OTHER_KIND),
        "too short": (b"".join(lines[:-1]), Fault.LENGTH),
        "one address many times": (b"".join([*lines[:2], *[lines[2]] * 100]), Fault.REPEATED),
        "the neutral element": (b"".join([*lines[:-1], neutral]), Fault.POINT),
        "no element": (b"".join([*lines[:-1], b"_" * 42 + b"8\n"]), Fault.POINT),
        "too long": (content * 400, Fault.UNREADABLE),
    }


@pytest.mark.parametrize("name", list(papers_that_are_none()))
def test_what_is_no_list_is_refused_with_its_fault(name: str) -> None:
    content, fault = papers_that_are_none()[name]
    with pytest.raises(overlap.Unsound) as refused:
        overlap.read(content, Kind.LIST)
    assert refused.value.fault == fault


@given(st.binary(max_size=400))
def test_no_bytes_at_all_are_more_than_refused(content: bytes) -> None:
    with pytest.raises(overlap.Unsound):
        overlap.read(b"hometeam overlap 1 list\n" + content, Kind.LIST)
