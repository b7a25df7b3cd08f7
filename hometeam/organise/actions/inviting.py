"""Inviting members: one by one or several, never more in a day than said, reminded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.foundation import clock, limits
from hometeam.members.access import Viewer
from hometeam.members.actions import NotInvited, invite
from hometeam.members.models import Invitation, Member
from hometeam.organise.actions.people import keep_address
from hometeam.organise.models import Reminder
from hometeam.organise.queries.invitations import A_DAY, MOST_A_DAY, limit_key
from hometeam.together.actions import Moved, send_with_invitation
from hometeam.together.models import Collaboration


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to write to, at which address; an `idea` that waits for them goes along in the same letter."""

    member: Member
    email: str
    idea: Collaboration | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one letter: `why` is empty when it is on its way."""

    member: Member
    why: str = ""


def invite_some(*, viewer: Viewer, chosen: Sequence[Wanted], words: str) -> list[Answer]:
    """Write to each chosen member's address. What cannot be sent is said one by one and does not stop the rest."""
    return [_answer(viewer, wanted, words) for wanted in chosen]


def _answer(viewer: Viewer, wanted: Wanted, words: str) -> Answer:
    try:
        _invite(viewer, wanted, words)
    except (NotInvited, Moved) as why:
        return Answer(wanted.member, str(why))
    return Answer(wanted.member)


@transaction.atomic
def _invite(viewer: Viewer, wanted: Wanted, words: str) -> None:
    _count(viewer)
    keep_address(viewer=viewer, member=wanted.member, email=wanted.email)
    if wanted.idea is None:
        invite(viewer=viewer, member=wanted.member, email=wanted.email, words=words)
    else:
        send_with_invitation(viewer=viewer, collaboration=wanted.idea, email=wanted.email, words=words)


def _count(viewer: Viewer) -> None:
    try:
        limits.spend(limit_key(viewer.community), amount=MOST_A_DAY, per=A_DAY)
    except limits.LimitReached as reached:
        hours = max(1, round((reached.retry_at - clock.now()) / timedelta(hours=1)))
        raise NotInvited(
            ngettext(
                "That was the last of today's %(most)s letters. Go on in about %(hours)s hour.",
                "That was the last of today's %(most)s letters. Go on in about %(hours)s hours.",
                hours,
            )
            % {"most": MOST_A_DAY, "hours": hours}
        ) from reached


@transaction.atomic
def remind(*, viewer: Viewer, invitation: Invitation) -> None:
    """Send an unanswered invitation once more, with the same words and a fresh link. Raises NotInvited."""
    if invitation.accepted_at or invitation.revoked_at:
        raise NotInvited(_("This invitation has been answered or withdrawn."))
    _reminder, is_new = Reminder.objects.get_or_create(invitation=invitation, defaults={"sent_at": clock.now()})
    if not is_new:
        raise NotInvited(_("They have been reminded once, and that is enough. Ask them in person."))
    _count(viewer)
    invite(viewer=viewer, member=invitation.member, email=invitation.email, words=invitation.words)
