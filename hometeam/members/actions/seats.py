"""Who acts for a member, and whom a member does not want to meet."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hometeam.foundation.journal import Actor
from hometeam.members.actions.profile import tell
from hometeam.members.models import Block, Invitation, Member, Seat


class LastOwner(Exception):
    """The seat that was to go is the last owner's; the message says what to do."""


@transaction.atomic
def give_up_seat(*, by: Actor, seat: Seat) -> None:
    """Take a person's seat of a member away. Raises LastOwner when nobody would be left to own it."""
    owners = list(Seat.objects.select_for_update().filter(member=seat.member, role=Seat.Role.OWNER))
    if [owner.pk for owner in owners] == [seat.pk]:
        raise LastOwner(_("Somebody has to own this profile. Make another person its owner first, or close it."))
    seat.delete()
    tell(by=by, member=seat.member, verb="members.seat_removed", data={"person_id": seat.person_id})


@transaction.atomic
def change_role(*, by: Actor, seat: Seat, role: str) -> None:
    """Make an editor an owner or an owner an editor. Raises LastOwner when nobody would be left to own it."""
    owners = list(Seat.objects.select_for_update().filter(member=seat.member, role=Seat.Role.OWNER))
    if role != Seat.Role.OWNER and [owner.pk for owner in owners] == [seat.pk]:
        raise LastOwner(_("Somebody has to own this profile. Make another person its owner first."))
    if Seat.objects.filter(pk=seat.pk).exclude(role=role).update(role=role):
        tell(by=by, member=seat.member, verb="members.seat_changed", data={"person_id": seat.person_id, "role": role})


@transaction.atomic
def revoke(*, by: Actor, invitation: Invitation, at: object) -> None:
    """Take an open invitation back; its link says so from then on."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True)
    if open_ones.update(revoked_at=at) and invitation.member is not None:
        tell(by=by, member=invitation.member, verb="members.invitation_revoked", data={"invitation": invitation.pk})


@transaction.atomic
def block(*, by: Actor, member: Member, other: Member) -> None:
    """Let a member not meet another any more. The other is never told, and neither sees the other."""
    _row, is_new = Block.objects.get_or_create(member=member, other=other)
    if is_new:
        tell(by=by, member=member, verb="members.blocked", data={"other": other.pk})


@transaction.atomic
def unblock(*, by: Actor, member: Member, other: Member) -> None:
    """Let a member see another again."""
    if Block.objects.filter(member=member, other=other).delete()[0]:
        tell(by=by, member=member, verb="members.unblocked", data={"other": other.pk})
