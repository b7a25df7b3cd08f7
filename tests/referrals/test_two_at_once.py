"""Two press at the same moment, on a real database: one wins, the other is told, nothing happens twice."""

from __future__ import annotations

from functools import partial

from hometeam.engine.referrals import Move, State
from hometeam.foundation.models import Letter, Notice
from hometeam.ledger.models import Act
from hometeam.members.actions import claims
from hometeam.referrals import actions
from hometeam.referrals.models import Prospect, Referral
from tests.cast import Cast
from tests.referrals.moments import MARIA, agreed, fresh, given
from tests.together.test_two_at_once import apart, street
from tests.together.test_two_at_once import at_once as all_at_once

__all__ = ["street"]

at_once = partial(all_at_once, news=(actions.Moved, actions.AlreadyOpen))


def test_taking_it_on_and_taking_it_back_at_once(street: Cast) -> None:
    it = apart(lambda: agreed(street.ann, street.cy))
    results = at_once(
        lambda: actions.answer(viewer=street.cy.viewer, referral=it, move=Move.ACCEPT, seen_version=it.version),
        lambda: actions.take_back(viewer=street.ann.viewer, referral=it, seen_version=it.version),
    )
    assert sum(isinstance(one, actions.Moved) for one in results) == 1
    after = apart(lambda: fresh(it))
    assert apart(Act.objects.count) == (1 if after.state == State.ACCEPTED else 0)


def test_four_taps_take_it_on_once(street: Cast) -> None:
    it = apart(lambda: agreed(street.ann, street.cy))

    def tap() -> object:
        return actions.answer(viewer=street.cy.viewer, referral=it, move=Move.ACCEPT, seen_version=it.version)

    results = at_once(tap, tap, tap, tap)
    assert sum(isinstance(one, actions.Moved) for one in results) == 3
    assert apart(Act.objects.count) == 1
    assert apart(Notice.objects.filter(person=street.ann.person, subject__contains="takes your").count) == 1


def test_the_person_leaves_while_the_receiver_takes_it_on(street: Cast) -> None:
    """Whoever is first: in the end nothing of the person is kept."""
    it = apart(lambda: agreed(street.ann, street.cy))
    at_once(
        lambda: actions.answer(viewer=street.cy.viewer, referral=it, move=Move.ACCEPT, seen_version=it.version),
        lambda: actions.leave(referral=it, hashed=claims.address_hash(MARIA)),
    )
    assert apart(lambda: fresh(it)).state == State.WITHDRAWN
    assert not apart(Prospect.objects.exists)


def test_the_same_introduction_sent_by_four_taps_is_one_letter(street: Cast) -> None:
    def tap() -> object:
        return given(street.ann, street.cy)

    at_once(tap, tap, tap, tap)
    assert apart(Referral.objects.count) == 1
    assert apart(Letter.objects.filter(to=MARIA).count) == 1
