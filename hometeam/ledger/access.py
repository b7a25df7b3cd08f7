"""Who may see and say what about an act: only its two sides."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from hometeam.ledger.models import Act
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
