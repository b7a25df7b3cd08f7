"""Who may see and say what about an act or a counted link: only those whose it is."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from hometeam.ledger.models import Act, Outcome, TrackedLink
from hometeam.ledger.queries.measures import JOY
from hometeam.members.access import Viewer, is_blocked, is_here
from hometeam.members.models import Member


def act_for(viewer: Viewer, pk: int) -> Act:
    """A free act of the viewer's community that the viewer's member gave or received; 404 for everybody else."""
    mine = Q(giver=viewer.acting) | Q(receiver=viewer.acting)
    act = (
        Act.objects.filter(mine, pk=pk, community=viewer.community, taken_back_at__isnull=True, within="")
        .select_related("giver", "receiver", "community")
        .first()
    )
    if act is None:
        raise Http404
    return act


def is_party(viewer: Viewer, act: Act) -> bool:
    """Whether the viewer's member gave or received the act."""
    return viewer.member is not None and viewer.member.pk in (act.giver_id, act.receiver_id)


def may_take_back(viewer: Viewer, act: Act) -> bool:
    """The receiver may at any time, the giver until the receiver has confirmed it."""
    return is_party(viewer, act) and (viewer.acting.pk == act.receiver_id or act.confirmed_at is None)


def may_tell(viewer: Viewer, giver: Member, receiver: Member) -> bool:
    """Whether the viewer may write down an act of these two: one of them, both here, and on speaking terms."""
    if viewer.member is None or viewer.member.pk not in (giver.pk, receiver.pk) or giver.pk == receiver.pk:
        return False
    other = receiver if viewer.member.pk == giver.pk else giver
    return is_here(other, viewer.community) and not is_blocked(giver, receiver)


def may_share(viewer: Viewer, owner: Member) -> bool:
    """Whether the viewer may make links to a member's page: its own, or that of a member it is on speaking terms
    with here.
    """
    if not is_here(owner, viewer.community):
        return False
    if viewer.member is None:
        return viewer.is_organiser
    return viewer.member.pk == owner.pk or not is_blocked(viewer.member, owner)


def may_end(viewer: Viewer, link: TrackedLink) -> bool:
    """Whether a link is the viewer's to end: to its own page, shared by it, or in the community that it organises."""
    if viewer.community.pk != link.community_id:
        return False
    mine = viewer.member is not None and viewer.member.pk in (link.owner_id, link.shared_by_id)
    return mine or viewer.is_organiser


def link_for(viewer: Viewer, pk: int) -> TrackedLink:
    """A link that the viewer may end; 404 for everybody else."""
    link = TrackedLink.objects.filter(pk=pk).select_related("community", "owner", "shared_by").first()
    if link is None or not may_end(viewer, link):
        raise Http404
    return link


def act_between(viewer: Viewer, pk: int) -> Act:
    """Any act that stands which the viewer's member gave or received here, whatever it belongs to; 404 for others."""
    mine = Q(giver=viewer.acting) | Q(receiver=viewer.acting)
    found = Act.objects.filter(mine, pk=pk, community=viewer.community, taken_back_at__isnull=True)
    act = found.select_related("giver", "receiver", "community", "evidence").first()
    if act is None or is_blocked(act.giver, act.receiver):
        raise Http404
    return act


def outcome_for(viewer: Viewer, pk: int) -> Outcome:
    """A figure of an act between the viewer's member and another, ended ones too; 404 for everybody else."""
    mine = Q(act__giver=viewer.acting) | Q(act__receiver=viewer.acting)
    found = Outcome.objects.filter(mine, pk=pk, act__community=viewer.community, act__taken_back_at__isnull=True)
    outcome = found.select_related("act__giver", "act__receiver").first()
    if outcome is None or is_blocked(outcome.act.giver, outcome.act.receiver):
        raise Http404
    return outcome


def may_confirm_outcome(viewer: Viewer, outcome: Outcome) -> bool:
    """The receiver may confirm a standing figure that the giver said."""
    act = outcome.act
    return (
        viewer.member is not None
        and viewer.member.pk == act.receiver_id
        and outcome.said_by_id == act.giver_id
        and outcome.measure != JOY
        and outcome.ended_at is None
    )
