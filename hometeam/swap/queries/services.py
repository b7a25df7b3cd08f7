"""The services that a member gives and looks for, from its profile and from the board, and what is kin to them."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from hometeam.engine.taxonomy import Taxonomy
from hometeam.members.models import Community, Member, Need, Offer
from hometeam.swap.models import Listing


def wanted_by(member: Member, community: Community) -> set[str]:
    """The services that a member has said it looks for; what is only guessed from its trade is none: one query."""
    said = (
        Need.objects.filter(member=member, kind=Need.Kind.WANT, guessed=False)
        .order_by()
        .values_list("service", flat=True)
    )
    return _with_board(said, member, community, Listing.Side.NEED)


def given_by(member: Member, community: Community) -> set[str]:
    """The services that a member gives: one query."""
    said = Offer.objects.filter(member=member).order_by().values_list("service", flat=True)
    return _with_board(said, member, community, Listing.Side.GIVE)


def _with_board(said: object, member: Member, community: Community, side: str) -> set[str]:
    board = Listing.objects.filter(member=member, community=community, side=side, state=Listing.State.ON)
    return set(board.order_by().values_list("service", flat=True).union(said)) - {""}  # type: ignore[arg-type]


def kin_of(services: Collection[str]) -> set[str]:
    """Services that are of one trade with these, without these themselves."""
    return {kin for service in services for kin in _kin(service)} - set(services)


@lru_cache(maxsize=1000)
def _kin(service: str) -> frozenset[str]:
    known = Taxonomy.load()
    one = known.get(service)
    if one is None or not one.kin:
        return frozenset()
    return frozenset(other.id for other in known.services if other.kin == one.kin)


def is_kin(service: str, others: Collection[str]) -> bool:
    """Whether a service is one of these, or of one trade with one of them."""
    return bool(service) and (service in others or service in kin_of(others))
