"""Why not them, and what would change it."""

from dataclasses import replace

import pytest

from hometeam.engine.fit import Beliefs, FitMember, FitPool, Haunt
from hometeam.engine.fit.learner import Learner
from hometeam.engine.fit.score import KEYS, WEIGHT, ByExperts
from hometeam.engine.fit.why_not import Lack, WhyNot, why_not
from tests.engine.fit.street import TAXONOMY, member

ME = member(1, "photography", wants="bookkeeping", languages=("en",))


def asked(other: FitMember, *more: FitMember, **about: object) -> WhyNot:
    return why_not(FitPool.of([ME, other, *more], TAXONOMY), 1, other.id, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "barred"),
    [
        (member(2, "portraits"), "rivals"),
        (member(2, "florist", languages=("fr",)), "language"),
        (member(2, "florist", snoozed=True), "snoozed"),
        (member(2, "florist", free_capacity=0), "full"),
        (member(2, "plumbing", at=None), "nothing_speaks"),
        (member(2, "florist"), None),
    ],
)
def test_what_bars_somebody_is_said(other: FitMember, barred: str | None) -> None:
    assert asked(other).barred == barred


def test_the_callers_own_word_comes_first() -> None:
    assert asked(member(2, "florist", snoozed=True), excluded={2: "in_touch"}).barred == "in_touch"


def test_a_place_in_the_row_is_only_told_coarsely() -> None:
    better = [member(number, "bookkeeping florist") for number in range(10, 22)]
    assert asked(member(2, "florist")).among == 10
    assert asked(member(2, "florist"), *better).among == 25


def test_what_would_change_it_is_said_and_by_whom() -> None:
    lacks = asked(member(2, "plumbing")).lacks
    assert lacks[0] == Lack("they_send_away_what_i_do", "them")
    assert Lack("they_offer_what_i_need", "nobody") in lacks


def test_what_was_learnt_of_persons_shows_in_nothing() -> None:
    others = [member(2, "florist"), *(member(number, "bookkeeping") for number in range(10, 17))]
    pool = FitPool.of([ME, *others], TAXONOMY)
    unloved = Beliefs(
        Learner(
            Beliefs.expert().learner.prior,
            Beliefs.expert().learner.mean,
            Beliefs.expert().learner.cov,
            {5: (-4.0, 0.1), 4: (-4.0, 0.1)},
        )
    )
    assert unloved.liked[2] == unloved.asks[2] == -4.0
    assert why_not(pool, 1, 2, beliefs=unloved) == why_not(pool, 1, 2)


def test_nobody_is_asked_about_themselves() -> None:
    with pytest.raises(ValueError, match="themselves"):
        why_not(FitPool.of([ME], TAXONOMY), 1, 1)


def test_customers_found_to_be_shared_show_in_nothing() -> None:
    pool = FitPool.of([ME, member(2, "florist"), member(3, "bookkeeping")], TAXONOMY)

    assert why_not(pool.with_overlaps({(1, 2): 1.0}), 1, 2) == why_not(pool, 1, 2)


HAUNT = Haunt(1, "Blue Door")
ONLY_HAUNTS = ByExperts(weights=dict.fromkeys(KEYS, 0.0) | {"shared_haunt": WEIGHT["shared_haunt"]})


@pytest.mark.parametrize(
    ("mine", "theirs", "change"),
    [
        ((), (), "both"),
        ((), (HAUNT,), "me"),
        ((HAUNT,), (), "them"),
        ((HAUNT,), (Haunt(2, "Bean There"),), "nobody"),
        ((HAUNT,), (Haunt(2, "Bean There", open=False),), "them"),
    ],
)
def test_a_place_that_is_not_told_to_everybody_reads_as_not_told(
    mine: tuple[Haunt, ...], theirs: tuple[Haunt, ...], change: str
) -> None:
    pool = FitPool.of([replace(ME, haunts=mine), replace(member(2, "florist"), haunts=theirs)], TAXONOMY)
    assert why_not(pool, 1, 2, beliefs=ONLY_HAUNTS).lacks == (Lack("shared_haunt", change),)


def test_what_i_could_say_is_told_however_much_else_does_not_meet() -> None:
    me, them = member(1, "bakery", "plumbing"), member(2, "photography", "florist", "cafe", at=5_000)
    lacks = why_not(FitPool.of([me, them], TAXONOMY), 1, 2).lacks
    assert "nobody" in {lack.change for lack in lacks} and "me" in {lack.change for lack in lacks}
