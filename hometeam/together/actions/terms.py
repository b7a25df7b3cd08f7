"""The terms on the table. All are kept for ever; only agreed ones, or those of a proposal, move the collaboration
itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hometeam.engine.agreements import DueError, resolve_dues
from hometeam.foundation import clock
from hometeam.foundation.text import one_line
from hometeam.members.models import Member
from hometeam.together.models import Collaboration, Terms
from hometeam.together.queries import kind_of, telling


@dataclass(frozen=True, slots=True)
class NewTerms:
    """Other terms: the whole of them, not only what is different."""

    happens_at: datetime
    place: str
    online_link: str
    minutes: int


def fill_in(collaboration: Collaboration, new: NewTerms) -> None:
    """Make the new terms the collaboration's own, without saving it."""
    collaboration.happens_at = new.happens_at
    collaboration.place = one_line(new.place)[:200]
    collaboration.online_link = new.online_link
    collaboration.minutes = new.minutes if collaboration.is_timed else 0


def set_due_days(collaboration: Collaboration) -> None:
    """Count each promised day from the agreed one; none lies in the past. Wants `queries.whole`."""
    kind = kind_of(collaboration)
    day = telling.local(collaboration).date()
    today = clock.today(collaboration.community.timezone)
    try:
        days = resolve_dues(kind.dues(), day, today) if kind else {}
    except DueError:
        days = {}
    for one in collaboration.commitments.all():
        if one.done_at is None:
            one.due_on = days.get(one.step, day)
            one.save(update_fields=["due_on"])


def put_on_table(collaboration: Collaboration, by: Member, new: NewTerms | None = None) -> Terms:
    """Keep these terms for ever under the next number: the collaboration's own, or `new` ones that are
    only asked for.
    """
    body: dict[str, Any] = telling.body_of(collaboration)
    if new is not None:
        body |= {
            "happens_at": new.happens_at.isoformat(),
            "place": one_line(new.place)[:200],
            "online_link": new.online_link,
            "minutes": new.minutes if collaboration.is_timed else 0,
        }
    number = Terms.objects.filter(collaboration=collaboration).count() + 1
    return Terms.objects.create(collaboration=collaboration, number=number, body=body, by=by, at=clock.now())


def adopt_newest(collaboration: Collaboration) -> None:
    """What was asked for is agreed: it becomes the collaboration's own."""
    fill_in(collaboration, asked_for(collaboration))
    collaboration.save()
    set_due_days(collaboration)


def asked_for(collaboration: Collaboration) -> NewTerms:
    """The newest terms on the table."""
    body: Mapping[str, Any] = Terms.objects.filter(collaboration=collaboration).order_by("-number")[0].body
    return NewTerms(
        datetime.fromisoformat(body["happens_at"]), body["place"], body["online_link"], int(body["minutes"])
    )
