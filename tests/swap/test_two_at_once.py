"""Members who answer at the same moment, and two workers with the same search, on a real database."""

from __future__ import annotations

from collections.abc import Callable

from hometeam.foundation.models import Notice
from hometeam.swap import actions
from hometeam.swap.models import Leg, Loop, Round
from hometeam.together.models import Collaboration
from tests.cast import Cast, Player
from tests.swap.rings import also_dee, the_loop, three
from tests.together.test_two_at_once import apart, at_once, street

__all__ = ["street"]


def says_yes(player: Player, loop: Loop) -> Callable[[], object]:
    return lambda: actions.say_yes(viewer=player.viewer, loop=loop)


def looking(round: Round) -> Callable[[], object]:
    return lambda: actions.look(round_id=round.pk)


def meanwhile(*works: Callable[[], object]) -> list[object]:
    return at_once(*works, news=(actions.Moved,))


def test_all_three_say_yes_at_once_and_it_is_agreed_once(street: Cast) -> None:
    loop = apart(lambda: the_loop(street))
    results = meanwhile(*(says_yes(player, loop) for player in (street.ann, street.bo, street.cy, street.ann)))
    assert sum(isinstance(one, actions.Moved) for one in results) == 1
    after = apart(lambda: Loop.objects.get(pk=loop.pk))
    assert after.state == Loop.State.AGREED
    assert apart(Collaboration.objects.count) == 1
    agreed = Notice.objects.filter(subject__startswith="It is agreed")
    assert apart(agreed.count) == 3


def test_a_last_yes_and_a_no_at_once_end_as_one_of_the_two(street: Cast) -> None:
    loop = apart(lambda: the_loop(street))
    for player in (street.ann, street.bo):
        apart(says_yes(player, loop))
    results = meanwhile(
        says_yes(street.cy, loop), lambda: actions.say_no(viewer=street.ann.viewer, loop=loop, what="later")
    )
    assert sum(isinstance(one, actions.Moved) for one in results) == 1
    after = apart(lambda: Loop.objects.get(pk=loop.pk))
    agreed = apart(Collaboration.objects.count)
    assert (after.state, agreed) in ((Loop.State.AGREED, 1), (Loop.State.DISSOLVED, 0))


def test_two_noes_at_once_are_one_and_it_is_mended_once(street: Cast) -> None:
    loop = apart(lambda: the_loop(street))
    apart(lambda: also_dee(street))
    meanwhile(
        lambda: actions.say_no(viewer=street.cy.viewer, loop=loop, what="give"),
        lambda: actions.say_no(viewer=street.cy.viewer, loop=loop, what="give"),
        lambda: actions.mend(loop_id=loop.pk),
    )
    assert apart(Loop.objects.filter(repaired_from=loop).count) == 1
    told = Notice.objects.filter(subject__startswith="Another loop of barter")
    assert apart(told.count) == 2


def test_two_workers_with_the_same_search_propose_once(street: Cast) -> None:
    apart(lambda: three(street))
    round = apart(lambda: Round.objects.create(community=street.community, slot="night:one"))
    meanwhile(*[looking(round)] * 3)
    assert apart(Loop.objects.count) == 1
    assert apart(Notice.objects.count) == 3


def test_two_searches_at_once_ask_nobody_for_the_same_thing_twice(street: Cast) -> None:
    apart(lambda: three(street))
    rounds = [
        apart(lambda slot=slot: Round.objects.create(community=street.community, slot=slot))  # type: ignore[misc]
        for slot in ("night:one", "asked:two")
    ]
    meanwhile(*(looking(one) for one in rounds))
    assert apart(Loop.objects.count) == 1
    assert apart(Leg.objects.count) == 3
