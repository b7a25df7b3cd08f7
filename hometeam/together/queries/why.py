"""Why something is proposed, and about what: told to the page of proposals by the page that led there, and signed, so
that nobody writes their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hometeam.foundation import tokens
from hometeam.members.models import Member

WHY, WHY_FOR = "together.why", timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Why:
    """Reasons in words, and what it is about: things of rooms above, as "<label>:<id>"."""

    reasons: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def sign_why(to: Member, reasons: Sequence[str], about: Sequence[str] = ()) -> str:
    """The same as a token, for a proposal to this member within a week."""
    data: dict[str, object] = {"to": to.pk, "reasons": list(reasons)}
    return tokens.make(WHY, data | ({"about": list(about)} if about else {}), WHY_FOR)


def read_why(token: str, to: Sequence[Member]) -> Why:
    """What was signed for just this member; nothing where it was not, or too long ago."""
    try:
        data = tokens.read(WHY, token) if token else {}
    except (tokens.Bad, tokens.Expired):
        return Why()
    if len(to) != 1 or data.get("to") != to[0].pk:
        return Why()
    reasons, about = data.get("reasons", []), data.get("about", [])
    return Why(tuple(str(one) for one in reasons), tuple(str(one) for one in about))
