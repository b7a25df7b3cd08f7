"""Mutual choice is predicted from both sides, and better than from their mean."""

from collections.abc import Callable
from itertools import product

import pytest

from hometeam.engine.evaluate import Unfit, evaluate_reciprocal, read_choices
from tests.real_data import real_data

SMALL_WAVES = frozenset(("1", "3", "5", "6", "8", "10"))


def test_the_product_of_both_sides_beats_their_mean_and_one_side() -> None:
    """Six of the waves of Fisman and others, 2006; the whole table's figures are in the docs."""
    head, *lines = real_data("reciprocal/speed_dating_waves01_11.csv").read_text().splitlines()
    wave = head.split(",").index("wave")
    few = [line for line in lines if line.split(",")[wave] in SMALL_WAVES]
    found = evaluate_reciprocal(read_choices("\n".join([head, *few])))
    assert (found.dyads, found.matches) == (496, 109)
    assert found.ours.auc > found.arithmetic.auc + 0.015 > found.one_sided.auc
    assert found.ours.ap > found.one_sided.ap
    assert found.ours.brier < found.one_sided.brier


def test_what_was_said_after_the_meeting_is_not_read() -> None:
    """How they rated each other tells nearly everything; a column of that name changes no figure."""
    rows = [
        (one, other, wave, yes, back)
        for wave in (1, 2)
        for one, other, yes, back in ((wave, 10 + wave, 1, 1), (wave, 20 + wave, 0, 1), (wave + 2, 10 + wave, 1, 0))
    ]
    both = [*rows, *((other, one, wave, back, yes) for one, other, wave, yes, back in rows)]
    plain = "\n".join(["iid,pid,wave,dec,dec_o", *(",".join(map(str, row)) for row in both)])
    rated = "\n".join(
        ["iid,pid,wave,dec,dec_o,like,like_o,match", *(",".join(map(str, (*row, row[3], row[4], 0))) for row in both)]
    )
    assert evaluate_reciprocal(read_choices(plain)) == evaluate_reciprocal(read_choices(rated))


def meetings(answers: Callable[[int, int, int], tuple[object, object]], age: str = "30") -> str:
    """Three waves in which five meet five others."""
    lines = ["iid,pid,wave,dec,dec_o,age"]
    for wave, one, other in product(range(3), range(5), range(5)):
        left, right = 100 * wave + one, 100 * wave + 50 + other
        mine, theirs = answers(wave, one, other)
        lines += [f"{left},{right},{wave},{mine},{theirs},{age}", f"{right},{left},{wave},{theirs},{mine},{age}"]
    return "\n".join(lines)


@pytest.mark.parametrize(("answer", "words"), [(1, "All pairs"), (0, "No pairs")])
def test_where_all_choose_alike_there_is_nothing_to_predict(answer: int, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        evaluate_reciprocal(read_choices(meetings(lambda *_: (answer, answer))))


@pytest.mark.parametrize("age", ["", "nan", "inf", "1e308", "old"])
def test_a_column_without_use_changes_nothing(age: str) -> None:
    """Who says yes, and who is taken gladly, is learnt from the wave's other meetings."""
    found = evaluate_reciprocal(read_choices(meetings(lambda _wave, one, other: (int(one < 3), int(other < 2)), age)))
    assert found.matches == 3 * 3 * 2
    assert found.ours.auc > 0.95
