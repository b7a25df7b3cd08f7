"""Giving back across kinds: an idea that fits both, where it is done, and none for who has done enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from hometeam.gather.queries import ideas
from hometeam.ledger import actions as ledger
from hometeam.members.models import Member
from hometeam.together.models import CommunityKind
from hometeam.together.playbook import kinds
from tests.cast import Cast, Player, client_of, speaks_on
from tests.together.moments import add_circle

MONDAY = datetime(2026, 11, 16, 20, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def did(giver: Player, receiver: Player, kind_id: str = "referral", times: int = 1) -> None:
    """One does something for another, so many times."""
    for _time in range(times):
        ledger.record_act(
            viewer=giver.viewer,
            giver=giver.member,
            receiver=receiver.member,
            kind_id=kind_id,
            group="trade",
            words="{me} sent {other} a client.",
            happened_on=MONDAY.date(),
        )


def idea_for(me: Player, weeks: int = 0) -> tuple[str, str]:
    """The one idea that a member has, so many weeks later, and where it is done."""
    with time_machine.travel(MONDAY + timedelta(weeks=weeks), tick=False):
        (one,) = ideas.giving_back(me.viewer)[0].to_thank
    return one.idea, one.idea_url


@time_machine.travel(MONDAY, tick=False)
def test_each_idea_leads_to_where_it_is_done(cast: Cast) -> None:
    did(cast.cy, cast.ann)
    page = client_of(cast.ann.person).get(reverse("gather:giving_back", args=["elm-street"])).content.decode()
    idea, url = idea_for(cast.ann)
    assert "Cy Keeps Books" in idea
    assert url.replace("&", "&amp;") in page
    assert client_of(cast.ann.person).get(url).status_code == 200


def test_it_is_not_the_same_idea_each_week(cast: Cast) -> None:
    did(cast.cy, cast.ann)
    assert len({idea_for(cast.ann, week)[0] for week in range(8)}) >= 4


def test_two_who_are_to_be_thanked_get_an_idea_each(cast: Cast) -> None:
    did(cast.cy, cast.ann)
    did(cast.dee, cast.ann)
    with time_machine.travel(MONDAY, tick=False):
        found = ideas.giving_back(cast.ann.viewer)[0].to_thank
    assert len({one.idea for one in found}) == 2


@time_machine.travel(MONDAY, tick=False)
def test_only_what_both_can_do_is_an_idea(cast: Cast) -> None:
    did(cast.ann, cast.cy)
    cy = {idea_for(cast.cy, week)[0] for week in range(12)}
    assert not any("newsletter" in idea or "blog" in idea or "their door" in idea for idea in cy)
    speaks_on(cast.cy.member, "newsletter", "Calm Books")
    assert any("newsletter" in idea_for(cast.cy, week)[0] for week in range(12))


def test_a_door_in_my_town_is_worth_a_visit(cast: Cast) -> None:
    did(cast.bo, cast.ann)
    assert any("at their door" in idea_for(cast.ann, week)[0] for week in range(12))


def test_a_post_is_written_by_way_of_the_challenge(cast: Cast) -> None:
    did(cast.cy, cast.ann)
    urls = {idea_for(cast.ann, week)[1] for week in range(12)}
    assert reverse("gather:write_feature", args=["elm-street", cast.cy.member.pk]) in urls


def test_what_the_community_does_not_offer_is_no_idea(cast: Cast) -> None:
    did(cast.cy, cast.ann)
    CommunityKind.objects.create(community=cast.community, kind_id="coffee", is_off=True, values={})
    assert not any("coffee" in idea_for(cast.ann, week)[0] for week in range(12))


def test_a_kind_of_the_communitys_own_is_an_idea_too(cast: Cast) -> None:
    did(cast.cy, cast.ann)
    CommunityKind.objects.bulk_create(
        CommunityKind(community=cast.community, kind_id=kind_id, is_off=True, values={})
        for kind_id, kind in kinds().items()
        if kind.giving_back
    )
    add_circle(cast.community, giving_back={"words": "Set the table for {other}."})
    idea, url = idea_for(cast.ann)
    assert (idea, "kind=own-circle" in url) == ("Set the table for Cy Keeps Books.", True)


def test_what_was_just_given_is_not_asked_for_again(cast: Cast) -> None:
    did(cast.cy, cast.ann, times=3)
    did(cast.ann, cast.cy, "coffee")
    assert not any("coffee" in idea_for(cast.ann, week)[0] for week in range(12))


@time_machine.travel(MONDAY, tick=False)
def test_who_has_given_plenty_is_told_so_and_asked_for_nothing(cast: Cast) -> None:
    for other in (cast.bo, cast.cy, cast.dee, cast.flo):
        did(cast.ann, other)
    did(cast.flo, cast.ann)
    found, _page = ideas.giving_back(cast.ann.viewer)
    assert found.gave_plenty and not found.to_thank


@time_machine.travel(MONDAY, tick=False)
def test_the_page_costs_as_much_for_many_partners(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for other in (cast.bo, cast.cy, cast.dee, cast.flo):
        did(other, cast.ann, times=2)
    ann = client_of(cast.ann.person)
    path = reverse("gather:giving_back", args=["elm-street"])
    ann.get(path)
    with django_assert_max_num_queries(12):
        ann.get(path)


@time_machine.travel(MONDAY, tick=False)
def test_nobody_else_sees_it(cast: Cast) -> None:
    did(cast.cy, cast.ann)
    Member.objects.filter(pk=cast.cy.member.pk).update(name="<b>Cy</b>")
    page = client_of(cast.ann.person).get(reverse("gather:giving_back", args=["elm-street"])).content.decode()
    assert "&lt;b&gt;Cy&lt;/b&gt;" in page and "<b>Cy" not in page
    assert client_of(cast.eve.person).get(reverse("gather:giving_back", args=["elm-street"])).status_code == 404


@time_machine.travel(MONDAY, tick=False)
def test_many_partners_come_page_by_page_those_to_thank_first_and_each_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ideas, "A_PAGE", 2)
    for other in (cast.bo, cast.cy, cast.dee):
        did(other, cast.ann)
    did(cast.ann, cast.flo)
    pages = [ideas.giving_back(cast.ann.viewer, str(number))[0] for number in (1, 2)]
    assert [(len(one.to_thank), len(one.others)) for one in pages] == [(2, 0), (1, 1)]
    seen = {one.partner for page in pages for one in (*page.to_thank, *page.others)}
    assert seen == {player.member for player in (cast.bo, cast.cy, cast.dee, cast.flo)}
    assert len(pages[0].waiting) == 3 and not pages[1].waiting
    second = client_of(cast.ann.person).get(reverse("gather:giving_back", args=["elm-street"]), {"page": "2"})
    assert "Page 2 of 2" in second.content.decode()
