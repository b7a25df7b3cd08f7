"""What a community offers of the playbook: the house's kinds less those switched off, in its own words, and its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import structlog
from django.db.models import QuerySet

from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Community
from hometeam.together.models import Collaboration, CommunityKind
from hometeam.together.playbook import Kind, PlaybookError, kind_of_values, kinds, values_of


@dataclass(frozen=True, slots=True)
class OnOffer:
    """A kind as an organiser sees it."""

    kind: Kind
    is_off: bool = False
    is_own: bool = False
    is_reworded: bool = False


log = structlog.get_logger(__name__)


def kinds_here(community: Community) -> Mapping[str, Kind]:
    """The kinds that may be proposed in a community, by id, in the shelf's order: one query."""
    said = says_of(community)
    if not said:
        return _on_shelf()
    off = {one.kind_id for one in said if one.is_off}
    return {kind_id: kind for kind_id, kind in _shelf(said).items() if kind_id not in off and kind.on_shelf}


@cache
def _on_shelf() -> Mapping[str, Kind]:
    return MappingProxyType({kind_id: kind for kind_id, kind in kinds().items() if kind.on_shelf})


def kinds_known(community: Community) -> Mapping[str, Kind]:
    """Those that may be proposed, and those switched off: what has been agreed goes on all the same."""
    return _shelf(says_of(community))


def on_offer(community: Community) -> list[OnOffer]:
    """Every kind that a community may propose or switch off, with what it says about it, in the shelf's order."""
    said = {one.kind_id: one for one in says_of(community)}
    return [
        OnOffer(
            kind,
            is_off=kind_id in said and said[kind_id].is_off,
            is_own=kind_id in said and said[kind_id].is_own,
            is_reworded=kind_id in said and not said[kind_id].is_own and bool(said[kind_id].values),
        )
        for kind_id, kind in _shelf(said.values()).items()
        if kind.on_shelf
    ]


def is_own_kind(community: Community, kind_id: str) -> bool:
    """Whether a community made this kind itself."""
    return CommunityKind.objects.filter(community=community, kind_id=kind_id, is_own=True).exists()


def kind_of(collaboration: Collaboration) -> Kind | None:
    """The kind of a collaboration as its community words it; None where nobody knows it any more.

    One query, and none for a collaboration from `whole` about whose kind the community says nothing.
    """
    if not collaboration.may_be_worded:
        return kinds().get(collaboration.kind_id)
    said = CommunityKind.objects.filter(community=collaboration.community_id, kind_id=collaboration.kind_id).first()
    return worded(said) if said is not None else kinds().get(collaboration.kind_id)


def says_of(community: Community) -> list[CommunityKind]:
    """All that a community says about kinds."""
    return _said(community=community.pk)


@prepared
def _said(community: Given) -> QuerySet[CommunityKind]:
    return CommunityKind.objects.filter(community=community)


def worded(said: CommunityKind) -> Kind | None:
    """A kind as a community has it; what it said is passed over, and logged, where the playbook has outgrown it."""
    try:
        return _read(said.pk, said.kind_id, said.version, _frozen(said.values))
    except PlaybookError as error:
        log.warning("together.kind_outgrown", kind=said.kind_id, community=said.community_id, why=str(error))
        return kinds().get(said.kind_id)


def merged(kind_id: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """A playbook file's values with what a community says differently: tables are joined, all else is replaced."""
    return _join(values_of(kind_id), said) if kind_id in kinds() else dict(said)


def _shelf(said: Iterable[CommunityKind]) -> dict[str, Kind]:
    found = dict(kinds())
    for one in said:
        kind = worded(one)
        if kind is not None:
            found[one.kind_id] = kind
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


@lru_cache(maxsize=2_000)
def _read(_pk: int, kind_id: str, version: int, frozen: str) -> Kind:
    values = merged(kind_id, json.loads(frozen))
    return kind_of_values(values | {"id": kind_id, "version": values.get("version", 1) + version - 1}, kind_id)


def _frozen(values: Mapping[str, Any]) -> str:
    return json.dumps(values, sort_keys=True)


def _join(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    joined = dict(first)
    for key, value in second.items():
        mine = joined.get(key)
        joined[key] = _join(mine, value) if isinstance(mine, Mapping) and isinstance(value, Mapping) else value
    return joined
