"""Invitations: one letter to one address, counted, with a word to say no for good."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation import journal, limits, post
from hometeam.foundation.clock import now
from hometeam.foundation.journal import Actor
from hometeam.foundation.text import one_line
from hometeam.members.actions.accounts import erase_member, known_address, person_at
from hometeam.members.actions.profile import tell
from hometeam.members.models import Community, Invitation, Member, NoLetters, Person, Seat
from hometeam.members.queries.viewer import Viewer

VALID_FOR = timedelta(days=60)
A_DAY = timedelta(days=1)
PER_COMMUNITY_A_DAY = 400
PER_PERSON_A_DAY = 200
PER_ADDRESS_IN_90_DAYS = 3
MOST_WORDS = 600


class NotInvited(Exception):
    """The invitation was not written; the message says why, and what to do, in one plain sentence."""


class Gone(Exception):
    """The link opens nothing any more; `why` is "used", "revoked" or "expired"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def invite(*, viewer: Viewer, member: Member | None, email: str, words: str = "") -> Invitation:
    """Write to one address: come and claim this member of the viewer's community, or join it.

    An open invitation for the same member and address is written anew with a fresh link; the old one stops working.
    Raises NotInvited for an address that cannot be one or asked not to be written to, a member that has its people, and
    where the community, the sender or the address has had enough letters for now.
    """
    invitation, link = invitation_link(viewer=viewer, member=member, email=email, words=words)
    _post_letter(invitation, link, viewer)
    return invitation


@transaction.atomic
def invitation_link(*, viewer: Viewer, member: Member | None, email: str, words: str = "") -> tuple[Invitation, str]:
    """An invitation as `invite` makes it, counted the same, and the path of its page; the caller writes the letter."""
    if member is not None and member.is_claimed:
        raise NotInvited(_("%(name)s has its people already.") % {"name": member.name})
    owner = Seat.Role.OWNER
    invitation, token = _written(
        community=viewer.community, member=member, email=email, sender=viewer.person, role=owner, words=words
    )
    journal.record(actor=viewer.actor, verb="members.invited", object=invitation, community_id=viewer.community.pk)
    return invitation, reverse("members:claim", args=[token])


@transaction.atomic
def offer_seat(*, by: Person, member: Member, email: str, role: str) -> Invitation:
    """An owner writes to somebody: act for this member with me. Raises NotInvited as `invite` does."""
    if member.seats.filter(person__email=known_address(email)).exists():
        raise NotInvited(_("They act for %(name)s already.") % {"name": member.name})
    invitation, token = _written(community=None, member=member, email=email, sender=by, role=role)
    link = reverse("members:claim", args=[token])
    subject = _("%(person)s asks you to act for %(name)s with them") % {
        "person": by.name or by.email,
        "name": member.name,
    }
    _send(
        invitation, subject, [_("You would look after its profile and its plans together.")], _("See what it is"), link
    )
    tell(by=Actor(by.pk, member.pk), member=member, verb="members.seat_offered", data={"invitation": invitation.pk})
    return invitation


def _written(
    *, community: Community | None, member: Member | None, email: str, sender: Person, role: str, words: str = ""
) -> tuple[Invitation, str]:
    address = _checked(email)
    _count(community, sender, address)
    token = secrets.token_urlsafe(32)
    invitation, _is_new = Invitation.objects.update_or_create(
        community=community,
        member=member,
        email=address,
        accepted_at=None,
        revoked_at=None,
        defaults={
            "role": role,
            "words": words.strip()[:MOST_WORDS],
            "token_hash": _hash(token),
            "sent_by": sender,
            "sent_at": now(),
            "expires_at": now() + VALID_FOR,
        },
    )
    return invitation, token


