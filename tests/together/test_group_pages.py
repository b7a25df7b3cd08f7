"""A group's pages: choosing whom to ask, answering, what the starter sees and does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.together import actions
from hometeam.together.models import Collaboration, Part
from tests.cast import Cast, Player, client_of, make_member, make_person
from tests.together.moments import add_circle, fresh, gathering


@pytest.fixture
def street(cast: Cast) -> Cast:
    add_circle(cast.community)
    return cast


def url(name: str, *args: object) -> str:
    return reverse(f"together:{name}", args=["elm-street", *args])


def text(page: Any) -> str:
    return str(page.content.decode())


def proposal(cast: Cast, *players: Player, **fields: Any) -> dict[str, Any]:
    return {
        "to": [player.member.pk for player in players],
        "kind": "own-circle",
        "role": "host",
        "moment": "other",
        "day": clock.today(cast.community.timezone) + timedelta(days=6),
        "hour": "18:00",
        "words": "Shall we meet?",
    } | fields


def part(made: Collaboration, player: Player) -> Part:
    return made.parts.get(member=player.member)


def test_boxes_are_ticked_without_a_script_and_a_search_keeps_them(street: Cast) -> None:
    ann, bo = client_of(street.ann.person), street.bo.member
    page = text(ann.get(f"{url('propose')}?kind=own-circle&to={bo.pk}&q=web&pick=1"))
    assert f'value="{bo.pk}" checked' in page
    assert "Dee Designs" in page
    assert "Cy Keeps Books" not in page


def test_one_alone_is_too_few_and_the_form_asks_for_more(street: Cast) -> None:
    page = client_of(street.ann.person).get(f"{url('propose')}?kind=own-circle&to={street.bo.member.pk}")
    assert "3 to 5 members" in text(page)
    assert "Choose a few more" in text(page)


def test_several_are_asked_in_one_form(street: Cast) -> None:
    ann = client_of(street.ann.person)
    page = ann.get(f"{url('propose')}?kind=own-circle&to={street.bo.member.pk}&to={street.cy.member.pk}")
    assert "Hello Bo’s Bakery and Cy Keeps Books." in text(page)
    ann.post(url("propose"), proposal(street, street.bo, street.cy))
    made = Collaboration.objects.get()
    assert {one.member for one in made.parts.all()} == {street.ann.member, street.bo.member, street.cy.member}


def test_a_stranger_among_those_asked_is_not_found(street: Cast) -> None:
    ann = client_of(street.ann.person)
    assert ann.post(url("propose"), proposal(street, street.bo, street.eve)).status_code == 404
    assert not Collaboration.objects.exists()


def test_nonsense_for_members_is_passed_over(street: Cast) -> None:
    page = client_of(street.ann.person).get(f"{url('propose')}?kind=own-circle&to=x&to=%00&to={'9' * 40}")
    assert page.status_code == 200


def test_the_starter_sees_who_is_missing_and_others_do_not_see_a_no(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    actions.accept(collaboration=made, viewer=street.bo.viewer, seen_version=1)
    actions.decline(collaboration=made, viewer=street.dee.viewer, seen_version=1)
    mine = text(client_of(street.ann.person).get(url("collaboration", made.pk)))
    assert "Dee Designs said: not this time." in mine
    assert "Remind once" in mine
    assert "2 say yes so far; it takes 3 to start." in mine
    bos = text(client_of(street.bo.person).get(url("collaboration", made.pk)))
    assert "Dee Designs" not in bos
    assert "Remind once" not in bos


def test_the_starter_reminds_takes_out_asks_more_and_starts(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    ann = client_of(street.ann.person)
    for player in (street.bo, street.cy):
        actions.accept(collaboration=made, viewer=player.viewer, seen_version=1)
    ann.post(url("nudge", made.pk), {"part": part(made, street.dee).pk})
    assert "reminded" in text(ann.get(url("collaboration", made.pk)))
    ann.post(url("more", made.pk), {"to": street.flo.member.pk})
    ann.post(url("take_out", made.pk), {"part": part(made, street.dee).pk})
    ann.post(url("move", made.pk, "start"), {"seen": fresh(made).version})
    after = fresh(made)
    assert after.state == State.AGREED
    assert {one.member for one in after.parts.filter(answer="late")} == {street.flo.member}
    assert "there is still a place for you" in text(client_of(street.flo.person).get(url("collaboration", made.pk)))
    assert "gone ahead without waiting" in text(client_of(street.dee.person).get(url("collaboration", made.pk)))


@pytest.mark.parametrize("part_id", ["", "x", "0", "99999999", "\x00"])
def test_a_reminder_to_nobody_is_not_found(street: Cast, part_id: str) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    assert client_of(street.ann.person).post(url("nudge", made.pk), {"part": part_id}).status_code == 404


def test_only_the_starter_may_ask_more(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    assert client_of(street.bo.person).get(url("more", made.pk)).status_code == 404


def test_a_yes_and_a_no_come_from_the_letters_of_a_group(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    links = {one.person_id: one.action_url for one in Notice.objects.all()}
    nobody = Client()
    assert "Asked with you" in text(nobody.get(links[street.bo.person.pk]))
    for player, move in ((street.bo, "accept"), (street.cy, "accept"), (street.dee, "decline")):
        page = nobody.post(links[player.person.pk], {"move": move, "seen": 1}, follow=True)
        assert page.status_code == 200
    assert fresh(made).state == State.AGREED
    assert "You said not this time" in text(nobody.get(links[street.dee.person.pk]))


def test_whoever_said_no_may_take_part_after_all(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    dee = client_of(street.dee.person)
    dee.post(url("move", made.pk, "decline"), {"seen": 1})
    assert "Take part after all" in text(dee.get(url("collaboration", made.pk)))
    dee.post(url("move", made.pk, "accept"), {"seen": fresh(made).version})
    assert part(made, street.dee).answer == "yes"


def test_the_steps_of_a_group_stand_under_their_names(street: Cast) -> None:
    made = gathering(street.ann, street.bo, street.cy)
    for player in (street.bo, street.cy):
        actions.accept(collaboration=made, viewer=player.viewer, seen_version=1)
    page = text(client_of(street.bo.person).get(url("collaboration", made.pk)))
    assert page.count('<span class="tracks__what">Bring something for') == 2
    assert "Ann Photographs and Cy Keeps Books" in page or "Ann Photographs, Cy Keeps Books" in page


@pytest.mark.parametrize("name", ["collaboration", "agreement", "more", "propose", "home", "pick"])
def test_pages_of_a_group_take_ten_queries_at_most(street: Cast, name: str) -> None:
    more = [make_person(f"Zoe {number}") for number in range(2)]
    extra = [make_member(f"Shop {number}", street.community, person=one) for number, one in enumerate(more)]
    made = gathering(street.ann, street.bo, street.cy, street.dee)
    actions.ask_more(collaboration=made, viewer=street.ann.viewer, to=extra[:1])
    actions.accept(collaboration=made, viewer=street.bo.viewer, seen_version=1)
    ann = client_of(street.ann.person)
    people = f"?kind=own-circle&to={street.bo.member.pk}&to={street.cy.member.pk}"
    path = {
        "propose": url("propose") + people,
        "pick": f"{url('propose')}{people}&pick=1&q=a",
        "home": url("home"),
    }.get(name) or url(name, made.pk)
    ann.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert ann.get(path).status_code == 200
    assert len(asked) <= 10, "\n".join(one["sql"][:150] for one in asked)
