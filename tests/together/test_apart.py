"""Two in a group who do not want to meet: nobody can tell, neither reads the other's words, and the group goes on."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Evidence
from hometeam.together import actions, queries
from hometeam.together.models import Collaboration, Commitment
from tests.cast import Cast, Player, client_of
from tests.together.moments import add_circle, fresh, gathering, soon
from tests.together.test_groups import begun, say, told


@pytest.fixture
def street(cast: Cast) -> Cast:
    """The cast, with a kind for three to five on their shelf."""
    add_circle(cast.community)
    return cast


def blocks(one: Player, other: Player) -> None:
    one.member.blocks.create(other=other.member)


def page(player: Player, made: Collaboration) -> str:
    answer = client_of(player.person).get(reverse("together:collaboration", args=["elm-street", made.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", [("bo", "cy"), ("cy", "bo")])
def test_the_later_of_two_who_do_not_want_to_meet_is_not_asked(street: Cast, who: tuple[str, str]) -> None:
    blocks(getattr(street, who[0]), getattr(street, who[1]))
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    assert [part.member for part in made.parts.all()] == [street.ann.member, street.bo.member, street.dee.member]
    assert told(street.cy) == []


def test_the_starter_hears_to_whom_it_could_not_be_sent_and_not_why(street: Cast) -> None:
    blocks(street.bo, street.cy)
    plan: dict[str, Any] = {
        "kind": "own-circle",
        "to": [p.member.pk for p in (street.bo, street.cy, street.dee)],
        "words": "Come.",
    }
    client = client_of(street.ann.person)
    form = client.get(reverse("together:propose", args=["elm-street"]), plan).context["form"]
    filled = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(reverse("together:propose", args=["elm-street"]), filled | plan)
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    assert said == [
        "Sent. Each of Bo’s Bakery and Dee Designs answers alone, with one tap.",
        "It could not be sent to Cy Keeps Books.",
    ]


def test_with_too_few_left_the_starter_is_asked_for_somebody_else(street: Cast) -> None:
    blocks(street.cy, street.bo)
    with pytest.raises(actions.NotSound, match=r"It cannot be sent to Cy Keeps Books\. Ask somebody else instead\."):
        gathering(street.ann, street.bo, street.cy)
    assert not Collaboration.objects.exists()


def test_nobody_is_asked_in_to_somebody_they_do_not_want_to_meet(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.dee)
    blocks(street.cy, street.bo)
    more = reverse("together:more", args=["elm-street", made.pk])
    answer = client_of(street.ann.person).post(more, {"to": [street.cy.member.pk]})
    assert [str(one) for one in get_messages(answer.wsgi_request)] == ["It could not be sent to Cy Keeps Books."]
    assert told(street.cy) == []
    actions.ask_more(collaboration=made, viewer=street.ann.viewer, to=[street.cy.member, street.flo.member])
    assert {part.member for part in fresh(made).parts.all()} >= {street.flo.member}
    assert not fresh(made).parts.filter(member=street.cy.member).exists()


def test_a_block_while_it_is_asked_holds_nobody_up(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    blocks(street.cy, street.bo)
    for player in (street.bo, street.cy):
        assert "Yes, but…" in page(player, made)
        say("accept", made, player)
    assert fresh(made).state == State.AGREED


def test_the_day_of_each_still_holds_what_they_promised(street: Cast) -> None:
    made = begun(street)
    blocks(street.cy, street.bo)
    for player in (street.bo, street.cy):
        assert queries.mine(player.member, street.community).do == (made,)
        assert queries.on_hand(player.member, street.community).promises
        assert queries.promises_of(player.member, street.community)
        assert [one.pk for one in queries.agreed_for(player.member)] == [made.pk]


def test_neither_reads_a_word_or_a_proof_of_the_other_and_all_others_do(street: Cast) -> None:
    made = begun(street)
    blocks(street.cy, street.bo)
    for task in Commitment.objects.filter(collaboration=made).select_related("part", "collaboration"):
        doer = next(p for p in (street.ann, street.bo, street.cy, street.dee) if p.member.pk == task.part.member_id)  # type: ignore[union-attr]
        proof = Proof(Evidence.Kind.WORD, words=f"Proof of {doer.person.name}") if task.counts else None
        actions.mark_done(viewer=doer.viewer, commitment=task, proof=proof, words=f"Word of {doer.person.name}")
    before = Notice.objects.filter(person=street.cy.person).count()
    actions.say_thanks(collaboration=made, viewer=street.bo.viewer, words="Thanks of Bo")
    assert Notice.objects.filter(person=street.cy.person).count() == before
    said = ("Proof of Bo", "Word of Bo", "Thanks of Bo")
    assert not any(one in page(street.cy, made) for one in said)
    assert all(one in page(street.dee, made) for one in said)
    assert "Bo’s Bakery" in page(street.cy, made)
    assert "Proof of Cy" not in page(street.bo, made)
    heard = [str(line) for one in Notice.objects.filter(person=street.cy.person) for line in one.lines]
    assert not any("Word of Bo" in line for line in heard)


def test_the_starters_own_words_are_not_read_either(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, words="A note of Ann")
    blocks(street.cy, street.ann)
    assert "A note of Ann" not in page(street.cy, made)
    assert "A note of Ann" in page(street.bo, made)
    assert page(street.ann, made)


def test_a_reminder_is_not_told_to_who_does_not_want_it(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    blocks(street.cy, street.ann)
    before = told(street.cy)
    part = made.parts.get(member=street.cy.member)
    with clock.telling(soon(1)):
        actions.nudge(collaboration=made, viewer=street.ann.viewer, part_id=part.pk)
    assert told(street.cy) == before


def test_no_page_of_the_group_leads_to_a_door_that_is_closed(street: Cast) -> None:
    made = begun(street)
    blocks(street.cy, street.bo)
    for one, other in ((street.bo, street.cy), (street.cy, street.bo)):
        assert reverse("front:member", args=["elm-street", other.member.pk]) not in page(one, made)