def _checked(email: str) -> str:
    address = known_address(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotInvited(_("That is not an e-mail address. Check it for a typing slip.")) from error
    if NoLetters.objects.filter(address_hash=_hash(address)).exists():
        raise NotInvited(_("Whoever reads mail at this address asked not to be written to."))
    return address


def _count(community: Community | None, sender: Person, address: str) -> None:
    try:
        limits.spend(f"members.invite.person:{sender.pk}", amount=PER_PERSON_A_DAY, per=A_DAY)
        if community is not None:
            limits.spend(f"members.invite.community:{community.pk}", amount=PER_COMMUNITY_A_DAY, per=A_DAY)
    except limits.LimitReached as error:
        raise NotInvited(_("That is enough letters for one day. Go on tomorrow.")) from error
    try:
        limits.spend(f"members.invite.to:{_hash(address)}", amount=PER_ADDRESS_IN_90_DAYS, per=timedelta(days=90))
    except limits.LimitReached as error:
        raise NotInvited(_("This address has had three letters already. Ask them in person.")) from error


def _post_letter(invitation: Invitation, link: str, viewer: Viewer) -> None:
    with viewer.community.spoken():
        subject, lines = _wording(viewer, invitation.member, invitation.words)
        _send(invitation, subject, lines, _("Have a look"), link)


def letter_of(*, viewer: Viewer, member: Member | None, words: str = "") -> tuple[str, post.Written]:
    """Subject and bodies of the letter that `invite` would send, but for its link, which leads nowhere yet."""
    with viewer.community.spoken():
        subject, lines = _wording(viewer, member, words.strip()[:MOST_WORDS])
        return one_line(subject), _paper(one_line(subject), lines, _("Have a look"), "#")


def _wording(viewer: Viewer, member: Member | None, words: str) -> tuple[str, list[str]]:
    names = {
        "person": viewer.person.name or viewer.person.email,
        "community": viewer.community.name,
        "name": member.name if member else "",
    }
    if member:
        subject = _("%(person)s keeps a place for %(name)s in %(community)s") % names
    else:
        subject = _("%(person)s asks you to join %(community)s") % names
    lines = [words] if words else []
    lines.append(_("%(community)s is where neighbours who work alone find each other and do things together.") % names)
    lines.append(_("Have a look. If it is nothing for you, one tap there takes you off and we never write again."))
    return subject, lines


def _paper(subject: str, lines: list[str], label: str, link: str) -> post.Written:
    why = _("You get this one letter because somebody asked us to write to you. We keep your address for nothing else.")
    return post.write(subject=subject, lines=lines, action_label=label, action_url=link, why=why)


def _send(invitation: Invitation, subject: str, lines: list[str], label: str, link: str) -> None:
    subject = one_line(subject)
    paper = _paper(subject, lines, label, link)
    post.send_letter(
        to=invitation.email,
        key=f"members.invitation:{invitation.pk}:{invitation.token_hash[:16]}",
        subject=subject,
        text=paper.text,
        html=paper.html,
        secret=True,
    )


def opened(token: str) -> Invitation:
    """The invitation behind a link. Raises Invitation.DoesNotExist for a forged link, Gone for one that is over."""
    invitation = Invitation.objects.select_related("community", "member", "sent_by").get(token_hash=_hash(token))
    if invitation.accepted_at is not None:
        raise Gone("used")
    if invitation.revoked_at is not None or (invitation.member is not None and invitation.member.closed_at):
        raise Gone("revoked")
    if invitation.expires_at <= now():
        raise Gone("expired")
    return invitation


@transaction.atomic
def accept(*, token: str, person: Person | None = None) -> tuple[Person, Invitation]:
    """Say "this is me": the person at the invited address gets their seat; returns who may now be signed in, and the
    member.

    Having the token proves the mailbox. Of two at once one wins; raises as `opened` does.
    """
    invitation = opened(token)
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True)
    person = person or person_at(invitation.email)
    if not open_ones.update(accepted_at=now(), accepted_by=person):
        raise Gone("used")
    if invitation.member is not None:
        _seat(person, invitation.member, _role(invitation), by=Actor(person.pk, invitation.member.pk))
    if invitation.community is not None and person.timezone == "UTC":
        Person.objects.filter(pk=person.pk).update(timezone=invitation.community.timezone)
    return person, invitation


@transaction.atomic
def claim_by_hand(*, viewer: Viewer, member: Member, email: str) -> Person:
    """An organiser says who this member is: the person at the address owns it and is told by letter. Raises
    NotInvited.
    """
    address = _checked(email)
    if member.is_claimed:
        raise NotInvited(_("%(name)s has its people already.") % {"name": member.name})
    person = person_at(address)
    _seat(person, member, Seat.Role.OWNER, by=viewer.actor)
    Invitation.objects.filter(member=member, accepted_at=None, revoked_at=None).update(revoked_at=now())
    post.notify(
        person_ids=[person.pk],
        key=f"members.claimed_by_hand:{member.pk}:{person.pk}",
        subject=_("%(name)s is yours now") % {"name": member.name},
        lines=[
            _("%(person)s of %(community)s wrote you down as the person behind %(name)s. Sign in with this address.")
            % {"person": viewer.person.name or viewer.person.email, "community": viewer.community, "name": member.name}
        ],
        action_label=_("See your profile"),
        action_url=reverse("members:me"),
        community_id=viewer.community.pk,
    )
    return person


def _role(invitation: Invitation) -> str:
    """Of two people invited to claim one member the first owns it, whoever comes later helps."""
    from_owner = invitation.community_id is None
    claimed = invitation.member is not None and invitation.member.is_claimed
    return invitation.role if from_owner or not claimed else Seat.Role.EDITOR


def _seat(person: Person, member: Member, role: str, *, by: Actor) -> None:
    Seat.objects.get_or_create(member=member, person=person, defaults={"role": role})
    is_new = Member.objects.filter(pk=member.pk, claimed_at__isnull=True).update(claimed_at=now())
    verb = "members.claimed" if is_new else "members.seat_taken"
    tell(by=by, member=member, verb=verb, data={"person_id": person.pk})


@transaction.atomic
def refuse(*, token: str, forget: bool) -> None:
    """Say "not me", or, with `forget`, "remove me from here": the unclaimed member is erased and the address never
    written to.

    Raises as `opened` does.
    """
    invitation = opened(token)
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=now())
    actor = Actor(None, None)
    if invitation.member is not None:
        tell(by=actor, member=invitation.member, verb="members.not_me", data={"invitation": invitation.pk})
    if not forget:
        return
    NoLetters.objects.get_or_create(address_hash=_hash(invitation.email))
    if invitation.member is not None and not invitation.member.is_claimed:
        erase_member(by=actor, member=invitation.member)
    Invitation.objects.filter(email=invitation.email, accepted_at=None).delete()


def may_write_to(email: str) -> bool:
    """Whether an address has not asked to be left alone."""
    return not NoLetters.objects.filter(address_hash=address_hash(email)).exists()


def address_hash(email: str) -> str:
    """What is kept of an address that is to be left alone."""
    return _hash(known_address(email))


@transaction.atomic
def leave_alone(*, hashed: str) -> None:
    """Never write to an address again, known by its `address_hash`."""
    NoLetters.objects.get_or_create(address_hash=hashed)


def _hash(words: str) -> str:
    return sha256(words.encode()).hexdigest()
