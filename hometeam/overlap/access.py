"""Who may see a measuring: the people of its two sides, for themselves. Nobody holds the pen for a customer list."""

from __future__ import annotations

from django.http import Http404

from hometeam.members.access import Viewer, blocked_ids, is_here, member_for
from hometeam.members.models import Member
from hometeam.overlap import queries
from hometeam.overlap.models import Exchange


def own(viewer: Viewer) -> Member:
    """The viewer's own member; 404 for whoever acts for somebody else."""
    if viewer.on_behalf:
        raise Http404
    return viewer.acting


def exchange_for(viewer: Viewer, pk: int) -> Exchange:
    """A measuring that the viewer's own member is one side of; 404 for everybody else."""
    member = own(viewer)
    found = queries.whole().of(member).filter(pk=pk, community=viewer.community).first()
    if found is None or {found.asker_id, found.asked_id} & blocked_ids(member):
        raise Http404
    return found


def partner_for(viewer: Viewer, pk: int) -> Member:
    """Another member with whom the viewer's own may measure: here, in person, neither blocking the other."""
    member = own(viewer)
    other = member_for(viewer, pk)
    if other == member or not other.is_claimed or other.pk in blocked_ids(member):
        raise Http404
    return other


def may_meet(one: Member, other: Member, exchange: Exchange) -> bool:
    """Whether the two of a measuring can still meet in its community."""
    return is_here(one, exchange.community) and is_here(other, exchange.community) and other.pk not in blocked_ids(one)
