"""Measurings: about how many customers two members share, and what is kept blinded until that is known."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.engine.overlap import OPEN, Band, Course, Side, State, parted
from hometeam.foundation.clock import now
from hometeam.members.models import Community, Member

BAND_NAMES = {
    Band.FEW: _("fewer than 10"),
    Band.SOME: _("about 10 to 30"),
    Band.DOZENS: _("about 30 to 100"),
    Band.HUNDREDS: _("about 100 to 300"),
    Band.MANY: _("about 300 to 1,000"),
    Band.THOUSANDS: _("more than 1,000"),
}


class Level(models.IntegerChoices):
    """What a side lets the band be used for; the lower of the two counts for both."""

    NONE = 0, _("Nothing")
    HIDDEN = 1, _("Nobody sees it. It only helps to suggest the two of us to each other")
    BAND = 2, _("We both see it")


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Measurings by what one asks of them."""

    def of(self, member: Member) -> ExchangeQuerySet:
        """Those that a member is one side of."""
        return self.filter(Q(asker=member) | Q(asked=member))

    def between(self, one: Member, other: Member) -> ExchangeQuerySet:
        """Those of two members, whoever asked."""
        return self.filter(asker__in=[one, other], asked__in=[one, other])

    def open(self) -> ExchangeQuerySet:
        """Those that wait for somebody."""
        return self.filter(state__in=[str(state) for state in OPEN])

    def done(self) -> ExchangeQuerySet:
        """Those with a band."""
        return self.filter(state=State.DONE)


class Exchange(models.Model):
    """One measuring between two members. `open_key` keeps it single while it goes on."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=[(str(state), str(state)) for state in State], default=State.ASKED)
    level_asker = models.PositiveSmallIntegerField(choices=Level, default=Level.BAND)
    level_asked = models.PositiveSmallIntegerField(choices=Level, default=Level.NONE)
    band = models.CharField(max_length=10, choices=[(str(band), name) for band, name in BAND_NAMES.items()], blank=True)
    open_key = models.CharField(max_length=48, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[Exchange]] = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in State]), name="a_measurings_state"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="nobody_measures_with_themselves"),
            models.CheckConstraint(condition=Q(band="") | Q(state="done"), name="a_band_only_when_done"),
            models.UniqueConstraint(fields=["open_key"], condition=~Q(open_key=""), name="one_open_measuring_a_pair"),
        ]
        indexes = [
            models.Index(fields=["asker", "-changed_at"], name="measurings_asked_for"),
            models.Index(fields=["asked", "-changed_at"], name="measurings_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.asker} × {self.asked}"

    def side_of(self, member: Member) -> Side:
        """Which side a member is."""
        return Side.ASKER if member.pk == self.asker_id else Side.ASKED

    def member_of(self, side: Side) -> Member:
        """Who a side is."""
        return self.asker if side == Side.ASKER else self.asked

    def level_of(self, side: Side) -> Level:
        """What a side lets the band be used for."""
        return Level(self.level_asker if side == Side.ASKER else self.level_asked)

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return self.state in OPEN

    @property
    def level(self) -> Level:
        """What both let the band be used for."""
        return Level(min(self.level_asker, self.level_asked))


class Hand(models.Model):
    """What one side has given so far, all of it blinded. The row goes when the measuring ends, however it ends.

    `points` is its list under its key and `key_point` that key's public element; `seed` makes the decoys that its list
    has when it is handed over. `returned` is the other's list, with decoys, under its key. `tries` counts lists, and
    returns that did not fit.
    """

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="hands")
    side = models.CharField(max_length=6, choices=[(str(side), str(side)) for side in Side])
    points = models.BinaryField(default=b"")
    key_point = models.BinaryField(default=b"")
    seed = models.BinaryField(default=b"")
    returned = models.BinaryField(default=b"")
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchange", "side"], name="one_hand_each")]

    @property
    def list_points(self) -> list[bytes]:
        """The side's own blinded list."""
        return parted(bytes(self.points))

    @property
    def returned_points(self) -> list[bytes]:
        """The other side's list under both keys."""
        return parted(bytes(self.returned))


def course_of(exchange: Exchange, hands: list[Hand]) -> Course:
    """Where a measuring stands, as the rules see it."""
    lists = frozenset(Side(hand.side) for hand in hands if hand.points)
    returns = frozenset(Side(hand.side) for hand in hands if hand.returned)
    return Course(State(exchange.state), lists, returns)
