"""Introducing somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from hometeam.engine import referrals as rules
from hometeam.engine.referrals import Introduction, Side
from hometeam.foundation import journal, limits
from hometeam.foundation.text import one_line
from hometeam.members.access import Viewer, is_blocked, is_here
from hometeam.members.actions.accounts import known_address
from hometeam.members.actions.claims import may_write_to
from hometeam.members.models import Member, Seat
from hometeam.referrals.actions import letters, notices
from hometeam.referrals.actions.moving import set_clock
from hometeam.referrals.models import Prospect, Referral, ReferralMove
from hometeam.together.models import Collaboration

A_WEEK = 7
"""How many introductions a member may make in a week."""
PER_ADDRESS_EVER = 3
"""How many people may ever ask us to write to one address."""
EVER = timedelta(days=100 * 365)


class NotSound(Exception):
    """It cannot be introduced so; the message says what to do, `field` is what it is about."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class AlreadyOpen(Exception):
    """The same person is being introduced to the same member by the same giver; `referral` is that introduction."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(str(referral.pk))
        self.referral = referral


@dataclass(frozen=True, slots=True)
class About:
    """The person introduced, what they need, and the giver's words to them: an introduction, and why just these two."""

    name: str
    email: str
    need: str
    words: str
    why: str = ""
    phone: str = ""


@transaction.atomic
def give(
    *,
    viewer: Viewer,
    receiver: Member,
    about: About,
    effort: int,
    service: str = "",
    told: bool = False,
    within: Collaboration | None = None,
) -> Referral:
    """Introduce somebody to a member.

    `effort` is one to five, what the giver did so far; `told` where the prospect said yes to the giver in person, so
    that the receiver is told at once; `within` what the two had agreed, if this is for it. Either way the prospect gets
    a letter. Raises NotSound, AlreadyOpen, and limits.LimitReached after seven in a week.
    """
    giver, address = viewer.acting, known_address(about.email)
    Member.objects.select_for_update().get(pk=giver.pk)
    _check(viewer, receiver, address)
    key = _digest("open", f"{giver.pk}:{receiver.pk}:{address}")
    there = Referral.objects.select_related("community").filter(open_key=key).first()
    if there is not None:
        raise AlreadyOpen(there)
    limits.spend(f"referrals.given:{giver.pk}", amount=A_WEEK, per=timedelta(days=7))
    _count_letter(address)
    referral = _made(viewer, receiver, rules.begun(told=told), key=key, effort=effort, service=service, within=within)
    prospect = Prospect.objects.create(
        referral=referral,
        name=one_line(about.name),
        email=address,
        phone=one_line(about.phone),
        need=about.need.strip(),
        words=about.words.strip(),
        why=about.why.strip(),
    )
    with referral.community.spoken():
        letters.ask(referral, prospect)
    _tell(viewer, referral)
    return referral


def _made(viewer: Viewer, receiver: Member, begun: Introduction, *, key: str, **fields: Any) -> Referral:
    referral = Referral(
        community=viewer.community,
        giver=viewer.acting,
        receiver=receiver,
        state=str(begun.state),
        consent=str(begun.consent),
        known=begun.known,
        open_key=key,
        **fields,
    )
    set_clock(referral)
    referral.save()
    return referral


def _check(viewer: Viewer, receiver: Member, address: str) -> None:
    if receiver.pk == viewer.acting.pk or not is_here(receiver, viewer.community):
        raise NotSound(_("Pick a member of your community."))
    if is_blocked(viewer.acting, receiver):
        raise NotSound(_("Pick a member of your community."))
    if not receiver.is_claimed:
        raise NotSound(
            _("Nobody answers for %(name)s here yet. Introduce the two of them yourself.") % {"name": receiver}
        )
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotSound(_("That is not an e-mail address. Check it for a typing slip."), "email") from error
    if Seat.objects.filter(member__in=[viewer.acting, receiver], person__email=address).exists():
        raise NotSound(_("This is the address of one of you two. Write that of the person you introduce."), "email")
    if not may_write_to(address):
        raise NotSound(_no_more_letters(), "email")


def _count_letter(address: str) -> None:
    """One letter to the address is counted for ever, under a name that only this installation can make."""
    try:
        limits.spend(f"referrals.letters:{_digest('letters', address)}", amount=PER_ADDRESS_EVER, per=EVER)
    except limits.LimitReached as reached:
        raise NotSound(_no_more_letters(), "email") from reached


def _no_more_letters() -> str:
    return _("We do not write to this address any more. Tell them yourself how to reach the member.")


def _digest(purpose: str, words: str) -> str:
    return salted_hmac(f"referrals.{purpose}", words, algorithm="sha256").hexdigest()


def _tell(viewer: Viewer, referral: Referral) -> None:
    ReferralMove.objects.create(
        referral=referral,
        move="give",
        side=str(Side.GIVER),
        to_state=referral.state,
        version=referral.version,
        person=viewer.person,
        on_behalf=viewer.on_behalf,
        at=referral.made_at,
    )
    journal.record(
        actor=viewer.actor,
        verb="referrals.given",
        object=referral,
        community_id=referral.community_id,
        data={"receiver": referral.receiver_id, "effort": referral.effort},
    )
    if referral.known:
        notices.send(referral, "give", ((Side.RECEIVER, "introduced"),))
