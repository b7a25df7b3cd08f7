"""Ways in to what organisers look after: each answers 404 for what belongs to another community."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from hometeam.members.access import Viewer
from hometeam.members.models import Invitation, Member, Membership, OrganiserSeat
from hometeam.organise.models import ImportRun


def run_for(viewer: Viewer, pk: int) -> ImportRun:
    """An import of the viewer's community."""
    return get_object_or_404(ImportRun.objects.select_related("community"), pk=pk, community=viewer.community)


def kept_member_for(viewer: Viewer, pk: int) -> Member:
    """A member of the viewer's community, also one that has been taken out of it."""
    known = Membership.objects.filter(member_id=pk, community=viewer.community).exclude(state=Membership.State.ASKED)
    membership = known.select_related("member", "member__place").first()
    if membership is None:
        raise Http404
    return membership.member


def invitation_for(viewer: Viewer, pk: int) -> Invitation:
    """An invitation that was written for the viewer's community."""
    return get_object_or_404(Invitation.objects.select_related("member"), pk=pk, community=viewer.community)


def seat_for(viewer: Viewer, pk: int) -> OrganiserSeat:
    """An organiser's seat of the viewer's community."""
    return get_object_or_404(OrganiserSeat.objects.select_related("person"), pk=pk, community=viewer.community)
