"""Days and proposals that the room's tests begin with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hometeam.foundation import clock
from hometeam.members.models import Community
from hometeam.together import actions, queries
from hometeam.together.models import Collaboration, CommunityKind
from hometeam.together.playbook import Kind
from tests.cast import Player


def soon(days: int = 5) -> datetime:
    """A moment so many days from now, on the hour."""
    return (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def coffee(one: Player, other: Player, **fields: Any) -> Collaboration:
    """One proposes coffee, or another kind, to the other, at the Blue Door in five days."""
    plan: dict[str, Any] = {
        "kind_id": "coffee",
        "happens_at": soon(),
        "place": "The Blue Door",
        "words": "Shall we have coffee?",
    }
    plan |= fields
    plan.setdefault("answers", answers_to(one, str(plan["kind_id"])))
    return actions.propose(viewer=one.viewer, to=[other.member], **plan)


def answers_to(player: Player, kind_id: str) -> dict[str, str]:
    """Something in answer to all that the kind asks at its proposal."""
    kind = queries.kinds_known(player.community).get(kind_id)
    return {ask.id: f"Plenty, says {player.person.name}" for ask in kind.asked_at("proposal")} if kind else {}


def gathering(starter: Player, *others: Player, **fields: Any) -> Collaboration:
    """A circle of three to five, or what `fields` say, proposed to all the others."""
    plan: dict[str, Any] = {"kind_id": "own-circle", "happens_at": soon(6), "words": "Shall we meet?"} | fields
    plan.setdefault("answers", answers_to(starter, str(plan["kind_id"])))
    return actions.propose(viewer=starter.viewer, to=[other.member for other in others], **plan)


def add_circle(community: Community, **fields: Any) -> Kind:
    """Put a kind for three to five on the community's shelf: one hosts, the rest each bring something."""
    values = CIRCLE | fields
    CommunityKind.objects.create(community=community, kind_id="own-circle", is_own=True, values=values)
    return queries.kinds_here(community)["own-circle"]


CIRCLE: dict[str, Any] = {
    "title": "Kitchen circle",
    "promise": "An evening to look at what each of you is stuck with.",
    "group": "cheer",
    "icon": "users",
    "where": "in-person",
    "minutes": 90,
    "agreement": {
        "owns": "What is said stays there.",
        "costs": "Each pays for themselves.",
        "ends": "With the evening.",
    },
    "roles": [
        {"id": "host", "title": "Whoever hosts", "ask": "I host"},
        {"id": "guest", "title": "Everybody else", "ask": "I come as a guest", "least": 2, "most": 4},
    ],
    "steps": [
        {"id": "table", "who": "host", "what": "Set the table for {other}", "due": "0d", "channel": "counter"},
        {
            "id": "bring",
            "who": "guest",
            "what": "Bring something for {other}",
            "did": "{me} brought something for {other}.",
            "due": "-1d",
            "counts": True,
        },
    ],
    "drafts": {"invitation": "Hello {you}.", "reminder": "Soon.", "post": "We met.", "thanks": "Thank you, {you}."},
    "fit": {},
}


def agreed(one: Player, other: Player, **fields: Any) -> Collaboration:
    """A coffee, or what `fields` say, to which both said yes."""
    proposed = coffee(one, other, **fields)
    return fresh(actions.accept(collaboration=proposed, viewer=other.viewer, seen_version=proposed.version))


def fresh(collaboration: Collaboration) -> Collaboration:
    """The same, read anew with all that hangs on it."""
    return queries.whole().get(pk=collaboration.pk)
