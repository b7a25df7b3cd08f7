"""Two press at the same moment, on a real database."""

from __future__ import annotations

from functools import partial

from hometeam.engine.overlap import Side, State
from hometeam.foundation.models import Notice
from hometeam.overlap import actions
from hometeam.overlap.models import Exchange, Hand, Level
from tests.cast import Cast
from tests.overlap.moments import Home, asked, fresh, people
from tests.together.test_two_at_once import apart, street
from tests.together.test_two_at_once import at_once as all_at_once

__all__ = ["street"]

at_once = partial(all_at_once, news=(actions.Moved, actions.NotYet))


def test_two_do_each_step_at_the_same_moment_and_there_is_one_answer(street: Cast) -> None:
    """They ask each other, put their lists in and hand them back, both at once each time."""
    ann, bo = Home(street.ann, people(0, 60)), Home(street.bo, people(10, 70))
    at_once(lambda: asked(street.ann, street.bo), lambda: asked(street.bo, street.ann))
    it = apart(Exchange.objects.get)
    other = street.bo if it.side_of(street.bo.member) == Side.ASKED else street.ann
    apart(lambda: actions.agree(viewer=other.viewer, exchange=it, level=Level.BAND))
    at_once(lambda: ann.puts_in(it), lambda: bo.puts_in(it))
    assert apart(lambda: fresh(it)).state == State.EXCHANGING
    at_once(lambda: ann.hands_back(it), lambda: bo.hands_back(it))
    after = apart(lambda: fresh(it))
    assert (after.state, bool(after.band), apart(Hand.objects.count)) == (State.DONE, True, 0)
    assert apart(Notice.objects.filter(subject__startswith="It is known").count) == 2
