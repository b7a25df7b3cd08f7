"""Whom not to suggest to a member just now, although they might fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from hometeam.engine.agreements import OPEN, RUNNING, State
from hometeam.fit.models import Refusal
from hometeam.foundation import clock
from hometeam.members.models import Community
from hometeam.together.models import Part

DECLINED_FOR = timedelta(days=90)

# In SQL of its own: every page with a suggestion asks this, and for eight parts the ORM takes longer to think than the
# database to answer.
_BUSY = [str(state) for state in sorted({*RUNNING, State.PROPOSED, State.COUNTERED})]
_OPEN = [str(state) for state in sorted(OPEN)]
_OVER = [str(state) for state in (State.CONFIRMED, State.CLOSED)]
# For each asked: whom to leave out; 0 stands for all of them. With a kind: whom to leave out for that kind only.
# Whoever left a list as soon as somebody said "not for me" would tell that it was said. So others' refusals count from
# the next choice of the week on, when all lists change.
_QUESTION = f"""
-- blocked, whichever side said so
SELECT member_id, other_id, '' FROM members_block WHERE member_id IN (:whom)
UNION SELECT other_id, member_id, '' FROM members_block WHERE other_id IN (:whom)
-- refused; "another time" is only said for oneself, and so is what may come back (see actions/refusals.py)
UNION SELECT member_id, other_id, '' FROM fit_refusal
    WHERE member_id IN (:whom) AND undone_at IS NULL AND until_at > %(now)s AND (:counts)
UNION SELECT other_id, member_id, '' FROM fit_refusal
    WHERE other_id IN (:whom) AND undone_at IS NULL AND until_at > %(now)s AND reason <> '{Refusal.Reason.LATER}'
    AND for_both AND (:counts)
-- in touch already
UNION SELECT mine.member_id, theirs.member_id, '' FROM together_part mine
    JOIN together_collaboration it ON it.id = mine.collaboration_id
    JOIN together_part theirs ON theirs.collaboration_id = it.id
    WHERE mine.member_id IN (:whom) AND it.state IN ({", ".join(f"'{state}'" for state in _OPEN)})
-- declined lately, whichever side said so
UNION SELECT mine.member_id, theirs.member_id, '' FROM together_part mine
    JOIN together_change was ON was.collaboration_id = mine.collaboration_id
    JOIN together_part theirs ON theirs.collaboration_id = mine.collaboration_id
    WHERE mine.member_id IN (:whom) AND was.at >= %(lately)s
    AND was.move = 'decline' AND was.to_state = '{State.DECLINED}'
-- resting
UNION SELECT 0, id, '' FROM members_member WHERE snoozed_until_on > %(today)s
-- with full hands; begun with what is open, of which there is far less than there are members
UNION SELECT 0, busy.member_id, '' FROM together_collaboration it
    JOIN together_part busy ON busy.collaboration_id = it.id AND busy.answer = '{Part.Answer.YES}'
    JOIN members_member member ON member.id = busy.member_id
    WHERE it.community_id IN (SELECT id FROM members_community)
    AND it.state IN ({", ".join(f"'{state}'" for state in _BUSY)})
    AND EXISTS (SELECT 1 FROM members_membership WHERE member_id = member.id AND community_id = %(community)s)
    GROUP BY busy.member_id, member.capacity HAVING COUNT(*) >= member.capacity
-- did this kind lately, just the two of them
UNION SELECT mine.member_id, theirs.member_id, it.kind_id FROM together_part mine
    JOIN together_collaboration it ON it.id = mine.collaboration_id
    JOIN together_part theirs ON theirs.collaboration_id = it.id AND theirs.id <> mine.id
    WHERE mine.member_id IN (:whom) AND it.state IN ({", ".join(f"'{state}'" for state in _OVER)})
    AND (:rested)
    AND NOT EXISTS (SELECT 1 FROM together_part third
        WHERE third.collaboration_id = it.id AND third.id NOT IN (mine.id, theirs.id))
"""  # noqa: S608
_COUNTS = """(member_id = %(reader)s AND (:own))
    OR at < (SELECT MAX(solved_at) FROM fit_week WHERE community_id = %(community)s)"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a list: a member, or an organiser in its place or, without one, of many members' lists.

    What a member refused is nobody else's to see, and no organiser's either: of that, an organiser sees at once only
    what was refused in the member's name.
    """

    member_id: int = 0
    is_organiser: bool = False


ORGANISER = Reader(is_organiser=True)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """For each member asked about: whom to leave out, and with whom which kinds rest; and who is left out for
    everybody, as they rest or have full hands.
    """

    without: dict[int, set[int]]
    rests: dict[int, dict[int, set[str]]]
    everyone: set[int]


def left_out(
    member_ids: Collection[int],
    community: Community,
    rest_days: Mapping[str, int] | None = None,
    *,
    reader: Reader | None = None,
) -> LeftOut:
    """For each of these members, who is blocked, refused, in touch already, declined lately, resting or has full hands;
    and, for kinds with so many days of rest, with whom they did which of them within these days.

    With a `reader`, what others refused since the week was chosen does not count yet. One query for all of them.
    """
    found: dict[int, set[int]] = {pk: set() for pk in member_ids}
    rests: dict[int, dict[int, set[str]]] = {pk: {} for pk in member_ids}
    everyone: set[int] = set()
    for me, other, kind_id in _answers(member_ids, community, rest_days or {}, reader) if member_ids else ():
        if kind_id:
            rests[me].setdefault(other, set()).add(kind_id)
        else:
            found.get(me, everyone).add(other)
    return LeftOut({pk: (others | everyone) - {pk} for pk, others in found.items()}, rests, everyone)


def _rested(rest_days: Mapping[str, int], about: dict[str, Any]) -> str:
    """The kinds by how long they rest, each with its day, as a condition; fills the values in."""
    by_days: dict[int, list[str]] = {}
    for kind_id, days in rest_days.items():
        by_days.setdefault(days, []).append(kind_id)
    parts = []
    for days, kind_ids in by_days.items():
        names = [f"kind_{days}_{number}" for number in range(len(kind_ids))]
        about |= dict(zip(names, kind_ids, strict=True))
        about[f"since_{days}"] = connection.ops.adapt_datetimefield_value(clock.now() - timedelta(days=days))
        listed = ", ".join(f"%({name})s" for name in names)
        parts.append(f"(it.changed_at >= %(since_{days})s AND it.kind_id IN ({listed}))")
    return " OR ".join(parts) or "1 = 0"


def _answers(
    member_ids: Collection[int], community: Community, rest_days: Mapping[str, int], reader: Reader | None
) -> list[tuple[int, int, str]]:
    now, as_stored = clock.now(), connection.ops
    about: dict[str, Any] = {
        "community": community.pk,
        "now": as_stored.adapt_datetimefield_value(now),
        "lately": as_stored.adapt_datetimefield_value(now - DECLINED_FOR),
        "today": as_stored.adapt_datefield_value(clock.today(community.timezone)),
        "reader": reader.member_id if reader else 0,
    }
    question = _QUESTION.replace(":whom", ", ".join(str(int(pk)) for pk in member_ids))
    question = question.replace(":rested", _rested(rest_days, about))
    question = question.replace(":counts", _COUNTS if reader else "1 = 1")
    question = question.replace(":own", "on_behalf" if reader and reader.is_organiser else "1 = 1")
    with connection.cursor() as cursor:
        cursor.execute(question, about)
        return list(cursor.fetchall())
