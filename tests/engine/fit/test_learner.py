"""What holds for everything that is learnt from answers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hometeam.engine.fit.learner import Learner, Prior

SHARE = st.floats(0, 1)
PRIOR = Prior(np.array([-1.5, 1.0, 0.5]), np.array([1.0, 0.7, 0.7]), (0.5, 0.5))
ANSWERS = st.lists(
    st.tuples(SHARE, SHARE, st.integers(1, 5), st.integers(1, 5), SHARE, st.floats(0, 3)), min_size=1, max_size=25
)
Row = tuple[float, float, int, int, float, float]


def told(rows: list[Row]) -> dict[str, NDArray[np.float64] | NDArray[np.int64]]:
    """Answers as columns: a constant and two features; who asked and who was asked; how glad; how much it weighs."""
    table = np.array(rows, np.float64)
    return {
        "features": np.column_stack((np.ones(len(rows)), table[:, :2])),
        "who": (2 * table[:, 2:4] + [0, 1]).astype(np.int64),
        "glad": table[:, 4],
        "weight": table[:, 5],
    }


def chances_of(learner: Learner, rows: list[Row]) -> NDArray[np.float64]:
    return learner.chances(told(rows)["features"], told(rows)["who"])


@settings(max_examples=40)
@given(ANSWERS)
def test_whatever_was_answered_beliefs_stay_finite_and_become_no_less_sure(rows: list[Row]) -> None:
    learnt = Learner.of(PRIOR).after(**told(rows))
    assert np.isfinite(learnt.mean).all()
    assert np.linalg.eigvalsh(learnt.cov).min() > 0
    assert (learnt.cov.diagonal() <= PRIOR.spread**2 + 1e-9).all()
    assert ((chances_of(learnt, rows) > 0) & (chances_of(learnt, rows) < 1)).all()


@settings(max_examples=40)
@given(ANSWERS, SHARE, SHARE)
def test_a_yes_never_makes_the_next_one_less_likely(rows: list[Row], one: float, other: float) -> None:
    before = Learner.of(PRIOR).after(**told(rows))
    yes: list[Row] = [(one, other, 1, 2, 1.0, 1.0)]
    assert chances_of(before.after(**told(yes)), yes) >= chances_of(before, yes) - 1e-9


@settings(max_examples=40)
@given(ANSWERS, st.permutations(range(25)))
def test_the_order_of_answers_of_one_week_does_not_matter(rows: list[Row], order: list[int]) -> None:
    other_order = [rows[at] for at in order if at < len(rows)]
    one, other = (chances_of(Learner.fitted(PRIOR, **told(each)), rows) for each in (rows, other_order))
    assert one == pytest.approx(other, abs=1e-6)


@settings(max_examples=40)
@given(st.lists(st.tuples(SHARE, SHARE, st.integers(1, 9), st.integers(1, 9), SHARE, st.just(1.0)), min_size=1))
def test_one_answer_at_a_time_teaches_nearly_what_all_at_once_do(rows: list[Row]) -> None:
    one_by_one = Learner.of(PRIOR)
    for row in rows:
        one_by_one = one_by_one.after(**told([row]))
    at_once = Learner.fitted(PRIOR, **told(rows))
    assert np.abs(chances_of(one_by_one, rows) - chances_of(at_once, rows)).mean() < 0.1


def test_the_truth_is_found() -> None:
    randomness = np.random.default_rng(4)
    features = np.column_stack((np.ones(4_000), randomness.random((4_000, 2))))
    glad = randomness.random(4_000) < 1 / (1 + np.exp(-features @ [-2.0, 3.0, 0.0]))
    learnt = Learner.fitted(Prior.flat(3), features, glad)
    assert learnt.mean == pytest.approx([-2.0, 3.0, 0.0], abs=0.25)
    assert np.sqrt(learnt.cov.diagonal()) == pytest.approx([0.1, 0.15, 0.15], abs=0.06)


def test_all_forgotten_is_the_prior_and_nothing_forgotten_changes_nothing() -> None:
    learnt = Learner.of(PRIOR).after(**told([(1.0, 0.0, 1, 2, 1.0, 1.0)]))
    assert (learnt.forgotten(0).mean == learnt.mean).all()
    assert (learnt.forgotten(1).mean == PRIOR.mean).all()
    assert not learnt.forgotten(1).effects
    with pytest.raises(ValueError, match=r"not 1\.5"):
        learnt.forgotten(1.5)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"features": [[1.0, math.nan, 0.0]]}, "finite"),
        ({"weight": math.inf}, "finite"),
        ({"glad": [1.2]}, "from 0 to 1"),
        ({"weight": -1.0}, "less than nothing"),
        ({"features": [[1.0]]}, "3 features for each answer"),
        ({"who": [[1]]}, "2 members for each answer"),
        ({"who": [[5, 2]]}, "leaves its column"),
    ],
)
def test_nonsense_is_refused_in_words(wrong: dict[str, object], said: str) -> None:
    right: dict[str, object] = {"features": [[1.0, 0.0, 0.0]], "glad": [1.0], "who": [[2, 5]]}
    with pytest.raises(ValueError, match=said):
        Learner.of(PRIOR).after(**right | wrong)  # type: ignore[arg-type]


def test_a_prior_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Prior.flat(2, spread=0.0)
    with pytest.raises(ValueError, match="effects"):
        Prior.flat(2, effect_spread=(math.nan,))


def test_a_draw_is_one_of_what_may_well_be() -> None:
    drawn = np.array([Learner.of(PRIOR).drawn(np.random.default_rng(seed)) for seed in range(400)])
    assert drawn.mean(axis=0) == pytest.approx(PRIOR.mean, abs=0.15)
    assert drawn.std(axis=0) == pytest.approx(PRIOR.spread, abs=0.1)
