"""Everyone's best introduction: each member with whom it fits best just now, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from hometeam.fit.queries import Suggestion, suggestions_for_many
from hometeam.members.models import Community, Member, Offer


@dataclass(frozen=True, slots=True)
class Introduction:
    """A member and its best fit; `propose_url` leads to the proposal, filled in."""

    member: Member
    suggestion: Suggestion | None
    propose_url: str


def introductions(community: Community, members: Sequence[Member]) -> list[Introduction]:
    """The best introduction of each of these members; as many queries for one as for all."""
    found = suggestions_for_many(members, community)
    return [_introduction(community, member, found[member.pk]) for member in members]


def nothing_known(members: Sequence[Member]) -> set[int]:
    """Those (by id) who say in no way what they do. One query."""
    silent = {member.pk for member in members if not member.trade_words and not member.one_line}
    return silent - set(Offer.objects.filter(member__in=silent).values_list("member_id", flat=True))


def _introduction(community: Community, member: Member, found: list[Suggestion]) -> Introduction:
    best = next(iter(found), None)
    if best is None:
        return Introduction(member, None, "")
    return Introduction(member, best, proposal_url(community, best))


def proposal_url(community: Community, found: Suggestion) -> str:
    """Where an organiser is led on to the proposal that a suggestion makes."""
    said = urlencode({"kind": found.kind, "why": found.why})
    return f"{reverse('organise:propose_to', args=[community.slug, found.member.pk])}?{said}"
