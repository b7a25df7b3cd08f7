"""What acts of barter had been agreed to be: the scope of a swap of two, what a member gave in a loop, its worth."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from hometeam.ledger.models import Act
from hometeam.swap.models import Leg, Listing, Use
from hometeam.swap.queries.loops import said
from hometeam.together.models import Collaboration
from hometeam.together.queries.made import collaboration_of

STARTER_GIVES, STARTER_GETS = "i_give", "i_get"
"""What a proposal of a swap between two is asked, by the questions' ids."""


def agreed_for(acts: Sequence[Act]) -> dict[int, str]:
    """What each act had been agreed to be, by the act's id; those of nothing agreed are left out. Two queries."""
    within = {act.pk: pk for act in acts if (pk := collaboration_of(act)) is not None}
    swaps = Collaboration.objects.in_bulk(set(within.values()))
    legs = Leg.objects.filter(loop__collaboration__in=swaps)
    given = {(leg.loop.collaboration_id, leg.giver_id): said(leg) for leg in legs.select_related("loop")}
    found = {}
    for act in acts:
        pk = within.get(act.pk)
        words = given.get((pk, act.giver_id)) or _answer(swaps.get(pk or 0), act)
        if words:
            found[act.pk] = words
    return found


def worth_on_board(act: Act) -> int | None:
    """What one time of what was given was said to count for, where it stood on the board; None where nobody said."""
    given = Q(listing__side=Listing.Side.GIVE, listing__member=act.giver_id)
    needed = Q(listing__side=Listing.Side.NEED, listing__member=act.receiver_id)
    uses = Use.objects.filter(given | needed, collaboration=collaboration_of(act), collaboration__isnull=False)
    worth = uses.filter(listing__worth__gt=0).order_by("listing__side").values_list("listing__worth", flat=True)
    return worth.first()


def _answer(swap: Collaboration | None, act: Act) -> str:
    if swap is None:
        return ""
    return str(swap.answers.get(STARTER_GIVES if act.giver_id == swap.started_by_id else STARTER_GETS, ""))
