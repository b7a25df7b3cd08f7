"""Every reason of the matcher has its words, for either side and for both."""

from __future__ import annotations

import pytest

from hometeam.engine.fit import Reason
from hometeam.engine.fit.score import WEIGHT
from hometeam.engine.taxonomy import REASONS, Taxonomy
from hometeam.fit.queries import wording
from hometeam.fit.queries.wording_for_both import for_both, for_others

NEED = (("need", "bookkeeping"), ("offer", "accountant"), ("need_guessed", False))
EXAMPLES = {
    **dict.fromkeys((key for key in WEIGHT if "_i_" in key), NEED),
    "our_trades_go_together": (("mine", "bakery"), ("theirs", "cafe")),
    "shared_audience": (("mine", "families"), ("theirs", "parents")),
    "near_each_other": (("metres", 40),),
    "business_and_nonprofit": (("their_kind", "nonprofit"),),
    "shared_language": (("shared", ("es", "tl")),),
    "like_the_same": (("shared", ("coffee",)),),
    "shared_haunt": (("shared", ("Blue Door",)), ("between_us", 0)),
    "shared_values": (("shared", ("local-first", "night owls")),),
}


@pytest.mark.parametrize("key", WEIGHT)
def test_every_reason_is_said_in_a_whole_sentence(key: str) -> None:
    reason = Reason(key, EXAMPLES[key])
    names = ("Ann", "Bo")
    for said in (
        wording.for_you(reason),
        wording.for_them(reason),
        for_both(reason, *names),
        for_others(reason, *names),
    ):
        assert said[0].isupper()
        assert said.endswith(".")
        assert "%" not in said
        assert "{" not in said


@pytest.mark.parametrize("key", [key for key in WEIGHT if "_i_" in key])
def test_what_fits_only_nearly_and_what_is_guessed_are_said_to_be_so(key: str) -> None:
    exact = Reason(key, (("need", "accountant"), ("offer", "accountant"), ("need_guessed", False)))
    guessed = Reason(key, (("need", "accountant"), ("offer", "accountant"), ("need_guessed", True)))
    said = {wording.for_you(one) for one in (exact, guessed, Reason(key, NEED))}
    assert len(said) == 3
    assert "trades like" in wording.for_you(guessed).lower()


@pytest.mark.parametrize("ground", REASONS)
def test_every_ground_on_which_trades_go_together_is_said(ground: str) -> None:
    taxonomy = Taxonomy.load()
    ids = [service.id for service in taxonomy.services]
    pairs = ((a, b) for a in ids for b in ids)
    mine, theirs = next(pair for pair in pairs if (found := taxonomy.reason(*pair)) and found.key == ground)
    reason = Reason("our_trades_go_together", (("mine", mine), ("theirs", theirs)))
    mirrored = Reason("our_trades_go_together", (("mine", theirs), ("theirs", mine)))
    assert wording.for_you(reason).endswith(".")
    assert wording.for_them(mirrored).endswith(".")
    assert for_both(reason, "Ann", "Bo").endswith(".")
    assert "ou both" not in for_others(reason, "Ann", "Bo")


@pytest.mark.parametrize("key", WEIGHT)
def test_an_organiser_is_not_spoken_to_as_one_of_the_two(key: str) -> None:
    said = for_others(Reason(key, EXAMPLES[key]), "Ann", "Bo")
    assert "you" not in said.lower().split()


def test_the_readers_own_side_is_named_first_in_the_other_sides_reasons_too() -> None:
    theirs = Reason("shared_audience", (("mine", "parents"), ("theirs", "families")))
    assert wording.for_them(theirs) == "You serve families and they serve new parents: often the same people."


def test_haunts_and_values_are_said_in_the_readers_words() -> None:
    haunt, values = (Reason(key, EXAMPLES[key]) for key in ("shared_haunt", "shared_values"))
    assert wording.for_you(haunt) == wording.for_them(haunt) == "You are both regulars at Blue Door."
    assert wording.for_you(values) == "You both say this of your work: local first and night owls."


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (10, "You are only a few doors apart."),
        (200, "You are on the same block."),
        (300, "You are 5 minutes’ walk apart."),
    ],
)
def test_a_way_is_said_as_one_walks_it(metres: int, said: str) -> None:
    assert wording.for_you(Reason("near_each_other", (("metres", metres),))) == said


@pytest.mark.parametrize("key", ["similar_work", "far_apart", "only_guessed"])
def test_every_caution_has_its_words(key: str) -> None:
    assert wording.caution(Reason(key)).endswith(".")


def test_capitals_that_mean_something_stay() -> None:
    assert (wording.trade("it-support"), wording.trade("bakery")) == ("IT support", "bakery")


@pytest.mark.parametrize(
    ("key", "need_guessed", "said"),
    [
        (
            "they_offer_what_i_need",
            0,
            "Bo does something close to what Ann looks for: videographer, for photographer.",
        ),
        (
            "they_send_away_what_i_do",
            1,
            "Ann may help clients whom a trade like that of Bo often sends away: videographer.",
        ),
    ],
)
def test_nobody_is_said_to_want_what_they_did_not_say(key: str, need_guessed: int, said: str) -> None:
    reason = Reason(key, (("need", "photographer"), ("offer", "videographer"), ("need_guessed", need_guessed)))
    assert for_both(reason, "Ann", "Bo") == said
