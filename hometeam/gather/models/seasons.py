"""Which seasons a community follows, and the dates of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hometeam.engine.seasons import NamedDay, Nth, Once, Rule, Season, Yearly
from hometeam.foundation.clock import now
from hometeam.members.models import Community


class SeasonChoice(models.Model):
    """A community's say about one of the shop-small seasons; without it, its country decides."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="season_choices")
    season = models.SlugField(max_length=40)
    follows = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "season"], name="one_say_about_each_season")]


class OwnSeason(models.Model):
    """A date of the community's own: yearly on a day, yearly on the nth weekday of a month, or once."""

    class Repeats(models.TextChoices):
        YEARLY = "yearly", _("Every year on the same date")
        NTH = "nth", _("Every year on the same weekday of a month")
        ONCE = "once", _("Once")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="own_seasons")
    title = models.CharField(_("name"), max_length=80)
    repeats = models.CharField(_("comes round"), max_length=6, choices=Repeats, default=Repeats.YEARLY)
    first_on = models.DateField(_("day"))
    nth = models.SmallIntegerField(null=True, blank=True)
    lasts = models.PositiveSmallIntegerField(_("how many days"), default=1)
    tag = models.SlugField(_("what it is good for"), max_length=40, blank=True)
    weeks = models.PositiveSmallIntegerField(_("how many weeks before to plan"), default=6)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    taken_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(repeats="nth", nth__in=[-1, 1, 2, 3, 4]) | (~Q(repeats="nth") & Q(nth__isnull=True)),
                name="which_weekday_where_it_is_one",
            ),
            models.CheckConstraint(condition=Q(lasts__range=(1, 31)), name="it_lasts_a_month_at_most"),
            models.CheckConstraint(condition=Q(weeks__range=(1, 26)), name="it_is_planned_half_a_year_ahead_at_most"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def season_id(self) -> str:
        return f"own-{self.pk}"

    @property
    def rule(self) -> Rule:
        """Its rule, as the engine reckons with it."""
        if self.repeats == self.Repeats.ONCE:
            return Once(self.first_on)
        if self.nth is not None:
            return Nth(self.first_on.month, self.first_on.weekday(), self.nth)
        return Yearly(self.first_on.month, self.first_on.day)

    def as_season(self) -> Season:
        """Itself among the seasons of the calendar."""
        day = NamedDay(self.season_id, self.title, self.rule)
        tags = (self.tag,) if self.tag else ()
        return Season(self.season_id, self.title, (day,), tags, lasts=self.lasts, weeks=self.weeks)
