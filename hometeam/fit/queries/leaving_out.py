"""Whom not to suggest to a member just now, although they might fit."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from hometeam.engine.agreements import OPEN, RUNNING, State
from hometeam.fit.models import Refusal
from hometeam.foundation import clock
from hometeam.members.models import Community, Member, Membership
from hometeam.together.models import Part

DECLINED_FOR = timedelta(days=90)

# In SQL of its own: every page with a suggestion asks this, and for eight parts the ORM takes longer to think than the
# database to answer.
_BUSY = [str(state) for state in sorted({*RUNNING, State.PROPOSED, State.COUNTERED})]
_OPEN = [str(state) for state in sorted(OPEN)]
_QUESTION = f"""
-- blocked, whichever side said so
SELECT other_id FROM members_block WHERE member_id = %(me)s
UNION SELECT member_id FROM members_block WHERE other_id = %(me)s
-- refused; "another time" is only said for oneself
UNION SELECT other_id FROM fit_refusal WHERE member_id = %(me)s AND undone_at IS NULL AND until_at > %(now)s
UNION SELECT member_id FROM fit_refusal
    WHERE other_id = %(me)s AND undone_at IS NULL AND until_at > %(now)s AND reason <> '{Refusal.Reason.LATER}'
-- in touch already
UNION SELECT theirs.member_id FROM together_part mine
    JOIN together_collaboration it ON it.id = mine.collaboration_id
    JOIN together_part theirs ON theirs.collaboration_id = it.id
    WHERE mine.member_id = %(me)s AND it.state IN ({", ".join(f"'{state}'" for state in _OPEN)})
-- declined lately, whichever side said so
UNION SELECT theirs.member_id FROM together_part mine
    JOIN together_change was ON was.collaboration_id = mine.collaboration_id
    JOIN together_part theirs ON theirs.collaboration_id = mine.collaboration_id
    WHERE mine.member_id = %(me)s AND was.at >= %(lately)s
    AND was.move = 'decline' AND was.to_state = '{State.DECLINED}'
-- resting
UNION SELECT member.id FROM members_membership here JOIN members_member member ON member.id = here.member_id
    WHERE here.community_id = %(community)s AND here.state = '{Membership.State.HERE}'
    AND member.snoozed_until_on > %(today)s
-- with full hands
UNION SELECT busy.member_id FROM together_part busy
    JOIN together_collaboration it ON it.id = busy.collaboration_id
    JOIN members_member member ON member.id = busy.member_id
    JOIN members_membership here ON here.member_id = member.id AND here.community_id = %(community)s
    WHERE busy.answer = '{Part.Answer.YES}' AND it.state IN ({", ".join(f"'{state}'" for state in _BUSY)})
    GROUP BY busy.member_id, member.capacity HAVING COUNT(*) >= member.capacity
"""  # noqa: S608


def left_out(member: Member, community: Community) -> set[int]:
    """Who is blocked, refused, in touch already, declined lately, resting or has full hands: one query."""
    now, as_stored = clock.now(), connection.ops
    about = {
        "me": member.pk,
        "community": community.pk,
        "now": as_stored.adapt_datetimefield_value(now),
        "lately": as_stored.adapt_datetimefield_value(now - DECLINED_FOR),
        "today": as_stored.adapt_datefield_value(clock.today(community.timezone)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, about)
        return {pk for (pk,) in cursor.fetchall()} - {member.pk}
