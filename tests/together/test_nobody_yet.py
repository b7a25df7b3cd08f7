"""Members who were brought in and have nobody yet: an organiser speaks for them, and asks others to come in."""

import re

import pytest
from django.test import Client

from hometeam.foundation.models import Letter
from hometeam.members.models import Member, Person
from hometeam.together import actions, queries
from hometeam.together.models import Collaboration
from tests.cast import Cast, make_member
from tests.together.moments import soon


@pytest.fixture
def idea(cast: Cast) -> Collaboration:
    """What an organiser proposes for one who has nobody, to another who has nobody."""
    starter, asked = make_member("Moss & Fern", cast.community), make_member("Nail & Plank", cast.community)
    viewer = cast.gus.acting_for(starter)
    made = actions.propose(viewer=viewer, to=[asked], kind_id="coffee", happens_at=soon(), place="The Blue Door")
    return actions.send_with_invitation(viewer=viewer, collaboration=made, email="nail@example.org")


def link() -> str:
    letter = Letter.objects.get(to="nail@example.org")
    found = re.search(r"/answer/\S+", letter.text)
    assert found, letter.text
    return found[0]


def test_the_letter_goes_to_the_side_that_is_asked(idea: Collaboration) -> None:
    page = Client().get(link()).content.decode()
    assert "Coffee together with Moss &amp; Fern" in page
    assert "Not now" in page


def test_a_yes_brings_in_whoever_was_asked_and_leaves_the_other_to_its_own_people(idea: Collaboration) -> None:
    Client().post(link(), {"move": "accept", "seen": idea.version})
    person = Person.objects.get(email="nail@example.org")
    assert [seat.member.name for seat in person.seats.all()] == ["Nail & Plank"]
    assert not Member.objects.get(name="Moss & Fern").is_claimed


def test_an_organiser_without_a_name_is_not_shown_by_their_address(cast: Cast) -> None:
    Person.objects.filter(pk=cast.gus.person.pk).update(name="")
    cast.gus.person.refresh_from_db()
    viewer = cast.gus.acting_for(cast.bo.member)
    made = actions.propose(viewer=viewer, to=[cast.ann.member], kind_id="coffee", happens_at=soon())
    told = queries.seen(made, cast.ann.member).lines[0].happened
    assert told.startswith("An organiser, for Bo’s Bakery") and "@" not in told
