"""Proposals that wait because nobody has claimed the member they are for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.engine.agreements import State
from hometeam.members.models import Community, Member
from hometeam.organise.queries.people import invited
from hometeam.together.models import Collaboration, Part

AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody would like to do with a member who is not here yet; `is_invited` when a letter is out already."""

    collaboration: Collaboration
    asked: Member
    is_invited: bool

    @property
    def starter(self) -> str:
        return self.collaboration.started_by.name

    @property
    def title(self) -> str:
        return _(self.collaboration.title)

    @property
    def send_url(self) -> str:
        """Where it is sent: with the invitation, or by itself to somebody who has one already."""
        here = [self.collaboration.community.slug]
        if self.is_invited:
            return reverse("together:unsent", args=here)
        return f"{reverse('organise:invite', args=here)}?member={self.asked.pk}"


def ideas(community: Community) -> list[Idea]:
    """The ideas that wait for an invitation, the oldest first, each with the side that the letter goes to: one query.

    Where several of those asked are not here yet, `together` writes to the first; so does this.
    """
    asked = Part.objects.filter(
        collaboration__community=community,
        collaboration__awaiting_invitation=True,
        collaboration__state=State.IDEA,
        member__claimed_at=None,
        member__closed_at=None,
    ).exclude(member=F("collaboration__started_by"))
    read = asked.select_related("member", "collaboration__started_by", "collaboration__community")
    found: dict[int, Idea] = {}
    for part in read.annotate(is_invited=invited(community, "member")).order_by("collaboration", "pk")[:AT_MOST]:
        idea = Idea(part.collaboration, part.member, part.is_invited)
        found.setdefault(part.collaboration_id, idea)
    return list(found.values())


def idea_for_each(community: Community) -> dict[int, Idea]:
    """The oldest idea that waits for each member, by the member's id."""
    return {idea.asked.pk: idea for idea in reversed(ideas(community))}
