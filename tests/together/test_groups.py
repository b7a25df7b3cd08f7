"""Groups through the actions: each is asked, answers and leaves alone, and nobody hears what is not theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hometeam.engine.agreements import ANSWERABLE, ENDED, OPEN, State
from hometeam.foundation import clock
from hometeam.foundation.models import Letter, Notice
from hometeam.ledger.models import Act
from hometeam.members.models import Membership
from hometeam.together import actions, jobs, queries
from hometeam.together.models import Collaboration, Part
from tests.cast import Cast, Player, client_of, make_member
from tests.together.moments import add_circle, fresh, gathering, soon


@pytest.fixture
def street(cast: Cast) -> Cast:
    """The cast, with a kind for three to five on their shelf."""
    add_circle(cast.community)
    return cast


def say(verb: str, made: Collaboration, player: Player, **more: Any) -> Collaboration:
    """One tap on what stands now."""
    act = getattr(actions, verb)
    return fresh(act(collaboration=made, viewer=player.viewer, seen_version=fresh(made).version, **more))


def part(made: Collaboration, player: Player) -> Part:
    return made.parts.get(member=player.member)


def page_of(made: Collaboration, player: Player) -> str:
    page = reverse("together:collaboration", args=["elm-street", made.pk])
    return client_of(player.person).get(page).content.decode()


def told(player: Player) -> list[str]:
    """The subjects of this person's notices, oldest first."""
    return [str(one.subject) for one in Notice.objects.filter(person=player.person).order_by("pk")]


def begun(cast: Cast) -> Collaboration:
    """A circle of Ann, Bo, Cy and Dee to which all said yes."""
    made = gathering(cast.ann, cast.bo, cast.cy, cast.dee)
    for player in (cast.bo, cast.cy, cast.dee):
        made = say("accept", made, player)
    return made


