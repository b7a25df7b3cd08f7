"""A leg that does not come about: the others' legs stand, and whoever goes without is first in the next search."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.swap import jobs
from hometeam.swap.models import Leg, Listing, Loop
from hometeam.together import actions as together
from hometeam.together.models import Collaboration, Commitment
from tests.cast import Cast, Player, client_of
from tests.swap.rings import board, fresh, gives, looked, members_of, needs, the_loop
from tests.swap.test_answering import yes

pytestmark = pytest.mark.django_db


def agreed(cast: Cast) -> Loop:
    return yes(the_loop(cast), cast.ann, cast.bo, cast.cy)


def promise_of(player: Player) -> Commitment:
    return Commitment.objects.select_related("collaboration").get(part__member=player.member)


def missed() -> dict[str, str]:
    jobs.note_missing(clock.now())
    return {leg.giver.name.split()[0]: leg.missed for leg in Leg.objects.select_related("giver")}


def test_nothing_is_missing_while_all_goes_well(cast: Cast) -> None:
    agreed(cast)
    together.mark_done(viewer=cast.ann.viewer, commitment=promise_of(cast.ann))
    assert missed() == {"Ann": "", "Bo’s": "", "Cy": ""}


@pytest.mark.parametrize("who", ["cy", "ann"], ids=["its giver", "its receiver"])
def test_what_does_not_come_puts_the_need_on_the_board_again_and_first(cast: Cast, who: str) -> None:
    agreed(cast)
    Commitment.objects.update(due_on=clock.today(cast.community.timezone))
    together.let_go(viewer=getattr(cast, who).viewer, commitment=promise_of(cast.cy))
    assert missed() == {"Ann": "", "Bo’s": "", "Cy": "giver"}
    assert missed() == {"Ann": "", "Bo’s": "", "Cy": "giver"}
    told = Notice.objects.filter(person=cast.ann.person, key__endswith=":missed")
    assert told.get().subject == "Something in your loop does not come about, and you are first in the next one"

    needs(cast.flo, "bookkeeping", made_at=clock.now() - timedelta(days=59))
    gives(cast.flo, "florist")
    gives(cast.ann, "florist")
    gives(cast.dee, "bookkeeping")
    needs(cast.dee, "florist")
    (new,) = looked(cast, "next")
    assert members_of(new) == {cast.ann.member, cast.dee.member}


def test_whoever_could_not_is_not_asked_again_for_the_very_same(cast: Cast) -> None:
    agreed(cast)
    cys = Leg.objects.select_related("gives").get(giver=cast.cy.member).gives
    Listing.objects.filter(pk=cys.pk).update(often=Listing.Often.ALWAYS, state=Listing.State.ON)
    together.let_go(viewer=cast.cy.viewer, commitment=promise_of(cast.cy))
    missed()

    assert (cast.cy.member.pk, cast.ann.member.pk) not in board(cast).matches

    other = gives(cast.cy, "bookkeeping", "An evening with your receipts")
    assert board(cast).matches[cast.cy.member.pk, cast.ann.member.pk].gives == other.pk


def test_the_loops_page_says_to_each_side_of_it_what_does_not_come(cast: Cast) -> None:
    loop = agreed(cast)
    together.let_go(viewer=cast.cy.viewer, commitment=promise_of(cast.cy))
    missed()
    pages = {
        name: client_of(getattr(cast, name).person).get(reverse("swap:loop", args=["elm-street", loop.pk]))
        for name in ("ann", "bo", "cy")
    }
    assert "your need comes first when loops are looked for" in pages["ann"].content.decode()
    assert "All have said yes." in pages["bo"].content.decode()
    assert "What you were to give does not come about." in pages["cy"].content.decode()


def test_whoever_leaves_goes_without_and_is_not_first(cast: Cast) -> None:
    loop = agreed(cast)
    made = fresh(loop).collaboration
    assert made is not None
    together.withdraw(collaboration=made, viewer=cast.bo.viewer, seen_version=made.version)
    assert missed() == {"Ann": "receiver", "Bo’s": "giver", "Cy": ""}
    assert not Notice.objects.filter(person=cast.bo.person, key__endswith=":missed").exists()
    assert Notice.objects.filter(person=cast.cy.person, key__endswith=":missed").count() == 1


def test_whoever_closes_leaves_the_others_their_legs(cast: Cast) -> None:
    agreed(cast)
    cast.bo.member.memberships.update(state="left")
    together.see_off()
    assert missed() == {"Ann": "receiver", "Bo’s": "giver", "Cy": ""}


def test_what_goes_quiet_has_not_come(cast: Cast) -> None:
    agreed(cast)
    together.mark_done(viewer=cast.ann.viewer, commitment=promise_of(cast.ann))
    with clock.telling(clock.now() + timedelta(days=40)):
        together.lapse_due()
        assert missed() == {"Ann": "", "Bo’s": "giver", "Cy": "giver"}


def test_whoever_goes_without_is_not_asked_to_say_thanks(cast: Cast) -> None:
    made = fresh(agreed(cast)).collaboration
    assert made is not None
    together.let_go(viewer=cast.cy.viewer, commitment=promise_of(cast.cy))
    for giver in (cast.ann, cast.bo):
        together.mark_done(viewer=giver.viewer, commitment=promise_of(giver))
    for receiver in (cast.bo, cast.cy):
        together.confirm(viewer=receiver.viewer, collaboration=Collaboration.objects.get(pk=made.pk))
    page = reverse("together:collaboration", args=["elm-street", made.pk])
    asked = {name: client_of(getattr(cast, name).person).get(page).content.decode() for name in ("ann", "bo")}
    assert 'id="thanks"' in asked["bo"] and 'id="thanks"' not in asked["ann"]
