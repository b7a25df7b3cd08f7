"""What the suggestions remember: who said "not for me" and why, what all answers taught, and what this week goes by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.members.models import Community, Member


class RefusalQuerySet(models.QuerySet["Refusal"]):
    """Refusals by what the field calls them."""

    def in_force(self) -> RefusalQuerySet:
        """Those that were neither undone nor have run out."""
        return self.filter(undone_at__isnull=True, until_at__gt=now())


class Refusal(models.Model):
    """A member does not want another suggested for a while. The other is never told, and nobody counts these.

    `for_both` says that neither is the member suggested to the other, until that would leave the member invisible.
    `on_behalf`: an organiser said it who acted for the member; what members refused themselves no organiser sees.
    """

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
    for_both = models.BooleanField(default=True)
    on_behalf = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Refusal]] = RefusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="one_refusal_each"),
            models.CheckConstraint(condition=~Q(member=F("other")), name="nobody_refuses_themselves"),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())


class Tuned(models.Model):
    """How an organiser wishes suggestions to lean, in steps from -2 to 2 by the names of the engine's `Tuning`.

    `before` holds what was set before the last change, so that it can be undone; None where there is nothing to undo.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="tuned")
    steps = models.JSONField(default=dict, blank=True)
    before = models.JSONField(null=True, blank=True)
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.community}: {self.steps}"


class Learnt(models.Model):
    """What the answers of a community's members have taught so far, all mixed together (the engine's `Beliefs`).

    `heard` is the number of the last event of the journal that has been learnt from. Both are written as one, so that
    each answer teaches once. Until `reached_on`, a Monday, what is old has faded. `edition` grows with each change:
    whoever reckoned from an older one writes nothing.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="learnt")
    beliefs = models.JSONField(default=dict, blank=True)
    heard = models.BigIntegerField(default=0)
    reached_on = models.DateField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.community}, up to {self.heard}"


class Week(models.Model):
    """What a community's suggestions go by from one Monday to the next, so that nobody's list is shuffled in between.

    `beliefs` are the engine's, `prices` by member say what showing somebody costs, `seats` by member who is sure of a
    place on that one's list; all three are nobody's to see.
    `solved_at` is None while only the organiser's wishes have changed and no prices are known yet.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="weeks")
    begins_on = models.DateField()
    beliefs = models.JSONField(default=dict, blank=True)
    prices = models.JSONField(default=dict, blank=True)
    seats = models.JSONField(default=dict, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begins_on"]
        constraints = [models.UniqueConstraint(fields=["community", "begins_on"], name="one_choice_a_week")]

    def __str__(self) -> str:
        return f"{self.community}, {self.begins_on}"
