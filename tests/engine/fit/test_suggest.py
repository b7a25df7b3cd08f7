"""Who is suggested to whom, and who never is."""

from dataclasses import replace
from typing import Any

import pytest

from hometeam.engine.fit import Fit, FitMember, FitPool, Haunt, KindFit, between, suggest
from tests.engine.fit.street import TAXONOMY, member


def fits(*members: FitMember, who: int = 1, **more: object) -> list[Fit]:
    return suggest(FitPool.of(members, TAXONOMY), who, **more)  # type: ignore[arg-type]


def names(found: list[Fit]) -> list[int]:
    return [fit.member_id for fit in found]


def test_whoever_does_what_i_need_comes_first() -> None:
    me = member(1, "photography", wants="bookkeeping")
    assert names(fits(me, member(2, "florist"), member(3, "bookkeeping"), member(4, "plumbing"))) == [3, 2, 4]


def test_a_near_trade_answers_a_need_in_part() -> None:
    me = member(1, "photography", wants="graphic-design")
    found = fits(me, member(2, "plumbing"), member(3, "web-design", at=400))
    assert (found[0].member_id, found[0].reasons_for_me[0].key) == (3, "they_offer_what_i_need")


def test_a_need_met_both_ways_beats_a_need_met_one_way() -> None:
    me = member(1, "photography", wants="bookkeeping")
    both_ways, one_way = member(2, "bookkeeping", wants="photography"), member(3, "bookkeeping", wants="plumbing")
    assert names(fits(me, one_way, both_ways)) == [2, 3]


def test_clients_sent_away_please_the_one_who_gets_them_more_than_the_one_who_sends_them() -> None:
    found = fits(member(1, "photography", sends="web-design"), member(2, "web-design"))[0]
    assert found.for_them > found.for_me > 0
    assert found.reasons_for_them[0].key == "they_send_away_what_i_do"


def test_a_competitor_is_never_suggested_however_near() -> None:
    assert fits(member(1, "photography", wants="bookkeeping"), member(2, "portraits bookkeeping")) == []


def test_the_same_trade_for_other_people_is_no_competition_but_said() -> None:
    me = member(1, "photography", wants="bookkeeping", audiences=("engaged-couples",))
    found = fits(me, member(2, "portraits bookkeeping", audiences=("companies",)))
    assert [fit.caution and fit.caution.key for fit in found] == ["similar_work"]


@pytest.mark.parametrize("state", [{"snoozed": True}, {"free_capacity": 0}, {"free_capacity": -1}])
def test_somebody_snoozed_or_full_is_left_alone(state: dict[str, Any]) -> None:
    assert fits(member(1, "bakery"), member(2, "cafe", **state)) == []


def test_somebody_excluded_by_the_caller_stays_away() -> None:
    assert names(fits(member(1, "bakery"), member(2, "cafe"), member(3, "florist"), exclude={2})) == [3]


def test_two_who_share_no_language_are_not_sent_to_coffee_together() -> None:
    me = member(1, "bakery", languages=("English",))
    others = (member(2, "cafe", languages=("French",)), member(3, "cafe"), member(4, "cafe", languages=("ENGLISH",)))
    assert set(names(fits(me, *others))) == {3, 4}


def test_a_language_that_few_speak_is_a_reason_and_one_that_all_speak_is_not() -> None:
    crowd = [member(number, "plumbing", languages=("English",)) for number in range(10, 40)]
    me = member(1, "bakery", languages=("English", "Tagalog"))
    found = fits(me, member(2, "cafe", languages=("Tagalog", "English")), *crowd, top=3)
    assert "shared_language" in [reason.key for reason in found[0].reasons_for_me]
    assert all("shared_language" not in [reason.key for reason in fit.reasons_for_me] for fit in found[1:])


def test_a_rare_service_weighs_more_than_a_common_one() -> None:
    plumbers = [member(number, "plumbing") for number in range(10, 30)]
    found = fits(member(1, "bakery", wants="plumbing florist"), member(2, "florist"), *plumbers)
    assert found[0].member_id == 2


