"""The terms on the table. All are kept for ever; only agreed ones, or those of a proposal, move the collaboration
itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.text import one_line
from hometeam.members.models import Member
from hometeam.together.actions.promises import set_due_days
from hometeam.together.models import Collaboration, Part, Terms
from hometeam.together.queries import kind_of
from hometeam.together.queries.terms import UNDERSTOOD, body_of, body_with, understood

LONGEST = 600
"""How long one clause or one answer may be, in letters."""
_SIGNING = ("propose", "accept", "counter", "renegotiate", "reopen")


@dataclass(frozen=True, slots=True)
class NewTerms:
    """Other terms: the whole of them, not only what is different.

    `agreement` ("owns", "costs", "ends") and `answers` (by the question's id) stay as they are where they are None.
    """

    happens_at: datetime
    place: str
    online_link: str
    minutes: int
    agreement: Mapping[str, str] | None = None
    answers: Mapping[str, str] | None = None


def fill_in(collaboration: Collaboration, new: NewTerms) -> None:
    """Make the new terms the collaboration's own, without saving it."""
    collaboration.happens_at = new.happens_at
    collaboration.place = one_line(new.place)[:200]
    collaboration.online_link = new.online_link
    collaboration.minutes = new.minutes if collaboration.is_timed else 0
    if new.agreement is not None:
        collaboration.agreement = clauses_of(new.agreement)
    if new.answers is not None:
        collaboration.answers = answers_of(new.answers)


def clauses_of(said: Mapping[str, str]) -> dict[str, str]:
    """What is understood between the sides, as it is kept."""
    return {key: _tidy(said.get(key, "")) for key in UNDERSTOOD}


def answers_of(said: Mapping[str, str]) -> dict[str, str]:
    """What the proposal says in answer to its kind's questions, as it is kept."""
    return {key: _tidy(words) for key, words in said.items() if words.strip()}


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").strip()[:LONGEST]


def put_on_table(collaboration: Collaboration, by: Member | None, new: NewTerms | None = None) -> Terms:
    """Keep these terms for ever under the next number: the collaboration's own, or `new` ones that are
    only asked for. What came about elsewhere is put down by nobody.
    """
    body = body_of(collaboration) if new is None else body_asked(collaboration, new)
    number = Terms.objects.filter(collaboration=collaboration).count() + 1
    return Terms.objects.create(collaboration=collaboration, number=number, body=body, by=by, at=clock.now())


def body_asked(collaboration: Collaboration, new: NewTerms) -> dict[str, Any]:
    """The whole text that these other terms would make."""
    asked: dict[str, Any] = {
        "place": one_line(new.place)[:200],
        "online_link": new.online_link,
        "minutes": new.minutes if collaboration.is_timed else 0,
    }
    if new.agreement is not None:
        asked |= clauses_of(new.agreement)
    if new.answers is not None:
        asked["answers"] = answers_of(new.answers)
    return body_with(collaboration, new.happens_at, asked)


def adopt_newest(collaboration: Collaboration) -> None:
    """What was asked for is agreed: it becomes the collaboration's own."""
    was = collaboration.happens_at
    fill_in(collaboration, asked_for(collaboration))
    collaboration.save()
    set_due_days(collaboration, was)


def asked_for(collaboration: Collaboration) -> NewTerms:
    """The newest terms on the table."""
    body: Mapping[str, Any] = newest(collaboration).body
    return NewTerms(
        datetime.fromisoformat(body["happens_at"]),
        body["place"],
        body["online_link"],
        int(body["minutes"]),
        {key: body.get(key, "") for key in UNDERSTOOD} if "owns" in body else None,
        body.get("answers"),
    )


def on_table(collaboration: Collaboration) -> NewTerms:
    """What is on the table: a change that is asked for, or else the terms as they stand."""
    if collaboration.state == State.RENEGOTIATED and not collaboration.short:
        return asked_for(collaboration)
    return NewTerms(
        collaboration.happens_at,
        collaboration.place,
        collaboration.online_link,
        collaboration.minutes,
        understood(collaboration, kind_of(collaboration)),
        dict(collaboration.answers),
    )


def newest(collaboration: Collaboration) -> Terms:
    """The terms that were put on the table last."""
    return Terms.objects.filter(collaboration=collaboration).order_by("-number")[0]


def sign(collaboration: Collaboration, parts: Sequence[Part], now_by: Part | None) -> None:
    """These sides say yes to the newest terms, each at the moment of its own word: `now_by` at this one."""
    terms, at = newest(collaboration), clock.now()
    words = collaboration.changes.filter(move__in=_SIGNING, by__isnull=False).order_by("pk")
    said = {one.by_id: one.at for one in words} if len(parts) > 1 else {}
    for part in parts:
        part.agreed_terms = terms.number
        part.agreed_at = at if now_by is not None and part.pk == now_by.pk else said.get(part.member_id, at)
        part.save(update_fields=["agreed_terms", "agreed_at"])
    signing = {part.pk: part.agreed_at for part in parts}
    kept = [one for one in terms.signed if one["part"] not in signing]
    terms.signed = [*kept, *({"part": pk, "at": when.isoformat()} for pk, when in signing.items() if when)]
    terms.save(update_fields=["signed"])
