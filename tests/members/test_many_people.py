"""The first page of very many people: the same as of few, remembered for a minute, and never of somebody blocked."""

import importlib
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from hometeam.members import actions, queries
from hometeam.members.models import Membership
from hometeam.members.queries import Sought
from tests.cast import Cast, Player, make_member

people = importlib.import_module("hometeam.members.queries.people")


@pytest.fixture
def crowd(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Elm Street, taken for a community of very many."""
    monkeypatch.setattr(people, "SORTED_AT_ONCE", 1)
    cache.clear()
    yield cast
    cache.clear()


def seen_by(player: Player) -> list[tuple[str, str]]:
    return [(row.name, row.ring) for row in queries.people(player.viewer, Sought()).rows]


def test_many_come_in_the_order_of_few(crowd: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for player in crowd.street:
        walked = seen_by(player)
        with monkeypatch.context() as patch:
            patch.setattr(people, "SORTED_AT_ONCE", 100)
            assert walked == seen_by(player)


def test_a_block_and_its_undoing_are_seen_at_once(crowd: Cast) -> None:
    before = seen_by(crowd.bo)
    actions.block(by=crowd.ann.viewer.actor, member=crowd.ann.member, other=crowd.bo.member)
    assert seen_by(crowd.bo) == [row for row in before if row[0] != "Ann Photographs"]
    assert "Bo’s Bakery" not in dict(seen_by(crowd.ann))
    actions.unblock(by=crowd.ann.viewer.actor, member=crowd.ann.member, other=crowd.bo.member)
    assert seen_by(crowd.bo) == before


def test_who_comes_and_who_goes_is_seen_at_once(crowd: Cast) -> None:
    seen_by(crowd.bo)
    hal = make_member("Hal’s Hats", crowd.community)
    assert "Hal’s Hats" in dict(seen_by(crowd.bo))
    Membership.objects.filter(member=hal).update(state=Membership.State.LEFT)
    assert "Hal’s Hats" not in dict(seen_by(crowd.bo))


def test_one_who_goes_as_another_comes_is_gone_at_once(crowd: Cast) -> None:
    seen_by(crowd.bo)
    make_member("Hal’s Hats", crowd.community)
    Membership.objects.filter(member=crowd.dee.member).update(state=Membership.State.LEFT)
    assert "Dee Designs" not in dict(seen_by(crowd.bo))


def test_each_is_told_how_near_others_are_to_them(crowd: Cast) -> None:
    assert dict(seen_by(crowd.bo))["Cy Keeps Books"] == "online"
    assert seen_by(crowd.bo) != seen_by(crowd.cy)
