"""What a community offers of the playbook: kinds switched off, words of its own, and kinds of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hometeam.foundation.clock import now
from hometeam.members.models import Community


class CommunityKind(models.Model):
    """A community's say about one kind.

    `values` holds, in the shape of a playbook file, only what the community says differently; for a kind of its own
    (`is_own`) it holds all of it. `version` grows with each change, and so is the kind's.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="kinds")
    kind_id = models.SlugField(max_length=60)
    is_own = models.BooleanField(default=False)
    is_off = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(default=1)
    values = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "kind_id"], name="one_say_per_kind"),
            models.CheckConstraint(condition=Q(is_own=False) | ~Q(values={}), name="an_own_kind_says_what_it_is"),
        ]
