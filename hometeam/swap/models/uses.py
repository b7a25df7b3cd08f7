"""What became of a listing: asked about, taken by a swap that was agreed, given back by one that came to nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hometeam.foundation.clock import now
from hometeam.swap.models.board import Listing
from hometeam.swap.models.loops import Leg
from hometeam.together.models import Collaboration


class Use(models.Model):
    """One time of a listing, in a swap between two (`collaboration`) or in a loop (`leg`).

    While it is only ASKED, as many others as like may ask too: nothing is held back for anybody until both agree. One
    that no longer `counts` was used up before its owner put the listing on the board anew. `told_in` is the journal's
    event that told of the proposal.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        TAKEN = "taken"
        BACK = "back"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="uses")
    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, null=True, blank=True, related_name="listing_uses"
    )
    leg = models.ForeignKey(Leg, on_delete=models.CASCADE, null=True, blank=True, related_name="uses")
    state = models.CharField(max_length=5, choices=State, default=State.ASKED)
    counts = models.BooleanField(default=True)
    told_in = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(collaboration__isnull=False, leg__isnull=True)
                | Q(collaboration__isnull=True, leg__isnull=False),
                name="used_between_two_or_in_a_loop",
            ),
            models.UniqueConstraint(fields=["listing", "collaboration"], name="used_once_between_two"),
            models.UniqueConstraint(fields=["listing", "leg"], name="used_once_in_a_leg"),
        ]
        indexes = [models.Index(fields=["listing", "state"], name="uses_of_a_listing")]
