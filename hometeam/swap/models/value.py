"""What help was worth, where a community counts it, and how members settle together what goes round between them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now
from hometeam.ledger.models import Act
from hometeam.members.models import Community, Member
from hometeam.swap.models.board import Rules


class SetOff(models.Model):
    """A ring of members each of whom owes the next: it is settled by as much for all of them, when all say yes."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for answers")
        DONE = "done", _("Settled")
        DISSOLVED = "dissolved", _("Left as it was")
        OVERTAKEN = "overtaken", _("Left, as something changed meanwhile")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="set_offs")
    counting = models.CharField(max_length=8, choices=Rules.Counting)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    deadline_at = models.DateTimeField()
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["deadline_at"], name="set_offs_waiting", condition=Q(state="proposed"))]

    @property
    def label(self) -> str:
        """How notices and the journal call it."""
        return f"swap.setoff:{self.pk}"


class SetOffLine(models.Model):
    """One debt of a ring: the debtor owes the creditor `amount` less once it is settled. The answer is the debtor's."""

    set_off = models.ForeignKey(SetOff, on_delete=models.CASCADE, related_name="lines")
    debtor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    creditor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()
    said_yes_at = models.DateTimeField(null=True, blank=True)
    said_yes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["set_off", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["set_off", "debtor"], name="each_owes_once_in_a_ring"),
            models.UniqueConstraint(fields=["set_off", "creditor"], name="each_is_owed_once_in_a_ring"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="a_ring_settles_something"),
            models.CheckConstraint(condition=~Q(debtor=F("creditor")), name="nobody_owes_themselves"),
        ]


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Transfers by what the accounts call them."""

    def standing(self) -> TransferQuerySet:
        """Those not taken back, of acts that stand."""
        return self.filter(Q(act__isnull=True) | Q(act__taken_back_at__isnull=True), ended_at__isnull=True)

    def counted(self) -> TransferQuerySet:
        """Those that both sides stand by: what balances are made of."""
        return self.standing().filter(confirmed_at__isnull=False)

    def touching(self, member: Member) -> TransferQuerySet:
        return self.filter(Q(giver=member) | Q(receiver=member))


class Transfer(models.Model):
    """What an act was worth in what its community counts: to the giver's good and on the receiver's account at once.

    One row is both movements of double entry, so that they can never fail to sum to zero. `amount` is in minutes, or
    in points. It counts once both sides stand by it (`confirmed_at`). A transfer of a set-off has no act: there the
    debtor gives back what it owes the receiver.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="transfers")
    counting = models.CharField(max_length=8, choices=Rules.Counting)
    giver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="transfers_given")
    receiver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="transfers_received")
    amount = models.PositiveIntegerField()
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="transfers")
    set_off = models.ForeignKey(SetOff, on_delete=models.PROTECT, null=True, blank=True, related_name="transfers")
    said_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    happened_on = models.DateField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[Transfer]] = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="a_transfer_of_something"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="nobody_transfers_to_themselves"),
            models.CheckConstraint(condition=Q(counting__in=["hours", "points"]), name="counted_in_something"),
            models.CheckConstraint(
                condition=Q(act__isnull=True, set_off__isnull=False) | Q(act__isnull=False, set_off__isnull=True),
                name="for_an_act_or_a_set_off",
            ),
            models.UniqueConstraint(fields=["act"], condition=Q(ended_at__isnull=True), name="an_act_is_counted_once"),
        ]
        indexes = [
            models.Index(fields=["community", "giver", "-happened_on"], name="transfers_given"),
            models.Index(fields=["community", "receiver", "-happened_on"], name="transfers_received"),
        ]

    @property
    def label(self) -> str:
        """How notices call it."""
        return f"swap.transfer:{self.pk}"