def test_what_is_confirmed_weighs_more_than_what_is_guessed() -> None:
    me = member(1, "bakery", wants="bookkeeping? plumbing")
    found = fits(me, member(2, "bookkeeping"), member(3, "plumbing"), member(4, "florist?"))
    assert names(found)[:2] == [3, 2]
    assert found[0].score > found[1].score


def test_a_thing_all_guessed_is_said_to_be_so() -> None:
    found = fits(member(1, "bakery?", wants="plumbing?"), member(2, "plumbing?", at=400))[0]
    assert (found.caution and found.caution.key, found.reasons_for_me[0].guessed) == ("only_guessed", True)


def test_the_list_is_not_ten_of_one_trade() -> None:
    bookkeepers = [member(number, "bookkeeping", wants="photography") for number in range(10, 30)]
    found = fits(member(1, "photography", wants="bookkeeping"), member(2, "florist"), *bookkeepers, top=10)
    assert 2 in names(found)
    assert len(found) == 10


def test_a_wide_trade_in_which_none_are_rivals_does_not_fill_the_list_either() -> None:
    shops = [member(number, "shop", wants="photography") for number in range(10, 30)]
    assert 2 in names(fits(member(1, "photography"), member(2, "florist"), *shops, top=5))


def test_the_list_is_in_the_order_of_its_scores() -> None:
    others = [member(number, trade) for number, trade in enumerate(("cafe", "florist", "plumbing", "cafe", "cafe"), 10)]
    scores = [fit.score for fit in fits(member(1, "bakery", wants="florist"), *others)]
    assert scores == sorted(scores, reverse=True)


def test_each_side_has_at_most_three_reasons() -> None:
    me = member(1, "bakery", "florist", "cafe", audiences=("engaged-couples",), likes=("coffee",))
    them = member(2, "cafe florist", "bakery", audiences=("engaged-couples",), likes=("coffee",), kind="nonprofit")
    found = fits(me, them)[0]
    assert len(found.reasons_for_me) == len(found.reasons_for_them) == 3


def test_one_thing_is_not_said_twice() -> None:
    found = fits(member(1, "bakery", wants="cafe"), member(2, "cafe", at=400))[0]
    assert [reason.key for reason in found.reasons_for_me] == ["they_offer_what_i_need", "near_each_other"]


def test_far_apart_is_only_said_of_those_whose_places_are_known() -> None:
    far, hidden = member(2, "cafe", at=80_000, city="Hot Springs"), member(3, "cafe", at=None, city="")
    found = {fit.member_id: fit.caution and fit.caution.key for fit in fits(member(1, "bakery"), far, hidden)}
    assert found == {2: "far_apart", 3: None}


def test_how_two_fit_can_be_asked_while_one_of_them_is_resting() -> None:
    pool = FitPool.of([member(1, "bakery"), member(2, "cafe", snoozed=True)], TAXONOMY)
    found = between(pool, 1, 2)
    assert found is not None
    assert found.member_id == 2


@pytest.mark.parametrize(
    "other",
    [
        member(2, "bakery"),
        member(2, "cafe", languages=("fr",)),
        member(2, at=None, city=""),
        member(1, "bakery", languages=("en",)),
    ],
)
def test_between_those_who_do_not_fit_there_is_nothing_to_say(other: FitMember) -> None:
    pool = FitPool.of([member(1, "bakery", languages=("en",)), other], TAXONOMY)
    assert between(pool, 1, other.id) is None


def test_a_business_and_a_nonprofit_gain_from_each_other() -> None:
    found = fits(member(1, "bakery"), member(2, "food-bank", kind="nonprofit", at=5000))[0]
    assert found.reasons_for_me[0].facts == (("their_kind", "nonprofit"),)
    assert found.reasons_for_them[0].facts == (("their_kind", "business"),)


