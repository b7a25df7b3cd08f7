"""Why a member is suggested to nobody just now, for the member itself, who may not know."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hometeam.fit.queries.leaving_out import left_out
from hometeam.members.models import Community, Member
from hometeam.members.queries.profile import resting_until


def why_unseen(member: Member, community: Community) -> str:
    """In one sentence why nobody in the community is shown this member; "" where it is shown. At most one query."""
    if not member.introductions_a_month or not member.capacity:
        return _("Nobody is shown you as a suggestion just now, as you chose.")
    resting = resting_until(member, community.timezone)
    if resting is not None:
        day = date_format(resting, _("j F Y"))
        return _("Nobody is shown you as a suggestion until %(day)s, as you are resting.") % {"day": day}
    if member.pk in left_out([member.pk], community).everyone:
        return _("You have as much under way as you said, so nobody is shown you until something is done.")
    return ""
