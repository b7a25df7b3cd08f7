"""A changed profile is in everybody's suggestions at the next look, in every process."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from hometeam.engine.fit import FitMember
from hometeam.fit.queries import pools, suggestions_for
from hometeam.fit.queries.reading import fit_members
from hometeam.foundation import journal
from hometeam.foundation.journal import NOBODY
from hometeam.foundation.models import Event
from hometeam.members import actions as members
from hometeam.members.models import Community, Member, Offer
from tests.cast import Cast, make_member, offers

pytestmark = pytest.mark.django_db


def services(cast: Cast, member: Member) -> set[str]:
    found = pools.pool_of(cast.community).members[member.pk]
    return {offer.service for offer in found.offers}


def test_a_changed_profile_is_seen_at_the_next_look(cast: Cast) -> None:
    assert services(cast, cast.bo.member) == {"bakery"}
    rows = [{"service": "cafe", "words": ""}]
    members.change_profile(by=cast.bo.viewer.actor, member=cast.bo.member, group="offers", values=rows)
    assert services(cast, cast.bo.member) == {"cafe"}


def test_whoever_wants_no_introductions_is_suggested_to_nobody_from_the_next_look_on(cast: Cast) -> None:
    def seen_by_bo() -> set[int]:
        return {one.member.pk for one in suggestions_for(cast.bo.member, cast.community)}

    assert cast.ann.member.pk in seen_by_bo()
    for often, seen in ((0, False), (1, True)):
        values = {"introductions_a_month": often}
        members.change_profile(by=cast.ann.viewer.actor, member=cast.ann.member, group="likes", values=values)
        assert (cast.ann.member.pk in seen_by_bo()) is seen
    assert suggestions_for(cast.ann.member, cast.community)


def test_a_look_when_nothing_changed_costs_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    first = pools.pool_of(cast.community)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert pools.pool_of(cast.community) is first


def test_only_the_changed_members_are_read_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    pools.pool_of(cast.community)
    asked: list[object] = []

    def spy(community: Community, ids: Collection[int] | None = None) -> list[FitMember]:
        asked.append(ids)
        return fit_members(community, ids)

    monkeypatch.setattr(pools, "fit_members", spy)
    note(cast, cast.bo.member)
    pools.pool_of(cast.community)
    assert asked == [{cast.bo.member.pk}]


def test_who_comes_is_in_and_who_leaves_is_out(cast: Cast) -> None:
    pools.pool_of(cast.community)
    zoe = make_member("Zoe", cast.community)
    note(cast, zoe)
    assert zoe.pk in pools.pool_of(cast.community).members
    zoe.memberships.all().delete()
    note(cast, zoe)
    assert zoe.pk not in pools.pool_of(cast.community).members


def note(cast: Cast, member: Member, **data: object) -> Event:
    return journal.record(actor=NOBODY, verb="members.joined", object=member, community_id=cast.community.pk, data=data)


@pytest.mark.parametrize("whom", ["everyone", "listed"])
def test_an_import_is_heard_of(cast: Cast, whom: str) -> None:
    pools.pool_of(cast.community)
    zoe = make_member("Zoe", cast.community)
    data = {"members": "everyone" if whom == "everyone" else [zoe.pk]}
    journal.record(
        actor=NOBODY, verb="organise.imported", object=cast.community, community_id=cast.community.pk, data=data
    )
    assert zoe.pk in pools.pool_of(cast.community).members


def test_an_event_that_is_committed_late_under_a_lower_number_is_still_heard_of(cast: Cast) -> None:
    note(cast, cast.ann.member)
    early = Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    Event.objects.create(
        pk=early + 50,
        verb="members.joined",
        object_label="members.member",
        object_id=cast.ann.member.pk,
        community_id=cast.community.pk,
    )
    pools.pool_of(cast.community)
    Offer.objects.filter(member=cast.bo.member).update(service="cafe")
    Event.objects.create(
        pk=early + 20,
        verb="members.profile_changed",
        object_label="members.member",
        object_id=cast.bo.member.pk,
        community_id=cast.community.pk,
    )
    assert services(cast, cast.bo.member) == {"cafe"}


def test_whom_an_event_touched_is_read_but_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    pools.pool_of(cast.community)
    note(cast, cast.ann.member)
    pools.pool_of(cast.community)
    told, read = pools._told, list[int]()

    def spy(events: list[int]) -> list[Any]:
        read.extend(events)
        return told(events=events)

    monkeypatch.setattr(pools, "_told", spy)
    new = note(cast, cast.bo.member)
    pools.pool_of(cast.community)
    pools.pool_of(cast.community)
    assert read == [new.pk]


def test_what_happens_in_another_community_changes_nothing_here(cast: Cast) -> None:
    first = pools.pool_of(cast.community)
    offers(cast.eve.member, "kite-school")
    journal.record(actor=NOBODY, verb="members.profile_changed", object=cast.eve.member, community_id=cast.elsewhere.pk)
    assert pools.pool_of(cast.community) is first


def test_a_hidden_place_is_not_in_the_pool_and_a_home_only_coarsely(cast: Cast) -> None:
    members.reindex([cast.ann.member.pk, cast.bo.member.pk])
    pool = pools.pool_of(cast.community)
    ann, bo = pool.members[cast.ann.member.pk], pool.members[cast.bo.member.pk]
    assert (bo.lat, bo.lon, bo.blur_m) == (49.1690, -122.5790, 0.0)
    assert ann.blur_m > 300
    assert (ann.lat, ann.lon) != (49.1702, -122.5811)
