"""Whom not to suggest to a member just now, although they might fit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

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
# For each asked: whom to leave out; 0 stands for all of them.
_QUESTION = f"""
-- blocked, whichever side said so
SELECT member_id, other_id FROM members_block WHERE member_id IN (:whom)
UNION SELECT other_id, member_id FROM members_block WHERE other_id IN (:whom)
-- refused; "another time" is only said for oneself
UNION SELECT member_id, other_id FROM fit_refusal
    WHERE member_id IN (:whom) AND undone_at IS NULL AND until_at > %(now)s
UNION SELECT other_id, member_id FROM fit_refusal
    WHERE other_id IN (:whom) AND undone_at IS NULL AND until_at > %(now)s AND reason <> '{Refusal.Reason.LATER}'
-- in touch already
UNION SELECT mine.member_id, theirs.member_id FROM together_part mine
    JOIN together_collaboration it ON it.id = mine.collaboration_id
    JOIN together_part theirs ON theirs.collaboration_id = it.id
    WHERE mine.member_id IN (:whom) AND it.state IN ({", ".join(f"'{state}'" for state in _OPEN)})
-- declined lately, whichever side said so
UNION SELECT mine.member_id, theirs.member_id FROM together_part mine
    JOIN together_change was ON was.collaboration_id = mine.collaboration_id
    JOIN together_part theirs ON theirs.collaboration_id = mine.collaboration_id
    WHERE mine.member_id IN (:whom) AND was.at >= %(lately)s
    AND was.move = 'decline' AND was.to_state = '{State.DECLINED}'
-- resting
UNION SELECT 0, id FROM members_member WHERE snoozed_until_on > %(today)s
-- with full hands; begun with what is open, of which there is far less than there are members
UNION SELECT 0, busy.member_id FROM together_collaboration it
    JOIN together_part busy ON busy.collaboration_id = it.id AND busy.answer = '{Part.Answer.YES}'
    JOIN members_member member ON member.id = busy.member_id
    WHERE it.community_id IN (SELECT id FROM members_community)
    AND it.state IN ({", ".join(f"'{state}'" for state in _BUSY)})
    AND EXISTS (SELECT 1 FROM members_membership WHERE member_id = member.id AND community_id = %(community)s)
    GROUP BY busy.member_id, member.capacity HAVING COUNT(*) >= member.capacity
"""  # noqa: S608


def left_out(member_ids: Collection[int], community: Community) -> dict[int, set[int]]:
    """For each of these members, who is blocked, refused, in touch already, declined lately, resting or has full hands.

    One query for all of them.
    """
    found: dict[int, set[int]] = {pk: set() for pk in member_ids}
    everyone: set[int] = set()
    for me, other in _answers(member_ids, community) if member_ids else ():
        found.get(me, everyone).add(other)
    return {pk: (others | everyone) - {pk} for pk, others in found.items()}


def _answers(member_ids: Collection[int], community: Community) -> list[tuple[int, int]]:
    now, as_stored = clock.now(), connection.ops
    about = {
        "community": community.pk,
        "now": as_stored.adapt_datetimefield_value(now),
        "lately": as_stored.adapt_datetimefield_value(now - DECLINED_FOR),
        "today": as_stored.adapt_datefield_value(clock.today(community.timezone)),
    }
    question = _QUESTION.replace(":whom", ", ".join(str(int(pk)) for pk in member_ids))
    with connection.cursor() as cursor:
        cursor.execute(question, about)
        return list(cursor.fetchall())
