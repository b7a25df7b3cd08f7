"""Everyone's best introduction: each member with whom it fits best just now, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from hometeam.fit.queries import Suggestion, suggestions_for
from hometeam.members.models import Community, Member


@dataclass(frozen=True, slots=True)
class Introduction:
    """A member and its best fit; `propose_url` is where the proposal waits, filled in."""

    member: Member
    suggestion: Suggestion | None
    propose_url: str


def introductions(community: Community, members: Iterable[Member]) -> list[Introduction]:
    """The best introduction of each of these members."""
    return [_introduction(community, member) for member in members]


def _introduction(community: Community, member: Member) -> Introduction:
    best = next(iter(suggestions_for(member, community, 1)), None)
    if best is None:
        return Introduction(member, None, "")
    said = urlencode({"to": best.member.pk, "kind": best.kind, "why": best.why})
    return Introduction(member, best, f"{reverse('together:propose', args=[community.slug])}?{said}")
