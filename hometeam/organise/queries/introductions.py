"""Everyone's best introduction: each member with whom it fits best just now, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.fit.queries import Suggestion, suggestions_for_many
from hometeam.members.models import Community, Member, Offer


@dataclass(frozen=True, slots=True)
class Introduction:
    """A member and its best fit; `propose_url` is where the proposal waits, filled in; else `why_none` says why."""

    member: Member
    suggestion: Suggestion | None
    propose_url: str
    why_none: str = ""


def introductions(community: Community, members: Sequence[Member]) -> list[Introduction]:
    """The best introduction of each of these members; as many queries for one as for all."""
    found = suggestions_for_many(members, community)
    offering = set(Offer.objects.filter(member__in=members).values_list("member_id", flat=True))
    return [_introduction(community, member, found[member.pk], member.pk in offering) for member in members]


def _introduction(community: Community, member: Member, found: list[Suggestion], offers: bool) -> Introduction:
    best = next(iter(found), None)
    if best is None:
        is_known = offers or member.trade_words or member.one_line
        why = _("Nobody fits just now.") if is_known else _("It is not known yet what they do.")
        return Introduction(member, None, "", why)
    said = urlencode({"to": best.member.pk, "kind": best.kind, "why": best.why})
    return Introduction(member, best, f"{reverse('together:propose', args=[community.slug])}?{said}")
