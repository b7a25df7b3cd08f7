"""Adding a member by hand, and the address at which an organiser reaches one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from hometeam.foundation import journal
from hometeam.foundation.journal import Actor
from hometeam.foundation.text import shorten
from hometeam.members.access import Viewer
from hometeam.members.actions import change_profile, leave, reindex
from hometeam.members.models import Community, Member, Membership
from hometeam.members.queries.groups import Group, values_of
from hometeam.organise.actions import writing
from hometeam.organise.models import Contact
from hometeam.organise.queries.facts import Row, needs_of, offers_of
from hometeam.organise.queries.people import unclaimed
from hometeam.organise.queries.reading import row_from

MOST_WORDS = 300


@transaction.atomic
def add_member(*, viewer: Viewer, row: Row) -> Member:
    """Write one member as an import would: unclaimed, what it offers and needs guessed from its trade."""
    (member,) = writing.write_members(viewer.community, [row])
    Membership.objects.create(member=member, community=viewer.community)
    Contact.objects.filter(member=member).update(typed=True)
    journal.record(actor=viewer.actor, verb="organise.member_added", object=member, community_id=viewer.community.pk)
    reindex([member.pk])
    return member


@transaction.atomic
def take_out(*, viewer: Viewer, members: Iterable[Member]) -> int:
    """Take members out of the community who are in it no more outside of Hometeam; returns how many there were."""
    return sum(leave(by=viewer.actor, member=member, community=viewer.community) for member in members)


@transaction.atomic
def say_trades(*, viewer: Viewer, said: Mapping[int, str]) -> int:
    """Write in what members whom nobody has claimed do, in words, by their ids, and what is guessed from it in place of
    earlier guesses; returns of how many that was new. Imports leave the words alone from then on.
    """
    members = unclaimed(viewer.community).filter(pk__in=said)
    typed = [(member, shorten(said[member.pk], MOST_WORDS)) for member in members]
    changed = [(member, words) for member, words in typed if words and words != member.trade_words]
    for member, words in changed:
        _say_trade(viewer.actor, member, words, viewer.community)
    return len(changed)


def _say_trade(by: Actor, member: Member, words: str, community: Community) -> None:
    now = row_from({"name": member.name, "kind": member.kind, "trade": words}, community).facts
    basics = {"trade_words": words}
    if member.trade_words.casefold().startswith(member.one_line.rstrip("…").casefold()):
        basics["one_line"] = now["member"]["one_line"]
    change_profile(by=by, member=member, group="basics", values=basics)
    offers = [{"service": service, "words": "", "guessed": True} for service in sorted(offers_of(now))]
    needs = [
        {"kind": kind, "service": service, "words": "", "guessed": True} for kind, service in sorted(needs_of(now))
    ]
    _guess_anew(by, member, "offers", offers)
    _guess_anew(by, member, "needs", needs)


def _guess_anew(by: Actor, member: Member, group: Group, guesses: list[dict[str, Any]]) -> None:
    """What was said stays, and of the same service counts."""
    kept = [row for row in values_of(member, group) if not row["guessed"]]
    said = {row["service"] for row in kept}
    change_profile(
        by=by, member=member, group=group, values=[*kept, *(row for row in guesses if row["service"] not in said)]
    )


@transaction.atomic
def keep_address(*, viewer: Viewer, member: Member, email: str) -> None:
    """Keep the address at which organisers reach a member, or forget it where it is empty. Imports leave it alone."""
    if not email:
        Contact.objects.filter(community=viewer.community, member=member).delete()
        return
    Contact.objects.update_or_create(
        community=viewer.community, member=member, defaults={"email": email.strip().lower(), "typed": True}
    )
