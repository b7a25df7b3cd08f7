"""What members show the world of each other: their own words for a post, cards in print, and where these lie."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.foundation.prepared import Given
from hometeam.ledger.models import Act, TrackedLink
from hometeam.members.models import Block, Community, Member
from hometeam.together.models import Collaboration


class Sharing(models.Model):
    """One side's own words for what a collaboration tells the world.

    `said` holds its answers by the id of the question ("why", "help"); `exchanged` whether anything of value changed
    hands.
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="sharings")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sharings")
    said = models.JSONField(default=dict)
    exchanged = models.BooleanField(_("something was exchanged"), default=False)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collaboration", "member"], name="one_sharing_a_side")]


class CardQuerySet(models.QuerySet["Card"]):
    """Cards by what the field calls them."""

    def made_by(self, member: Member | Given, community: Community | Given) -> CardQuerySet:
        """Those of one member about others who are there still, and whom it may meet."""
        away = Block.objects.filter(member=member).values("other")
        keep_off = Block.objects.filter(other=member).values("member")
        mine = self.filter(by=member, community=community, about__closed_at=None)
        return mine.exclude(about__in=away).exclude(about__in=keep_off)


class Card(models.Model):
    """A card about a member, for one to print and put out: with words, and a QR code that is a counted link."""

    class Medium(models.TextChoices):
        PAMPHLET = "pamphlet", _("Pamphlet")
        RECEIPT = "receipt", _("Receipt")
        PACK = "onboarding-pack", _("Onboarding pack")
        GUIDE = "client-guide", _("Client guide")
        COUNTER = "counter", _("On the counter")
        WINDOW = "window", _("In the window")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="cards")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="cards")
    about = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="cards_about")
    medium = models.CharField(_("where it goes"), max_length=16, choices=Medium, default=Medium.PAMPHLET)
    words = models.TextField(_("the words on it"), max_length=400)
    link = models.ForeignKey(TrackedLink, on_delete=models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[Card]] = CardQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "by", "about", "medium"], name="one_card_for_a_medium"),
            models.CheckConstraint(condition=~Q(by=models.F("about")), name="a_card_is_about_somebody_else"),
        ]


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Placements by what the field calls them."""

    def lying(self) -> PlacementQuerySet:
        """Those that nobody has taken away."""
        return self.filter(gone_on__isnull=True)


class Placement(models.Model):
    """Where a card lies, since when, and when somebody should look whether it still does."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="placements")
    place = models.CharField(_("where you put it"), max_length=200)
    by_name = models.CharField(_("who put it there"), max_length=120, blank=True)
    since_on = models.DateField(_("since"))
    months = models.PositiveSmallIntegerField(_("look after it again in"), default=3)
    review_on = models.DateField()
    asked_on = models.DateField(null=True, blank=True)
    gone_on = models.DateField(null=True, blank=True)
    act = models.ForeignKey(Act, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[Placement]] = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["review_on", "pk"]
        indexes = [models.Index(fields=["review_on"], name="placed_to_look_after", condition=Q(gone_on__isnull=True))]
        constraints = [models.CheckConstraint(condition=Q(months__gte=1, months__lte=24), name="looked_after_in_time")]

    def is_stale(self, today: date) -> bool:
        """Whether it is time to look whether it still lies there."""
        return self.gone_on is None and self.review_on <= today
