"""Days and proposals that the room's tests begin with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hometeam.foundation import clock
from hometeam.together import actions, queries
from hometeam.together.models import Collaboration
from tests.cast import Player


def soon(days: int = 5) -> datetime:
    """A moment so many days from now, on the hour."""
    return (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def coffee(one: Player, other: Player, **fields: Any) -> Collaboration:
    """One proposes coffee to the other, at the Blue Door in five days."""
    plan: dict[str, Any] = {
        "kind_id": "coffee",
        "happens_at": soon(),
        "place": "The Blue Door",
        "words": "Shall we have coffee?",
    }
    return actions.propose(viewer=one.viewer, to=[other.member], **(plan | fields))


def agreed(one: Player, other: Player, **fields: Any) -> Collaboration:
    """A coffee, or what `fields` say, to which both said yes."""
    proposed = coffee(one, other, **fields)
    return fresh(actions.accept(collaboration=proposed, viewer=other.viewer, seen_version=proposed.version))


def fresh(collaboration: Collaboration) -> Collaboration:
    """The same, read anew with all that hangs on it."""
    return queries.whole().get(pk=collaboration.pk)
