"""What each of five suggestions is there for, and that the five stay the same all week."""

from __future__ import annotations

from hometeam.engine.fit import Fit, FitPool, suggest
from tests.engine.fit.street import TAXONOMY, member

ME = member(1, "photography", wants="bookkeeping", sends="web-design", audiences=("families",))
NEAR = [
    member(10 + number, trade, wants="photography" * (number % 3 == 0), audiences=("families",), at=300 * number)
    for number, trade in enumerate(
        ("bookkeeping", "florist", "web-design", "bakery", "cafe", "food-bank", "plumbing") * 2
    )
]
AFAR = member(90, "bookkeeping", wants="photography", audiences=("families",), at=25_000, city="Conway")


def five(seed: int | None = 7) -> list[Fit]:
    return suggest(FitPool.of([ME, *NEAR, AFAR], TAXONOMY), 1, top=5, seed=seed)


def test_one_from_afar_is_on_the_list_and_said_to_be() -> None:
    assert [fit.member_id for fit in five() if fit.place == "afar"] == [90]


def test_the_same_week_brings_the_same_five_and_other_weeks_others_to_find_out_about() -> None:
    assert five() == five()
    weeks = [five(seed) for seed in range(20)]
    newcomers = [[fit.member_id for fit in week if fit.place == "new"] for week in weeks]
    assert {len(one) for one in newcomers} <= {0, 1}
    assert len({one[0] for one in newcomers if one}) > 1


def test_without_a_week_nobody_is_there_to_be_found_out_about() -> None:
    assert {fit.place for fit in five(None)} == {"best", "afar"}


def test_whoever_has_a_seat_is_on_the_list_at_its_own_place_and_changes_nobodys_score() -> None:
    pool = FitPool.of([ME, *NEAR, AFAR], TAXONOMY)
    everyone = suggest(pool, 1, top=20)
    seat = everyone[-1].member_id
    found = suggest(pool, 1, top=5, seats=[seat])
    assert seat not in {fit.member_id for fit in suggest(pool, 1, top=5)}
    assert found[-1].member_id == seat
    assert {fit.member_id: fit.score for fit in found}[seat] == everyone[-1].score


def test_a_seat_of_somebody_who_is_left_out_or_gone_changes_nothing() -> None:
    pool = FitPool.of([ME, *NEAR, AFAR], TAXONOMY)
    assert suggest(pool, 1, top=5, seats=[90], exclude={90}) == suggest(pool, 1, top=5, exclude={90})
    assert suggest(pool, 1, top=5, seats=[4_711]) == suggest(pool, 1, top=5)
