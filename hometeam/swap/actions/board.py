"""What members put on the board, change, take away, renew and find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.foundation import clock, journal, search
from hometeam.foundation.text import one_line
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.members.queries import trades
from hometeam.swap.actions.reminding import asks_no_longer
from hometeam.swap.models import Listing, Use
from hometeam.swap.queries.board import LABEL
from hometeam.swap.queries.left import left
from hometeam.swap.queries.loops import CHANGED
from hometeam.swap.queries.mine import Said, ends_on, from_profile

MOST_LISTINGS = 40
MEANT = ("service", "words", "amount", "unit", "how", "by_on")
"""What makes it something else to whoever gives or gets it."""
Values = Mapping[str, Any]


class BoardFull(Exception):
    """A member has as much on the board as one may have; the message says what to do."""

    def __init__(self) -> None:
        words = ngettext(
            "You have %(n)s thing on the board, and that is as many as there can be. Take one away first.",
            "You have %(n)s things on the board, and that is as many as there can be. Take one away first.",
            MOST_LISTINGS,
        )
        super().__init__(words % {"n": MOST_LISTINGS})


class AlreadyUp(Exception):
    """The member has this on the board in the same words; `listing` is it."""

    def __init__(self, listing: Listing) -> None:
        super().__init__(_("You have that on the board already. Change it there, or say what is different here."))
        self.listing = listing


@transaction.atomic
def put_up(*, viewer: Viewer, side: str, values: Values) -> Listing:
    """Put an offer or a need on the board; `values` are the model's fields that its form asks for.

    Raises BoardFull and AlreadyUp.
    """
    _lock(viewer.acting)
    _must_have_room(viewer, 1)
    _must_be_new(viewer, side, values["words"])
    return _write(viewer, side, values)


@transaction.atomic
def put_up_from_profile(*, viewer: Viewer, said: Sequence[Said]) -> list[Listing]:
    """Put several things of the profile on the board at once, each once, for the rest to be said later.

    What is there by now, as by a second tap, is left as it is. Raises BoardFull.
    """
    _lock(viewer.acting)
    there = {one.key for one in from_profile(viewer.acting, viewer.community)}
    new = [one for one in said if one.key in there]
    _must_have_room(viewer, len(new))
    return [_write(viewer, one.side, {"words": one.what, "service": one.service, "how": one.how}) for one in new]


@transaction.atomic
def change_listing(*, viewer: Viewer, listing: Listing, values: Values) -> Listing:
    """Say it otherwise. Its days on the board are counted anew; a loop that waits with it as it was does not stand any
    more. Raises AlreadyUp.
    """
    locked = _locked(listing)
    _must_be_new(viewer, locked.side, values["words"], but=locked.pk)
    is_other = any(getattr(locked, name) != values[name] for name in MEANT if name in values)
    for name, value in values.items():
        setattr(locked, name, value)
    _freshen(locked, renewed=False)
    _record(viewer, CHANGED, locked, otherwise=is_other)
    return locked


@transaction.atomic
def take_away(*, viewer: Viewer, listing: Listing) -> None:
    """Take it off the board; it can be put back."""
    _leave(viewer, listing, Listing.State.AWAY, "swap.listing_taken_away")


@transaction.atomic
def mark_found(*, viewer: Viewer, listing: Listing) -> None:
    """It has found somebody: off the board; it can be put back."""
    _leave(viewer, listing, Listing.State.DONE, "swap.listing_found")


@transaction.atomic
def put_back(*, viewer: Viewer, listing: Listing) -> None:
    """Put it on the board again. One that was used up begins anew; a need that ran out meanwhile is renewed.

    Raises BoardFull, and AlreadyUp where it was put up anew meanwhile.
    """
    _lock(viewer.acting)
    locked = _locked(listing)
    if locked.state == Listing.State.ON:
        return
    _must_have_room(viewer, 1)
    _must_be_new(viewer, locked.side, locked.words)
    if left(locked) == 0:
        Use.objects.filter(listing=locked, counts=True, state=Use.State.TAKEN).update(counts=False)
    locked.state = Listing.State.ON
    if locked.expires_on is not None and locked.expires_on < _today(locked):
        _freshen(locked, renewed=True)
    else:
        _keep(locked)
    _record(viewer, "swap.listing_put_back", locked)


@transaction.atomic
def renew(*, viewer: Viewer, listing: Listing) -> bool:
    """Let it stand as long as if it were put up today; returns whether that made a difference."""
    locked = _locked(listing)
    ends = ends_on(locked.side, locked.by_on, _today(locked), renewed=True)
    if locked.state != Listing.State.ON or locked.expires_on is None or ends == locked.expires_on:
        return False
    asks_no_longer(locked)
    _freshen(locked, renewed=True)
    _record(viewer, "swap.listing_renewed", locked)
    return True


def reindex(listing: Listing) -> None:
    """Let it be found by its words while it is on the board, and no longer."""
    if listing.state != Listing.State.ON:
        search.remove(LABEL, listing.pk)
        return
    body = " ".join(part for part in (listing.scope, trades.findable(listing.service)) if part)
    search.index(LABEL, listing.pk, [listing.community_id], listing.words, body)


def _lock(member: Member) -> None:
    """One at a time for one member, so that two taps do not both find room."""
    list(Member.objects.select_for_update().filter(pk=member.pk).values_list("pk"))


def _locked(listing: Listing) -> Listing:
    return Listing.objects.select_for_update(of=("self",)).select_related("community", "member").get(pk=listing.pk)


def _must_have_room(viewer: Viewer, more: int) -> None:
    there = Listing.objects.filter(member=viewer.acting, community=viewer.community, state=Listing.State.ON)
    if there.count() + more > MOST_LISTINGS:
        raise BoardFull


def _must_be_new(viewer: Viewer, side: str, words: str, but: int = 0) -> None:
    same = Listing.objects.filter(
        member=viewer.acting, community=viewer.community, state=Listing.State.ON, side=side, words__iexact=words
    )
    there = same.exclude(pk=but).first()
    if there is not None:
        raise AlreadyUp(there)


def _write(viewer: Viewer, side: str, values: Values) -> Listing:
    ends = ends_on(side, values.get("by_on"), clock.today(viewer.community.timezone))
    at = clock.now()
    made = Listing(community=viewer.community, member=viewer.acting, side=side, made_at=at, changed_at=at)
    for name, value in values.items():
        setattr(made, name, one_line(value) if name == "words" else value)
    made.expires_on = ends
    made.save()
    reindex(made)
    _record(viewer, "swap.listed", made)
    return made


def _freshen(listing: Listing, *, renewed: bool) -> None:
    today = _today(listing)
    listing.expires_on = ends_on(listing.side, listing.by_on, today, renewed=renewed)
    if renewed and listing.by_on is not None and listing.by_on < today:
        listing.by_on = None
    _keep(listing)


def _keep(listing: Listing) -> None:
    listing.changed_at = clock.now()
    listing.save()
    reindex(listing)


def _leave(viewer: Viewer, listing: Listing, state: str, verb: str) -> None:
    locked = _locked(listing)
    if locked.state != Listing.State.ON:
        return
    asks_no_longer(locked)
    locked.state = state
    _keep(locked)
    _record(viewer, verb, locked, otherwise=True)


def _today(listing: Listing) -> date:
    return clock.today(listing.community.timezone)


def _record(viewer: Viewer, verb: str, listing: Listing, **more: bool) -> None:
    data = {"side": listing.side, "service": listing.service} | more
    journal.record(actor=viewer.actor, verb=verb, object=listing, community_id=listing.community_id, data=data)
