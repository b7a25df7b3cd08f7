"""Made-up networks whose answer is known: what is planted is found, in each setting where it can be, and no more."""

import time
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from hometeam.engine.evaluate import Asked, Members, Ties, evaluate_ties
from hometeam.engine.evaluate.measures import auc
from hometeam.engine.evaluate.ties import TiesReport

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
YARDSTICKS = ("common_neighbours", "adamic_adar", "resource_allocation", "katz", "preferential_attachment")


def members(size: int, **attributes: NDArray[np.generic]) -> Members:
    cells = {name: tuple(str(one) for one in column) for name, column in attributes.items()}
    return Members(tuple(f"m{one}" for one in range(size)), cells)


def drawn(chances: Floats, chance: np.random.Generator) -> Ties:
    """Each pair (rows of a symmetric table) tied by its chance, listed once."""
    left, right = np.triu_indices(len(chances), 1)
    tied = chance.random(len(left)) < chances[left, right]
    return Ties({"all": np.stack((left[tied], right[tied]), axis=1).astype(np.int64)})


def limit(chances: Floats, ties: Ties) -> float:
    """The AUC of whoever knows every chance."""
    left, right = np.triu_indices(len(chances), 1)
    tied = np.zeros(chances.shape, np.bool_)
    tied[ties.relations["all"][:, 0], ties.relations["all"][:, 1]] = True
    return auc(tied[left, right], chances[left, right])


def best(found: TiesReport) -> float:
    """The best yardstick's AUC where pairs are hidden."""
    return max(found.warm[name].auc for name in YARDSTICKS)


def test_kinds_that_go_together_are_found_for_newcomers_too() -> None:
    """Of twenty trades a few pairs go together; nothing else tells, and no trade goes with itself."""
    chance = np.random.default_rng(1)
    trade = chance.integers(0, 20, 200)
    together = np.triu(chance.random((20, 20)) < 0.1, 1)
    chances = np.where((together | together.T)[np.ix_(trade, trade)], 0.5, 0.01)
    ties = drawn(chances, chance)
    found = evaluate_ties(members(200, trade=np.char.add("trade ", trade.astype(str))), ties, Asked(folds=2))
    assert found.cold["ours"].auc > limit(chances, ties) - 0.05
    assert found.warm["ours"].auc > limit(chances, ties) - 0.05


def test_numbers_with_a_long_tail_tell_by_how_many_times_as_large_they_are() -> None:
    chance = np.random.default_rng(2)
    turnover = np.exp(chance.normal(10, 2, 150))
    apart = np.abs(np.log(turnover)[:, None] - np.log(turnover))
    chances = 0.6 * np.exp(-2 * apart)
    ties = drawn(chances, chance)
    found = evaluate_ties(members(150, turnover=turnover.round(2)), ties, Asked(folds=2))
    assert found.cold["ours"].auc > limit(chances, ties) - 0.06


def test_columns_full_of_chance_do_no_harm_and_leak_nothing() -> None:
    """A number as good as an id, a thousand kinds, two kinds, and ties by a coin."""
    chance = np.random.default_rng(3)
    people = partial(
        members,
        60,
        number=np.arange(60),
        street=chance.integers(0, 1_000, 60),
        side=chance.choice(["left", "right"], 60),
    )
    rounds = [evaluate_ties(people(), drawn(np.full((60, 60), 0.15), chance), Asked(folds=2)) for _one in range(4)]
    assert np.mean([one.warm["ours"].auc for one in rounds]) == pytest.approx(0.5, abs=0.05)
    assert np.mean([one.cold["ours"].auc for one in rounds]) == pytest.approx(0.5, abs=0.06)


def test_groups_that_no_column_tells_show_in_the_ties() -> None:
    chance = np.random.default_rng(4)
    group = np.arange(120) % 6
    found = evaluate_ties(members(120), drawn(np.where(group[:, None] == group, 0.4, 0.03), chance), Asked(folds=3))
    assert found.warm["ours"].auc > best(found) - 0.01
    assert found.warm["ours"].auc > 0.7
    assert found.cold["ours"].auc == pytest.approx(0.5, abs=0.06)


def test_two_sides_that_only_deal_with_the_other() -> None:
    """Makers and shops have nobody in common, so only ways over two others and what they make tell."""
    chance = np.random.default_rng(5)
    side, ware = np.arange(100) % 2, chance.integers(0, 4, 100)
    deals = (side[:, None] != side) & (ware[:, None] == ware)
    people = members(100, side=np.where(side == 1, "maker", "shop"), ware=np.char.add("w", ware.astype(str)))
    found = evaluate_ties(people, drawn(np.where(deals, 0.5, 0.0), chance), Asked(folds=3))
    assert min(found.warm["ours"].auc, found.cold["ours"].auc) > max(0.85, best(found) + 0.05)


def test_other_relations_are_evidence_only_where_they_are_asked_for() -> None:
    """Who has lunch together writes to each other, and no column knows."""
    chance = np.random.default_rng(6)
    pairs = drawn(np.full((40, 40), 0.3), chance).relations["all"]
    writes = pairs[chance.random(len(pairs)) < 0.7]
    ties = Ties({"lunch": pairs, "writes": writes})
    alone, beside = (evaluate_ties(members(40), ties, Asked("writes", layers=one, folds=3)) for one in (False, True))
    assert beside.warm["ours"].auc > 0.9 > 0.65 > alone.warm["ours"].auc
    assert beside.cold["ours"].auc < 0.65


def test_what_both_name_is_told_from_what_one_names() -> None:
    """Everybody names whoever is well known; only friends name each other, and friends are of one age."""
    chance = np.random.default_rng(7)
    age, known = chance.integers(20, 70, 90), chance.random(90)
    friends = np.triu(chance.random((90, 90)) < 0.6 * np.exp(-np.abs(age[:, None] - age) / 3), 1)
    names = friends | friends.T | np.triu(chance.random((90, 90)) < 0.4 * known[None, :] ** 3, 1)
    ties = Ties({"names": np.argwhere(names).astype(np.int64)})
    found = evaluate_ties(members(90, age=age), ties, Asked(mutual=True, folds=3))
    assert found.ties == np.count_nonzero(friends) + np.count_nonzero(names & names.T & ~friends & ~friends.T) / 2
    assert found.cold["ours"].auc > 0.85
    assert found.warm["ours"].auc > best(found)


def test_three_thousand_members_who_know_few_are_done_in_time() -> None:
    chance = np.random.default_rng(8)
    street = chance.integers(0, 600, 3_000)
    ends = chance.integers(0, 3_000, (40_000, 2))
    near = (street[ends[:, 0]] == street[ends[:, 1]]) | (chance.random(len(ends)) < 0.05)
    arcs = np.unique(ends[near & (ends[:, 0] != ends[:, 1])], axis=0)
    begun = time.process_time()
    found = evaluate_ties(
        members(3_000, street=np.char.add("street ", street.astype(str))), Ties({"all": arcs}), Asked(folds=2)
    )
    assert time.process_time() - begun < 60
    assert found.sampled
    assert found.nodes == 3_000
