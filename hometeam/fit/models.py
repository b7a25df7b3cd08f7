"""What the suggestions remember: who said "not for me", and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.members.models import Member


class RefusalQuerySet(models.QuerySet["Refusal"]):
    """Refusals by what the field calls them."""

    def in_force(self) -> RefusalQuerySet:
        """Those that were neither undone nor have run out."""
        return self.filter(undone_at__isnull=True, until_at__gt=now())


class Refusal(models.Model):
    """A member does not want another suggested for a while. The other is never told, and nobody counts these."""

    class Reason(models.TextChoices):
        LATER = "later", _("Another time")
        NOT_NEEDED = "not-needed", _("I do not need this now")
        RIVALS = "rivals", _("We do the same work")
        KNOWN = "known", _("We know each other well already")
        TOO_FAR = "too-far", _("Too far away")
        NOT_RIGHT = "not-right", _("It does not feel right")
        OTHER = "other", _("Something else")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="refusals")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("why not"), max_length=12, choices=Reason)
    words = models.CharField(_("in your own words"), max_length=300, blank=True)
    at = models.DateTimeField(default=now)
    until_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Refusal]] = RefusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="one_refusal_each"),
            models.CheckConstraint(condition=~Q(member=F("other")), name="nobody_refuses_themselves"),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())
