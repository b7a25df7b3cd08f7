"""Settling what goes round: nothing moves until all say yes, and then everyone stands where they stood."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from hometeam.foundation.models import Notice
from hometeam.members.models import Block
from hometeam.swap import actions, jobs
from hometeam.swap.models import Rules, SetOff, Transfer
from hometeam.swap.queries.accounts import balance_of, debts_in
from hometeam.swap.queries.counting import counting_of
from tests.cast import Cast, Player, client_of
from tests.swap.counting import counts, helped

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def balances(cast: Cast) -> list[int]:
    return [balance_of(one.member, cast.community, counting_of(cast.community)) for one in cast.street]


def owed(cast: Cast) -> int:
    return sum(debt.amount for debt in debts_in(cast.community, counting_of(cast.community)))


def ring(cast: Cast) -> SetOff:
    """Ann helped Bo, Bo helped Cy, Cy helped Ann, an hour and more: an hour goes round."""
    counts(cast.community)
    for giver, receiver, amount in ((cast.ann, cast.bo, 60), (cast.bo, cast.cy, 90), (cast.cy, cast.ann, 75)):
        helped(giver, receiver, amount)
    (made,) = actions.propose_set_offs(community=cast.community)
    return made


def answers(player: Player, made: SetOff, answer: str) -> str:
    path = reverse("swap:settle", args=["elm-street", made.pk])
    return client_of(player.person).post(path, {"answer": answer}, follow=True).content.decode()


def test_a_ring_is_settled_with_the_last_yes(cast: Cast) -> None:
    made, before = ring(cast), balances(cast)
    for one in (cast.ann, cast.bo):
        answers(one, made, "yes")
        assert owed(cast) == 225
    assert "It is settled." in answers(cast.cy, made, "yes")
    assert owed(cast) == 45 and balances(cast) == before
    assert Notice.objects.filter(subject="It is settled").count() == 3


def test_whoever_answers_too_late_hears_how_it_stands(cast: Cast) -> None:
    made = ring(cast)
    answers(cast.ann, made, "no")
    assert "It did not come together. Nothing has changed on your account." in answers(cast.bo, made, "yes")


def test_whoever_would_rather_not_after_all_had_agreed_hears_that_it_is_settled(cast: Cast) -> None:
    made = ring(cast)
    for one in (cast.ann, cast.bo, cast.cy):
        answers(one, made, "yes")
    assert "All of you had said yes already: it is settled." in answers(cast.ann, made, "no")


def test_the_last_yes_hears_that_somebody_owes_less_meanwhile(cast: Cast) -> None:
    made = ring(cast)
    for one in (cast.ann, cast.bo):
        answers(one, made, "yes")
    actions.stop_counting(viewer=cast.bo.viewer, transfer=Transfer.objects.get(giver=cast.bo.member))
    assert "It did not come together. Nothing has changed on your account." in answers(cast.cy, made, "yes")
    assert not Transfer.objects.filter(set_off=made).exists()


def test_what_waits_is_left_when_something_else_is_counted_and_asked_anew_at_once_when_hours_are_again(
    cast: Cast,
) -> None:
    made = ring(cast)
    actions.keep_rules(viewer=cast.gus.viewer, values={"counting": "points", "points_name": "acorns"})
    assert SetOff.objects.get(pk=made.pk).state == SetOff.State.OVERTAKEN
    told = Notice.objects.filter(subject="What went round is left as it was")
    assert [notice.lines[0][:35] for notice in told] == ["What is owed or counted has changed"] * 3
    actions.keep_rules(viewer=cast.gus.viewer, values={"counting": "hours"})
    assert len(actions.propose_set_offs(community=cast.community)) == 1


def test_a_yes_said_twice_is_one(cast: Cast) -> None:
    made = ring(cast)
    for _twice in range(2):
        for one in (cast.ann, cast.bo, cast.cy):
            actions.agree_to_settle(viewer=one.viewer, set_off=made)
    assert Transfer.objects.filter(set_off=made).count() == 3


def test_each_sees_only_whom_they_owe_and_who_owes_them(cast: Cast) -> None:
    made = ring(cast)
    page = client_of(cast.bo.person).get(reverse("swap:account", args=["elm-street"])).content.decode()
    assert "You owe Ann Photographs, and Cy" in page and "<strong>1 h</strong> of it goes round" in page
    assert client_of(cast.dee.person).get(reverse("swap:account", args=["elm-street"])).status_code == 200
    with pytest.raises(Http404):
        actions.agree_to_settle(viewer=cast.dee.viewer, set_off=made)


def test_one_who_would_rather_not_leaves_all_as_it_was_and_is_not_named(cast: Cast) -> None:
    made, before = ring(cast), balances(cast)
    actions.agree_to_settle(viewer=cast.ann.viewer, set_off=made)
    answers(cast.bo, made, "no")
    assert (SetOff.objects.get().state, owed(cast), balances(cast)) == (SetOff.State.DISSOLVED, 225, before)
    told = Notice.objects.filter(key=f"{made.label}:left")
    assert {notice.person for notice in told} == {cast.ann.person, cast.cy.person}
    assert not any("Bo" in line for notice in told for line in [notice.subject, *notice.lines])
    assert actions.propose_set_offs(community=cast.community) == []


def test_silence_leaves_it_too(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        ring(cast)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        jobs.lapse_set_offs(NOW)
        assert SetOff.objects.get().state == SetOff.State.DISSOLVED
        jobs.lapse_set_offs(NOW)
    assert Notice.objects.filter(key__endswith=":left").count() == 3


@pytest.mark.parametrize("why", ["left", "blocked", "less"])
def test_a_ring_that_cannot_close_any_more_keeps_nobody_waiting(cast: Cast, why: str) -> None:
    made = ring(cast)
    jobs.lapse_set_offs(NOW)
    assert SetOff.objects.get().state == SetOff.State.PROPOSED
    if why == "left":
        cast.cy.member.memberships.update(state="left")
    elif why == "blocked":
        Block.objects.create(member=cast.cy.member, other=cast.ann.member)
    else:
        actions.stop_counting(viewer=cast.cy.viewer, transfer=Transfer.objects.get(giver=cast.cy.member))
    jobs.lapse_set_offs(NOW)
    assert SetOff.objects.get(pk=made.pk).state == SetOff.State.OVERTAKEN


def test_nobody_is_asked_twice_at_once(cast: Cast) -> None:
    ring(cast)
    jobs.propose_set_offs(NOW)
    assert SetOff.objects.count() == 1


def test_what_is_no_longer_owed_is_not_settled(cast: Cast) -> None:
    made = ring(cast)
    actions.agree_to_settle(viewer=cast.ann.viewer, set_off=made)
    actions.agree_to_settle(viewer=cast.bo.viewer, set_off=made)
    gift = Transfer.objects.get(giver=cast.cy.member)
    actions.stop_counting(viewer=cast.cy.viewer, transfer=gift)
    actions.agree_to_settle(viewer=cast.cy.viewer, set_off=made)
    assert SetOff.objects.get().state == SetOff.State.DISSOLVED
    assert not Transfer.objects.filter(set_off=made).exists()


def test_where_all_said_yes_and_less_is_owed_meanwhile_what_is_left_is_asked_about_at_once(cast: Cast) -> None:
    made = ring(cast)
    helped(cast.bo, cast.ann, 20)
    for player in (cast.ann, cast.bo, cast.cy):
        actions.agree_to_settle(viewer=player.viewer, set_off=made)
    assert SetOff.objects.get().state == SetOff.State.DISSOLVED
    (smaller,) = actions.propose_set_offs(community=cast.community)
    assert set(smaller.lines.values_list("amount", flat=True)) == {40}


def test_what_was_left_in_hours_is_no_reason_not_to_ask_in_points(cast: Cast) -> None:
    answers(cast.bo, ring(cast), "no")
    Rules.objects.update(counting="points", points_name="acorns", points_one="acorn")
    for giver, receiver in ((cast.ann, cast.bo), (cast.bo, cast.cy), (cast.cy, cast.ann)):
        helped(giver, receiver, 1)
    actions.propose_set_offs(community=cast.community)
    page = client_of(cast.ann.person).get(reverse("swap:account", args=["elm-street"])).content.decode()
    assert "<strong>1 acorn</strong> of it goes round" in page


def test_where_nothing_is_counted_nothing_is_proposed(cast: Cast) -> None:
    ring(cast)
    SetOff.objects.all().delete()
    Rules.objects.update(counting="nothing")
    assert actions.propose_set_offs(community=cast.community) == []
