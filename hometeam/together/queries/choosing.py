"""Choosing members for a group, without a browser's script: a search, boxes to tick, and those ticked already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from hometeam.members.access import blocked_ids
from hometeam.members.models import Community, Member

AT_ONCE = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """Members to choose from: `chosen` are ticked, `found` fit the search; `more` says that there are others."""

    chosen: tuple[Member, ...]
    found: tuple[Member, ...]
    more: bool
    words: str


def choice_of(
    member: Member, community: Community, *, chosen: Collection[int], words: str, without: Collection[int] = ()
) -> Choice:
    """Who may be asked into a group: who is here and looked after by somebody, by name. Two queries and one."""
    here = Member.objects.here(community).claimed().order_by("name", "pk")
    askable = here.exclude(pk__in=blocked_ids(member) | {member.pk, *without})
    ticked = tuple(askable.filter(pk__in=chosen)) if chosen else ()
    rest = askable.exclude(pk__in=[one.pk for one in ticked])
    for word in words.split()[:5]:
        rest = rest.filter(Q(name__icontains=word) | Q(trade_words__icontains=word) | Q(one_line__icontains=word))
    found = list(rest[: AT_ONCE + 1])
    return Choice(ticked, tuple(found[:AT_ONCE]), len(found) > AT_ONCE, words)
