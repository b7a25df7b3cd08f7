"""The room's pages: the giver's, the receiver's, and the prospect's behind the link."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hometeam.engine.referrals import Move, State
from hometeam.foundation.models import Letter
from hometeam.members.actions import claims
from hometeam.referrals import actions
from hometeam.referrals.models import Prospect, Referral
from tests.cast import Cast, client_of
from tests.referrals.moments import MARIA, agreed, answered, fresh, given, link_of, won

pytestmark = pytest.mark.django_db

FILLED = {
    "name": "Maria Lopez",
    "email": MARIA,
    "phone": "604 555 0134",
    "need": "Her books kept",
    "service": "bookkeeping",
    "effort": "4",
    "words": "I would like to introduce you to Cy.",
    "why": "Cy answers the same day.",
}


def page(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"referrals:{name}", args=[cast.community.slug, *args])


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_empty_page_says_what_will_be_here(cast: Cast) -> None:
    assert "Nobody has been introduced yet" in body(client_of(cast.ann.person), page(cast, "home"))


def test_the_form_begins_with_words_from_both_profiles_and_asks_for_my_own(cast: Cast) -> None:
    seen = body(client_of(cast.ann.person), page(cast, "new") + f"?to={cast.cy.member.pk}")
    assert "This is Ann Photographs." in seen
    assert "Books and tax for people who would rather do anything else" in seen
    assert "Nobody can write this for you." in seen


def test_a_filled_form_introduces_and_a_second_tap_finds_the_same(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    filled = FILLED | {"to": cast.cy.member.pk}
    first, second = (client.post(page(cast, "new"), filled) for _tap in range(2))
    assert first.headers["Location"] == second.headers["Location"] == page(cast, "referral", Referral.objects.get().pk)


@pytest.mark.parametrize(
    ("field", "said", "error"),
    [
        ("email", "nobody", "id_email_error"),
        ("email", "a@example.org\nBcc: b@example.org", "id_email_error"),
        ("email", "cy@example.org", "This is the address of one of you two."),
        ("phone", "call me", "That is not a phone number."),
        ("why", "", "id_why_error"),
        ("effort", "6", "id_effort_error"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(
    cast: Cast, field: str, said: str, error: str
) -> None:
    filled = FILLED | {"to": cast.cy.member.pk, field: said}
    answer = client_of(cast.ann.person).post(page(cast, "new"), filled)
    assert error in answer.content.decode()
    assert "Maria Lopez" in answer.content.decode()
    assert not Referral.objects.exists() and not Letter.objects.exists()


def test_nobody_is_introduced_to_a_member_for_whom_nobody_answers(cast: Cast) -> None:
    type(cast.cy.member).objects.filter(pk=cast.cy.member.pk).update(claimed_at=None)
    seen = body(client_of(cast.ann.person), page(cast, "new") + f"?to={cast.cy.member.pk}")
    assert "is not here in person yet" in seen


def test_looking_at_the_link_decides_nothing(cast: Cast) -> None:
    """Mail scanners open links, and so do previews: only the button says yes."""
    it = given(cast.ann, cast.cy)
    stranger = Client()
    for method in (stranger.get, stranger.head, stranger.get):
        answer = method(link_of(it))
        assert answer.status_code == 200
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer.headers["Cache-Control"]
    assert fresh(it).version == it.version and not fresh(it).is_agreed


def test_the_link_says_yes_without_an_account(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    answer = Client().post(link_of(it), {"answer": "yes"}, follow=True)
    assert "You said yes. Cy Keeps Books will be in touch with you." in answer.content.decode()
    assert fresh(it).is_agreed


def test_the_link_erases_everything(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    link = link_of(it)
    answer = Client().post(link, {"answer": "no"}, follow=True)
    assert "Nothing of yours is kept" in answer.content.decode()
    assert not Prospect.objects.exists()
    assert claims.may_write_to(MARIA)


def test_the_link_can_end_all_letters_even_after_everything_is_erased(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    link = link_of(it)
    Client().post(link, {"answer": "no"})
    Client().post(link, {"answer": "never"})
    assert not claims.may_write_to(MARIA)


def test_what_is_passed_on_can_be_less(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    changed = {"name": "Maria", "phone": "604 555 0134", "need": "Books"}
    Client().post(link_of(it) + "/change", changed)
    seen = body(client_of(cast.cy.person), page(cast, "referral", it.pk))
    assert "604 555 0134" in seen
    assert MARIA not in seen


def test_somebody_whom_nobody_could_reach_is_not_passed_on(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    answer = Client().post(link_of(it) + "/change", {"name": "Maria", "phone": "", "need": "Books"})
    assert "Pass on at least one way to reach you" in answer.content.decode()
    assert not fresh(it).is_agreed


def test_a_forged_link_opens_nothing(cast: Cast) -> None:
    given(cast.ann, cast.cy)
    assert Client().get("/introduced/forged").status_code == 404


def test_words_are_shown_as_words(cast: Cast) -> None:
    it = given(cast.ann, cast.cy, name="<b>Maria</b>", need="<script>alert(1)</script>", told=True)
    for seen in (
        body(Client(), link_of(it)),
        body(client_of(cast.cy.person), page(cast, "referral", it.pk)),
        Letter.objects.get(key=f"referrals.prospect:{it.pk}:ask").html,
    ):
        assert "<b>Maria" not in seen and "<script>alert" not in seen


def test_one_tap_each_to_the_closing_word(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    client = client_of(cast.cy.person)
    for move in (Move.ACCEPT, Move.CONTACT, Move.MEET, Move.WIN):
        client.post(page(cast, "move", it.pk, move), {"seen": fresh(it).version})
    assert fresh(it).state == State.WON
    assert "It came to something. That was your doing." in body(
        client_of(cast.ann.person), page(cast, "referral", it.pk)
    )


def test_a_tap_on_an_old_page_says_what_happened_meanwhile(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    actions.leave(referral=it, hashed=claims.address_hash(MARIA))
    address = page(cast, "move", it.pk, "accept")
    answer = client_of(cast.cy.person).post(address, {"seen": it.version}, follow=True)
    assert "The person introduced would rather not. Here is how it stands now." in answer.content.decode()


def test_a_step_past_the_end_changes_nothing(cast: Cast) -> None:
    it = won(cast.ann, cast.cy)
    client_of(cast.cy.person).post(page(cast, "move", it.pk, "contact"), {"seen": it.version})
    assert fresh(it).state == State.WON


def test_why_it_came_to_nothing_is_for_the_giver(cast: Cast) -> None:
    it = answered(agreed(cast.ann, cast.cy), cast.cy, Move.CONTACT)
    said = {"seen": it.version, "reason": "time", "words": "She needs it in March already."}
    client_of(cast.cy.person).post(page(cast, "move", it.pk, "lose"), said)
    seen = body(client_of(cast.ann.person), page(cast, "referral", it.pk))
    assert "The time did not suit." in seen and "She needs it in March already." in seen


def test_only_the_two_see_what_it_was_worth(cast: Cast) -> None:
    """An organiser who acts for one of them sees neither that nor who it was about."""
    it = won(cast.ann, cast.cy)
    said = {"seen": it.version, "words": "A joy.", "amount": "1234.50"}
    client_of(cast.cy.person).post(page(cast, "thanks", it.pk), said)
    address = page(cast, "referral", it.pk)
    assert "It was worth $1,234.50" in body(client_of(cast.ann.person), address)
    organiser = client_of(cast.gus.person)
    assert organiser.get(address).status_code == 404
    organiser.post(reverse("members:act_for", args=[cast.community.slug]), {"member": cast.ann.member.pk})
    seen = body(organiser, address)
    assert "A joy." in seen
    for word in ("1,234", "Maria", MARIA, "604 555"):
        assert word not in seen
        assert word not in body(organiser, page(cast, "home"))


@pytest.mark.parametrize("amount", ["-1", "much", "99999999999999"])
def test_an_amount_that_cannot_be_is_said_beside_the_field(cast: Cast, amount: str) -> None:
    it = won(cast.ann, cast.cy)
    said = {"seen": it.version, "words": "A joy.", "amount": amount}
    answer = client_of(cast.cy.person).post(page(cast, "thanks", it.pk), said)
    assert "field__error" in answer.content.decode() and "A joy." in answer.content.decode()
    assert not hasattr(fresh(it), "thanks")


def test_an_amount_is_kept_to_the_cent(cast: Cast) -> None:
    it = won(cast.ann, cast.cy)
    said = {"seen": it.version, "words": "A joy.", "amount": "0.10"}
    client_of(cast.cy.person).post(page(cast, "thanks", it.pk), said)
    assert fresh(it).thanks.amount == Decimal("0.10")


@pytest.mark.parametrize("name", ["home", "referral"])
def test_a_page_asks_the_database_little_however_much_there_is(
    cast: Cast, django_assert_max_num_queries: object, name: str
) -> None:
    made = [given(cast.ann, cast.cy, email=f"client{number}@example.net", told=True) for number in range(6)]
    client = client_of(cast.ann.person)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        body(client, page(cast, name, *([made[0].pk] if name == "referral" else [])))


def test_what_waits_is_always_there_and_the_rest_has_pages(cast: Cast, django_assert_max_num_queries: Any) -> None:
    done = won(cast.ann, cast.cy)
    others = Referral.objects.bulk_create(
        Referral(
            community=cast.community,
            giver=cast.cy.member,
            receiver=cast.ann.member,
            effort=1,
            state=State.LOST,
            consent=done.consent,
        )
        for _number in range(25)
    )
    client = client_of(cast.cy.person)
    with django_assert_max_num_queries(10):
        first = body(client, page(cast, "home"))
    second = body(client, page(cast, "home") + "?page=2")
    assert "Say thank you" in first and "Say thank you" in second
    shown = [
        [one.pk for one in others if f'href="{page(cast, "referral", one.pk)}"' in seen] for seen in (first, second)
    ]
    assert (len(shown[0]), len(shown[1]), len({*shown[0], *shown[1]})) == (20, 5, 25)
