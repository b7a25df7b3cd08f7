"""Who is suggested to whom on Elm Street, and who is left out just now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from hometeam.fit import queries
from hometeam.fit.queries import pools
from hometeam.foundation import clock
from hometeam.ledger import actions as ledger
from hometeam.members import actions as members
from hometeam.members.models import Member
from hometeam.together import actions as together
from hometeam.together.models import Collaboration
from tests.cast import Cast, Player, make_member, needs, offers

pytestmark = pytest.mark.django_db


def whom(player: Player) -> set[Member]:
    return {found.member for found in queries.suggestions_for(player.member, player.community)}


def test_everybody_on_the_street_has_somebody(cast: Cast) -> None:
    assert all(whom(player) for player in cast.street)


def test_whoever_looks_for_what_i_do_is_first_and_why_is_said_for_both(cast: Cast) -> None:
    first = queries.suggestions_for(cast.bo.member, cast.community)[0]
    assert first.member == cast.ann.member
    assert "They do what you look for: photographer." in first.reasons_for_me
    assert "You look for what they do: photographer." in first.reasons_for_them


def test_the_other_community_stays_unseen(cast: Cast) -> None:
    assert cast.eve.member not in whom(cast.ann)
    assert whom(cast.eve) == set()


def test_somebody_who_is_not_here_gets_none(cast: Cast) -> None:
    assert queries.suggestions_for(cast.eve.member, cast.community) == []


def test_a_competitor_is_not_suggested(cast: Cast) -> None:
    rival = make_member("Zed Photographs", cast.community)
    offers(rival, "photographer")
    needs(rival, "bookkeeping")
    assert rival not in whom(cast.ann)


@pytest.mark.parametrize("who_blocks", ["ann", "bo"])
def test_a_block_by_either_side_keeps_them_apart(cast: Cast, who_blocks: str) -> None:
    one, other = (cast.ann, cast.bo) if who_blocks == "ann" else (cast.bo, cast.ann)
    members.block(by=one.viewer.actor, member=one.member, other=other.member)
    assert cast.bo.member not in whom(cast.ann)
    assert cast.ann.member not in whom(cast.bo)


def test_a_resting_member_is_left_alone_until_it_is_back(cast: Cast) -> None:
    Member.objects.filter(pk=cast.bo.member.pk).update(snoozed_until_on=clock.today("UTC") + timedelta(days=9))
    assert cast.bo.member not in whom(cast.ann)
    with time_machine.travel(clock.now() + timedelta(days=11)):
        assert cast.bo.member in whom(cast.ann)


def test_a_member_with_full_hands_is_left_alone(cast: Cast) -> None:
    Member.objects.filter(pk=cast.bo.member.pk).update(capacity=1)
    assert cast.bo.member in whom(cast.ann)
    propose(cast.bo, cast.flo)
    assert cast.bo.member not in whom(cast.ann)


def test_whom_i_am_in_touch_with_is_not_suggested_again(cast: Cast) -> None:
    propose(cast.ann, cast.bo)
    assert cast.bo.member not in whom(cast.ann)
    assert cast.ann.member not in whom(cast.bo)


def test_whoever_declined_comes_up_again_after_ninety_days(cast: Cast) -> None:
    sent = propose(cast.ann, cast.bo)
    together.decline(collaboration=sent, viewer=cast.bo.viewer, seen_version=sent.version)
    assert cast.bo.member not in whom(cast.ann)
    with time_machine.travel(clock.now() + timedelta(days=91)):
        assert cast.bo.member in whom(cast.ann)


def propose(one: Player, other: Player) -> Collaboration:
    return together.propose(
        viewer=one.viewer, to=[other.member], kind_id="coffee", happens_at=clock.now() + timedelta(days=4)
    )


def test_how_two_members_fit_can_be_asked_while_they_are_in_touch(cast: Cast) -> None:
    propose(cast.ann, cast.bo)
    found = queries.suggestion_between(cast.ann.member, cast.bo.member, cast.community)
    assert found is not None
    assert found.member == cast.bo.member


def test_between_strangers_there_is_nothing_to_say(cast: Cast) -> None:
    assert queries.suggestion_between(cast.ann.member, cast.eve.member, cast.community) is None


def test_the_first_step_is_a_kind_of_the_playbook_in_days_to_come_by_daylight(cast: Cast) -> None:
    for found in queries.suggestions_for(cast.ann.member, cast.community):
        step = found.first_step
        assert step.kind.id == found.kind
        assert all(moment > clock.now() and moment.weekday() < 5 and 8 <= moment.hour < 18 for moment in step.moments)
        assert found.member.name in step.words


def test_a_place_to_sit_down_is_proposed_where_one_of_the_two_has_a_table(cast: Cast) -> None:
    members.reindex([player.member.pk for player in cast.street])
    table = queries.suggestion_between(cast.flo.member, cast.ann.member, cast.community)
    coffee = queries.suggestion_between(cast.dee.member, cast.bo.member, cast.community)
    assert table is not None
    assert coffee is not None
    assert coffee.first_step.kind.is_timed
    assert coffee.first_step.place == "Bo’s Bakery, 12 Elm Street"
    assert table.first_step.kind.is_timed or table.first_step.place == ""


def test_several_are_asked_for_at_once_and_each_gets_what_it_would_alone(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    members.block(by=cast.ann.viewer.actor, member=cast.ann.member, other=cast.bo.member)
    asked = [player.member for player in cast.street]
    alone = {member.pk: queries.suggestions_for(member, cast.community) for member in asked}
    with django_assert_max_num_queries(3):
        at_once = queries.suggestions_for_many([*asked, cast.eve.member], cast.community, limit=5)
    assert at_once.pop(cast.eve.member.pk) == []
    assert {pk: [one.member for one in found] for pk, found in at_once.items()} == {
        pk: [one.member for one in found] for pk, found in alone.items()
    }


def test_a_kind_that_the_organiser_switched_off_is_suggested_to_nobody_any_more(cast: Cast) -> None:
    first = queries.suggestions_for(cast.bo.member, cast.community)[0]
    together.switch_kind(viewer=cast.gus.viewer, kind_id=first.kind, off=True)
    assert first.kind not in {one.kind for one in queries.suggestions_for(cast.bo.member, cast.community)}


def test_what_takes_three_is_not_suggested_to_two(cast: Cast) -> None:
    Member.objects.filter(pk__in=[cast.ann.member.pk, cast.bo.member.pk]).update(likes=["circle"])
    assert "circle" not in {one.kind for one in queries.suggestions_for(cast.ann.member, cast.community)}


def test_what_two_did_lately_rests_and_something_else_is_suggested(cast: Cast) -> None:
    first = queries.suggestions_for(cast.bo.member, cast.community)[0]
    it = together.propose(
        viewer=cast.bo.viewer, to=[first.member], kind_id=first.kind, happens_at=clock.now() + timedelta(days=1)
    )
    Collaboration.objects.filter(pk=it.pk).update(state="closed", changed_at=clock.now())
    again = next(one for one in queries.suggestions_for(cast.bo.member, cast.community) if one.member == first.member)
    assert again.kind != first.kind
    Collaboration.objects.filter(pk=it.pk).update(changed_at=clock.now() - timedelta(days=91))
    later = next(one for one in queries.suggestions_for(cast.bo.member, cast.community) if one.member == first.member)
    assert later.kind == first.kind


def test_what_two_did_lately_rests_on_their_page_and_among_peers(cast: Cast) -> None:
    other = queries.suggestions_for(cast.bo.member, cast.community)[0].member
    offers(cast.dee.member, *cast.cy.member.offers.values_list("service", flat=True))
    pools.forget()

    def on_their_page() -> queries.Suggestion | None:
        return queries.suggestion_between(cast.bo.member, other, cast.community)

    def among_peers() -> queries.Suggestion | None:
        return next(iter(queries.peers_for(cast.dee.member, cast.community)), None)

    for player, look in ((cast.bo, on_their_page), (cast.dee, among_peers)):
        first = look()
        assert first is not None
        tomorrow = clock.now() + timedelta(days=1)
        it = together.propose(viewer=player.viewer, to=[first.member], kind_id=first.kind, happens_at=tomorrow)
        Collaboration.objects.filter(pk=it.pk).update(state="declined", changed_at=clock.now())
        assert look() == first
        Collaboration.objects.filter(pk=it.pk).update(state="closed", changed_at=clock.now())
        again = look()
        assert again is not None and again.member == first.member and again.kind != first.kind


def test_whoever_gave_plenty_is_served_sooner_and_an_even_account_changes_nothing(cast: Cast) -> None:
    for _time in range(4):
        ledger.record_act(
            viewer=cast.cy.viewer,
            giver=cast.cy.member,
            receiver=cast.bo.member,
            kind_id="free",
            group="help",
            words="{me} helped {other}.",
            happened_on=clock.today(cast.community.timezone),
        )
    pools.forget()
    assert set(pools.known_of(cast.community).owed) == {cast.cy.member.pk}
    assert 0 < pools.known_of(cast.community).owed[cast.cy.member.pk] < 1
