"""Two people press at the same moment, on a real database: nothing counts twice, nobody is told twice."""

from __future__ import annotations

from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act
from hometeam.praise import actions
from hometeam.praise.models import Review, Testimonial
from tests.cast import Cast
from tests.praise.given import praised
from tests.together.test_two_at_once import apart, at_once, street

__all__ = ["street"]


def test_approved_twice_and_taken_back_at_once(street: Cast) -> None:
    one = apart(lambda: praised(street.ann, street.bo))

    def approve() -> object:
        return actions.answer(viewer=street.bo.viewer, testimonial=one, move="approve")

    at_once(approve, approve)
    assert apart(Notice.objects.filter(person=street.ann.person).count) == 1
    at_once(
        lambda: actions.withdraw(viewer=street.ann.viewer, testimonial=one),
        lambda: actions.withdraw(viewer=street.ann.viewer, testimonial=one),
    )
    assert apart(Testimonial.objects.filter(withdrawn_at__isnull=False).count) == 1
    assert apart(Act.objects.filter(taken_back_at__isnull=True).count) == 0


def test_a_review_that_two_seats_tell_of_at_once_counts_once(street: Cast) -> None:
    def tell() -> object:
        return actions.wrote_review(viewer=street.ann.viewer, of=street.bo.member, site="google")

    at_once(tell, tell, tell)
    assert apart(Review.objects.count) == 1
    assert apart(Act.objects.count) == 1
    assert apart(Notice.objects.filter(person=street.bo.person).count) == 1


def test_given_again_twice_at_once_it_is_given_once(street: Cast) -> None:
    one = apart(lambda: praised(street.ann, street.bo))
    apart(lambda: actions.withdraw(viewer=street.ann.viewer, testimonial=one))
    at_once(
        lambda: actions.give_again(viewer=street.ann.viewer, testimonial=one),
        lambda: actions.give_again(viewer=street.ann.viewer, testimonial=one),
    )
    assert apart(Act.objects.filter(taken_back_at__isnull=True).count) == 1
