"""The board: what members give and look for without money, and the rules that a community and a member hold to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.members.models import Community, Member

NEEDS_LAST = timedelta(days=30)
"""How long a need stands on the board until it is renewed."""


class Rules(models.Model):
    """How a community barters; without a row it counts nothing, and loops go to four.

    `tolerance` is by how much of the larger side two sides of a swap may differ, in percent, before we say so; beyond
    `most_owed` (minutes, or points) a balance is marked. Neither ever blocks anything. Where one point was never named
    (`points_one`), the name of many stands for it.
    """

    class Counting(models.TextChoices):
        NOTHING = "nothing", _("Nothing: who helped whom is enough")
        HOURS = "hours", _("Hours")
        POINTS = "points", _("Points of our own")

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="swap_rules")
    counting = models.CharField(_("what we count"), max_length=8, choices=Counting, default=Counting.NOTHING)
    points_name = models.CharField(_("what our points are called"), max_length=40, blank=True)
    points_one = models.CharField(_("what one of our points is called"), max_length=40, blank=True)
    tolerance = models.PositiveSmallIntegerField(_("difference that is fine, in percent"), default=25)
    most_owed = models.PositiveIntegerField(_("balance from which we say so"), null=True, blank=True)
    longest_loop = models.PositiveSmallIntegerField(_("longest loop"), default=4)
    nightly = models.BooleanField(_("look for loops every night"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "rules"
        constraints = [
            models.CheckConstraint(condition=Q(longest_loop__gte=2, longest_loop__lte=5), name="loops_of_two_to_five"),
            models.CheckConstraint(condition=Q(tolerance__lte=100), name="a_tolerance_in_percent"),
        ]


class Pace(models.Model):
    """How many loops may wait for a member's answer at once, and until when it wants none; without a row: two."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="swap_pace")
    most_open = models.PositiveSmallIntegerField(_("loops that may wait for you at once"), default=2)
    rests_until_on = models.DateField(_("no loops until"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(most_open__lte=5), name="at_most_five_loops_wait")]


class ListingQuerySet(models.QuerySet["Listing"]):
    """Listings by what the board calls them."""

    def standing(self, community: Community, today: date) -> ListingQuerySet:
        """What is on the board on a day: not taken away, not past its day."""
        fresh = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
        return self.filter(fresh, community=community, state=Listing.State.ON)

    def gives(self) -> ListingQuerySet:
        return self.filter(side=Listing.Side.GIVE)

    def needs(self) -> ListingQuerySet:
        return self.filter(side=Listing.Side.NEED)


class Listing(models.Model):
    """One offer or need on the board, open to barter. `service` is a taxonomy id, or empty while nobody knows.

    `scope` says what is in it and what is not. `amount` of `unit` is how much one time of it is (minutes only where it
    is no whole number of hours, so that the same is always kept the same); `often` how many times it is there.
    `no_extra_work`: they are doing it already, so that giving it costs them nothing. `worth` is one time of it in what
    the community counts: minutes of an hour, or points. Taken away it stays, for undo and for history.
    """

    class Side(models.TextChoices):
        GIVE = "give", _("I give")
        NEED = "need", _("I need")

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours")
        MINUTES = "minutes", _("minutes")
        SESSIONS = "sessions", _("sessions")
        PIECES = "pieces", _("pieces")

    class How(models.TextChoices):
        ANY = "any", _("In person or online")
        IN_PERSON = "in-person", _("In person")
        ONLINE = "online", _("Online")

    class Often(models.TextChoices):
        ONCE = "once", _("Once")
        TIMES = "times", _("A few times")
        ALWAYS = "always", _("As often as you like")

    class State(models.TextChoices):
        ON = "on", _("On the board")
        DONE = "done", _("Found")
        AWAY = "away", _("Taken away")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="listings")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="listings")
    side = models.CharField(max_length=4, choices=Side)
    service = models.SlugField(max_length=60, blank=True)
    words = models.CharField(_("what"), max_length=160)
    scope = models.CharField(_("what is in it, and what is not"), max_length=600, blank=True)
    amount = models.PositiveIntegerField(_("how much"), default=1)
    unit = models.CharField(_("of what"), max_length=8, choices=Unit, default=Unit.HOURS)
    how = models.CharField(_("how"), max_length=10, choices=How, default=How.ANY)
    often = models.CharField(_("how often"), max_length=6, choices=Often, default=Often.ONCE)
    times = models.PositiveSmallIntegerField(_("how many times"), default=1)
    by_on = models.DateField(_("by when"), null=True, blank=True)
    no_extra_work = models.BooleanField(_("I am doing this already: no extra work for me"), default=False)
    worth = models.PositiveIntegerField(_("worth"), null=True, blank=True)
    state = models.CharField(max_length=4, choices=State, default=State.ON)
    expires_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[Listing]] = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["-no_extra_work", "-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="at_least_one_of_it"),
            models.CheckConstraint(condition=Q(times__gte=1), name="at_least_one_time"),
            models.CheckConstraint(
                condition=Q(side="need", expires_on__isnull=False) | ~Q(side="need"), name="needs_pass"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "side", "state", "service"], name="on_the_board"),
            models.Index(fields=["member", "state"], name="on_my_board"),
        ]

    def __str__(self) -> str:
        return self.words
