"""Links that are counted: who makes and ends them, and where they may lead."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.http import Http404

from hometeam.foundation import clock, journal
from hometeam.ledger import actions, queries
from hometeam.ledger.actions import BadAddress, public_address
from hometeam.ledger.actions.hits import count_visit
from hometeam.ledger.models import TrackedLink
from tests.cast import Cast
from tests.ledger.following import counted, link_of

MONDAY, TUESDAY, THURSDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 19)


def test_asking_for_the_same_link_again_gives_the_same_link(cast: Cast) -> None:
    first = link_of(cast.bo, channel="newsletter", within="together.collaboration:12")
    assert link_of(cast.bo, channel="newsletter", within="together.collaboration:12") == first
    assert TrackedLink.objects.count() == 1


def test_each_partner_channel_collaboration_and_page_has_a_link_of_its_own(cast: Cast) -> None:
    links = [
        link_of(cast.bo),
        link_of(cast.ann, owner=cast.bo.member),
        link_of(cast.bo, channel="instagram"),
        link_of(cast.bo, within="together.collaboration:12"),
        link_of(cast.bo, url="https://bo.example.org/cakes"),
    ]
    assert len({link.code for link in links}) == 5


def test_a_code_can_be_read_aloud_and_typed(cast: Cast) -> None:
    code = link_of(cast.bo).code
    assert len(code) == 7
    assert not set(code) & set("aeiou01lABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_the_link_says_who_gets_the_visits_and_who_sends_them(cast: Cast) -> None:
    link = link_of(cast.ann, owner=cast.bo.member, channel="instagram")
    assert (link.owner, link.shared_by, link.channel) == (cast.bo.member, cast.ann.member, "instagram")
    assert queries.address_of(link) == f"http://127.0.0.1:8000/to/{link.code}"


def test_an_organiser_shares_in_nobody_s_name(cast: Cast) -> None:
    link = actions.link_for(viewer=cast.gus.viewer, owner=cast.bo.member, url="https://bo.example.org")
    assert link.shared_by is None


def test_strangers_and_the_blocked_are_not_shared(cast: Cast) -> None:
    with pytest.raises(Http404):
        link_of(cast.ann, owner=cast.eve.member)
    cast.bo.member.blocks.create(other=cast.ann.member)
    with pytest.raises(Http404):
        link_of(cast.ann, owner=cast.bo.member)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://bo.example.org", "https://bo.example.org/"),
        ("  http://bo.example.org:8080/a?b=c#d ", "http://bo.example.org:8080/a?b=c#d"),
        ("HTTPS://Bo.Example.ORG/Cakes", "https://bo.example.org/Cakes"),
        ("https://bäckerei.example/küche?für=uns", "https://xn--bckerei-5wa.example/k%C3%BCche?f%C3%BCr=uns"),
        ("https://93.184.216.34/", "https://93.184.216.34/"),
        ("https://bo.example.org?spring=1", "https://bo.example.org/?spring=1"),
    ],
)
def test_an_address_on_the_web_is_kept_as_browsers_write_it(said: str, kept: str) -> None:
    assert public_address(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "",
        "bo.example.org",
        "javascript:alert(1)",
        "ftp://bo.example.org",
        "//bo.example.org",
        "https://",
        "https://ann:secret@bo.example.org",
        "https://bank.example.org@evil.example.org",
        "https://bo.example.org\\@evil.example.org",
        "https://bo.example.org/\r\nSet-Cookie: a=b",
        "https://bo.example.org/a b",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://192.168.1.1/router",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://intranet/",
        "http://printer.local/",
        "https://bo.example.org:99999/",
        "https://bo..example.org/",
        "https://bo.example.org/" + "a" * 1000,
        "http://127.0.0.1:8000/to/bcdfghj",
    ],
)
def test_nothing_else_is_linked_to_and_the_error_says_why(said: str) -> None:
    with pytest.raises(BadAddress) as refused:
        public_address(said)
    assert str(refused.value).endswith(".")


def test_pages_of_this_hometeam_may_be_linked_to() -> None:
    assert public_address("http://127.0.0.1:8000/guide/12") == "http://127.0.0.1:8000/guide/12"


def test_both_sides_and_the_organiser_may_end_a_link_and_nobody_else(cast: Cast) -> None:
    for viewer in (cast.ann.viewer, cast.bo.viewer, cast.gus.viewer):
        link = link_of(cast.ann, owner=cast.bo.member)
        actions.end_link(viewer=viewer, link=link)
        link.refresh_from_db()
        assert link.ended_at is not None
    link = link_of(cast.ann, owner=cast.bo.member)
    for stranger in (cast.cy.viewer, cast.eve.viewer):
        with pytest.raises(Http404):
            actions.end_link(viewer=stranger, link=link)


def test_ending_twice_is_told_once(cast: Cast) -> None:
    link = link_of(cast.bo)
    actions.end_link(viewer=cast.bo.viewer, link=link)
    actions.end_link(viewer=cast.bo.viewer, link=link)
    assert [event.verb for event in journal.about(link)] == ["ledger.link_made", "ledger.link_ended"]


def test_after_its_end_the_same_wish_makes_a_new_link(cast: Cast) -> None:
    old = link_of(cast.bo)
    actions.end_link(viewer=cast.bo.viewer, link=old)
    assert link_of(cast.bo).code != old.code


def test_an_end_can_be_undone_unless_another_took_its_place(cast: Cast) -> None:
    old = link_of(cast.bo)
    actions.end_link(viewer=cast.bo.viewer, link=old)
    actions.reopen_link(viewer=cast.bo.viewer, link=old)
    assert link_of(cast.bo) == old
    actions.end_link(viewer=cast.bo.viewer, link=old)
    new = link_of(cast.bo)
    actions.reopen_link(viewer=cast.bo.viewer, link=old)
    assert link_of(cast.bo) == new


def test_a_closed_member_s_links_are_forgotten_and_their_figures_stay(cast: Cast, own_hits: Path) -> None:
    link = link_of(cast.ann, owner=cast.bo.member)
    count_visit(link_id=link.pk, on=MONDAY, is_first=True)
    cast.bo.member.closed_at = clock.now()
    cast.bo.member.save()
    actions.forget_links_of_the_closed()
    link.refresh_from_db()
    assert (link.url, link.ended_at is None) == ("", False)
    assert counted(link) == {MONDAY: (1, 1)}


def test_figures_are_read_by_link_owner_sharer_channel_and_what_it_belongs_to(cast: Cast, own_hits: Path) -> None:
    letter = link_of(cast.ann, owner=cast.bo.member, channel="newsletter", within="together.collaboration:12")
    photo = link_of(cast.bo, channel="instagram")
    for link, on, is_first in [(letter, MONDAY, True), (letter, MONDAY, False), (photo, THURSDAY, True)]:
        count_visit(link_id=link.pk, on=on, is_first=is_first)
    counted(letter)
    week = partial(queries.visits, from_on=MONDAY, to_on=THURSDAY)
    assert (
        week(owner=cast.bo.member).count,
        week(owner=cast.ann.member).count,
    ) == (3, 0)
    assert week(shared_by=cast.ann.member).unique == 1
    assert week(channel="instagram", community=cast.community).count == 1
    days = queries.visits(within="together.collaboration:12", from_on=MONDAY, to_on=TUESDAY).days
    assert [(day.on, day.count, day.unique) for day in days] == [(MONDAY, 2, 1), (TUESDAY, 0, 0)]
    assert queries.visits(link_ids=[photo.pk], from_on=MONDAY, to_on=TUESDAY).count == 0


def test_asking_for_the_figures_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="whose"):
        queries.visits(from_on=MONDAY, to_on=MONDAY)


def test_a_member_s_links_are_those_to_its_page_and_those_it_shares(cast: Cast) -> None:
    one, other = link_of(cast.bo), link_of(cast.ann, owner=cast.bo.member)
    assert queries.links_of(cast.bo.member) == [other, one]
    assert queries.links_of(cast.ann.member, cast.community) == [other]
    assert queries.links_of(cast.bo.member, cast.elsewhere) == []
