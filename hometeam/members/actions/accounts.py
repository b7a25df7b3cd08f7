"""People: how they come to be known, how they sign in by a link, and how all that is theirs goes away."""

from __future__ import annotations

import functools
import unicodedata
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation import journal, tokens
from hometeam.foundation.clock import now
from hometeam.foundation.journal import Actor
from hometeam.members.actions.haunts import leave_haunts
from hometeam.members.actions.indexing import reindex
from hometeam.members.actions.photos import drop_if_unheld
from hometeam.members.actions.profile import tell
from hometeam.members.models import Community, Kit, Member, Membership, OrganiserSeat, Person, Seat
from hometeam.members.models.member import FORMER_MEMBER
from hometeam.members.queries.photos import pictures_of

ENTER = "members.enter"
ENTER_FOR = timedelta(hours=24)


class StillNeeded(Exception):
    """The account cannot be closed yet; the message says what to do first, `community` where it is done."""

    def __init__(self, words: str, community: Community) -> None:
        super().__init__(words)
        self.community = community


def known_address(email: str) -> str:
    """An e-mail address as this house keeps it: bare, in small letters."""
    return unicodedata.normalize("NFKC", email).strip().lower()


@transaction.atomic
def person_at(email: str) -> Person:
    """The person who has proved to read mail at this address; made now when nobody is known there."""
    address = known_address(email)
    person = Person.objects.filter(email=address).first() or Person.objects.create_user(address)
    EmailAddress.objects.update_or_create(user=person, email=address, defaults={"verified": True, "primary": True})
    return person


@transaction.atomic
def one_time_link(*, person: Person, ttl: timedelta = ENTER_FOR) -> str:
    """The path of a page that signs this person in, once, within `ttl`."""
    return reverse("members:enter", args=[tokens.once(ENTER, {"person": person.pk}, ttl)])


@transaction.atomic
def use_link(*, token: str) -> Person:
    """Use up a one-time link. Raises tokens.Bad, tokens.Expired or tokens.Used."""
    person_id = tokens.use(ENTER, token)["person"]
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise tokens.Bad(ENTER)
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person


@transaction.atomic
def change_settings(*, person: Person, name: str, timezone: str, language: str, notice_choice: str) -> None:
    """How a person is called, where their clock is, which language they read, how they are told."""
    Person.objects.filter(pk=person.pk).update(
        name=name, timezone=timezone, language=language, notice_choice=notice_choice
    )


@transaction.atomic
def erase_member(*, by: Actor, member: Member) -> None:
    """Close a member: all it said of itself goes; what others did with it stays theirs, with "a former member".

    Its name leaves what others keep (`forgetting`) within the hour, and is forgotten itself a day later.
    """
    tell(by=by, member=member, verb="members.closed")
    shown = pictures_of(member)
    for name in shown:
        transaction.on_commit(functools.partial(drop_if_unheld, name))
    Membership.objects.filter(member=member).update(state=Membership.State.LEFT, since_at=now())
    for rows in (
        "offers",
        "needs",
        "audiences",
        "channels",
        "seats",
        "blocks",
        "blocked_by",
        "invitations",
        "kit_photos",
    ):
        getattr(member, rows).all().delete()
    leave_haunts(member)
    reindex([member.pk])
    if hasattr(member, "place"):
        member.place.delete()
    Kit.objects.filter(member=member).delete()
    Member.objects.filter(pk=member.pk).update(
        former_name="" if member.closed_at else member.name,
        name=FORMER_MEMBER,
        one_line="",
        story="",
        trade_words="",
        website="",
        photo="",
        languages=[],
        likes=[],
        stands_for=[],
        partnering="",
        size="",
        snoozed_until_on=None,
        closed_at=now(),
        changed_at=now(),
    )


@transaction.atomic
def close_account(*, person: Person) -> None:
    """Erase a person, and close the members that only they own. Raises StillNeeded for the last organiser of a
    community.
    """
    _hand_on_first(person)
    actor = Actor(person.pk, None)
    for seat in Seat.objects.filter(person=person).select_related("member"):
        others = seat.member.seats.exclude(person=person)
        if not others.filter(role=Seat.Role.OWNER).exists():
            erase_member(by=actor, member=seat.member)
    Seat.objects.filter(person=person).delete()
    OrganiserSeat.objects.filter(person=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    journal.record(actor=actor, verb="members.account_closed", object=person)
    _forget(person)


def _hand_on_first(person: Person) -> None:
    for seat in OrganiserSeat.objects.filter(person=person).select_related("community"):
        if not seat.community.organiser_seats.exclude(person=person).exists():
            raise StillNeeded(
                _("You are the only organiser of %(community)s. Make somebody else an organiser first.")
                % {"community": seat.community.name},
                seat.community,
            )


def _forget(person: Person) -> None:
    """Leave a row that nobody can sign in to or be recognised by, for what others still hold on to."""
    person.notices.all().delete()
    person.set_unusable_password()
    person.email, person.name, person.is_active = f"closed-{person.pk}@closed.invalid", "", False
    person.is_operator, person.timezone, person.language = False, "UTC", ""
    person.save()
