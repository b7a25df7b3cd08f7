"""What one member does to cheer another on: a public review, a voice note, a photo of their work in use."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.ledger.models import Act
from hometeam.members.models import Community, KitPhoto, Member


class Recording(models.Model):
    """A kept sound, held by a voice note, a testimonial or both."""

    name = models.CharField(max_length=200, unique=True)
    seconds = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=now)


class Review(models.Model):
    """A review that a member says it wrote where the public reads it. What it says and how many stars is not ours to
    know.
    """

    class Site(models.TextChoices):
        GOOGLE = "google", "Google"
        YELP = "yelp", "Yelp"
        FACEBOOK = "facebook", "Facebook"

    giver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reviews_written")
    receiver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reviews_received")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    site = models.CharField(max_length=8, choices=Site)
    act = models.ForeignKey(Act, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=now)
    thanked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["giver", "receiver", "site"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_review_each_and_site",
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="nobody_reviews_themselves"),
        ]


class ReviewReminder(models.Model):
    """A member's wish to be reminded, once, of a review that it wants to write."""

    giver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["giver", "receiver"], name="one_review_reminder_each"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="review_reminders_due", condition=Q(told_at__isnull=True)),
        ]


class VoiceNote(models.Model):
    """Thanks or praise, spoken by one member to another, and heard by those two alone. Either may take it away."""

    class About(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        PRAISE = "praise", _("Praise")

    sender = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="voice_notes_sent")
    receiver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="voice_notes_received")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    recording = models.ForeignKey(Recording, on_delete=models.SET_NULL, null=True, related_name="notes")
    about = models.CharField(_("what it is"), max_length=6, choices=About, default=About.THANKS)
    words = models.CharField(_("in a line"), max_length=200, blank=True)
    act = models.ForeignKey(Act, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=now)
    asked_to_show_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="nobody_speaks_to_themselves"),
        ]


class PhotoInUse(models.Model):
    """A photo that a member took of another's work in use: what it shows, and that whoever is in it agreed."""

    giver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="photos_taken")
    receiver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="photos_of_work")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    image = models.CharField(max_length=200, blank=True)
    alt = models.CharField(_("what it shows"), max_length=300)
    shown = models.CharField(_("the people in it"), max_length=6, choices=KitPhoto.Shown)
    people = models.CharField(_("who is in it"), max_length=200, blank=True)
    words = models.CharField(_("a word about it"), max_length=600, blank=True)
    act = models.ForeignKey(Act, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(default=now)
    in_kit_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "photos in use"
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="nobody_gives_themselves_a_photo"),
            models.CheckConstraint(condition=Q(shown__in=["nobody", "agreed"]), name="nobody_in_use_is_unasked"),
        ]
