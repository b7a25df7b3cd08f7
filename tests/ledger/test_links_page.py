"""The page on which a member sees its counted links, makes and ends them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hometeam.foundation import clock
from hometeam.ledger import queries
from hometeam.ledger.actions.hits import count_visit
from hometeam.ledger.models import TrackedLink
from tests.cast import Cast, Player, client_of
from tests.ledger.following import counted, link_of

pytestmark = pytest.mark.usefixtures("own_hits")


def page_of(one: Player) -> str:
    """What somebody sees there."""
    return client_of(one.person).get(reverse("ledger:links", args=[one.community.slug])).content.decode()


def visit(link: TrackedLink, times: int = 1, again: int = 0) -> None:
    """So many first visits today, and so many repeats."""
    today = clock.today(link.community.timezone)
    for number in range(times + again):
        count_visit(link_id=link.pk, on=today, is_first=number < times)
    counted(link)


def test_the_page_shows_what_came_by_each_link_and_channel(cast: Cast) -> None:
    visit(link_of(cast.ann, owner=cast.bo.member, channel="instagram"), times=3, again=2)
    visit(link_of(cast.bo, channel="counter"))
    found = queries.my_visits(cast.bo.member, cast.community)
    assert (found.count, found.sent) == (4, 0)
    assert found.by_channel == (("Instagram", 3, 5), ("The shop counter", 1, 1))
    shown = page_of(cast.bo)
    assert "3 visits" in shown
    assert "Ann Photographs sends people to you." in shown
    assert queries.my_visits(cast.ann.member, cast.community).sent == 3


def test_the_picture_has_a_column_for_each_day_with_visits(cast: Cast) -> None:
    visit(link_of(cast.bo), times=2)
    found = queries.my_visits(cast.bo.member, cast.community)
    assert len(found.chart.columns) == 30
    assert [column.marks != () for column in found.chart.columns].count(True) == 1
    assert found.sentence.startswith("2 visits in 30 days, most on ")


def test_a_new_link_to_my_website_is_a_form_away(cast: Cast) -> None:
    cast.bo.member.website = "https://bo.example.org/"
    cast.bo.member.save()
    assert 'value="https://bo.example.org/"' in page_of(cast.bo)
    client = client_of(cast.bo.person)
    address = reverse("ledger:links", args=[cast.community.slug])
    said = {"url": "https://bo.example.org/", "channel": "newsletter"}
    answer = client.post(address, said, follow=True)
    link = TrackedLink.objects.get()
    assert (link.owner, link.shared_by, link.channel) == (cast.bo.member, cast.bo.member, "newsletter")
    assert f"Your link is http://127.0.0.1:8000/to/{link.code}." in answer.content.decode()


def test_an_address_that_is_none_is_said_beside_the_field_and_kept(cast: Cast) -> None:
    client = client_of(cast.bo.person)
    answer = client.post(reverse("ledger:links", args=[cast.community.slug]), {"url": "bo.example.org", "channel": ""})
    assert "A web address begins with https://" in answer.content.decode()
    assert 'value="bo.example.org"' in answer.content.decode()
    assert not TrackedLink.objects.exists()


def test_ending_can_be_undone(cast: Cast) -> None:
    link = link_of(cast.bo)
    client = client_of(cast.bo.person)
    ended = client.post(reverse("ledger:end_link", args=[cast.community.slug, link.pk]), follow=True)
    undo = reverse("ledger:reopen_link", args=[cast.community.slug, link.pk])
    assert undo in ended.content.decode()
    client.post(undo)
    link.refresh_from_db()
    assert link.ended_at is None


def test_an_ended_link_is_shown_for_as_long_as_it_has_visits_to_show(cast: Cast) -> None:
    seen, unseen = link_of(cast.bo), link_of(cast.bo, channel="blog")
    visit(seen)
    TrackedLink.objects.update(ended_at=clock.now())
    assert list(queries.my_links(cast.bo.member, cast.community)) == [seen]
    assert unseen.code not in page_of(cast.bo)


def test_links_of_the_blocked_are_not_shown(cast: Cast) -> None:
    link_of(cast.ann, owner=cast.bo.member)
    cast.ann.member.blocks.create(other=cast.bo.member)
    assert "Ann" not in page_of(cast.bo)


def test_links_of_others_are_nobody_s_to_end(cast: Cast) -> None:
    link = link_of(cast.bo)
    address = reverse("ledger:end_link", args=[cast.community.slug, link.pk])
    assert client_of(cast.cy.person).post(address).status_code == 404
    assert client_of(cast.eve.person).post(address).status_code == 404


def test_the_page_asks_the_database_little_however_many_links(cast: Cast, own_hits: Path) -> None:
    for number in range(25):
        visit(link_of(cast.bo, f"https://bo.example.org/{number}"))
    client = client_of(cast.bo.person)
    address = reverse("ledger:links", args=[cast.community.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 10
