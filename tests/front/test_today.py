"""Today, a member's page and the door, as each person sees them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hometeam.foundation import clock
from hometeam.foundation.clock import now
from hometeam.front import queries
from hometeam.ledger import actions as ledger
from hometeam.members import actions as members
from hometeam.members.models import Person
from hometeam.swap.models import Listing
from hometeam.together import actions as together
from hometeam.together.models import Collaboration
from tests.cast import TIMEZONE, Cast, client_of
from tests.swap.boards import needs
from tests.swap.rings import ring_of

pytestmark = pytest.mark.django_db

MORNING, EVENING = datetime(2026, 3, 4, 8, tzinfo=UTC), datetime(2026, 3, 4, 20, tzinfo=UTC)
SOON = timedelta(days=4)


def _page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def _coffee(cast: Cast) -> Collaboration:
    return together.propose(
        viewer=cast.ann.viewer, to=[cast.bo.member], kind_id="coffee", happens_at=now() + SOON, place="The Blue Door"
    )


@pytest.mark.parametrize(("local", "words"), [(MORNING, "Good morning, Ann"), (EVENING, "Good evening, Ann")])
def test_the_greeting_knows_the_hour(local: datetime, words: str) -> None:
    assert queries.greeting(Person(name="Ann Okafor"), local) == words


def test_somebody_without_a_name_is_greeted_all_the_same() -> None:
    assert queries.greeting(Person(name=" "), MORNING) == "Good morning"


def test_today_asks_the_one_who_has_to_answer(cast: Cast) -> None:
    _coffee(cast)

    page = _page(client_of(cast.bo.person), "front:today", "elm-street")

    assert f"{cast.ann.member.name} asks: Coffee together" in page


def test_today_does_not_ask_the_one_who_asked(cast: Cast) -> None:
    _coffee(cast)

    page = _page(client_of(cast.ann.person), "front:today", "elm-street")

    assert "Somebody asks you" not in page


def test_what_both_agreed_to_is_promised_by_both(cast: Cast) -> None:
    coffee = _coffee(cast)
    together.accept(collaboration=coffee, viewer=cast.bo.viewer, seen_version=coffee.version)

    for somebody in (cast.ann, cast.bo):
        assert "Have coffee together" in _page(client_of(somebody.person), "front:today", "elm-street")


def test_today_tells_what_others_did(cast: Cast) -> None:
    ledger.tell_free_act(
        viewer=cast.bo.viewer,
        partner=cast.ann.member,
        by_me=True,
        group="cheer",
        words="Saved {other} the last rye loaf",
        happened_on=datetime.now(UTC).date(),
    )

    assert "Saved" in _page(client_of(cast.ann.person), "front:today", "elm-street")


def test_today_takes_few_queries_while_a_loop_waits_too(cast: Cast, django_assert_max_num_queries: Any) -> None:
    coffee = _coffee(cast)
    together.accept(collaboration=coffee, viewer=cast.bo.viewer, seen_version=coffee.version)
    ring_of(cast, "ann", "bo", "cy")
    client = client_of(cast.ann.person)
    _page(client, "front:today", "elm-street")

    with django_assert_max_num_queries(10):
        _page(client, "front:today", "elm-street")


def test_a_need_that_leaves_the_board_soon_is_kept_there_by_one_tap_on_today(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    need = needs(cast.ann, "Somebody for my books")
    client = client_of(cast.ann.person)
    assert "Do you still need this?" not in _page(client, "front:today", "elm-street")
    Listing.objects.filter(pk=need.pk).update(expires_on=clock.today(TIMEZONE) + timedelta(days=2))

    with django_assert_max_num_queries(10):
        assert "Somebody for my books" in _page(client, "front:today", "elm-street")
    here = reverse("front:today", args=["elm-street"])
    kept = client.post(reverse("swap:renew", args=["elm-street", need.pk]), {"next": here}, follow=True)

    assert kept.redirect_chain == [(here, 302)]
    assert "It stays on the board." in kept.content.decode()
    assert "Do you still need this?" not in kept.content.decode()


def test_a_member_page_takes_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = client_of(cast.bo.person)
    _page(client, "front:member", "elm-street", cast.ann.member.pk)

    with django_assert_max_num_queries(10):
        _page(client, "front:member", "elm-street", cast.ann.member.pk)


def test_an_organiser_without_a_member_is_led_to_what_is_worth_doing(cast: Cast) -> None:
    page = _page(client_of(cast.gus.person), "front:today", "elm-street")

    assert reverse("organise:home", args=["elm-street"]) in page


def test_partners_are_named_only_where_both_wish_it(cast: Cast) -> None:
    ledger.tell_free_act(
        viewer=cast.bo.viewer,
        partner=cast.ann.member,
        by_me=True,
        group="cheer",
        words="Lent a tent",
        happened_on=datetime.now(UTC).date(),
    )
    ledger.show_partner(viewer=cast.ann.viewer, partner=cast.bo.member, shown=True)
    assert queries.member_page(cast.dee.viewer, cast.ann.member).partners == []

    ledger.show_partner(viewer=cast.bo.viewer, partner=cast.ann.member, shown=True)

    partners = queries.member_page(cast.dee.viewer, cast.ann.member).partners
    assert [partner.member for partner in partners] == [cast.bo.member]


def test_a_member_page_says_why_the_two_fit(cast: Cast) -> None:
    page = _page(client_of(cast.bo.person), "front:member", "elm-street", cast.ann.member.pk)

    assert "Why you two" in page


def test_my_own_page_leads_to_changing_it(cast: Cast) -> None:
    page = _page(client_of(cast.ann.person), "front:member", "elm-street", cast.ann.member.pk)

    assert reverse("members:me") in page
    assert "Propose something" not in page


def test_a_stranger_sees_nothing_of_a_member(cast: Cast) -> None:
    url = reverse("front:member", args=["elm-street", cast.ann.member.pk])

    assert client_of(cast.eve.person).get(url).status_code == 404


def test_the_blocked_see_nothing_of_each_other(cast: Cast) -> None:
    members.block(by=cast.ann.viewer.actor, member=cast.ann.member, other=cast.bo.member)
    url = reverse("front:member", args=["elm-street", cast.ann.member.pk])

    assert client_of(cast.bo.person).get(url).status_code == 404


def test_the_door_tells_a_stranger_what_this_is(client: Client) -> None:
    assert "A home team for people who work alone" in _page(client, "front:landing")


def test_whoever_lives_here_goes_from_the_door_to_today(cast: Cast) -> None:
    answer = client_of(cast.ann.person).get("/")

    assert answer["Location"] == reverse("front:today", args=["elm-street"])


def test_somebody_new_goes_from_the_door_to_the_guided_start() -> None:
    person = Person.objects.create_user("new@example.org")

    assert client_of(person).get("/")["Location"] == reverse("members:start")


def test_markup_in_a_profile_stays_words(cast: Cast) -> None:
    cast.ann.member.story = "<script>alert(1)</script>"
    cast.ann.member.save()

    page = _page(client_of(cast.bo.person), "front:member", "elm-street", cast.ann.member.pk)

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
