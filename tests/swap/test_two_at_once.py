"""Members who answer at the same moment, and two workers with the same search, on a real database."""

from __future__ import annotations

from collections.abc import Callable

from hometeam.foundation import journal
from hometeam.foundation.models import Notice
from hometeam.swap import actions
from hometeam.swap.models import Leg, Listing, Loop, Round, SetOff, Transfer, Use
from hometeam.swap.queries.mine import from_profile
from hometeam.together import actions as together
from hometeam.together.models import Collaboration
from tests.cast import Cast, Player
from tests.swap.boards import fresh, gives
from tests.swap.counting import bartered, counts
from tests.swap.rings import also_dee, the_loop, three
from tests.swap.test_between_two import proposes
from tests.swap.test_set_offs import balances, ring
from tests.together.test_two_at_once import apart, at_once, street

__all__ = ["street"]


def says_yes(player: Player, loop: Loop) -> Callable[[], object]:
    return lambda: actions.say_yes(viewer=player.viewer, loop=loop)


def looking(round: Round) -> Callable[[], object]:
    return lambda: actions.look(round_id=round.pk)


def meanwhile(*works: Callable[[], object]) -> list[object]:
    return at_once(*works, news=(actions.Moved, actions.Decided))


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


def test_two_taps_put_the_profile_up_once(street: Cast) -> None:
    said = apart(lambda: from_profile(street.ann.member, street.community))
    meanwhile(*[lambda: actions.put_up_from_profile(viewer=street.ann.viewer, said=said)] * 3)
    assert apart(Listing.objects.count) == len(said) > 0


def settles(player: Player, made: SetOff) -> Callable[[], object]:
    return lambda: actions.agree_to_settle(viewer=player.viewer, set_off=made)


def test_all_three_settle_at_once_and_it_is_written_once(street: Cast) -> None:
    made = apart(lambda: ring(street))
    before = apart(lambda: balances(street))
    meanwhile(*(settles(player, made) for player in (street.ann, street.bo, street.cy, street.cy)))
    assert apart(SetOff.objects.get).state == SetOff.State.DONE
    assert apart(Transfer.objects.filter(set_off=made).count) == 3
    assert apart(lambda: balances(street)) == before


def test_a_last_yes_and_a_rather_not_at_once_settle_all_or_nothing(street: Cast) -> None:
    made = apart(lambda: ring(street))
    for player in (street.ann, street.bo):
        apart(settles(player, made))
    meanwhile(settles(street.cy, made), lambda: actions.leave_as_it_is(viewer=street.ann.viewer, set_off=made))
    ended = apart(SetOff.objects.get).state
    written = apart(Transfer.objects.filter(set_off=made).count)
    assert (ended, written) in ((SetOff.State.DONE, 3), (SetOff.State.DISSOLVED, 0))


def test_both_sides_count_the_same_help_at_once_and_the_receivers_word_stands_once(street: Cast) -> None:
    apart(lambda: counts(street.community))
    act = apart(lambda: bartered(street.ann, street.bo))

    def says(player: Player, amount: int) -> Callable[[], object]:
        return lambda: actions.count_act(viewer=player.viewer, act=act, amount=amount)

    meanwhile(says(street.ann, 120), says(street.bo, 90), says(street.bo, 90))
    (stands,) = apart(lambda: list(Transfer.objects.filter(act=act, ended_at=None)))
    assert stands.amount == 90 and stands.confirmed_at is not None


def agreed_again(player: Player, made: Collaboration) -> Callable[[], object]:
    def agree() -> object:
        there = Collaboration.objects.get(pk=made.pk)
        together.accept(collaboration=there, viewer=player.viewer, seen_version=there.version)
        return actions.follow_swaps()

    return agree


def test_two_swaps_for_the_same_last_cake_are_agreed_at_once_and_it_leaves_the_board_once(street: Cast) -> None:
    cakes = apart(lambda: gives(street.bo, "A cake"))
    asked = [
        apart(lambda who=who: proposes(who, cakes, gives(who, f"Help from {who.person.name}")))  # type: ignore[misc]
        for who in (street.ann, street.cy)
    ]
    meanwhile(*(agreed_again(street.bo, made) for made in asked))
    apart(actions.follow_swaps)
    assert apart(lambda: fresh(cakes)).state == Listing.State.DONE
    assert apart(Use.objects.filter(listing=cakes, state=Use.State.TAKEN).count) == 2
    gone = journal.about(cakes).filter(verb="swap.listing_used_up")
    assert apart(gone.count) == 1
