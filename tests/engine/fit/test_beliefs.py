"""What a community learns from its answers, and what it never does with them."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hometeam.engine.fit import EXPERT, Answer, Beliefs, FitPool, Tuning, suggest
from hometeam.engine.fit.score import KEYS, WEIGHT, score
from tests.engine.fit.street import TAXONOMY, member

SHARE = st.floats(0, 1)
EVIDENCE = st.dictionaries(st.sampled_from(KEYS), SHARE, max_size=5)
ANSWERS = st.lists(
    st.builds(Answer, st.integers(1, 6), st.integers(1, 6), EVIDENCE, SHARE, st.floats(0, 2)), max_size=9
)
POOL = FitPool.of(
    [member(1, "photography", wants="bookkeeping"), member(2, "bookkeeping"), member(3, "florist"), member(4, "cafe")],
    TAXONOMY,
)


def chance(beliefs: Beliefs, asked: int, about: int, evidence: dict[str, float]) -> float:
    logit = beliefs.bias + sum(beliefs.weights[key] * value for key, value in evidence.items())
    return 1 / (1 + math.exp(-logit - beliefs.asks.get(asked, 0) - beliefs.liked.get(about, 0)))


@settings(max_examples=40)
@given(ANSWERS, EVIDENCE)
def test_whatever_was_answered_chances_stay_chances_and_a_yes_never_lowers_one(
    answers: list[Answer], evidence: dict[str, float]
) -> None:
    before = EXPERT.after(answers)
    after = before.after([Answer(1, 2, evidence, 1.0)])
    assert 0 < chance(before, 1, 2, evidence) < 1
    assert chance(after, 1, 2, evidence) >= chance(before, 1, 2, evidence) - 1e-9


@settings(max_examples=30)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_a_weeks_answers_does_not_matter(answers: list[Answer], randomness: Any) -> None:
    shuffled = list(answers)
    randomness.shuffle(shuffled)
    one, other = EXPERT.after(answers), EXPERT.after(shuffled)
    assert list(one.weights.values()) == pytest.approx(list(other.weights.values()), abs=1e-6)
    assert one.asks == pytest.approx(other.asks, abs=1e-6)


@settings(max_examples=30)
@given(ANSWERS, st.floats(0, 300))
def test_beliefs_survive_being_written_down(answers: list[Answer], weeks: float) -> None:
    beliefs = EXPERT.after(answers).tuned(Tuning(nearer=1)).forgotten(weeks)
    read = Beliefs.from_json(json.loads(json.dumps(beliefs.to_json())))
    assert read.to_json() == beliefs.to_json()


def test_the_first_answer_counts() -> None:
    no = EXPERT.after([Answer(1, 2, {"they_offer_what_i_need": 1.0}, 0.0)])
    assert no.weights["they_offer_what_i_need"] < WEIGHT["they_offer_what_i_need"]
    assert no.asks[1] < 0
    assert no.liked[2] < 0
    assert set(no.asks) == {1}
    assert set(no.liked) == {2}


def test_many_answers_teach_what_is_true_here() -> None:
    randomness = np.random.default_rng(1)
    answers = []
    for number in range(1_500):
        evidence = {"near_each_other": float(randomness.random()), "our_trades_go_together": float(randomness.random())}
        glad = randomness.random() < 1 / (1 + math.exp(1.5 - 3 * evidence["near_each_other"]))
        answers.append(Answer(number % 50, 50 + number % 70, evidence, float(glad)))
    learnt = EXPERT.after(answers)
    assert learnt.weights["near_each_other"] > 2
    assert abs(learnt.weights["our_trades_go_together"]) < 0.5


def test_who_says_yes_readily_and_who_is_taken_gladly_moves_the_score_of_both_sides() -> None:
    learnt = EXPERT.after([Answer(3, 2, {}, 1.0), Answer(4, 2, {}, 1.0)])
    before, after = (score(POOL, 0, beliefs) for beliefs in (EXPERT, learnt))
    shift = learnt.bias - EXPERT.bias
    moved_me = after.logit_me - before.logit_me - shift
    moved_them = after.logit_them - before.logit_them - shift
    assert moved_me == pytest.approx([learnt.liked.get(1, 0), learnt.liked[2], 0, 0], abs=1e-9)
    assert moved_them == pytest.approx([0, 0, learnt.asks[3], learnt.asks[4]], abs=1e-9)


def test_reasons_and_their_weight_say_nothing_of_persons() -> None:
    learnt = EXPERT.after([Answer(1, 2, {}, 0.0, 3.0)] * 5)
    fits = {fit.member_id: fit for fit in suggest(POOL, 1, beliefs=learnt)}
    plain = {fit.member_id: fit for fit in suggest(POOL, 1)}
    assert fits[2].score < plain[2].score
    assert fits[2].reasons_for_me == plain[2].reasons_for_me


def test_what_is_long_ago_is_forgotten() -> None:
    learnt = EXPERT.after([Answer(1, 2, {"near_each_other": 1.0}, 0.0, 4.0)])
    gone = learnt.forgotten(52)
    assert gone.liked[2] == pytest.approx(learnt.liked[2] / 2)
    assert gone.bias - EXPERT.bias == pytest.approx((learnt.bias - EXPERT.bias) / 2)
    with pytest.raises(ValueError, match="weeks"):
        learnt.forgotten(-1)


def test_whoever_answered_ages_ago_is_as_unknown_as_a_newcomer() -> None:
    ages_ago = EXPERT.after([Answer(1, 2, {"near_each_other": 1.0}, 0.0)]).forgotten(50 * 52)
    known, new = ages_ago.unsure_of(np.array([1, 2])), EXPERT.unsure_of(np.array([1, 2]))
    assert np.array(known) == pytest.approx(np.array(new))


def test_tuning_and_learning_add_up() -> None:
    learnt = EXPERT.after([Answer(1, 2, {"near_each_other": 1.0}, 1.0)])
    tuned = learnt.tuned(Tuning(nearer=2))
    assert tuned.weights["near_each_other"] - learnt.weights["near_each_other"] == pytest.approx(0.8)
    assert tuned.tuned(Tuning()).weights == pytest.approx(learnt.weights)


@pytest.mark.parametrize("wish", [{"nearer": 3}, {"causes": -3}, {"newcomers": 0.5}, {"adventurous": True}])
def test_a_tuning_has_five_steps(wish: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="from -2 to 2"):
        Tuning(**wish)


def test_a_newcomer_is_helped_where_the_organiser_wishes_so() -> None:
    pool = FitPool.of([member(1, "bakery"), member(2, "cafe"), member(3, "cafe", new=1.0)], TAXONOMY)
    helping = EXPERT.tuned(Tuning(newcomers=1))
    assert [fit.member_id for fit in suggest(pool, 1)] == [2, 3]
    assert [fit.member_id for fit in suggest(pool, 1, beliefs=helping)] == [3, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"evidence": {"near_each_other": math.nan}},
        {"glad": math.inf},
        {"glad": 1.1},
        {"weight": -1.0},
        {"weight": math.nan},
    ],
)
def test_an_answer_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"finite|gladness"):
        Answer(**{"asked": 1, "about": 2, "evidence": {}, "glad": 1.0} | wrong)  # type: ignore[arg-type]


def test_beliefs_of_another_version_keep_what_is_known_here() -> None:
    data = EXPERT.after([Answer(1, 2, {"near_each_other": 1.0}, 1.0)]).to_json()
    at = data["keys"].index("near_each_other")
    data["keys"][at] = "wears_a_hat"
    read = Beliefs.from_json(data)
    assert read.weights["near_each_other"] == WEIGHT["near_each_other"]
    assert read.bias == data["mean"][0]
    assert read.asks == EXPERT.after([Answer(1, 2, {"near_each_other": 1.0}, 1.0)]).asks


def test_beliefs_from_before_haunts_and_values_were_asked_for_keep_all_that_they_learnt() -> None:
    now = EXPERT.after([Answer(1, 2, {"near_each_other": 1.0, "like_the_same": 0.5}, 1.0), Answer(3, 2, {}, 0.0)])
    told = now.to_json()
    new = [told["keys"].index(key) for key in ("shared_haunt", "shared_values")]
    old = [at for at in range(len(told["keys"])) if at not in new]
    told["keys"] = [told["keys"][at] for at in old]
    told["mean"] = [told["mean"][at] for at in old]
    told["cov"] = [[told["cov"][row][at] for at in old] for row in old]

    read = Beliefs.from_json(json.loads(json.dumps(told)))

    assert read.weights == pytest.approx(now.weights)
    assert (read.bias, read.asks, read.liked) == (now.bias, now.asks, now.liked)
    further = read.after([Answer(1, 2, {"shared_haunt": 1.0}, 1.0)])
    assert further.weights["shared_haunt"] > WEIGHT["shared_haunt"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"keys": 5}, "no beliefs"),
        ({"mean": []}, "no beliefs"),
        ({"cov": [[1.0]]}, "no beliefs"),
        ({"mean": None}, "no beliefs"),
        ({"asks": {"1": [0.0, -1.0]}}, "above zero"),
        ({"asks": {"1": [math.nan, 1.0]}}, "finite"),
    ],
)
def test_nonsense_in_the_place_of_beliefs_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Beliefs.from_json(EXPERT.to_json() | change)
