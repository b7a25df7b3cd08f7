"""The live market of a meeting: who sits in the room, their cards and hearts, and the loops found at its end."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.engine.market import MINUTES, Sitting
from hometeam.engine.market import Stage as Stages
from hometeam.foundation.clock import now
from hometeam.members.models import Community, Member
from hometeam.swap.models.board import Listing
from hometeam.swap.models.loops import Loop

GUESTS_KEPT = timedelta(days=7)
"""So long after the end an organiser may invite guests who asked for it, and read their names in the record."""


class Market(models.Model):
    """One meeting. `minutes` is each stage's length where an organiser changed it.

    `version` rises with whatever everybody in the room is shown, `pulse` with anything at all: pages that poll compare
    these numbers and nothing else.
    """

    class Stage(models.TextChoices):
        ARRIVING = "arriving", _("Arriving")
        OFFERS = "offers", _("What I give")
        NEEDS = "needs", _("What I need")
        READING = "reading", _("Reading and hearts")
        LOOPS = "loops", _("Loops")
        CLOSING = "closing", _("Closing")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="markets")
    title = models.CharField(_("what the meeting is called"), max_length=80)
    code = models.CharField(max_length=6, unique=True)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.ARRIVING)
    ends_at = models.DateTimeField(null=True, blank=True)
    minutes = models.JSONField(default=dict, blank=True)
    longest_loop = models.PositiveSmallIntegerField(default=4)
    version = models.PositiveIntegerField(default=0)
    pulse = models.PositiveIntegerField(default=0)
    cards_given = models.PositiveIntegerField(default=0)
    seats_given = models.PositiveIntegerField(default=0)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    guests_erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(longest_loop__gte=2, longest_loop__lte=5), name="market_loops_to_five")
        ]
        indexes = [models.Index(fields=["ended_at"], name="markets_to_tidy", condition=Q(guests_erased_at=None))]

    def __str__(self) -> str:
        return self.title

    @property
    def sitting(self) -> Sitting:
        """The market as its clock sees it."""
        return Sitting(Stages(self.stage), self.ends_at, self.ended_at)

    @property
    def lengths(self) -> dict[Stages, int]:
        """Each stage's minutes."""
        return {stage: int(self.minutes.get(stage.value, usual)) for stage, usual in MINUTES.items()}

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class MarketSeatQuerySet(models.QuerySet["MarketSeat"]):
    """Seats by what the room calls them."""

    def taken(self) -> MarketSeatQuerySet:
        """Those whose people are in the room."""
        return self.filter(removed_at=None)


class MarketSeat(models.Model):
    """A place in the room: a member's, a guest's, or one for whom an organiser types.

    `name` is a guest's own; a member is called as it is everywhere. `nonce` is what the phone's cookie has to say.
    `wants_letter`: a guest who wishes to be invited afterwards, at `email`, which is kept for nothing else. `version`
    rises with what this seat alone is shown.
    """

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="market_seats")
    name = models.CharField(_("your name"), max_length=60, blank=True)
    email = models.EmailField(blank=True)
    wants_letter = models.BooleanField(default=False)
    is_guest = models.BooleanField(default=True)
    on_paper = models.BooleanField(default=False)
    nonce = models.CharField(max_length=32)
    key = models.CharField(max_length=36, blank=True)
    version = models.PositiveIntegerField(default=0)
    took_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[MarketSeat]] = MarketSeatQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["market", "number"], name="one_market_seat_per_number"),
            models.UniqueConstraint(
                fields=["market", "member"], name="one_market_seat_per_member", condition=Q(member__isnull=False)
            ),
            models.UniqueConstraint(fields=["market", "key"], name="market_seat_taken_once", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """How this seat is called where it may be."""
        return self.member.name if self.member else self.name or str(_("A guest"))


class MarketCard(models.Model):
    """Something that a seat gives or needs. `service` is what we took it for, a taxonomy id or empty.

    `key` is made by the phone, so that a card that is sent twice is written once. `number` is how the room calls it.
    """

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="cards")
    seat = models.ForeignKey(MarketSeat, on_delete=models.CASCADE, related_name="cards")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=4, choices=Listing.Side)
    words = models.CharField(_("in a few words"), max_length=80)
    service = models.SlugField(max_length=60, blank=True)
    no_extra_work = models.BooleanField(_("no extra work for me"), default=False)
    key = models.CharField(max_length=36)
    listing = models.OneToOneField(Listing, on_delete=models.SET_NULL, null=True, blank=True, related_name="card")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "key"], name="market_card_written_once"),
            models.UniqueConstraint(fields=["market", "number"], name="one_market_card_per_number"),
        ]

    def __str__(self) -> str:
        return self.words


class MarketHeart(models.Model):
    """A seat would take what a card gives, or could do what it needs."""

    card = models.ForeignKey(MarketCard, on_delete=models.CASCADE, related_name="hearts")
    seat = models.ForeignKey(MarketSeat, on_delete=models.CASCADE, related_name="hearts")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "seat"], name="one_heart_each")]


class MarketLoop(models.Model):
    """A loop found in the room. `loop` is what it became once the market closed, where all its seats are members'."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for answers")
        AGREED = "agreed", _("Agreed")
        DISSOLVED = "dissolved", _("Dissolved")

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="loops")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    loop = models.OneToOneField(Loop, on_delete=models.SET_NULL, null=True, blank=True, related_name="market_loop")
    made_at = models.DateTimeField(default=now)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]


class MarketLeg(models.Model):
    """What one seat of a loop gives to the next, and that seat's answer to the loop.

    `card` says what is given; where a need answers it, `need` is the receiver's card. `refused` says which side of the
    loop was not right: this card does not go between these two again.
    """

    class Answer(models.TextChoices):
        WAITING = "", _("Has not answered")
        YES = "yes", _("Yes")
        NO = "no", _("Not this")

    class Refused(models.TextChoices):
        NOTHING = "", _("Nothing")
        GIVE = "give", _("What they would give")
        GET = "get", _("What they would get")

    loop = models.ForeignKey(MarketLoop, on_delete=models.CASCADE, related_name="legs")
    place = models.PositiveSmallIntegerField()
    giver = models.ForeignKey(MarketSeat, on_delete=models.CASCADE, related_name="legs_given")
    receiver = models.ForeignKey(MarketSeat, on_delete=models.CASCADE, related_name="legs_received")
    card = models.ForeignKey(MarketCard, on_delete=models.SET_NULL, null=True, related_name="+")
    need = models.ForeignKey(MarketCard, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=80)
    answer = models.CharField(max_length=3, choices=Answer, default=Answer.WAITING, blank=True)
    refused = models.CharField(max_length=4, choices=Refused, default=Refused.NOTHING, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    on_behalf = models.BooleanField(default=False)

    class Meta:
        ordering = ["loop", "place"]
        constraints = [
            models.UniqueConstraint(fields=["loop", "place"], name="one_market_leg_per_place"),
            models.UniqueConstraint(fields=["loop", "giver"], name="a_seat_gives_once_in_a_loop"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="no_seat_gives_to_itself"),
        ]
