"""A ring that was agreed elsewhere: each owes the next alone, and everything else of a collaboration goes as usual."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.models import Letter, Notice
from hometeam.ledger.models import Act
from hometeam.together import actions, queries
from hometeam.together.actions import Gift
from hometeam.together.models import Collaboration, Commitment
from hometeam.together.queries import calendar
from hometeam.together.queries.seen import seen
from tests.cast import Cast, Player, client_of
from tests.together.moments import fresh

GIVES = {"ann": "ten photographs of the shop", "bo": "a cake for thirty", "cy": "the books of October"}


def gift(player: Player, words: str, days: int = 14) -> Gift:
    return Gift(player.member, words, clock.today(player.community.timezone) + timedelta(days=days), clock.now())


def ring(cast: Cast, *names: str) -> Collaboration:
    """Each of these gives to the next, and the last to the first."""
    gifts = [gift(getattr(cast, name), GIVES[name], 10 + at) for at, name in enumerate(names or GIVES)]
    return actions.write_agreed(community=cast.community, kind_id="barter-loop", gifts=gifts)


def promise_of(made: Collaboration, player: Player) -> Commitment:
    return Commitment.objects.select_related("collaboration").get(collaboration=made, part__member=player.member)


def told(player: Player) -> list[str]:
    return list(Notice.objects.filter(person=player.person).order_by("pk").values_list("subject", flat=True))


def test_all_have_signed_and_each_owes_the_next_on_its_own_day(cast: Cast) -> None:
    made = fresh(ring(cast))
    assert made.state == State.AGREED
    assert {part.answer for part in made.parts.all()} == {"yes"}
    assert all(part.agreed_terms == 1 for part in made.parts.all())
    owed = {one.text: one.due_on for one in made.commitments.all()}
    today = clock.today(cast.community.timezone)
    assert owed == {
        "Give Bo’s Bakery: ten photographs of the shop": today + timedelta(days=10),
        "Give Cy Keeps Books: a cake for thirty": today + timedelta(days=11),
        "Give Ann Photographs: the books of October": today + timedelta(days=12),
    }


def test_each_is_told_once_with_an_entry_for_the_calendar(cast: Cast) -> None:
    ring(cast)
    for player in (cast.ann, cast.bo, cast.cy):
        assert [subject[:13] for subject in told(player)] == ["It is agreed:"]
        assert "VCALENDAR" in Letter.objects.get(to=player.person.email).calendar


def test_the_promise_stands_where_promises_stand(cast: Cast) -> None:
    made = ring(cast)
    mine = queries.promises_of(cast.ann.member, cast.community)
    assert [one.text for one in mine] == ["Give Bo’s Bakery: ten photographs of the shop"]
    assert b"Give Bo" in calendar.feed(cast.ann.member) and b"Give Cy" not in calendar.feed(cast.ann.member)
    ann = client_of(cast.ann.person)
    assert "Give Bo’s Bakery: ten photographs" in ann.get("/c/elm-street/today").content.decode()
    sheet = ann.get(f"/c/elm-street/together/{made.pk}/agreement").content.decode()
    assert "Give Ann Photographs: the books of October" in sheet and "Give Bo’s Bakery, Cy" not in sheet


def test_what_is_done_is_for_the_receiver_alone_to_hear_of_and_to_confirm(cast: Cast) -> None:
    made = ring(cast)
    actions.mark_done(viewer=cast.ann.viewer, commitment=promise_of(made, cast.ann))
    act = Act.objects.get()
    assert (act.giver, act.receiver) == (cast.ann.member, cast.bo.member)
    assert act.sentence == "Ann Photographs helped Bo’s Bakery, in a loop of barter."
    assert len(told(cast.bo)) == 2 and len(told(cast.cy)) == 1
    assert "confirm" in seen(fresh(made), cast.bo.member).can
    assert "confirm" not in seen(fresh(made), cast.cy.member).can
    actions.confirm(collaboration=made, viewer=cast.bo.viewer)
    assert Act.objects.get().confirmed_at is not None
    assert "says that it happened" in told(cast.ann)[-1] and len(told(cast.cy)) == 1


def test_a_ring_goes_round_to_the_thanks(cast: Cast) -> None:
    made = ring(cast)
    for player in (cast.ann, cast.bo, cast.cy):
        actions.mark_done(viewer=player.viewer, commitment=promise_of(made, player))
    assert fresh(made).state == State.DELIVERED
    for player in (cast.ann, cast.bo, cast.cy):
        actions.confirm(collaboration=made, viewer=player.viewer)
        actions.say_thanks(collaboration=made, viewer=player.viewer, words="Just what I needed.")
    assert fresh(made).state == State.CLOSED
    assert Act.objects.filter(confirmed_at__isnull=False).count() == 3


def is_due(made: Collaboration) -> None:
    """The day of every promise has come."""
    made.commitments.update(due_on=clock.today(made.community.timezone))


@pytest.mark.parametrize("who", ["ann", "bo"])
def test_a_step_that_will_not_come_about_drops_out_and_the_rest_stands(cast: Cast, who: str) -> None:
    made = ring(cast)
    is_due(made)
    actions.let_go(viewer=getattr(cast, who).viewer, commitment=promise_of(made, cast.ann))
    after = fresh(made)
    assert after.state == State.AGREED
    assert {one.part.member for one in after.commitments.all() if one.part} == {cast.bo.member, cast.cy.member}
    assert told(cast.cy)[-1] == "One part of it does not come about: Loop of barter"
    page = client_of(cast.cy.person).get(f"/c/elm-street/together/{made.pk}").content.decode()
    assert "“Give Bo’s Bakery: ten photographs of the shop” does not come about; the rest stands." in page
    assert (
        "Give Bo’s Bakery: ten photographs of the shop"
        in Notice.objects.filter(person=cast.cy.person).latest("pk").lines
    )


@pytest.mark.parametrize("all_ticked", [False, True])
def test_whoever_waits_may_say_that_it_did_not_come_although_it_was_ticked(cast: Cast, all_ticked: bool) -> None:
    made = ring(cast)
    for player in (cast.ann, cast.bo, cast.cy) if all_ticked else (cast.ann,):
        actions.mark_done(viewer=player.viewer, commitment=promise_of(made, player))
    is_due(made)
    page = client_of(cast.bo.person).get(f"/c/elm-street/together/{made.pk}").content.decode()
    actions.let_go(viewer=cast.bo.viewer, commitment=promise_of(made, cast.ann))
    assert "It did not come" in page
    assert {one.part.member for one in fresh(made).commitments.all() if one.part} == {cast.bo.member, cast.cy.member}
    assert not Act.objects.filter(giver=cast.ann.member, taken_back_at=None).exists()


def test_that_it_did_not_come_is_said_from_the_day_on_that_was_agreed(cast: Cast) -> None:
    made = ring(cast)
    gone = promise_of(made, cast.ann)
    before = client_of(cast.bo.person).get(f"/c/elm-street/together/{made.pk}").content.decode()
    assert "It did not come" not in before and "Should it not come, you can say so from" in before
    with pytest.raises(actions.Moved):
        actions.let_go(viewer=cast.bo.viewer, commitment=gone)
    zone = ZoneInfo(cast.community.timezone)
    with time_machine.travel(datetime.combine(gone.due_on, time(0, 1), zone), tick=False):
        page = client_of(cast.bo.person).get(f"/c/elm-street/together/{made.pk}").content.decode()
        actions.let_go(viewer=cast.bo.viewer, commitment=gone)
    assert "It did not come" in page


def test_the_last_minute_of_the_day_before_is_too_early_in_the_communitys_zone(cast: Cast) -> None:
    made = ring(cast)
    gone = promise_of(made, cast.ann)
    eve = datetime.combine(gone.due_on - timedelta(days=1), time(23, 59), ZoneInfo(cast.community.timezone))
    with time_machine.travel(eve, tick=False), pytest.raises(actions.Moved):
        actions.let_go(viewer=cast.bo.viewer, commitment=gone)


def test_of_a_tick_that_came_too_early_its_receiver_says_not_yet_and_the_leg_stands(cast: Cast) -> None:
    made = ring(cast)
    actions.mark_done(viewer=cast.ann.viewer, commitment=promise_of(made, cast.ann))
    actions.not_yet(viewer=cast.bo.viewer, commitment=promise_of(made, cast.ann))
    assert (fresh(made).state, fresh(made).commitments.count()) == (State.AGREED, 3)
    assert told(cast.ann)[-1].startswith("Not there yet for Bo") and len(told(cast.cy)) == 1
    actions.mark_done(viewer=cast.bo.viewer, commitment=promise_of(made, cast.ann))
    assert Act.objects.standing().get().confirmed_at is not None
    assert "says that it happened" in told(cast.ann)[-1] and len(told(cast.cy)) == 1


def test_a_ring_takes_nobody_in_and_does_not_offer_it(cast: Cast) -> None:
    made = ring(cast)
    starter = next(one for one in (cast.ann, cast.bo, cast.cy) if one.member == made.started_by)
    with pytest.raises(actions.Moved):
        actions.ask_more(collaboration=made, viewer=starter.viewer, to=[cast.dee.member])
    page = client_of(starter.person).get(reverse("together:collaboration", args=["elm-street", made.pk]))
    assert "Ask somebody else" not in page.content.decode()
    more = reverse("together:more", args=["elm-street", made.pk])
    assert client_of(starter.person).get(more).status_code == 404


def asks_all(made: Collaboration, cast: Cast, days: int, costs: str) -> None:
    """Ann asks for a change, and the two others say yes."""
    stands = fresh(made)
    agreement = {"owns": "", "costs": costs, "ends": ""}
    terms = actions.NewTerms(stands.happens_at + timedelta(days=days), "", "", 0, agreement)
    asked = actions.renegotiate(
        collaboration=stands, viewer=cast.ann.viewer, seen_version=stands.version, terms=terms, words="Please"
    )
    for player in (cast.bo, cast.cy):
        actions.accept(collaboration=made, viewer=player.viewer, seen_version=asked.version)


@pytest.mark.parametrize("days", [0, 5])
def test_each_keeps_a_day_of_its_own_when_all_agree_to_a_change(cast: Cast, days: int) -> None:
    made = ring(cast)
    before = {one.pk: one.due_on for one in made.commitments.all()}
    asks_all(made, cast, days, "Ann pays for the paper.")
    after = fresh(made)
    assert after.state == State.AGREED
    later = {pk: day + timedelta(days=days) for pk, day in before.items()}
    assert {one.pk: one.due_on for one in after.commitments.all()} == later
    steps = after.terms.latest("number").body["steps"]
    assert {step["commitment"]: step["due_on"] for step in steps} == {pk: str(day) for pk, day in later.items()}


def test_a_step_is_let_go_by_nobody_else_nor_by_who_ticked_it_nor_once_it_is_confirmed(cast: Cast) -> None:
    made = ring(cast)
    with pytest.raises(actions.Moved):
        actions.let_go(viewer=cast.cy.viewer, commitment=promise_of(made, cast.ann))
    actions.mark_done(viewer=cast.ann.viewer, commitment=promise_of(made, cast.ann))
    with pytest.raises(actions.Moved):
        actions.let_go(viewer=cast.ann.viewer, commitment=promise_of(made, cast.ann))
    actions.confirm(collaboration=made, viewer=cast.bo.viewer)
    is_due(made)
    with pytest.raises(actions.Moved):
        actions.let_go(viewer=cast.bo.viewer, commitment=promise_of(made, cast.ann))


def test_whoever_leaves_takes_along_what_they_give_and_what_they_would_have_got(cast: Cast) -> None:
    made = ring(cast)
    actions.withdraw(collaboration=made, viewer=cast.bo.viewer, seen_version=1)
    after = fresh(made)
    assert after.state == State.AGREED
    assert [one.text for one in after.commitments.all()] == ["Give Ann Photographs: the books of October"]
    actions.mark_done(viewer=cast.cy.viewer, commitment=promise_of(made, cast.cy))
    actions.confirm(collaboration=made, viewer=cast.ann.viewer)
    assert fresh(made).state == State.CONFIRMED


def test_a_ring_of_two_works_like_any_collaboration_of_two(cast: Cast) -> None:
    made = ring(cast, "ann", "bo")
    for player in (cast.ann, cast.bo):
        actions.mark_done(viewer=player.viewer, commitment=promise_of(made, player))
        assert len(told(player)) >= 1
    for player in (cast.ann, cast.bo):
        actions.confirm(collaboration=made, viewer=player.viewer)
    assert fresh(made).state == State.CONFIRMED


def test_a_kind_that_is_agreed_elsewhere_is_not_on_the_shelf(cast: Cast) -> None:
    assert "barter-loop" not in queries.kinds_here(cast.community)
    assert "barter-loop" in queries.kinds_known(cast.community)
    assert "Loop of barter" not in client_of(cast.ann.person).get("/c/elm-street/together/kinds").content.decode()


def test_braces_in_somebody_s_words_stay_words(cast: Cast) -> None:
    gifts = [gift(cast.ann, "{other} and {me}"), gift(cast.bo, "bread")]
    made = fresh(actions.write_agreed(community=cast.community, kind_id="barter-loop", gifts=gifts))
    assert "Give Bo’s Bakery: (other) and (me)" in {one.text for one in made.commitments.all()}
