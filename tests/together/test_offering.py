"""An organiser arranges the shelf: off and on, in other words, and with a kind of the community's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.ledger.models import Act
from hometeam.members.models import Community
from hometeam.together import actions, queries
from hometeam.together.models import Collaboration, CommunityKind
from tests.cast import Cast, client_of
from tests.together.moments import agreed, fresh

SWAP_BOOKS = {
    "title": "Book swap",
    "promise": "Each brings one book that the other should read.",
    "group": "cheer",
    "shape": "for",
    "first": "Whoever lends",
    "second": "Whoever reads",
    "most": "2",
    "where": "in-person",
    "minutes": "0",
    "proof": ["photo", "word"],
    "what_1": "Lend {other} a book",
    "who_1": "first",
    "days_1": "0",
    "counts_1": "on",
    "what_2": "Give it back",
    "who_2": "second",
    "days_2": "30",
    "invitation": "Hello {you}, this is {me}.",
    "reminder": "It is on {day}.",
    "post": "{you} has read a book.",
    "thanks": "Thank you, {you}.",
    "owns": "The book stays its owner’s.",
    "costs": "It costs nobody anything.",
    "ends": "When the book is back.",
}


def url(name: str, *args: object) -> str:
    return reverse(f"together:{name}", args=["elm-street", *args])


def add_book_swap(cast: Cast, **fields: Any) -> str:
    client_of(cast.gus.person).post(url("new_kind"), SWAP_BOOKS | fields)
    return CommunityKind.objects.get(is_own=True).kind_id


def test_a_kind_that_is_off_stands_on_no_shelf_and_cannot_be_proposed(cast: Cast) -> None:
    gus, ann = client_of(cast.gus.person), client_of(cast.ann.person)
    gus.post(url("switch_kind", "coffee"), {"off": ""})
    assert "coffee" not in queries.kinds_here(cast.community)
    assert ann.get(url("kind", "coffee")).status_code == 404
    with pytest.raises(actions.NotSound):
        agreed(cast.ann, cast.bo)


def test_what_is_under_way_goes_on_when_its_kind_is_switched_off(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    actions.switch_kind(viewer=cast.gus.viewer, kind_id="coffee", off=True)
    actions.mark_done(viewer=cast.ann.viewer, commitment=both.commitments.get())
    assert fresh(both).state == State.DELIVERED


def test_the_last_kind_on_the_shelf_stays(cast: Cast) -> None:
    *others, last = queries.kinds_here(cast.community)
    for one in others:
        actions.switch_kind(viewer=cast.gus.viewer, kind_id=one, off=True)
    with pytest.raises(actions.KindNotSound):
        actions.switch_kind(viewer=cast.gus.viewer, kind_id=last, off=True)


def test_other_words_hold_here_and_nowhere_else(cast: Cast) -> None:
    elsewhere = Community.objects.create(name="Oak Street", slug="oak-street")
    client = client_of(cast.gus.person)
    page = client.get(url("kind_words", "coffee")).context["form"]
    client.post(url("kind_words", "coffee"), page.initial | {"title": "A cup of tea"})
    assert queries.kinds_here(cast.community)["coffee"].title == "A cup of tea"
    assert queries.kinds_here(elsewhere)["coffee"].title == "Coffee together"
    assert CommunityKind.objects.get().values == {"title": "A cup of tea"}


def test_the_playbooks_words_come_back_with_one_tap(cast: Cast) -> None:
    actions.word_kind(viewer=cast.gus.viewer, kind_id="coffee", values={"title": "Tea"})
    client_of(cast.gus.person).post(url("restore_kind", "coffee"))
    assert queries.kinds_here(cast.community)["coffee"].title == "Coffee together"


def test_words_with_a_placeholder_that_is_none_are_refused_beside_the_field(cast: Cast) -> None:
    client = client_of(cast.gus.person)
    page = client.get(url("kind_words", "coffee")).context["form"]
    answer = client.post(url("kind_words", "coffee"), page.initial | {"invitation": "Hello {__class__}"})
    assert answer.status_code == 422
    assert "invitation" in answer.context["form"].errors


def test_a_kind_of_our_own_runs_from_the_proposal_to_the_thank_you(cast: Cast) -> None:
    kind_id = add_book_swap(cast)
    both = agreed(cast.ann, cast.bo, kind_id=kind_id)
    for player in (cast.ann, cast.bo):
        for one in fresh(both).commitments.filter(part__member=player.member):
            actions.mark_done(viewer=player.viewer, commitment=one)
    actions.confirm(collaboration=both, viewer=cast.bo.viewer)
    actions.say_thanks(collaboration=both, viewer=cast.bo.viewer, words="A good book")
    assert fresh(both).state == State.CONFIRMED
    assert Act.objects.get().sentence.startswith("Ann Photographs did this for Bo’s Bakery: Lend")


def test_its_steps_are_due_relative_to_the_agreed_day(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo, kind_id=add_book_swap(cast))
    first, second = both.commitments.order_by("due_on")
    assert second.due_on - first.due_on == timedelta(days=30)
    assert first.due_on >= clock.today(cast.community.timezone)


def test_a_kind_of_our_own_can_be_changed_in_the_same_form(cast: Cast) -> None:
    kind_id = add_book_swap(cast)
    client = client_of(cast.gus.person)
    start = client.get(url("kind_words", kind_id)).context["form"].initial
    ticked = {key: value for key, value in start.items() if value is not False and value not in ("", [])}
    client.post(url("kind_words", kind_id), ticked | {"title": "Book loan"})
    assert queries.kinds_here(cast.community)[kind_id].title == "Book loan"
    assert [step.what for step in queries.kinds_here(cast.community)[kind_id].steps] == [
        "Lend {other} a book",
        "Give it back",
    ]


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"what_1": "", "what_2": ""}, "what_1"), ({"counts_1": ""}, "counts_1"), ({"second": ""}, "second")],
)
def test_what_a_kind_lacks_is_said_beside_the_field(cast: Cast, missing: dict[str, str], field: str) -> None:
    answer = client_of(cast.gus.person).post(url("new_kind"), SWAP_BOOKS | missing)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_kind_of_our_own_goes_only_while_nobody_has_used_it(cast: Cast) -> None:
    kind_id = add_book_swap(cast)
    agreed(cast.ann, cast.bo, kind_id=kind_id)
    with pytest.raises(actions.KindNotSound):
        actions.remove_own_kind(viewer=cast.gus.viewer, kind_id=kind_id)
    Collaboration.objects.all().delete()
    actions.remove_own_kind(viewer=cast.gus.viewer, kind_id=kind_id)
    assert kind_id not in queries.kinds_known(cast.community)


def test_two_kinds_of_one_name_stand_side_by_side(cast: Cast) -> None:
    client = client_of(cast.gus.person)
    for _time in range(2):
        client.post(url("new_kind"), SWAP_BOOKS)
    assert {"own-book-swap", "own-book-swap-2"} <= set(queries.kinds_here(cast.community))


def test_markup_in_a_kinds_words_is_shown_as_it_was_typed(cast: Cast) -> None:
    kind_id = add_book_swap(cast, title="<b>Swap</b>")
    page = client_of(cast.ann.person).get(url("kind", kind_id)).content.decode()
    assert "&lt;b&gt;Swap&lt;/b&gt;" in page
