"""Links that we count: made, ended, taken up again."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import Http404

from hometeam.foundation import clock, limits
from hometeam.ledger import access
from hometeam.ledger.actions.acts import told
from hometeam.ledger.actions.addresses import public_address
from hometeam.ledger.models import TrackedLink
from hometeam.members.access import Viewer
from hometeam.members.models import Member

LETTERS = "23456789bcdfghjkmnpqrstvwxz"
"""No vowels, so that no code is a word, and nothing that is read as something else."""
LENGTH = 7
LINKS_A_DAY = 500


@transaction.atomic
def link_for(*, viewer: Viewer, owner: Member, url: str, channel: str = "", within: str = "") -> TrackedLink:
    """The link by which the viewer's member sends people to a page of `owner`; the same arguments, the same link.

    `channel` is a slug such as "newsletter", `within` what the link belongs to ("together.collaboration:12"). Raises
    BadAddress where `url` is nothing to lead people to, Http404 where the owner is none of the viewer's to share, and
    limits.LimitReached after 500 new ones in a day.
    """
    if not access.may_share(viewer, owner):
        raise Http404
    wanted = TrackedLink(
        community=viewer.community,
        owner=owner,
        shared_by=viewer.member,
        channel=channel,
        within=within,
        url=public_address(url),
    )
    wanted.asked = _asked(wanted)
    return _standing(wanted) or _make(viewer, wanted)


@transaction.atomic
def end_link(*, viewer: Viewer, link: TrackedLink) -> None:
    """Let a link lead nowhere from now on; its figures stay. Twice changes nothing. Raises Http404 for those whose
    link it is not.
    """
    if not access.may_end(viewer, link):
        raise Http404
    if TrackedLink.objects.standing().filter(pk=link.pk).update(ended_at=clock.now()):
        told(viewer, "ledger.link_ended", link)


@transaction.atomic
def reopen_link(*, viewer: Viewer, link: TrackedLink) -> None:
    """Undo the end of a link, unless another has taken its place. Raises Http404 for those whose link it is not."""
    if not access.may_end(viewer, link):
        raise Http404
    gone = not link.url or TrackedLink.objects.standing().filter(asked=link.asked).exists()
    if not gone and TrackedLink.objects.filter(pk=link.pk, ended_at__isnull=False).update(ended_at=None):
        told(viewer, "ledger.link_reopened", link)


def _asked(wanted: TrackedLink) -> str:
    """What two links must not have in common while both stand."""
    ids = [wanted.community_id, wanted.owner_id, wanted.shared_by_id]
    words = json.dumps([*ids, wanted.channel, wanted.within, wanted.url])
    return hashlib.sha256(words.encode()).hexdigest()


def _standing(wanted: TrackedLink) -> TrackedLink | None:
    found = TrackedLink.objects.standing().filter(asked=wanted.asked)
    return found.select_related("community", "owner", "shared_by").first()


def _make(viewer: Viewer, wanted: TrackedLink) -> TrackedLink:
    limits.spend(f"ledger.link:{viewer.person.pk}", amount=LINKS_A_DAY, per=timedelta(days=1))
    wanted.code = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:  # somebody pressed at the same moment, or, once in a blue moon, the code is taken
        return _standing(wanted) or _make(viewer, wanted)
    told(viewer, "ledger.link_made", wanted, owner=wanted.owner_id, channel=wanted.channel)
    return wanted


def forget_links_of_the_closed() -> int:
    """Erase where the links of members who closed their profile led, and end them; their figures stay with those who
    shared them. Returns how many.
    """
    left = TrackedLink.objects.filter(owner__closed_at__isnull=False).exclude(url="")
    return left.update(url="", asked="", ended_at=clock.now())
