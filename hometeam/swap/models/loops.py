"""Loops: each gives to the next and the last to the first. Nothing begins until all have said yes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.members.models import Community, Member
from hometeam.swap.models.board import Listing
from hometeam.together.models import Collaboration


class Round(models.Model):
    """One search for loops in a community's pool, and what it proved: kept so that the next one starts from it.

    `prices` is what each member's place in a loop was worth (member id as text → number): never shown to anybody.
    `slot` is what it was for, such as a night: one search each, and the same one goes on after a crash. Until
    `ended_at` it is under way, at `step`.
    """

    class Step(models.TextChoices):
        WAITING = "waiting", _("It begins in a moment")
        READING = "reading", _("Reading the board")
        LOOKING = "looking", _("Looking for loops")
        DONE = "done", _("Done")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="swap_rounds")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    members = models.PositiveIntegerField(default=0)
    value = models.FloatField(default=0.0)
    upper_bound = models.FloatField(default=0.0)
    stopped_because = models.CharField(max_length=80, blank=True)
    prices = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=now)
    slot = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=8, choices=Step, default=Step.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "slot"], condition=~Q(slot=""), name="one_round_per_slot")
        ]


class RoundPart(models.Model):
    """What of a large search one job does, until the search is done: `given` is packed by the engine, and `found` what
    it answered. Where very many are in one part, those of the regions come before those of the whole.
    """

    class Step(models.TextChoices):
        REGIONS = "regions"
        WHOLE = "whole"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="parts")
    step = models.CharField(max_length=7, choices=Step)
    given = models.BinaryField()
    found = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]


class LoopQuerySet(models.QuerySet["Loop"]):
    """Loops by what the field calls them."""

    def waiting(self) -> LoopQuerySet:
        """Those that wait for somebody's answer."""
        return self.filter(state=Loop.State.PROPOSED)


class Loop(models.Model):
    """A ring of members, as it was proposed. Once all agree it is a collaboration, where all that follows happens.

    `repaired_from` is the loop in whose stead it was proposed, after a refusal or silence. Once dissolved, it is
    `mended` when another was looked for and its members were told.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for answers")
        AGREED = "agreed", _("Agreed")
        DISSOLVED = "dissolved", _("Dissolved")

    class Because(models.TextChoices):
        NOTHING = "", _("It stands")
        REFUSED = "refused", _("It was not right for one of you")
        SILENCE = "silence", _("Three days went by")
        GONE = "gone", _("Something in it is no longer there")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="loops")
    round = models.ForeignKey(Round, on_delete=models.SET_NULL, null=True, blank=True, related_name="loops")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    because = models.CharField(max_length=8, choices=Because, default=Because.NOTHING, blank=True)
    repaired_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repaired_by"
    )
    collaboration = models.OneToOneField(
        Collaboration, on_delete=models.SET_NULL, null=True, blank=True, related_name="loop"
    )
    deadline_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    mended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Loop]] = LoopQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="dissolved") & ~Q(because="") | ~Q(state="dissolved") & Q(because=""),
                name="dissolved_for_a_reason",
            )
        ]
        indexes = [
            models.Index(fields=["deadline_at"], name="loops_waiting", condition=Q(state="proposed")),
            models.Index(fields=["community", "state"], name="loops_by_state"),
        ]


class Leg(models.Model):
    """What one member of a loop gives to the next, as it was on the board when the loop was proposed.

    `answer` is the giver's to the loop as a whole: to what they give, and to what the one before gives them. Members
    and listings are never deleted under it; `words`, `amount`, `unit` and `worth` are what was proposed then. Of an
    agreed loop, `missed` says that it does not come about: the giver does not give, or nobody is there to receive.
    """

    class Answer(models.TextChoices):
        WAITING = "", _("Has not answered")
        YES = "yes", _("Yes")
        NO = "no", _("Not this")
        LATER = "later", _("Not now")

    class Missed(models.TextChoices):
        STANDS = "", _("It stands")
        GIVER = "giver", _("It did not come")
        RECEIVER = "receiver", _("Nobody is there to receive it")

    loop = models.ForeignKey(Loop, on_delete=models.CASCADE, related_name="legs")
    place = models.PositiveSmallIntegerField()
    giver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="legs_given")
    receiver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="legs_received")
    gives = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="legs_given")
    needs = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="legs_received")
    words = models.CharField(max_length=160)
    amount = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=8, choices=Listing.Unit)
    worth = models.PositiveIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    answer = models.CharField(max_length=5, choices=Answer, default=Answer.WAITING, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    on_behalf = models.BooleanField(default=False)
    missed = models.CharField(max_length=8, choices=Missed, default=Missed.STANDS, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["loop", "place"]
        constraints = [
            models.UniqueConstraint(fields=["loop", "place"], name="one_leg_per_place"),
            models.UniqueConstraint(fields=["loop", "giver"], name="each_gives_once_in_a_loop"),
            models.UniqueConstraint(fields=["loop", "receiver"], name="each_gets_once_in_a_loop"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="nobody_gives_to_themselves"),
        ]


class Refused(models.Model):
    """What a member does not want to be asked about again. Seen by themselves alone, and by the search for loops.

    It forbids this give of one member for this need of another; where `gives` is empty, anything between the two.
    """

    class What(models.TextChoices):
        GET = "get", _("What I would get")
        GIVE = "give", _("What I would give")
        WHO = "who", _("One of the two people")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="loops_refused")
    what = models.CharField(max_length=4, choices=What)
    giver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    gives = models.ForeignKey(Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    needs = models.ForeignKey(Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(_("why not, for yourself"), max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gives__isnull=True, needs__isnull=True) | Q(gives__isnull=False, needs__isnull=False),
                name="refused_between_two_or_two_listings",
            ),
            models.UniqueConstraint(
                fields=["member", "giver", "receiver", "gives", "needs"],
                condition=Q(gives__isnull=False),
                name="two_listings_refused_once",
            ),
            models.UniqueConstraint(
                fields=["member", "giver", "receiver"],
                condition=Q(gives__isnull=True),
                name="two_members_refused_once",
            ),
        ]
