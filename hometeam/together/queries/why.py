"""Why something is proposed, and about what: told to the page of proposals by the page that led there, and signed, so
that nobody writes their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from hometeam.foundation import journal, tokens
from hometeam.members.models import Member

WHY, WHY_FOR = "together.why", timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Why:
    """Reasons in words, and what it is about: things of rooms above, as "<label>:<id>". `page` is where that stands,
    and `seen` the last event of the journal when it was written out.
    """

    reasons: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    page: str = ""
    seen: int = 0


def sign_why(to: Member, reasons: Sequence[str], about: Sequence[str] = (), page: str = "") -> str:
    """The same as a token, for a proposal to this member within a week."""
    data: dict[str, object] = {"to": to.pk, "reasons": list(reasons)}
    if about:
        data |= {"about": list(about), "page": page, "seen": journal.newest()}
    return tokens.make(WHY, data, WHY_FOR)


def read_why(token: str, to: Sequence[Member]) -> Why:
    """What was signed for just this member; nothing where it was not, or too long ago."""
    try:
        data = tokens.read(WHY, token) if token else {}
    except (tokens.Bad, tokens.Expired):
        return Why()
    if len(to) != 1 or data.get("to") != to[0].pk:
        return Why()
    reasons, about = data.get("reasons", []), data.get("about", [])
    named = tuple(str(one) for one in about)
    return Why(tuple(str(one) for one in reasons), named, str(data.get("page", "")), int(data.get("seen", 0)))


def is_otherwise_now(why: Why) -> bool:
    """Whether what it is about was changed or taken away since it was written out, as its room said in the journal."""
    named = Q(pk=None)
    for one in why.about:
        label, _colon, pk = one.rpartition(":")
        named |= Q(object_label=label, object_id=int(pk))
    return bool(why.about) and journal.since(why.seen).filter(named, data__otherwise=True).exists()
