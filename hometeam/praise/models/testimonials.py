"""Testimonials: what somebody says of a member, with the consent under which it is shown; and where it is shown."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.ledger.models import Act
from hometeam.members.models import Community, KitPhoto, Member
from hometeam.praise.models.deeds import Recording


def a_code() -> str:
    """Twelve letters and figures that nobody guesses."""
    return secrets.token_hex(6)


class Corner(models.Model):
    """A member's own choices: where its reviews are written, whether its testimonials are public, and the two addresses
    that it hands out: `code` of its public page, `ask_code` of the form for customers.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="praise_corner")
    google_url = models.CharField(max_length=600, blank=True)
    yelp_url = models.CharField(max_length=600, blank=True)
    facebook_url = models.CharField(max_length=600, blank=True)
    code = models.SlugField(max_length=24, unique=True, default=a_code)
    ask_code = models.SlugField(max_length=24, unique=True, default=a_code)
    is_public = models.BooleanField(default=False)
    asks_customers = models.BooleanField(default=False)


class TestimonialQuerySet(models.QuerySet["Testimonial"]):
    """Testimonials by what the field calls them."""

    def standing(self) -> TestimonialQuerySet:
        """Those that neither their author took back nor somebody who left."""
        here = Q(author__isnull=True) | Q(author__closed_at__isnull=True)
        return self.filter(here, withdrawn_at__isnull=True, subject__closed_at__isnull=True)

    def shown(self) -> TestimonialQuerySet:
        """Those that everybody may see whom the subject lets see them."""
        return self.standing().filter(state=Testimonial.State.APPROVED)


class Testimonial(models.Model):
    """Written, spoken, with a photo, or all three. Shown only while its subject approves and its author has not taken
    it back. Without an `author` a customer gave it through the member's own link.
    """

    __test__ = False  # pytest takes everything for a test whose name begins so

    class State(models.TextChoices):
        PENDING = "pending", _("Waits for approval")
        APPROVED = "approved", _("Shown")
        HIDDEN = "hidden", _("Hidden for now")
        PASSED = "passed", _("Kept, not shown")

    subject = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="testimonials")
    author = models.ForeignKey(
        Member, on_delete=models.CASCADE, null=True, blank=True, related_name="testimonials_given"
    )
    community = models.ForeignKey(Community, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    signed = models.CharField(_("your name"), max_length=120)
    line = models.CharField(_("who you are to them"), max_length=120, blank=True)
    words = models.TextField(_("what you say"), max_length=1200, blank=True)
    recording = models.ForeignKey(
        Recording, on_delete=models.SET_NULL, null=True, blank=True, related_name="testimonials"
    )
    image = models.CharField(max_length=200, blank=True)
    alt = models.CharField(_("what the photo shows"), max_length=300, blank=True)
    shown = models.CharField(_("the people in it"), max_length=6, choices=KitPhoto.Shown, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    consent = models.TextField()
    consent_at = models.DateTimeField(default=now)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    act = models.ForeignKey(Act, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Testimonial]] = TestimonialQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=True) | ~Q(author=F("subject")), name="nobody_praises_themselves"
            ),
            models.CheckConstraint(
                condition=Q(image="") | Q(shown__in=["nobody", "agreed"]), name="nobody_praising_is_unasked"
            ),
        ]
        indexes = [models.Index(fields=["subject", "state", "-id"], name="testimonials_of")]

    def __str__(self) -> str:
        return f"{self.signed}: {self.words[:60]}"

    @property
    def by(self) -> str:
        """Who says it: as signed, and with the name that the member bears now."""
        if self.author is None:
            return self.signed
        return self.author.name if self.signed in self.author.name else f"{self.signed}, {self.author.name}"

    @property
    def quoted(self) -> str:
        """The words and who says them, as one copies them into a text."""
        return f"“{self.words}” — {self.by}"
