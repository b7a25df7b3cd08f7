"""What happened: who did what for whom, what shows it, what it brought, and which partners may be named."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.members.models import Community, Member


class Level(models.TextChoices):
    """How well a thing is known, from the best to the least."""

    MEASURED = "measured", _("Measured")
    PARTNER_CONFIRMED = "partner-confirmed", _("Confirmed by the partner")
    SELF_REPORTED = "self-reported", _("Told by whoever did it")
    ESTIMATED = "estimated", _("Estimated")


class Evidence(models.Model):
    """What shows that something was done, what was seen of it and when. `held` is None until somebody has looked.

    `title` and `published_on` are what the page or letter says of itself; `looks` is how often a link was looked at,
    and `look_again_at` when it is looked at next, None when that is settled.
    """

    class Kind(models.TextChoices):
        """The ladder of proof, from what was measured down to the partner's word."""

        VISITS = "visits", _("Visits by our own link")
        LINK = "link", _("A link")
        NEWSLETTER = "newsletter", _("A newsletter, forwarded to us")
        PHOTO = "photo", _("A photo")
        FILE = "file", _("A PDF")
        WORD = "word", _("The partner’s word")

    kind = models.CharField(max_length=10, choices=Kind)
    url = models.URLField(max_length=500, blank=True)
    photo = models.FileField(upload_to="evidence/%Y/%m", blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m", blank=True)
    words = models.CharField(max_length=400, blank=True)
    looks_for = models.JSONField(default=list)
    held = models.BooleanField(null=True)
    seen = models.CharField(max_length=400, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)
    look_again_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["look_again_at"], name="links_to_look_at", condition=Q(look_again_at__isnull=False)),
        ]


class ActQuerySet(models.QuerySet["Act"]):
    """Acts by what the field calls them."""

    def standing(self) -> ActQuerySet:
        """Those not taken back."""
        return self.filter(taken_back_at__isnull=True)

    def touching(self, member: Member) -> ActQuerySet:
        """Those given or received by a member."""
        return self.filter(Q(giver=member) | Q(receiver=member))


class Act(models.Model):
    """Something that one member did for another, told in `words`, in which {me} stands for the giver and {other} for
    the receiver.

    `within` is the label and id of what the act belongs to ("together.collaboration:12"), which is also where it is
    confirmed and taken back; a free act belongs to nothing. `made_in` is the label of what was made for it elsewhere
    ("praise.testimonial:5"), where both belong together; the act goes back there when they are taken apart.

    Members are never deleted under their acts: one who closes stays as "a former member", so that the other side's
    history stays. The words name nobody, and `told_by` is a person's id alone.
    """

    giver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="acts_given")
    receiver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="acts_received")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="acts")
    kind = models.SlugField(max_length=60)
    group = models.SlugField(max_length=12)
    words = models.CharField(_("what was done"), max_length=400)
    happened_on = models.DateField(_("day"))
    level = models.CharField(max_length=18, choices=Level, default=Level.SELF_REPORTED)
    within = models.CharField(max_length=80, blank=True)
    made_in = models.CharField(max_length=80, blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="acts")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on_behalf = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Act]] = ActQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(giver=F("receiver")), name="nobody_acts_for_themselves")]
        indexes = [
            models.Index(fields=["receiver", "community", "-happened_on"], name="act_received"),
            models.Index(fields=["giver", "community", "-happened_on"], name="act_given"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What was done, with the names that the two bear now; in the reader's language where the words are ours."""
        return gettext(self.words).replace("{me}", self.giver.name).replace("{other}", self.receiver.name)


class PartnerConsent(models.Model):
    """Whether a member lets another be named as its partner. They are named only where both do."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="partner_consents")
    partner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    shown = models.BooleanField()
    said_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "partner"], name="one_partner_consent_each"),
            models.CheckConstraint(condition=~Q(member=F("partner")), name="nobody_partners_themselves"),
        ]
