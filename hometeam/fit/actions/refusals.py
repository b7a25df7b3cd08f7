"""Saying "not for me", and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from itertools import groupby, islice
from operator import itemgetter

from django.db import transaction

from hometeam.fit.models import Refusal
from hometeam.foundation import clock, journal
from hometeam.foundation.text import one_line, shorten
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member

Reason = Refusal.Reason
LONG = 365
FOR_DAYS = {
    Reason.LATER: 21,
    Reason.KNOWN: LONG,
    Reason.RIVALS: LONG,
    Reason.TOO_FAR: LONG,
    Reason.NOT_RIGHT: LONG,
}
USUALLY_DAYS = 90
MAY_COME_BACK = (Reason.NOT_NEEDED, Reason.TOO_FAR, Reason.OTHER)
SOONEST, AT_ONCE = timedelta(weeks=4), 5
"""Of whoever is invisible, so many who were refused so long ago may see them again, each week."""


@transaction.atomic
def refuse(*, viewer: Viewer, other: Member, reason: str, words: str = "") -> Refusal:
    """Do not suggest `other` to the viewer's member for a while; `other` is never told.

    `reason` is one of `Refusal.Reason`, which also says for how long; `words` are up to 300 characters. A second
    refusal of the same member takes the place of the first. To `other` it counts from the week's turn on, so that
    nothing can be told from when somebody left a list. Raises ValueError for an unknown reason.
    """
    why = Reason(reason)
    told = clock.now()
    pair = Refusal.objects.in_force().filter(member=viewer.acting, other=other, for_both=True)
    held_for_both = pair.exclude(reason=Reason.LATER).first()
    refusal, _is_new = Refusal.objects.update_or_create(
        member=viewer.acting,
        other=other,
        defaults={
            "reason": why,
            "words": shorten(one_line(words), 300),
            "at": held_for_both.at if held_for_both else told,
            "until_at": told + timedelta(days=FOR_DAYS.get(why, USUALLY_DAYS)),
            "undone_at": None,
            "for_both": True,
            "on_behalf": viewer.on_behalf,
        },
    )
    _record(viewer, refusal, "fit.refused")
    return refusal


@transaction.atomic
def undo_refusal(*, viewer: Viewer, other: Member) -> None:
    """Let `other` be suggested to the viewer's member again; nothing happens where it was not refused, or by the member
    itself and not by an organiser, who is not to know.
    """
    standing = Refusal.objects.select_for_update().filter(member=viewer.acting, other=other, undone_at=None)
    refusal = (standing.filter(on_behalf=True) if viewer.on_behalf else standing).first()
    if refusal is not None:
        Refusal.objects.filter(pk=refusal.pk).update(undone_at=clock.now())
        _record(viewer, refusal, "fit.refusal_undone")


def let_come_back(invisible: Collection[int], community: Community) -> None:
    """Let members who may be suggested to nobody in a community, having refused nearly all, be suggested again to
    those whom they refused there first, unless it did not feel right. To them these are still not suggested.
    """
    may = Refusal.objects.in_force().filter(for_both=True, reason__in=MAY_COME_BACK, at__lte=clock.now() - SOONEST)
    there = may.filter(member__in=invisible, other__in=Member.objects.here(community))
    oldest_first = there.order_by("member", "at", "pk").values_list("member", "pk")
    first = [one for _member, theirs in groupby(oldest_first, itemgetter(0)) for one in islice(theirs, AT_ONCE)]
    Refusal.objects.filter(pk__in=[pk for _member, pk in first]).update(for_both=False)


def _record(viewer: Viewer, refusal: Refusal, verb: str) -> None:
    """The journal keeps why, but not the words."""
    journal.record(
        actor=viewer.actor,
        verb=verb,
        object=refusal,
        community_id=viewer.community.pk,
        data={"other": refusal.other_id, "reason": str(refusal.reason)},
    )
