"""What holds for every pool of members."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.fit import Fit, FitMember, FitPool, Haunt, Needed, Offered, suggest
from hometeam.engine.fit.score import SAME_WORK, score
from tests.engine.fit.street import ELM_STREET, METRE, TAXONOMY, TRADES

services = st.sampled_from(TRADES)
offers = st.lists(st.builds(Offered, services, st.booleans()), max_size=4).map(tuple)
strengths = st.floats(0, 1)
needs = st.lists(
    st.builds(Needed, services, st.booleans(), st.sampled_from(("want", "send_away")), strengths), max_size=5
)
some_lat = st.one_of(st.none(), st.floats(0, 30_000).map(lambda metres: ELM_STREET[0] + metres * METRE), st.floats())
members = st.builds(
    FitMember,
    id=st.integers(1, 12),
    kind=st.sampled_from(("solopreneur", "business", "nonprofit")),
    offers=offers,
    needs=needs.map(tuple),
    audiences=st.lists(st.sampled_from(("engaged-couples", "couples", "companies", "people in hats")), max_size=2).map(
        tuple
    ),
    lat=some_lat,
    lon=st.just(ELM_STREET[1]),
    blur_m=st.sampled_from((0.0, 200.0)),
    neighbourhood=st.sampled_from(("", "Hillcrest")),
    city=st.sampled_from(("", "Little Rock", "Hot Springs")),
    online=st.booleans(),
    languages=st.lists(st.sampled_from(("en", "es", "tl")), max_size=2).map(tuple),
    likes=st.lists(st.sampled_from(("coffee", "live")), max_size=2).map(tuple),
    values=st.lists(st.sampled_from(("local-first", "fair-pay")), max_size=2).map(tuple),
    haunts=st.lists(st.builds(Haunt, st.integers(1, 3), st.just("A café"), open=st.booleans()), max_size=2).map(tuple),
    free_capacity=st.integers(-1, 2),
    snoozed=st.booleans(),
)
crowds = st.lists(members, min_size=1, max_size=12)


def everyone_fit_for(pool: FitPool, who: int) -> dict[int, Fit]:
    return {fit.member_id: fit for fit in suggest(pool, who, top=50)}


@given(crowds, st.sets(st.integers(1, 12)))
def test_nobody_is_suggested_who_must_not_be(crowd: list[FitMember], exclude: set[int]) -> None:
    pool = FitPool.of(crowd, TAXONOMY)
    for who, me in pool.members.items():
        for fit in suggest(pool, who, exclude=exclude, top=50):
            them = pool.members[fit.member_id]
            assert fit.member_id != who
            assert fit.member_id not in exclude
            assert them.open
            assert not me.languages or not them.languages or set(me.languages) & set(them.languages)


@given(crowds)
def test_a_competitor_is_never_suggested(crowd: list[FitMember]) -> None:
    pool = FitPool.of([replace(one, audiences=(), online=True) for one in crowd], TAXONOMY)
    for who, me in pool.members.items():
        for fit in suggest(pool, who, top=50):
            them = pool.members[fit.member_id]
            alike = [TAXONOMY.competes(mine.service, theirs.service) for mine in me.offers for theirs in them.offers]
            assert max(alike, default=0) < SAME_WORK


@given(crowds)
def test_a_fit_is_the_same_from_either_side(crowd: list[FitMember]) -> None:
    pool = FitPool.of([replace(one, snoozed=False, free_capacity=1) for one in crowd], TAXONOMY)
    for who in pool.members:
        for other, fit in everyone_fit_for(pool, who).items():
            back = everyone_fit_for(pool, other)[who]
            assert (back.for_me, back.for_them) == pytest.approx((fit.for_them, fit.for_me))
            assert back.ring == fit.ring
            assert [reason.key for reason in back.reasons_for_me] == [reason.key for reason in fit.reasons_for_them]


@given(crowds)
def test_every_suggestion_has_reasons_for_both_and_a_score_that_is_their_product(crowd: list[FitMember]) -> None:
    pool = FitPool.of(crowd, TAXONOMY)
    for who in pool.members:
        for fit in suggest(pool, who):
            assert 1 <= len(fit.reasons_for_me) <= 3
            assert 1 <= len(fit.reasons_for_them) <= 3
            assert 0 < fit.score <= 1
            assert fit.score == pytest.approx(fit.for_me * fit.for_them)


@given(crowds, st.builds(Needed, services, st.booleans(), st.sampled_from(("want", "send_away")), strengths))
def test_one_more_need_never_lowers_a_fit(crowd: list[FitMember], need: Needed) -> None:
    before = FitPool.of(crowd, TAXONOMY)
    me = crowd[-1]
    after = before.with_changes([replace(me, needs=(*me.needs, need))])
    old, new = score(before, before.row_of(me.id)), score(after, after.row_of(me.id))
    was = dict(zip(before.ids.tolist(), old.together, strict=True))
    assert all(now >= was[other] - 1e-12 for other, now in zip(after.ids.tolist(), new.together, strict=True))


@given(crowds, st.lists(members, max_size=5), st.sets(st.integers(1, 12)))
def test_a_pool_changed_in_part_is_the_pool_built_anew(
    crowd: list[FitMember], changed: list[FitMember], removed: set[int]
) -> None:
    quick = FitPool.of(crowd, TAXONOMY).with_changes(changed, removed)
    now = {one.id: one for one in (*crowd, *changed) if one.id not in removed}
    anew = FitPool.of(now.values(), TAXONOMY)
    assert quick.members == now
    for who in now:
        assert suggest(quick, who) == suggest(anew, who)


@given(crowds)
def test_a_change_leaves_the_old_pool_as_it_was(crowd: list[FitMember]) -> None:
    pool = FitPool.of(crowd, TAXONOMY)
    before = {who: suggest(pool, who) for who in pool.members}
    pool.with_changes([replace(one, offers=()) for one in crowd], {crowd[0].id})
    assert {who: suggest(pool, who) for who in pool.members} == before


@given(crowds)
def test_more_wanted_never_takes_anyone_off_the_list(crowd: list[FitMember]) -> None:
    pool = FitPool.of(crowd, TAXONOMY)
    for who in pool.members:
        few, many = ({fit.member_id for fit in suggest(pool, who, top=top)} for top in (2, 5))
        assert few <= many
