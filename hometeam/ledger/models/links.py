"""Links that we count: where they lead, and how often they were followed on each day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hometeam.foundation.clock import now
from hometeam.members.models import Community, Member, Membership


class TrackedLinkQuerySet(models.QuerySet["TrackedLink"]):
    """Links by what the field calls them."""

    def standing(self) -> TrackedLinkQuerySet:
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)

    def leading(self) -> TrackedLinkQuerySet:
        """Those that lead where they should: not ended, and their owner is here."""
        here = Membership.objects.filter(
            community=models.OuterRef("community"), member=models.OuterRef("owner"), state=Membership.State.HERE
        )
        return self.standing().filter(models.Exists(here), owner__closed_at__isnull=True)

    def concerning(self, member: Member) -> TrackedLinkQuerySet:
        """Those to a member's page, and those that it shares."""
        return self.filter(Q(owner=member) | Q(shared_by=member))


class TrackedLink(models.Model):
    """A short address of ours that leads to a member's page.

    `owner` is who gets the visits, `shared_by` who sends them (None where an organiser does), `channel` where it is
    put ("newsletter", "instagram", "" where nobody said), `within` what it belongs to ("together.collaboration:12").
    `asked` is the hash of these and of `url`: asking for the same again finds the same link, until it is ended.
    """

    code = models.CharField(max_length=12, unique=True)
    asked = models.CharField(max_length=64)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="tracked_links")
    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tracked_links")
    shared_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="shared_links")
    channel = models.SlugField(max_length=30, blank=True)
    within = models.CharField(max_length=80, blank=True)
    url = models.CharField(max_length=1000)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[TrackedLink]] = TrackedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked"], condition=Q(ended_at__isnull=True), name="one_standing_link_for_the_same"
            ),
        ]
        indexes = [models.Index(fields=["within"], name="links_within", condition=~Q(within=""))]

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """Where it is on this Hometeam: "/to/CODE"."""
        return reverse("ledger:to", args=[self.code])


class Visits(models.Model):
    """How often a link was followed on one day of its community's calendar.

    `count` is every time that it was opened by somebody's browser; `unique` leaves out the same browser's second time
    on one day, as well as that can be told without keeping anything about anybody.
    """

    link = models.ForeignKey(TrackedLink, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)
    unique = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "visits"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["link", "on"], name="one_row_of_visits_a_day"),
            models.CheckConstraint(condition=Q(unique__lte=F("count")), name="no_more_unique_visits_than_visits"),
        ]


class FoldedHits(models.Model):
    """A file of raw hits that is in the daily figures: it is not counted again, should it still be there."""

    name = models.CharField(max_length=80, unique=True)
    folded_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "folded hits"
