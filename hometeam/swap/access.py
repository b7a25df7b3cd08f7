"""Who may see and do what here; strangers get 404."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from hometeam.foundation import clock
from hometeam.members.access import Viewer, blocked_ids
from hometeam.members.models import Membership
from hometeam.swap.models import Listing, Loop, Rules, SetOff, Transfer
from hometeam.swap.queries.rules import rules_of


def own_listing_for(viewer: Viewer, pk: int) -> Listing:
    """A listing of the viewer's member, also one that was taken away."""
    mine = Listing.objects.filter(pk=pk, member=viewer.acting, community=viewer.community)
    found = mine.select_related("member", "community").first()
    if found is None:
        raise Http404
    return found


def listing_for(viewer: Viewer, pk: int) -> Listing:
    """A listing on the board of the viewer's community: one's own, or one of a member whom one may meet."""
    here = {"member__memberships__community": viewer.community, "member__memberships__state": Membership.State.HERE}
    found = Listing.objects.filter(pk=pk, community=viewer.community, **here)
    listing = found.select_related("member", "community").first()
    if listing is None or _is_hidden(viewer, listing):
        raise Http404
    return listing


def _is_hidden(viewer: Viewer, listing: Listing) -> bool:
    mine = viewer.member is not None and viewer.member.pk == listing.member_id
    if mine:
        return False
    if viewer.member is not None and listing.member_id in blocked_ids(viewer.member):
        return True
    ends = listing.expires_on
    is_over = ends is not None and ends < clock.today(listing.community.timezone)
    return is_over or listing.state != Listing.State.ON


def loop_for(viewer: Viewer, pk: int) -> Loop:
    """A loop in which the viewer's member gives and gets; 404 for everybody else, organisers too."""
    mine = Loop.objects.filter(pk=pk, community=viewer.community, legs__giver=viewer.acting)
    found = mine.select_related("community", "collaboration").first()
    if found is None:
        raise Http404
    return found


def rules_that_count(viewer: Viewer) -> Rules:
    """The rules of a community that counts hours or points; 404 where nothing is counted."""
    rules = rules_of(viewer.community)
    if rules.counting == Rules.Counting.NOTHING:
        raise Http404
    return rules


def transfer_for(viewer: Viewer, pk: int) -> Transfer:
    """A transfer between the viewer's member and another, ended ones too; 404 for everybody else, organisers too."""
    mine = Q(giver=viewer.acting) | Q(receiver=viewer.acting)
    found = Transfer.objects.filter(mine, pk=pk, community=viewer.community)
    transfer = found.select_related("giver", "receiver", "act", "community").first()
    if transfer is None:
        raise Http404
    return transfer


def set_off_for(viewer: Viewer, pk: int) -> SetOff:
    """A ring in which the viewer's member owes and is owed; 404 for everybody else."""
    found = SetOff.objects.filter(pk=pk, community=viewer.community, lines__debtor=viewer.acting).first()
    if found is None:
        raise Http404
    return found
