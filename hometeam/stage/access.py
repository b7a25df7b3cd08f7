"""Who may see and do what: a kit is for those who may see its member; cards and placements for whoever made them."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404

from hometeam.members.access import Viewer, member_for
from hometeam.members.models import Community, Member
from hometeam.stage.models import Card, Placement
from hometeam.stage.queries.sharing import can_be_shared
from hometeam.together import queries as together
from hometeam.together.access import collaboration_for
from hometeam.together.models import Collaboration
from hometeam.together.playbook import Kind

PICTURE = "stage.picture"


def other_for(viewer: Viewer, pk: int) -> Member:
    """Another member whom the viewer's own may pass on. Raises Http404 for itself, and for who may not be seen."""
    member = member_for(viewer, pk)
    if member == viewer.acting:
        raise Http404
    return member


def shared_for(viewer: Viewer, pk: int) -> tuple[Collaboration, Kind]:
    """A collaboration of the viewer's, with its kind, that has words for the world. Raises Http404 for all others."""
    collaboration = collaboration_for(viewer, pk)
    kind = together.kind_of(collaboration)
    if kind is None or not can_be_shared(collaboration, kind):
        raise Http404
    return collaboration, kind


def card_for(viewer: Viewer, pk: int) -> Card:
    """A card that the viewer's member made."""
    found = Card.objects.made_by(viewer.acting, viewer.community).filter(pk=pk)
    card = found.select_related("about__place", "by", "link", "community").first()
    if card is None:
        raise Http404
    return card


def placement_for(viewer: Viewer, pk: int) -> Placement:
    """A placement of one of the viewer's member's cards."""
    mine = Placement.objects.filter(pk=pk, card__community=viewer.community, card__by=viewer.acting)
    placement = mine.select_related("card__about", "card__by", "card__community").first()
    if placement is None:
        raise Http404
    return placement


def picture_token(member: Member, community: Community) -> str:
    """What opens the picture of a member's card to whoever holds it: signed, not to be guessed, always the same."""
    return signing.Signer(salt=PICTURE).sign_object({"m": member.pk, "c": community.pk})


def pictured(token: str) -> tuple[Member, Community]:
    """Whose picture a token opens. Raises Http404 for forged ones, and for members who are not there any more."""
    try:
        data: Any = signing.Signer(salt=PICTURE).unsign_object(token)
        community = Community.objects.get(pk=data["c"])
        return Member.objects.here(community).select_related("place").get(pk=data["m"], closed_at=None), community
    except (
        signing.BadSignature,
        ValueError,
        Community.DoesNotExist,
        Member.DoesNotExist,
        KeyError,
        TypeError,
    ) as error:
        raise Http404 from error
