"""What happened, and what a member sees of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hometeam.foundation import clock, fetch, limits
from hometeam.foundation.fetch import Fetched
from hometeam.foundation.models import Notice
from hometeam.ledger import actions, jobs, queries
from hometeam.ledger.models import Act, Evidence, Level, Outcome
from hometeam.ledger.queries.plenty import is_plenty, lately_since
from tests.cast import Cast, Player, client_of

DAY = date(2026, 11, 20)


def did(one: Player, other: Player, words: str = "Sent a customer on.", **fields: object) -> Act:
    """One tells that it did something for the other."""
    told: dict[str, Any] = {"partner": other.member, "by_me": True, "group": "help", "words": words, "happened_on": DAY}
    return actions.tell_free_act(viewer=one.viewer, **(told | fields))


def test_what_the_giver_tells_is_self_reported_until_the_receiver_says_so(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    assert act.level == Level.SELF_REPORTED
    actions.confirm_act(viewer=cast.bo.viewer, act=act)
    assert Act.objects.get().level == Level.PARTNER_CONFIRMED
    assert Notice.objects.filter(person=cast.ann.person).count() == 1


def test_what_the_receiver_tells_is_the_partner_s_word_at_once(cast: Cast) -> None:
    act = did(cast.bo, cast.ann, by_me=False)
    assert (act.giver, act.level) == (cast.ann.member, Level.PARTNER_CONFIRMED)


def test_the_giver_cannot_confirm_what_it_did_itself(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    with pytest.raises(Http404):
        actions.confirm_act(viewer=cast.ann.viewer, act=act)


def test_a_telling_can_be_undone_until_the_other_side_confirmed_it(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    actions.take_back_act(viewer=cast.ann.viewer, act=act)
    assert queries.done_for(cast.bo.member, cast.community) == []
    other = did(cast.ann, cast.bo)
    actions.confirm_act(viewer=cast.bo.viewer, act=other)
    with pytest.raises(Http404):
        actions.take_back_act(viewer=cast.ann.viewer, act=other)


def test_strangers_and_the_blocked_cannot_be_told_of(cast: Cast) -> None:
    with pytest.raises(Http404):
        did(cast.ann, cast.eve)
    cast.bo.member.blocks.create(other=cast.ann.member)
    with pytest.raises(Http404):
        did(cast.ann, cast.bo)


def test_nobody_tells_of_two_others(cast: Cast) -> None:
    with pytest.raises(Http404):
        actions.record_act(
            viewer=cast.cy.viewer,
            giver=cast.ann.member,
            receiver=cast.bo.member,
            kind_id="free",
            group="help",
            words="I saw it",
            happened_on=DAY,
        )


def test_a_day_has_room_for_ten_tellings(cast: Cast) -> None:
    for _number in range(10):
        did(cast.ann, cast.bo)
    with pytest.raises(limits.LimitReached):
        did(cast.ann, cast.bo)
    assert Act.objects.count() == 10


def test_giving_back_counts_both_ways_and_has_one_easy_idea(cast: Cast) -> None:
    did(cast.bo, cast.ann, "Left my cards on the counter.")
    did(cast.bo, cast.ann, "Sent a bride on.")
    did(cast.cy, cast.ann, "Explained the tax form.")
    did(cast.ann, cast.cy, "Took a portrait.")
    found = queries.giving_back(cast.ann.member, cast.community)
    assert [(one.partner, one.for_me, one.for_them) for one in found.to_thank] == [(cast.bo.member, 2, 0)]
    assert found.to_thank[0].sentence == "Bo’s Bakery did 2 things for you."
    assert found.to_thank[0].idea == "Pass on the next post by Bo’s Bakery. It takes a minute."
    assert found.others[0].sentence == "Cy Keeps Books did one thing for you, you did one thing for them."


def test_whoever_gave_plenty_is_asked_for_nothing(cast: Cast) -> None:
    today = clock.today(cast.community.timezone)
    for other in (cast.bo, cast.cy, cast.dee, cast.flo):
        did(cast.ann, other, happened_on=today)
    did(cast.bo, cast.ann, happened_on=today)
    did(cast.bo, cast.ann, happened_on=today)
    assert queries.giving_back(cast.ann.member, cast.community).gave_plenty is False
    for other in (cast.cy, cast.dee):
        did(cast.ann, other, happened_on=today)
    found = queries.giving_back(cast.ann.member, cast.community)
    assert found.gave_plenty
    assert found.to_thank == ()


def test_plenty_is_one_thing_wherever_it_is_asked_and_counts_ninety_days(cast: Cast) -> None:
    today = clock.today(cast.community.timezone)
    for other in (cast.bo, cast.cy, cast.dee):
        did(cast.ann, other, happened_on=today)
    since = lately_since(today)
    assert queries.gave_plenty(cast.community, since) == {cast.ann.member.pk: (3, 0)}
    assert queries.giving_back(cast.ann.member, cast.community).gave_plenty
    Act.objects.filter(receiver=cast.bo.member).update(happened_on=since - timedelta(days=1))
    assert queries.gave_plenty(cast.community, since) == {}
    assert not queries.giving_back(cast.ann.member, cast.community).gave_plenty
    assert not is_plenty(13, 10)


def test_giving_back_knows_no_debts_and_no_prices(cast: Cast) -> None:
    did(cast.bo, cast.ann)
    page = client_of(cast.ann.person).get(reverse("gather:giving_back", args=["elm-street"])).content.decode().lower()
    assert "bo’s bakery did something for you" in page
    assert not [word for word in ("balance", "debt", "score", "price of", "you owe") if word in page]


def test_giving_back_takes_ten_queries_at_most_however_many_partners(cast: Cast) -> None:
    for other in (cast.bo, cast.cy, cast.dee, cast.flo):
        did(other, cast.ann)
    client = client_of(cast.ann.person)
    with CaptureQueriesContext(connection) as made:
        assert client.get(reverse("gather:giving_back", args=["elm-street"])).status_code == 200
    assert len(made) <= 10


def test_partners_are_named_only_where_both_say_so(cast: Cast) -> None:
    did(cast.ann, cast.bo)
    actions.show_partner(viewer=cast.ann.viewer, partner=cast.bo.member, shown=True)
    assert queries.partners_shown(cast.ann.member, cast.community) == []
    actions.show_partner(viewer=cast.bo.viewer, partner=cast.ann.member, shown=True)
    assert [one.partner for one in queries.partners_shown(cast.ann.member, cast.community)] == [cast.bo.member]
    actions.show_partner(viewer=cast.ann.viewer, partner=cast.bo.member, shown=False)
    assert queries.partners_shown(cast.bo.member, cast.community) == []


def test_what_happened_in_one_community_is_not_seen_from_another(cast: Cast) -> None:
    did(cast.ann, cast.bo)
    assert queries.done_for(cast.bo.member, cast.elsewhere) == []
    assert [list(ids) for ids in queries.partners_in_query(cast.bo.member, cast.elsewhere)] == [[], []]


def test_what_it_brought_is_said_by_each_side_with_its_level(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    said: dict[str, Any] = {"act": act, "measure": "visits", "unit": "visits", "from_on": DAY, "to_on": DAY}
    actions.record_outcome(viewer=cast.ann.viewer, quantity=Decimal(40), **said)
    actions.record_outcome(viewer=cast.bo.viewer, quantity=Decimal(12), **said)
    actions.record_outcome(viewer=cast.bo.viewer, quantity=Decimal(14), **said)
    assert {outcome.level: int(outcome.quantity) for outcome in Outcome.objects.all()} == {
        Level.SELF_REPORTED: 40,
        Level.PARTNER_CONFIRMED: 14,
    }


def linked(cast: Cast) -> Evidence:
    did(cast.ann, cast.bo, url="https://blog.example.org/bo")
    return Evidence.objects.get()


def page(text: str) -> Fetched:
    return Fetched("https://blog.example.org/bo", 200, "text/html", "utf-8", text.encode())


def test_a_page_that_holds_the_agreed_name_makes_it_measured(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = linked(cast)
    monkeypatch.setattr(fetch, "get", lambda url, max_bytes: page("<p>Go to <b>Bo’s</b> Bakery</p>"))
    jobs.look_at_links(clock.now())
    evidence.refresh_from_db()
    assert (evidence.held, Act.objects.get().level) == (True, Level.MEASURED)
    assert evidence.seen == "The page is there, and “Bo’s Bakery” is on it: “Go to Bo’s Bakery”"


def test_a_page_without_the_name_changes_nothing_but_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = linked(cast)
    monkeypatch.setattr(fetch, "get", lambda url, max_bytes: page("<p>Nothing here</p>"))
    jobs.look_at_links(clock.now())
    evidence.refresh_from_db()
    assert (evidence.held, Act.objects.get().level) == (False, Level.SELF_REPORTED)
    assert "neither the agreed link nor the name is on it. We look again on" in evidence.seen


def test_a_private_address_is_never_looked_at(cast: Cast) -> None:
    did(cast.ann, cast.bo, url="http://127.0.0.1/admin")
    jobs.look_at_links(clock.now())
    evidence = Evidence.objects.get()
    assert evidence.held is False
    assert evidence.seen


def test_a_link_is_looked_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    linked(cast)
    looks: list[str] = []

    def look(url: str, max_bytes: int) -> Fetched:
        looks.append(url)
        return page("")

    monkeypatch.setattr(fetch, "get", look)
    jobs.look_at_links(clock.now())
    jobs.look_at_links(clock.now())
    assert len(looks) == 1


def test_the_form_refuses_a_day_to_come_and_a_stranger(cast: Cast) -> None:
    ann = client_of(cast.ann.person)
    said = {"partner": cast.bo.member.pk, "by_me": "me", "words": "A review", "happened_on": "2999-01-01"}
    answer = ann.post(reverse("ledger:tell", args=["elm-street"]), said).content.decode()
    assert "still to come" in answer
    assert "A review" in answer
    ann.post(reverse("ledger:tell", args=["elm-street"]), said | {"partner": cast.eve.member.pk, "happened_on": DAY})
    assert not Act.objects.exists()


def test_markup_in_what_was_done_stays_words(cast: Cast) -> None:
    did(cast.bo, cast.ann, "<script>alert(1)</script>")
    seen = client_of(cast.ann.person).get(reverse("gather:giving_back", args=["elm-street"])).content.decode()
    assert "<script>alert(1)" not in seen


def test_others_cannot_confirm_or_take_out_what_is_not_theirs(cast: Cast) -> None:
    act = did(cast.ann, cast.bo)
    for player in (cast.cy, cast.eve):
        client = client_of(player.person)
        for name in ("confirm", "take_back"):
            assert client.post(reverse(f"ledger:{name}", args=["elm-street", act.pk])).status_code == 404
    assert Act.objects.get().taken_back_at is None
