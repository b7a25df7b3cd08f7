"""Reasons state only what the reader may see on the two pages, no more finely than it is shown, and say what is
guessed.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from hometeam.engine.fit import Reason
from hometeam.engine.fit.score import WEIGHT
from hometeam.fit.queries import pools, remembered, wording
from hometeam.fit.queries.suggestions import kind_fits, reasons_in_words, suggestion_between
from hometeam.members import actions as members
from hometeam.members.models import Member, Need, Offer, Place
from hometeam.members.queries import choices, profile_of, trades
from tests.cast import Cast, Player, goes_to, is_at, make_member, make_person, needs, offers, sends_away, serves

pytestmark = pytest.mark.django_db
SEEN_BY_NAME = {"need", "offer", "mine", "theirs", "shared"}
SAID_OTHERWISE = {"metres", "their_kind", "need_guessed", "between_us"}
"""Facts that are no names: a way, a kind of member, whether something is a guess, and whether it stays between two."""


TAGS = {"shared_audience": choices.AUDIENCES, "shared_language": choices.LANGUAGES, "like_the_same": choices.LIKES}


def rich(cast: Cast, name: str, does: str, lacks: str, away: str) -> Player:
    """Somebody of whom every reason can be told."""
    person = make_person(name)
    member = make_member(name, cast.community, person=person, languages=["en", "es"], likes=["coffee"])
    offers(member, does)
    needs(member, lacks)
    sends_away(member, away)
    serves(member, "families")
    goes_to(member, "Blue Door", shown_to="regulars")
    return Player(person, member, cast.community)


def two(cast: Cast) -> tuple[Player, Player]:
    return (
        rich(cast, "Hal", "florist", "plumber", "yoga"),
        rich(cast, "Ida", "photographer", "florist", "florist"),
    )


def reasons_of(cast: Cast, one: Player, other: Player) -> list[Reason]:
    known = pools.known_of(cast.community)
    fit = remembered.pair(known, one.member.pk, other.member.pk, kind_fits(known.kinds))
    return [*fit.reasons_for_me, *fit.reasons_for_them] if fit else []


def shown_on(page_of: Player, reader: Player) -> set[str]:
    """All that a member's page says by name to this reader."""
    page = profile_of(reader.viewer, Member.objects.get(pk=page_of.member.pk))
    services = {said.title for said in (*page.offers, *page.wants, *page.sends_away)}
    return services | {*page.audiences, *page.languages, *page.likes, *page.values, *page.haunts}


def stated(reason: Reason) -> set[str]:
    """What a reason says by name, as pages call it."""
    found: set[str] = set()
    for name, fact in reason.facts:
        assert name in SEEN_BY_NAME | SAID_OTHERWISE
        found |= {*fact} if isinstance(fact, tuple) else {str(fact)} if name in SEEN_BY_NAME else set()
    titles = {
        "shared_audience": choices.AUDIENCES,
        "shared_language": choices.LANGUAGES,
        "like_the_same": choices.LIKES,
        "shared_values": choices.VALUES,
    }
    if reason.key == "shared_haunt":
        return found
    if reason.key in titles:
        return {choices.title_of(titles[reason.key], tag) for tag in found}
    return {trades.title(service) for service in found}


def test_every_name_in_a_reason_is_on_one_of_the_two_pages(cast: Cast) -> None:
    told = set()
    for one, other in permutations([*cast.street, *two(cast)], 2):
        pages = shown_on(one, one) | shown_on(other, one)
        for reason in reasons_of(cast, one, other):
            told.add(reason.key)
            assert stated(reason) <= pages, reason
    assert told >= {key for key in WEIGHT if "_i_" in key} | {"our_trades_go_together", "shared_audience"}


@pytest.mark.parametrize(
    ("shown_as", "finest_m"), [("street", 0), ("neighbourhood", 500), ("city", 9_000), ("hidden", None)]
)
def test_a_way_is_told_no_more_finely_than_both_places_are_shown(
    cast: Cast, shown_as: str, finest_m: int | None
) -> None:
    one, other = two(cast)
    for player, shown in ((one, Place.ShownAs.STREET), (other, shown_as)):
        is_at(player.member, 49.169, -122.579, shown_as=shown, neighbourhood="Fort")
    members.reindex([one.member.pk, other.member.pk])
    pool = pools.pool_of(cast.community)
    seen = pool.members[other.member.pk]
    assert (seen.place is None) == (finest_m is None)
    assert finest_m is None or seen.blur_m >= finest_m
    assert (seen.city, seen.neighbourhood) == {
        "street": ("Langley", "Fort"),
        "neighbourhood": ("Langley", "Fort"),
        "city": ("Langley", ""),
        "hidden": ("", ""),
    }[shown_as]
    ways = [reason.fact("metres") for reason in reasons_of(cast, one, other) if reason.key == "near_each_other"]
    assert all(isinstance(way, int) and finest_m is not None and way >= finest_m for way in ways)


NEED = (("need", "bakery"), ("offer", "bakery"))
GUESSES = [
    *(Reason(key, (*NEED, ("need_guessed", True)), guessed=True) for key in WEIGHT if "_i_" in key),
    *(Reason(key, (*NEED, ("need_guessed", False)), guessed=True) for key in WEIGHT if "_i_" in key),
    Reason("our_trades_go_together", (("mine", "bakery"), ("theirs", "cafe")), guessed=True),
]


@pytest.mark.parametrize("reason", GUESSES, ids=lambda one: f"{one.key}-{one.fact('need_guessed')}")
def test_what_rests_on_a_guess_says_so_to_either_side(reason: Reason) -> None:
    for sentence in (wording.for_you(reason), wording.for_them(reason)):
        said = wording.hedged(sentence, reason).lower()
        assert "trades like" in said or "guess" in said


def test_a_trade_that_nobody_confirmed_is_a_guess_on_the_card(cast: Cast) -> None:
    Offer.objects.filter(member=cast.ann.member).update(guessed=True)
    shown = suggestion_between(cast.bo.member, cast.ann.member, cast.community)
    assert shown is not None
    told = " ".join((*shown.reasons_for_me, shown.caution))
    assert "guess" in told
    assert all("guess" in one for one in shown.shared_reasons if "photographer" in one)


def test_a_guess_about_the_reader_is_not_said_to_be_one_about_the_other(cast: Cast) -> None:
    Need.objects.filter(member=cast.bo.member).update(guessed=True)
    shown = suggestion_between(cast.bo.member, cast.ann.member, cast.community)
    assert shown is not None and shown.caution and "they do" not in shown.caution


def test_where_the_card_says_it_once_no_reason_repeats_it(cast: Cast) -> None:
    Offer.objects.update(guessed=True)
    known = pools.known_of(cast.community)
    fit = remembered.pair(known, cast.bo.member.pk, cast.ann.member.pk, kind_fits(known.kinds))
    assert fit is not None and fit.caution is not None
    assert fit.caution.key == "only_guessed"
    assert not any("guess" in one for side in reasons_in_words(fit) for one in side)


@pytest.mark.parametrize(("service", "is_cause"), [("professional-association", False), ("food-bank", True)])
def test_a_union_is_no_good_cause_that_anybodys_customers_stand_behind(
    cast: Cast, service: str, is_cause: bool
) -> None:
    society = make_member("Local 258", cast.community, kind="nonprofit")
    offers(society, service)
    shown = suggestion_between(cast.bo.member, society, cast.community)
    told = shown.reasons_for_me if shown else ()
    assert any("good cause" in one for one in told) == is_cause