@pytest.mark.parametrize(
    ("mine", "theirs", "facts"),
    [
        (("Engaged-Couples",), (" engaged-couples",), (("shared", ("engaged-couples",)),)),
        (("engaged-couples",), ("couples",), (("mine", "engaged-couples"), ("theirs", "couples"))),
    ],
)
def test_shared_and_neighbouring_audiences_are_reasons(
    mine: tuple[str, ...], theirs: tuple[str, ...], facts: tuple[object, ...]
) -> None:
    found = fits(member(1, "bakery", audiences=mine, at=None), member(2, "florist", audiences=theirs, at=None))[0]
    assert [reason.facts for reason in found.reasons_for_me] == [facts]


KINDS = (
    KindFit("coffee", base=0.3, ring_at_most="town"),
    KindFit("newsletter-mention", {"shared_audience": 1.0}, base=0.2, channels=frozenset({"newsletter"})),
    KindFit("referral-partnership", {"they_do_what_i_send_away": 2.0}),
    KindFit("food-drive", {"business_and_nonprofit": 1.0}, member_kinds=frozenset({"nonprofit"})),
)


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        ({}, {"offers": "cafe"}, "coffee"),
        ({"sends": "florist"}, {"offers": "florist"}, "referral-partnership"),
        ({"audiences": ("engaged-couples",)}, {"offers": "cafe", "audiences": ("engaged-couples",)}, "coffee"),
        (
            {"audiences": ("engaged-couples",), "channels": ("Newsletter",)},
            {"offers": "cafe", "audiences": ("engaged-couples",)},
            "newsletter-mention",
        ),
        ({}, {"offers": "food-bank", "kind": "nonprofit"}, "food-drive"),
        (
            {"likes": ("referral-partnership",)},
            {"offers": "cafe", "likes": ("referral-partnership",)},
            "referral-partnership",
        ),
    ],
)
def test_the_first_step_is_chosen_by_the_playbooks_data(
    mine: dict[str, object], theirs: dict[str, object], kind: str
) -> None:
    found = fits(member(1, "bakery", **mine), member(2, **theirs), kinds=KINDS)  # type: ignore[arg-type]
    assert found[0].kind == kind


def test_without_a_kind_that_may_be_none_is_proposed() -> None:
    far = member(2, "cafe", at=60_000, city="Hot Springs")
    assert fits(member(1, "bakery"), far, kinds=KINDS[:1]) == []


def test_whom_no_kind_suits_leaves_their_place_to_the_next() -> None:
    me, cause = (
        member(1, "bakery", wants="photography"),
        (KindFit("cause", base=0.3, member_kinds=frozenset({"nonprofit"})),),
    )
    best, next_best = member(2, "photography"), member(3, "food-bank", kind="nonprofit")
    assert names(fits(me, best, next_best, top=1)) == [2]
    assert names(fits(me, best, next_best, top=1, kinds=cause)) == [3]


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"), [(2, 3, "swap"), (3, 3, "swap"), (1, 4, ""), (0, 3, ""), (0, 0, "")]
)
def test_a_kind_for_audiences_of_one_size_needs_both_to_be_known_and_alike(mine: int, theirs: int, kind: str) -> None:
    alike = (KindFit("swap", base=0.3, sizes="alike"),)
    found = fits(member(1, "bakery", reach=mine), member(2, "cafe", reach=theirs), kinds=alike)
    assert "".join(fit.kind for fit in found) == kind


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        ("business", "nonprofit", "cause"),
        ("nonprofit", "solopreneur", "cause"),
        ("nonprofit", "nonprofit", ""),
        ("business", "business", ""),
    ],
)
def test_a_kind_whose_parts_ask_for_kinds_of_member_needs_one_of_each(mine: str, theirs: str, kind: str) -> None:
    cause = (KindFit("cause", base=0.3, parts=(frozenset({"business", "solopreneur"}), frozenset({"nonprofit"}))),)
    found = fits(member(1, "bakery", kind=mine), member(2, "cafe", kind=theirs), kinds=cause)
    assert "".join(fit.kind for fit in found) == kind