def test_each_has_a_part_and_is_asked_once(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    assert list(made.parts.values_list("role", flat=True)) == ["host", "guest", "guest"]
    assert (made.least, made.most) == (3, 5)
    assert len(told(street.bo)) == len(told(street.cy)) == 1
    assert "for a few of you" in told(street.bo)[0]


def test_too_few_or_too_many_are_not_asked(street: Cast) -> None:
    with pytest.raises(actions.NotSound, match="3 to 5 members"):
        gathering(street.ann, street.bo)
    with pytest.raises(actions.NotSound, match="3 to 5 members"):
        gathering(street.ann, street.bo, street.bo)


def test_whoever_is_not_here_yet_is_named_and_nobody_is_asked(street: Cast) -> None:
    nobody = Player(street.bo.person, make_member("Gil’s Garden", street.community), street.community)
    with pytest.raises(actions.NotSound, match="Gil’s Garden is not here yet"):
        gathering(street.ann, street.bo, nobody)
    assert not Collaboration.objects.exists()


def test_parts_are_for_members_who_may_play_them(street: Cast) -> None:
    said = queries.says_of(street.community)[0]
    said.values["roles"][0]["member_kinds"] = ["nonprofit"]
    said.version += 1
    said.save()
    made = gathering(street.ann, street.bo, street.flo)
    assert part(made, street.flo).role == "host"
    with pytest.raises(actions.NotSound, match="Nonprofit"):
        gathering(street.ann, street.bo, street.cy)
    with pytest.raises(actions.NotSound):
        gathering(street.ann, street.cy, street.flo, role="host")


def test_it_starts_with_the_last_yes_and_everybody_has_it_in_the_calendar(street: Cast) -> None:
    made = begun(street)
    assert made.state == State.AGREED
    invited = Letter.objects.filter(calendar__contains="METHOD:REQUEST")
    assert {one.to for one in invited} == {one.person.email for one in (street.ann, street.bo, street.cy, street.dee)}
    assert told(street.ann)[-1].startswith("It is agreed: Kitchen circle")


def test_a_no_is_told_to_the_starter_alone(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    made = say("decline", made, street.dee, words="Too many cakes")
    assert (made.state, part(made, street.dee).out) == (State.PROPOSED, "said-no")
    assert told(street.ann) == ["Not this time for Dee Designs: Kitchen circle"]
    assert len(told(street.bo)) == 1
    lines = [one.move for one in queries.history(made, street.bo.member)]
    assert lines == ["propose"]
    assert "Too many cakes" not in [one.words for one in queries.history(made, street.ann.member)]


def test_two_who_answer_one_after_the_other_from_the_same_page_both_count(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    for player in (street.bo, street.cy):
        actions.accept(collaboration=made, viewer=player.viewer, seen_version=1)
    assert fresh(made).state == State.AGREED


def test_a_yes_to_terms_that_have_changed_is_told_so(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    terms = actions.NewTerms(soon(8), "Bo’s Bakery", "", 90)
    actions.counter(collaboration=made, viewer=street.bo.viewer, seen_version=1, terms=terms)
    with pytest.raises(actions.Moved):
        actions.accept(collaboration=made, viewer=street.cy.viewer, seen_version=1)
    assert part(made, street.ann).answer == ""
    for player in (street.cy, street.ann):
        made = say("accept", made, player)
    assert (made.state, made.place) == (State.AGREED, "Bo’s Bakery")


def test_the_starter_begins_without_the_missing_who_may_still_come_in(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    for player in (street.bo, street.cy):
        say("accept", made, player)
    made = say("start", made, street.ann)
    assert (made.state, part(made, street.dee).answer) == (State.AGREED, "late")
    assert queries.promises_of(street.dee.member) == []
    made = say("accept", made, street.dee)
    assert [one.step for one in queries.promises_of(street.dee.member)] == ["bring"]
    assert Letter.objects.filter(to=street.dee.person.email, calendar__contains="METHOD:REQUEST").count() == 1


def test_whoever_would_be_late_with_a_step_cannot_come_in_any_more(street: Cast) -> None:
    noon = soon(6).replace(hour=20)  # two hours before it is the same day in Vancouver, whenever this is run
    made = gathering(street.ann, street.bo, street.cy, street.dee, happens_at=noon)
    for player in (street.bo, street.cy):
        say("accept", made, player)
    say("start", made, street.ann)
    with clock.telling(made.happens_at - timedelta(hours=2)), pytest.raises(actions.NotSound, match="without you"):
        say("accept", made, street.dee)


def test_a_reminder_goes_out_once(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    missing = part(made, street.cy)
    actions.nudge(collaboration=made, viewer=street.ann.viewer, part_id=missing.pk)
    assert told(street.cy)[-1].startswith("Ann Photographs waits for your answer")
    with pytest.raises(actions.Moved):
        actions.nudge(collaboration=made, viewer=street.ann.viewer, part_id=missing.pk)
    with pytest.raises(actions.Moved):
        actions.nudge(collaboration=made, viewer=street.bo.viewer, part_id=missing.pk)


def test_somebody_else_is_asked_instead_of_one_who_does_not_answer(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    actions.take_out(collaboration=made, viewer=street.ann.viewer, part_id=part(made, street.dee).pk)
    assert len(told(street.dee)) == 1
    made = actions.ask_more(collaboration=made, viewer=street.ann.viewer, to=[street.flo.member])
    assert part(made, street.flo).role == "guest"
    assert len(told(street.flo)) == 1
    with pytest.raises(actions.NotSound, match="asked already"):
        actions.ask_more(collaboration=made, viewer=street.ann.viewer, to=[street.dee.member])
    with pytest.raises(actions.Moved):
        say("accept", made, street.dee)


def test_with_too_few_it_goes_quiet_and_is_asked_again_with_others(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    say("accept", made, street.bo)
    made = say("decline", made, street.cy)
    assert made.state == State.LAPSED
    assert told(street.bo)[-1].startswith("It does not come together this time")
    made = actions.ask_more(collaboration=made, viewer=street.ann.viewer, to=[street.dee.member])
    assert (made.state, part(made, street.bo).answer, made.terms.count()) == (State.PROPOSED, "", 2)


def test_whoever_leaves_takes_open_steps_along_and_what_was_done_stays(street: Cast) -> None:
    made = begun(street)
    for player in (street.bo, street.dee):
        (mine,) = queries.promises_of(player.member)
        actions.mark_done(viewer=player.viewer, commitment=mine)
    before = Notice.objects.filter(person=street.dee.person).count()
    made = say("withdraw", made, street.dee, words="My back")
    assert made.state == State.DELIVERING
    assert queries.promises_of(street.dee.member) == []
    assert Act.objects.filter(giver=street.dee.member).count() == 3
    assert "has had to step out" in told(street.cy)[-1]
    say("withdraw", made, street.cy)
    assert Notice.objects.filter(person=street.dee.person).count() == before
    assert Letter.objects.filter(to=street.dee.person.email, calendar__contains="METHOD:CANCEL").count() == 1


def test_below_the_number_the_rest_say_whether_they_go_on(street: Cast) -> None:
    made = begun(street)
    made = say("withdraw", made, street.dee)
    made = say("withdraw", made, street.cy)
    assert (made.state, made.short) == (State.RENEGOTIATED, True)
    assert told(street.bo)[-1].startswith("Go on with fewer?")
    for player in (street.ann, street.bo):
        made = say("accept", made, player)
    assert (made.state, made.least) == (State.AGREED, 2)


def test_a_change_in_the_middle_stands_when_all_have_said_yes(street: Cast) -> None:
    made = begun(street)
    terms = actions.NewTerms(soon(12), "Elsewhere", "", 90)
    made = say("renegotiate", made, street.bo, terms=terms)
    made = say("accept", made, street.ann)
    assert made.place == ""
    made = say("accept", made, street.cy)
    made = say("accept", made, street.dee)
    assert (made.state, made.place) == (State.AGREED, "Elsewhere")
    assert set(made.parts.values_list("agreed_terms", flat=True)) == {2}


def test_acts_are_between_those_who_are_in(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    for player in (street.bo, street.cy):
        say("accept", made, player)
    say("start", made, street.ann)
    (mine,) = queries.promises_of(street.bo.member)
    actions.mark_done(viewer=street.bo.viewer, commitment=mine)
    assert {one.receiver for one in Act.objects.all()} == {street.ann.member, street.cy.member}


def test_one_of_several_says_not_yet_and_what_reached_the_others_stands(street: Cast) -> None:
    made = begun(street)
    brought = made.commitments.get(part=part(made, street.bo))
    actions.mark_done(viewer=street.bo.viewer, commitment=brought)
    actions.confirm(collaboration=fresh(made), viewer=street.ann.viewer)
    actions.not_yet(viewer=street.cy.viewer, commitment=brought)
    standing = Act.objects.standing()
    assert {one.receiver for one in standing} == {street.ann.member, street.dee.member}
    assert told(street.bo)[-1].startswith("Not there yet for Cy")
    seen = queries.seen(fresh(made), street.cy.member)
    (track,) = (one for one in seen.tracks if one.commitment.pk == brought.pk)
    assert (track.state, track.can_tick, track.can_doubt, track.is_for_me) == ("", True, False, True)
    assert "You said: not yet." in page_of(made, street.cy)
    assert "Not there yet for Cy Keeps Books." in page_of(made, street.bo)
    with pytest.raises(actions.Moved):
        actions.not_yet(viewer=street.cy.viewer, commitment=brought)
    actions.mark_done(viewer=street.cy.viewer, commitment=brought)
    assert standing.get(receiver=street.cy.member).confirmed_at and Act.objects.standing().count() == 3
    assert standing.get(receiver=street.dee.member).confirmed_at is None


def test_silence_starts_it_with_enough_a_day_ahead(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    for player in (street.bo, street.cy):
        say("accept", made, player)
    with clock.telling(made.happens_at - timedelta(hours=23)):
        jobs.lapse(clock.now())
    assert fresh(made).state == State.AGREED


def test_a_member_who_leaves_the_community_drops_out_and_the_rest_go_on(street: Cast) -> None:
    made = begun(street)
    Membership.objects.filter(member=street.dee.member).update(state=Membership.State.LEFT)
    assert actions.see_off() == 1
    assert actions.see_off() == 0
    assert (fresh(made).state, part(made, street.dee).out) == (State.AGREED, "left")
    assert told(street.bo)[-1].startswith("Somebody is no longer here")


MOVES = ["accept", "decline", "withdraw", "start", "nudge", "take_out", "ask_more", "counter", "renegotiate", "done"]
STEPS = st.lists(
    st.tuples(st.sampled_from([*MOVES, "lapse", "leave"]), st.integers(0, 4), st.integers(0, 4), st.booleans()),
    min_size=4,
    max_size=14,
)


class Killed(Exception):
    """The process is gone before it could commit."""


@given(steps=STEPS)
@settings(
    max_examples=settings().max_examples // 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_sequence_of_actions_retries_or_kills_leads_where_it_should_not(street: Cast, steps: list[Any]) -> None:
    with transaction.atomic():
        made = gathering(street.ann, street.bo, street.cy, street.dee)
        for move, who, whom, killed in steps:
            try:
                with transaction.atomic():
                    _try(move, fresh(made), street.street[who], street.street[whom])
                    if killed:
                        raise Killed
            except (Killed, *REFUSED):
                pass
            _is_sound(fresh(made))
        transaction.set_rollback(True)


REFUSED = (actions.Moved, actions.NotSound, actions.AlreadyOpen, LookupError)


def _try(move: str, made: Collaboration, player: Player, other: Player) -> None:
    seats = {one.member_id: one.pk for one in made.parts.all()}
    if move == "lapse":
        with clock.telling((made.deadline_at or clock.now()) + timedelta(seconds=1)):
            actions.lapse_due()
    elif move == "leave":
        Membership.objects.filter(member=player.member).update(state=Membership.State.LEFT)
        actions.see_off()
    elif player.member.pk not in seats:
        return
    elif move in ("nudge", "take_out"):
        getattr(actions, move)(collaboration=made, viewer=player.viewer, part_id=seats[other.member.pk])
    elif move == "ask_more":
        if player != other and Membership.objects.filter(member=other.member, state="here").exists():
            actions.ask_more(collaboration=made, viewer=player.viewer, to=[other.member])
    elif move == "done":
        for one in made.commitments.all():
            actions.mark_done(viewer=player.viewer, commitment=one)
    else:
        terms = {"terms": actions.NewTerms(soon(7), other.member.name, "", 90)}
        say(move, made, player, **(terms if move in ("counter", "renegotiate") else {}))


def _is_sound(made: Collaboration) -> None:
    parts = list(made.parts.all())
    inside = {one.pk for one in parts if one.takes_part}
    assert all(bool(one.out) == (one.answer == "out") for one in parts)
    assert (made.deadline_at is None) == (made.state in ENDED)
    keys = list(Notice.objects.values_list("person", "key"))
    assert len(keys) == len(set(keys))
    owing = {one.part_id for one in made.commitments.all() if one.part_id and one.done_at is None}
    if made.state in OPEN - ANSWERABLE:
        assert owing <= inside
        assert len(inside) >= made.least
    everybody = {one.member_id for one in parts}
    assert all({act.giver_id, act.receiver_id} <= everybody for act in Act.objects.filter(taken_back_at=None))
