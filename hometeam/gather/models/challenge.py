"""The weekly challenge: its settings, who features whom, and each person's own pace."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.ledger.models import Act
from hometeam.members.models import Community, Member


class Weekly(models.Model):
    """How a community holds its weekly challenge; without a row it is on, and weeks begin on Monday."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="weekly")
    is_on = models.BooleanField(_("on"), default=True)
    weekday = models.PositiveSmallIntegerField(_("begins on"), default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="a_week_has_seven_days")]


class Feature(models.Model):
    """One member features another in one week: the two answers, and what came of it.

    That it was posted, and that it was shared on, are acts of the ledger; they are counted there and nowhere else.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="features")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="features")
    featured = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="featured_in")
    week_on = models.DateField()
    why = models.CharField(_("why I love them"), max_length=600)
    help = models.CharField(_("how they might help you"), max_length=600)
    url = models.URLField(_("link to the post"), max_length=500, blank=True)
    made_at = models.DateTimeField(default=now)
    posted_at = models.DateTimeField(null=True, blank=True)
    act = models.ForeignKey(Act, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    thanked_at = models.DateTimeField(null=True, blank=True)
    thanks = models.CharField(_("thanks"), max_length=600, blank=True)
    shared = models.ForeignKey(Act, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-week_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "community", "week_on"], name="one_feature_a_week"),
            models.CheckConstraint(condition=~Q(member=F("featured")), name="nobody_features_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.featured}"

    @property
    def label(self) -> str:
        """What its acts are within."""
        return f"gather.feature:{self.pk}"


class Pace(models.Model):
    """A person's own pace in one community's challenge: a notice if they asked for one, a week left out, a rest."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paces")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="paces")
    wants_notice = models.BooleanField(default=False)
    skipped_week_on = models.DateField(null=True, blank=True)
    rests_until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "community"], name="one_pace_each")]
        indexes = [
            models.Index(fields=["community"], name="who_wants_the_notice", condition=Q(wants_notice=True)),
        ]