@pytest.mark.parametrize(("theirs", "kind"), [("bakery", "swap"), ("florist", ""), ("", "")])
def test_a_mutual_kind_needs_each_to_do_what_the_other_looks_for(theirs: str, kind: str) -> None:
    swap = (KindFit("swap", base=0.3, mutual=True),)
    found = fits(member(1, "bakery", "web-design"), member(2, "web-design", theirs), kinds=swap)
    assert "".join(fit.kind for fit in found) == kind


def test_an_empty_pool_knows_nobody() -> None:
    with pytest.raises(ValueError, match="no member 1 in this pool"):
        suggest(FitPool.of([], TAXONOMY), 1)


def test_a_member_alone_has_no_suggestions_yet() -> None:
    assert fits(member(1, "bakery", wants="plumbing")) == []


def test_members_who_have_said_nothing_are_not_pressed_on_anybody() -> None:
    assert fits(FitMember(1), FitMember(2), FitMember(3)) == []


def test_a_negative_number_of_suggestions_is_refused() -> None:
    with pytest.raises(ValueError, match="not -1"):
        fits(member(1), top=-1)


def test_no_suggestions_are_given_when_none_are_wanted() -> None:
    assert fits(member(1, "bakery"), member(2, "cafe"), top=0) == []


def test_a_service_that_the_taxonomy_has_lost_is_passed_over() -> None:
    assert names(fits(member(1, "bakery horseshoeing", "sword-making"), member(2, "cafe sword-making"))) == [2]


def test_somebody_who_offers_a_thousand_things_is_not_a_better_answer() -> None:
    thousand = " ".join(f"thing-{number}" for number in range(1000))
    me = member(1, "photography", wants="bookkeeping")
    found = fits(me, member(2, f"bookkeeping {thousand}"), member(3, "bookkeeping"))
    assert found[0].score == found[1].score


BLUE_DOOR, BEAN_THERE = Haunt(1, "Blue Door"), Haunt(2, "Bean There")


def test_regulars_of_one_place_and_the_same_values_are_reasons_on_both_sides() -> None:
    me = replace(member(1, "bakery", at=None), haunts=(BLUE_DOOR, BEAN_THERE), values=("local-first",))
    them = replace(member(2, "plumbing", at=None), haunts=(BLUE_DOOR,), values=("Local-First", "fair-pay"))
    found = fits(me, them)[0]
    for reasons in (found.reasons_for_me, found.reasons_for_them):
        told = {reason.key: reason.fact("shared") for reason in reasons}
        assert told == {"shared_haunt": ("Blue Door",), "shared_values": ("local-first",)}


def test_a_place_that_one_tells_only_its_regulars_stays_between_the_two() -> None:
    me = replace(member(1, "bakery", at=None), haunts=(BLUE_DOOR, BEAN_THERE))
    quiet = replace(member(2, "plumbing", at=None), haunts=(replace(BLUE_DOOR, open=False),))
    mixed = replace(quiet, haunts=(*quiet.haunts, BEAN_THERE))
    told = [fits(me, one)[0].reasons_for_me[0] for one in (quiet, mixed)]
    assert [(one.fact("shared"), one.fact("between_us")) for one in told] == [
        (("Blue Door",), 1),
        (("Bean There",), 0),
    ]


def test_the_fewer_go_there_the_more_it_says() -> None:
    crowd = [replace(member(number, "plumbing", at=None), haunts=(BEAN_THERE,)) for number in range(3, 9)]
    me = replace(member(1, "bakery", at=None), haunts=(BLUE_DOOR, BEAN_THERE))
    assert fits(me, replace(member(2, "florist", at=None), haunts=(BLUE_DOOR,)), *crowd)[0].member_id == 2
