"""Prices see to it that nobody drowns and hardly anybody is invisible."""

from collections import Counter

import numpy as np
import pytest

from hometeam.engine.fit.exposure import DEAREST, both_ways, prices_of, table

Lists = dict[int, list[tuple[int, float]]]
SHOWN = 3


def a_crowd_that_wants_the_same_few(size: int = 120, best: int = 30, seed: int = 3) -> Lists:
    """Ranks as they are among members of very different popularity: the same from either side, noise added."""
    randomness = np.random.default_rng(seed)
    popularity = randomness.normal(0, 1.5, size)
    noise = randomness.normal(0, 1, (size, size))
    rank = popularity[:, None] + popularity[None, :] + noise + noise.T
    return {
        who: [(int(other), float(rank[who, other])) for other in np.argsort(-rank[who]) if other != who][:best]
        for who in range(size)
    }


def prices(ranked: Lists, wanted: dict[int, float], start: dict[int, float] | None = None) -> dict[int, float]:
    """By member; whoever is not in `wanted` wants as many as the others."""
    viewers, others, rank = zip(*((who, *one) for who, row in ranked.items() for one in row), strict=True)
    tables = table(*both_ways(np.array(viewers), np.array(others), np.array(rank)))
    ids = range(max(ranked) + 1)
    begin = np.array([(start or {}).get(who, 0.0) for who in ids])
    wishes = np.array([wanted.get(who, 1.0) for who in ids])
    return dict(enumerate(prices_of(*tables, wishes, shown=SHOWN, start=begin).tolist()))


def seen(ranked: Lists, price: dict[int, float]) -> Counter[int]:
    """On how many lists each is, when everybody sees the best few after prices."""
    everyone = {who: dict(row) for who, row in ranked.items()}
    for who, row in ranked.items():
        for other, rank in row:
            everyone[other].setdefault(who, rank)
    lists = [sorted(row, key=lambda one, row=row: price.get(one, 0) - row[one])[:SHOWN] for row in everyone.values()]  # type: ignore[misc]
    return Counter(other for row in lists for other in row)


def test_far_fewer_are_shown_to_nobody_and_nobody_is_shown_to_everybody() -> None:
    ranked = a_crowd_that_wants_the_same_few()
    before, after = seen(ranked, {}), seen(ranked, prices(ranked, {}))
    assert len(before) < 80
    assert max(before.values()) > 50
    assert len(after) > 105
    assert max(after.values()) <= 6 * SHOWN


def test_whoever_wants_more_introductions_is_shown_more() -> None:
    ranked = a_crowd_that_wants_the_same_few()
    wanted = {who: 2.0 if who % 2 else 6.0 for who in ranked}
    after = seen(ranked, prices(ranked, wanted))
    few, many = (sum(count for who, count in after.items() if who % 2 == odd) for odd in (1, 0))
    assert many == pytest.approx(3 * few, rel=0.5)


def test_whoever_wants_none_is_dearest() -> None:
    assert prices(a_crowd_that_wants_the_same_few(), {7: 0.0})[7] == DEAREST


def test_within_the_band_fit_alone_decides() -> None:
    randomness = np.random.default_rng(1)
    rank = randomness.normal(0, 1, (40, 40))
    ranked = {who: [(other, float(rank[who, other] + rank[other, who])) for other in range(40)] for who in range(40)}
    price = prices(ranked, {})
    assert sum(abs(one) < 0.01 for one in price.values()) > 15


def test_the_same_question_has_the_same_answer_and_last_weeks_prices_are_a_good_start() -> None:
    ranked = a_crowd_that_wants_the_same_few(60)
    first = prices(ranked, {})
    assert prices(ranked, {}) == first
    assert len(seen(ranked, prices(ranked, {}, start=first))) >= 52


def test_week_after_week_prices_do_not_drift_and_whoever_was_away_comes_back_to_as_much() -> None:
    ranked = a_crowd_that_wants_the_same_few(60)
    price: dict[int, float] = {}
    for week in range(12):
        away = set(range(week % 6, 60, 6))
        here = {who: [pair for pair in row if pair[0] not in away] for who, row in ranked.items() if who not in away}
        price = {**price, **prices(here, {}, start=price)}
    assert max(abs(one) for one in price.values()) < DEAREST - 1
    assert len(seen(ranked, price)) >= 50


def test_one_very_long_list_changes_nothing_for_the_others() -> None:
    """Lists are read in bands of about one length: what stands empty after a short one is as if it were not there."""
    ranked = a_crowd_that_wants_the_same_few(size=60, best=20)
    viewers, others, rank = zip(*((who, *one) for who, row in ranked.items() for one in row), strict=True)
    whom, worth = table(np.array(viewers), np.array(others), np.array(rank))
    wider, deeper = np.pad(whom, ((0, 0), (0, 500))), np.pad(worth, ((0, 0), (0, 500)), constant_values=-np.inf)
    wished = np.ones(60)
    as_it_is = prices_of(whom, worth, wished, shown=SHOWN)
    np.testing.assert_array_equal(prices_of(wider, deeper, wished, shown=SHOWN), as_it_is)
