"""What the room's tests begin with: something done together, told at an earlier moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hometeam.foundation import clock
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Evidence
from hometeam.together import actions
from hometeam.together.models import Collaboration, Commitment
from tests.cast import Player


def done_on(one: Player, other: Player, at: datetime, kind_id: str = "spotlight-post", **fields: Any) -> Collaboration:
    """Something that the two did together at a moment: proposed ten days before, agreed, done and confirmed."""
    with clock.telling(at - timedelta(days=10)):
        plan: dict[str, Any] = {"kind_id": kind_id, "happens_at": at, "words": "Shall we?"} | fields
        made = actions.propose(viewer=one.viewer, to=[other.member], **plan)
        actions.accept(collaboration=made, viewer=other.viewer, seen_version=made.version)
    with clock.telling(at + timedelta(days=1)):
        for task in Commitment.objects.filter(collaboration=made).select_related("part", "collaboration"):
            doer = other if task.part and task.part.member_id == other.member.pk else one
            proof = Proof(Evidence.Kind.WORD, words="As promised.")
            actions.mark_done(viewer=doer.viewer, commitment=task, proof=proof)
        for player in (one, other):
            try:
                actions.confirm(collaboration=Collaboration.objects.get(pk=made.pk), viewer=player.viewer)
            except actions.Moved:
                continue  # nothing was done for this side
    return Collaboration.objects.get(pk=made.pk)
