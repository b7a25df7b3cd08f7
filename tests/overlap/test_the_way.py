"""Two members count the customers that they share: what each learns, and what is left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from hometeam.engine.overlap import Band, Kind, Paper, Side, State
from hometeam.foundation import clock
from hometeam.foundation.models import Event, Notice
from hometeam.members.models import Block, Membership
from hometeam.overlap import actions, queries
from hometeam.overlap.models import Exchange, Hand, Level
from tests.cast import Cast, client_of
from tests.overlap.moments import Home, agreed, asked, both_in, fresh, measured, people


@pytest.fixture
def ann(cast: Cast) -> Home:
    """Ann has 60 customers."""
    return Home(cast.ann, people(0, 60))


@pytest.fixture
def bo(cast: Cast) -> Home:
    """Bo has 100, of whom 35 are Ann’s too."""
    return Home(cast.bo, people(25, 125))


def test_both_learn_the_same_band_and_nothing_blinded_is_left(cast: Cast, ann: Home, bo: Home) -> None:
    it = measured(ann, bo)
    seen = [queries.seen_by(it, player.member) for player in (cast.ann, cast.bo)]
    assert [one.band for one in seen] == ["about 30 to 100"] * 2
    assert not Hand.objects.exists()
    assert Notice.objects.filter(subject__startswith="It is known").count() == 2


def test_no_number_is_kept_anywhere(cast: Cast, ann: Home, bo: Home) -> None:
    """Neither how many they share nor how long the lists are: not in the row, the journal or a notice."""
    it = measured(ann, bo)
    assert it.band == Band.DOZENS
    assert [event.data for event in Event.objects.filter(verb__startswith="overlap.")] == [{}] * 7
    assert not any("30" in "".join(notice.lines) for notice in Notice.objects.all())


def test_nothing_is_handed_over_before_both_lists_are_in(cast: Cast, ann: Home) -> None:
    """Otherwise the second could choose its list by looking at the first."""
    it = agreed(cast.ann, cast.bo)
    ann.puts_in(it)
    page = reverse("overlap:handed", args=["elm-street", it.pk])
    assert client_of(cast.bo.person).get(page).status_code == 404


def test_nobody_puts_in_a_list_unasked(cast: Cast, ann: Home) -> None:
    with pytest.raises(actions.Moved):
        ann.puts_in(asked(cast.ann, cast.bo))


def test_what_does_not_fit_is_refused_and_counts_as_a_try(cast: Cast, ann: Home, bo: Home) -> None:
    it = both_in(ann, bo)
    other_key = Home(cast.ann, ann.customers)
    for _each in range(queries.TRIES - 1):
        assert not other_key.hands_back(it)
    with pytest.raises(actions.TooManyTries):
        ann.hands_back(it)
    assert fresh(it).state == State.EXCHANGING


def test_a_short_return_is_refused(cast: Cast, ann: Home, bo: Home) -> None:
    it = both_in(ann, bo)
    points = ann.blinds_again(it).points[1:]
    assert not actions.hand_back(viewer=cast.ann.viewer, exchange=it, paper=Paper(Kind.RETURNED, points))


def test_a_new_list_makes_what_was_returned_void(cast: Cast, ann: Home, bo: Home) -> None:
    it = both_in(ann, bo)
    ann.hands_back(it)
    actions.start_again(viewer=cast.bo.viewer, exchange=it)
    Home(cast.bo, people(0, 60), bo.key).puts_in(it)
    assert bo.hands_back(it)
    assert fresh(it).state == State.EXCHANGING
    assert ann.hands_back(it)
    assert fresh(it).band == Band.DOZENS


def test_starting_again_shows_nobody_which_lines_are_decoys(cast: Cast, ann: Home, bo: Home) -> None:
    """Who knows them can replace all others unseen. One list keeps the same ones, two have none alike."""
    it = both_in(ann, bo)
    before = [set(queries.handed_to(it, side)) for side in Side]
    actions.start_again(viewer=cast.bo.viewer, exchange=it)
    Home(cast.bo, bo.customers).puts_in(it)
    after = [set(queries.handed_to(it, side)) for side in Side]
    assert after[1] == before[1]  # Bo is handed Ann's list, which is still the same.
    assert not after[0] & before[0]


@pytest.mark.parametrize("moment", ["asked", "agreed", "both in", "measured"])
def test_either_can_stop_at_any_point_and_all_is_deleted(cast: Cast, ann: Home, bo: Home, moment: str) -> None:
    it = {
        "asked": lambda: asked(cast.ann, cast.bo),
        "agreed": lambda: agreed(cast.ann, cast.bo),
        "both in": lambda: both_in(ann, bo),
        "measured": lambda: measured(ann, bo),
    }[moment]()
    actions.withdraw(viewer=cast.bo.viewer, exchange=it)
    assert (fresh(it).state, fresh(it).band, Hand.objects.count()) == (State.WITHDRAWN, "", 0)
    assert queries.measured_overlap([cast.ann.member.pk, cast.bo.member.pk]) == {}


def test_three_answers_a_year_and_no_more(cast: Cast, ann: Home, bo: Home) -> None:
    for _each in range(queries.RESULTS_EACH):
        measured(ann, bo)
    with pytest.raises(actions.NotYet):
        asked(cast.bo, cast.ann)
    assert Exchange.objects.count() == 1


def test_after_a_no_one_is_left_in_peace(cast: Cast) -> None:
    actions.decline(viewer=cast.bo.viewer, exchange=asked(cast.ann, cast.bo))
    with pytest.raises(actions.NotYet):
        asked(cast.ann, cast.bo)
    assert asked(cast.bo, cast.ann).state == State.ASKED


def test_the_more_careful_of_two_decides(cast: Cast, ann: Home, bo: Home) -> None:
    """Hidden for one is hidden for both, and still evidence."""
    it = measured(ann, bo)
    ids = [player.member.pk for player in cast.street]
    pair = queries.pair_of(cast.ann.member.pk, cast.bo.member.pk)
    assert queries.sayable_overlap(ids) == {pair: Band.DOZENS}
    actions.choose_level(viewer=cast.bo.viewer, exchange=it, level=Level.HIDDEN)
    assert queries.seen_by(fresh(it), cast.ann.member).band == ""
    assert queries.sayable_overlap(ids) == {}
    assert queries.measured_overlap(ids) == {pair: Band.DOZENS}
    assert queries.measured_overlap([cast.ann.member.pk]) == {}


def test_what_goes_quiet_ends_and_is_deleted(cast: Cast, ann: Home, bo: Home) -> None:
    it = both_in(ann, bo)
    assert actions.lapse_due() == 0
    Exchange.objects.update(changed_at=clock.now() - queries.QUIET_FOR - timedelta(hours=1))
    assert (actions.lapse_due(), actions.lapse_due()) == (1, 0)
    assert (fresh(it).state, Hand.objects.count()) == (State.LAPSED, 0)
    Exchange.objects.update(changed_at=clock.now() - timedelta(days=91))
    assert actions.forget_old() == 1


def test_two_who_must_not_meet_count_no_further(cast: Cast, ann: Home, bo: Home) -> None:
    it = both_in(ann, bo)
    told = Notice.objects.count()
    Block.objects.create(member=cast.bo.member, other=cast.ann.member)
    assert actions.lapse_due() == 1
    assert (fresh(it).state, Hand.objects.count(), Notice.objects.count()) == (State.LAPSED, 0, told)


def test_a_band_that_nobody_could_take_back_goes(cast: Cast, ann: Home, bo: Home) -> None:
    measured(ann, bo)
    actions.lapse_due()
    assert Exchange.objects.count() == 1
    Membership.objects.filter(member=cast.bo.member).update(state=Membership.State.LEFT)
    actions.lapse_due()
    assert not Exchange.objects.exists()
