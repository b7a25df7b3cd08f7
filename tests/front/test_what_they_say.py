"""What matters to a member, and whom it is partnering with: said on two pages, shown as far as it wishes."""

from __future__ import annotations

import pytest

from hometeam.foundation import clock
from hometeam.ledger import actions as ledger
from hometeam.members import queries
from hometeam.members.models import Member, Person
from hometeam.members.queries import choices
from tests.cast import Cast, client_of

pytestmark = pytest.mark.django_db


def test_a_few_of_our_list_and_own_words_are_kept_and_shown(cast: Cast) -> None:
    ann = cast.ann.member
    typed = {"tags": ["local-first"], "others": "Night owls, Fair pay, night owls"}
    client_of(cast.ann.person).post(f"/me/{ann.pk}/values", typed)
    assert Member.objects.get(pk=ann.pk).stands_for == ["local-first", "Night owls", "fair-pay"]
    shown = queries.profile_of(cast.bo.viewer, Member.objects.get(pk=ann.pk)).values
    assert shown == ("Local first", "Night owls", "Fair pay")
    page = client_of(cast.ann.person).get(f"/me/{ann.pk}/values")
    assert page.context["form"].initial == {"tags": ["local-first", "fair-pay"], "others": "Night owls"}


def test_more_than_five_say_nothing(cast: Cast) -> None:
    tags = [tag for tag, _title in choices.VALUES[:5]]
    answer = client_of(cast.ann.person).post(f"/me/{cast.ann.member.pk}/values", {"tags": tags, "others": "naps"})
    assert "Choose at most five" in answer.content.decode()
    assert Member.objects.get(pk=cast.ann.member.pk).stands_for == []


def test_the_standing_question_is_answered_before_everybody(cast: Cast) -> None:
    ann, here = cast.ann.member, cast.community.slug
    typed = {"partnering": "Bo, every Friday.\nI would love a florist.", "partnering_shown": "community"}
    client_of(cast.ann.person).post(f"/me/{ann.pk}/partnering", typed)
    for person in (cast.cy.person, cast.gus.person, cast.ann.person):
        page = client_of(person).get(f"/c/{here}/people/{ann.pk}").content.decode()
        assert "Bo, every Friday. I would love a florist." in page
    assert client_of(cast.eve.person).get(f"/c/{here}/people/{ann.pk}").status_code == 404


def test_the_answer_may_be_for_those_alone_with_whom_one_did_something(cast: Cast) -> None:
    ann, here = cast.ann.member, cast.community.slug
    Member.objects.filter(pk=ann.pk).update(partnering="Quietly, with Bo.", partnering_shown="partners")

    def reads(person: Person) -> bool:
        return "Quietly" in client_of(person).get(f"/c/{here}/people/{ann.pk}").content.decode()

    act = ledger.tell_free_act(
        viewer=cast.bo.viewer,
        partner=ann,
        by_me=True,
        group="cheer",
        words="Baked a cake",
        happened_on=clock.now().date(),
    )
    assert [reads(one) for one in (cast.ann.person, cast.bo.person)] == [True, False]

    ledger.confirm_act(viewer=cast.ann.viewer, act=act)
    assert reads(cast.bo.person)
    assert not reads(cast.cy.person)
    assert not reads(cast.gus.person)
