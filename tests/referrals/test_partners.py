"""Standing partners: what they tell each other, and that each may stop it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hometeam.engine.agreements import State
from hometeam.engine.referrals import Move
from hometeam.foundation.models import Notice
from hometeam.referrals import actions
from hometeam.referrals.queries import partners
from hometeam.together.models import Collaboration
from tests.cast import Cast, Player, client_of
from tests.referrals.moments import agreed as introduced
from tests.referrals.moments import answered
from tests.together.moments import agreed

pytestmark = pytest.mark.django_db


def standing(one: Player, other: Player) -> Collaboration:
    """The two agree to send each other people."""
    return agreed(one, other, kind_id="referral-partnership")


def page(cast: Cast, name: str, other: Player) -> str:
    return reverse(f"referrals:{name}", args=[cast.community.slug, other.member.pk])


def test_two_who_agreed_have_a_page_and_others_have_none(cast: Cast) -> None:
    standing(cast.ann, cast.cy)
    assert partners.partners_of(cast.ann.member, cast.community) == [cast.cy.member]
    assert client_of(cast.ann.person).get(page(cast, "partner", cast.cy)).status_code == 200
    assert client_of(cast.bo.person).get(page(cast, "partner", cast.cy)).status_code == 404


def test_each_writes_their_own_side_and_reads_the_others(cast: Cast) -> None:
    standing(cast.ann, cast.cy)
    said = {"likes": "Spring weddings", "rather_not": "Passport pictures", "introduce": "Ann, in daylight."}
    client_of(cast.ann.person).post(page(cast, "partner_words", cast.cy), said)
    seen = client_of(cast.cy.person).get(page(cast, "partner", cast.ann)).content.decode()
    assert all(words in seen for words in said.values())
    assert partners.words_of(cast.cy.member, cast.ann.member, cast.community) is None


def test_the_partners_own_words_begin_the_introduction(cast: Cast) -> None:
    standing(cast.ann, cast.cy)
    actions.say_words(
        viewer=cast.cy.viewer, partner=cast.ann.member, likes="", rather_not="", introduce="Cy loves shoeboxes."
    )
    form = reverse("referrals:new", args=[cast.community.slug]) + f"?to={cast.cy.member.pk}"
    assert "Cy loves shoeboxes." in client_of(cast.ann.person).get(form).content.decode()
    assert "Cy loves shoeboxes." not in client_of(cast.bo.person).get(form).content.decode()


def test_the_page_counts_what_was_taken_on(cast: Cast) -> None:
    standing(cast.ann, cast.cy)
    answered(introduced(cast.ann, cast.cy), cast.cy, Move.ACCEPT)
    sheet = partners.sheet_of(cast.ann.member, cast.cy.member, cast.community)
    assert (sheet.sent, sheet.came) == (1, 0)


@pytest.mark.parametrize("stopper", ["ann", "cy"])
def test_either_side_stops_it_once_and_the_other_is_told_once(cast: Cast, stopper: str) -> None:
    going = standing(cast.ann, cast.cy)
    one, other = (cast.ann, cast.cy) if stopper == "ann" else (cast.cy, cast.ann)
    before = Notice.objects.filter(person=other.person).count()
    for _tap in range(2):
        actions.stop(viewer=one.viewer, partner=other.member)
    assert Notice.objects.filter(person=other.person).count() == before + 1
    assert Collaboration.objects.get(pk=going.pk).state == State.WITHDRAWN
    assert partners.partners_of(other.member, cast.community) == []


def test_a_partnership_whose_plan_is_done_stands_until_it_is_stopped(cast: Cast) -> None:
    going = standing(cast.ann, cast.cy)
    Collaboration.objects.filter(pk=going.pk).update(state=State.CLOSED)
    assert partners.are_standing(cast.ann.member, cast.cy.member, cast.community)
    actions.stop(viewer=cast.ann.viewer, partner=cast.cy.member)
    assert not partners.are_standing(cast.ann.member, cast.cy.member, cast.community)
    assert Notice.objects.filter(person=cast.cy.person, subject__contains="has ended").count() == 1


def test_agreeing_again_begins_it_anew(cast: Cast) -> None:
    standing(cast.ann, cast.cy)
    actions.stop(viewer=cast.ann.viewer, partner=cast.cy.member)
    standing(cast.cy, cast.ann)
    assert partners.are_standing(cast.ann.member, cast.cy.member, cast.community)
    assert partners.partners_of(cast.ann.member, cast.community) == [cast.cy.member]
