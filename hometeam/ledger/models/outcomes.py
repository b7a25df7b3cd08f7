"""What acts brought."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.ledger.models.acts import Act, Level
from hometeam.members.models import Member


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Figures by what the field calls them."""

    def standing(self) -> OutcomeQuerySet:
        """Those not taken back or corrected, of acts that stand."""
        return self.filter(ended_at__isnull=True, act__taken_back_at__isnull=True)


class Outcome(models.Model):
    """What an act brought its receiver: so much of a measure, within a stretch of days, known how, and from where.

    One side says it (`said_by`, whose own it is where the measure is a feeling), and `source` is where that side has
    the figure from. An amount of money keeps the `currency` of the day on which it was said. A correction is a new row
    that `replaces` the old, which ends; undo brings the old one back.
    """

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="outcomes")
    measure = models.SlugField(max_length=60)
    quantity = models.DecimalField(_("how much"), max_digits=15, decimal_places=3)
    unit = models.CharField(max_length=40)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    level = models.CharField(max_length=18, choices=Level)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    source = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[Outcome]] = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="an_outcome_is_not_negative"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="a_window_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["act", "measure", "said_by"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_outcome_per_measure_and_side",
            ),
        ]
