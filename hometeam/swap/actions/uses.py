"""Counting down what is there once or a few times, as swaps with it are agreed, and counting it back when they fail."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from hometeam.engine.agreements import State
from hometeam.foundation import clock, journal
from hometeam.foundation.journal import NOBODY
from hometeam.foundation.models import Event
from hometeam.swap.actions.board import reindex
from hometeam.swap.models import Leg, Listing, Use
from hometeam.swap.queries.left import left
from hometeam.swap.queries.mine import ends_on
from hometeam.swap.queries.taken import PROPOSED, listings_in
from hometeam.together.models import Collaboration

LOOKED_BACK = 1_000
"""So many events before the last one known are read again: one may have been written earlier and committed later."""
MOST_READ = 50_000
"""No more events than so many are looked through at once, which is weeks of a large community."""
AGREED = (
    State.AGREED,
    State.DELIVERING,
    State.DELIVERED,
    State.CONFIRMED,
    State.CLOSED,
    State.RENEGOTIATED,
)
OVER = (State.LAPSED, State.WITHDRAWN, State.DECLINED)


@transaction.atomic
def take_one(*, listing: Listing, leg: Leg | None = None, collaboration: Collaboration | None = None) -> bool:
    """One time of a listing goes into a swap that is agreed: a loop's leg, or a collaboration between two.

    Once for each of them however often it is tried; returns whether it was taken now. What is used up leaves the
    board. Never refused: whoever agreed knows best.
    """
    locked = _locked(listing)
    taken = {"state": Use.State.TAKEN, "counts": True, "at": clock.now()}
    use, is_new = Use.objects.get_or_create(listing=locked, leg=leg, collaboration=collaboration, defaults=taken)
    if not is_new and use.state == Use.State.TAKEN:
        return False
    Use.objects.filter(pk=use.pk).update(**taken)
    if locked.state == Listing.State.ON and left(locked) == 0:
        _turn(locked, Listing.State.DONE, "swap.listing_used_up")
    return True


@transaction.atomic
def put_back_one(*, listing: Listing, leg: Leg | None = None, collaboration: Collaboration | None = None) -> bool:
    """That swap came to nothing: the time is there again, and what had been used up is on the board again.

    Once for each of them however often it is tried; returns whether it was given back now.
    """
    locked = _locked(listing)
    was_up = left(locked) == 0
    taken = Use.objects.filter(listing=locked, leg=leg, collaboration=collaboration, state=Use.State.TAKEN)
    if not taken.update(state=Use.State.BACK, at=clock.now()):
        return False
    if was_up and locked.state == Listing.State.DONE and left(locked) != 0:
        today = clock.today(locked.community.timezone)
        if locked.expires_on is not None and locked.expires_on < today:
            locked.expires_on = ends_on(locked.side, locked.by_on, today, renewed=True)
        _turn(locked, Listing.State.ON, "swap.listing_back")
    return True


def follow_swaps() -> int:
    """Keep count of what was suggested between two: taken when they agree, back when it comes to nothing.

    Each in its own transaction, and again harmless; returns how many were taken or given back.
    """
    note_proposals()
    uses = Use.objects.filter(collaboration__isnull=False).select_related("listing", "collaboration").order_by("pk")
    agreed = uses.exclude(state=Use.State.TAKEN).filter(collaboration__state__in=AGREED)
    over = uses.filter(state=Use.State.TAKEN, collaboration__state__in=OVER)
    taken = [take_one(listing=use.listing, collaboration=use.collaboration) for use in agreed]
    back = [put_back_one(listing=use.listing, collaboration=use.collaboration) for use in over]
    return sum(taken) + sum(back)


@transaction.atomic
def note_proposals() -> None:
    """Write down which listings the proposals were about that the journal has told of since last time."""
    last = Use.objects.aggregate(last=Max("told_in"))["last"] or 0
    begin = max(last - LOOKED_BACK, journal.newest() - MOST_READ)
    for event in journal.since(begin, verbs=PROPOSED).filter(data__has_key="about"):
        _note(event)


def _note(event: Event) -> None:
    there = Listing.objects.filter(pk__in=listings_in(event), community=event.community_id)
    if Collaboration.objects.filter(pk=event.object_id).exists():
        for listing in there:
            Use.objects.get_or_create(
                listing=listing, collaboration_id=event.object_id, leg=None, defaults={"told_in": event.pk}
            )


def _locked(listing: Listing) -> Listing:
    return Listing.objects.select_for_update(of=("self",)).select_related("community").get(pk=listing.pk)


def _turn(listing: Listing, state: str, verb: str) -> None:
    listing.state = state
    listing.save(update_fields=["state", "expires_on"])
    reindex(listing)
    told = {"otherwise": state == Listing.State.DONE}
    journal.record(actor=NOBODY, verb=verb, object=listing, community_id=listing.community_id, data=told)
