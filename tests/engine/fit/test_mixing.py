"""A list of five is more than the five best: spread over kinds, one from afar, one to be found out about; and how
prices, partners and markets move it.
"""

import numpy as np
import pytest

from hometeam.engine.fit import Fit, FitPool, KindFit, evidence_for, peers, suggest, warmth
from hometeam.engine.fit.beliefs import EXPERT
from hometeam.engine.fit.choosing import EXPLORED, Choice
from hometeam.engine.fit.score import KEYS, score
from tests.engine.fit.street import TAXONOMY, member

CAFES = [member(number, "cafe", at=20 * number) for number in range(10, 40)]
ME = member(1, "bakery", online=True)
FAR = member(90, "cafe", at=80_000, city="Hot Springs", online=True)


def names(found: list[Fit]) -> list[int]:
    return [fit.member_id for fit in found]


def test_of_five_one_is_from_afar_where_such_a_one_suits() -> None:
    pool = FitPool.of([ME, FAR, *CAFES], TAXONOMY)
    assert {fit.member_id: fit.place for fit in suggest(pool, 1, top=5)}[90] == "afar"
    assert 90 not in names(suggest(pool, 1, top=3))


def test_a_poor_fit_from_afar_takes_nobodys_place() -> None:
    poor = member(90, "plumbing", at=80_000, city="Hot Springs", kind="nonprofit")
    assert 90 not in names(suggest(FitPool.of([ME, poor, *CAFES], TAXONOMY), 1, top=5))


def test_the_one_to_be_found_out_about_changes_with_the_week_and_not_with_the_look() -> None:
    pool = FitPool.of([ME, *CAFES], TAXONOMY)
    weeks = [frozenset(names(suggest(pool, 1, top=5, seed=week))) for week in range(12)]
    assert weeks == [frozenset(names(suggest(pool, 1, top=5, seed=week))) for week in range(12)]
    assert len(set(weeks)) > 3
    best = set(names(suggest(pool, 1, top=4)))
    assert all(best <= week for week in weeks)


def test_where_hardly_any_of_the_best_may_be_shown_the_list_goes_on_below_those_to_be_found_out_about() -> None:
    pool = FitPool.of([ME, *(member(number, "cafe", at=20 * number) for number in range(10, 100))], TAXONOMY)
    scores = score(pool, 0)
    last = EXPLORED + 20
    choice = Choice(pool, scores, 0, np.where(pool.ids == 1, -np.inf, scores.rank), max_looked_at=10)
    chosen = choice.chosen(5, EXPERT, 7, lambda row: row in {1, 2, 3, 4, last})
    assert chosen == dict.fromkeys((1, 2, 3, 4, last), "best")


def test_somebody_elses_change_does_not_shuffle_the_week() -> None:
    pool = FitPool.of([ME, *CAFES], TAXONOMY)
    other = pool.with_changes([member(39, "plumbing", at=9_000)])
    same = sum(
        names(suggest(pool, 1, top=5, seed=week)) == names(suggest(other, 1, top=5, seed=week)) for week in range(12)
    )
    assert same >= 9


KINDS = (KindFit("coffee", base=0.3), KindFit("walk", base=0.25), KindFit("barter", base=0.1))


def test_what_is_on_the_list_already_counts_less_each_further_time() -> None:
    found = suggest(FitPool.of([ME, *CAFES], TAXONOMY), 1, top=4, kinds=KINDS)
    assert [fit.kind for fit in found] == ["coffee", "walk", "coffee", "walk"]


def test_a_dear_member_gives_way_and_the_score_that_is_shown_stays() -> None:
    pool = FitPool.of([ME, *CAFES], TAXONOMY)
    plain, priced = suggest(pool, 1, top=5), suggest(pool, 1, top=5, prices={10: 2.0, 39: -3.0, 999: 1.0})
    assert names(plain)[0] == 10
    assert 10 not in names(priced)
    assert names(priced)[0] == 39
    assert {fit.member_id: fit.score for fit in priced}[11] == {fit.member_id: fit.score for fit in plain}[11]


def test_partners_of_partners_are_nearer_and_the_more_so_the_fewer_partners_such_a_one_has() -> None:
    pool = FitPool.of([member(number, "cafe") for number in range(1, 9)], TAXONOMY)
    warm = warmth(2)
    bonds = {(1, 2): warm, (3, 2): warm, (1, 4): warm, (5, 4): warm, (6, 4): warm, (7, 4): warm}
    told = evidence_for(pool.with_partners(bonds), 1, 3), evidence_for(pool.with_partners(bonds), 1, 5)
    assert told[0]["partners_in_common"] > told[1]["partners_in_common"] > 0
    assert evidence_for(pool.with_partners(bonds), 2, 1)["did_things_together"] == pytest.approx(warm)
    assert evidence_for(pool, 1, 3)["partners_in_common"] == 0


def test_partners_stay_when_a_member_changes_and_strangers_are_passed_over() -> None:
    pool = FitPool.of([ME, *CAFES], TAXONOMY, partners={(1, 10): 0.5, (10, 777): 1.0, (11, 11): 1.0})
    changed = pool.with_changes([member(11, "florist")], {12})
    for one in (pool, changed):
        assert evidence_for(one, 1, 10)["did_things_together"] == 0.5
        assert evidence_for(one, 11, 10)["did_things_together"] == 0.0
    with pytest.raises(ValueError, match="from 0 to 1"):
        pool.with_partners({(1, 10): 1.5})


@pytest.mark.parametrize(
    ("theirs", "are_rivals"),
    [({"at": 900}, True), ({"at": 80_000}, False), ({"at": 80_000, "online": True}, True), ({"at": None}, True)],
)
def test_the_same_work_far_away_is_another_market(theirs: dict[str, object], are_rivals: bool) -> None:
    pool = FitPool.of([member(1, "photography"), member(2, "photography florist", **theirs)], TAXONOMY)  # type: ignore[arg-type]
    assert (suggest(pool, 1) == []) == are_rivals


def test_peers_can_be_asked_for_on_purpose() -> None:
    pool = FitPool.of(
        [member(1, "photography"), member(2, "portraits"), member(3, "florist"), member(4, "photography", at=500)],
        TAXONOMY,
    )
    found = peers(pool, 1)
    assert names(found) == [4, 2]
    assert {fit.caution.key for fit in found if fit.caution} == {"similar_work"}
    assert names(peers(pool, 1, exclude={4})) == [2]


def test_evidence_is_told_for_every_key_and_is_a_share() -> None:
    pool = FitPool.of([ME, FAR, *CAFES], TAXONOMY, partners={(1, 10): 1.0})
    told = evidence_for(pool, 1, 10)
    assert set(told) == set(KEYS) == set(score(pool, 0).evidence)
    assert all(0 <= value <= 1 for value in told.values())
