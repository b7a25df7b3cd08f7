"""The circle in which members see each other, and how one comes into it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import money
from hometeam.members.models.people import language_of_now


class Community(models.Model):
    """A block, a neighbourhood, a chamber, a coworking space, an online group."""

    class Joining(models.TextChoices):
        OPEN = "open", _("Open: anyone may join")
        INVITED = "invited", _("By invitation: people ask or are invited, an organiser lets them in")
        CLOSED = "closed", _("Closed: organisers add members, nobody can ask")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(_("about"), max_length=400, blank=True)
    joining = models.CharField(_("joining"), max_length=8, choices=Joining, default=Joining.INVITED)
    city = models.CharField(_("town"), max_length=120, blank=True)
    region = models.CharField(_("state or province"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=12, default=language_of_now)
    currency = models.CharField(_("currency"), max_length=3, default=money.DEFAULT)
    is_sample = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return self.name

    @property
    def purse(self) -> money.Purse:
        """The money that members count in here, and how they write numbers."""
        return money.Purse(self.currency, self.country)

    def spoken(self) -> AbstractContextManager[None]:
        """Inside, words are in its language: for letters to those of whom we do not know what they read."""
        return translation.override(self.language)


class OrganiserSeat(models.Model):
    """A person who runs a community."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="organiser_seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organiser_seats")
    since_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "person"], name="one_organiser_seat_each")]


class Membership(models.Model):
    """A member in a community: asked to join, in it, or gone from it."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked to join")
        HERE = "here", _("Here")
        LEFT = "left", _("Left")

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="memberships")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=8, choices=State, default=State.HERE)
    since_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "member"], name="one_membership_each")]
        indexes = [models.Index(fields=["community", "state", "member"])]


class Invitation(models.Model):
    """A letter to one address: come and claim this member, act for it too, or join this community.

    Only its token's hash is kept. Without a community it offers a seat of a member that is in none yet.
    """

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    member = models.ForeignKey(
        "members.Member", on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=8, default="owner")
    words = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="accepted_invitations"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "member", "email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation_each",
            )
        ]


class NoLetters(models.Model):
    """An address that asked to be left alone: no invitation ever goes there again. Only a hash of it is kept."""

    address_hash = models.CharField(max_length=64, unique=True)
    since_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "addresses without letters"
