"""What both sides of a loop count for a member, where its community counts: said, and never in the way."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hometeam.swap.models import Rules
from hometeam.swap.queries.counting import Counting, differ
from hometeam.swap.queries.loops import Asked


def weighed(asked: Asked, rules: Rules) -> list[str]:
    """What a member would give and get count for, and whether that is further apart than its community finds fine."""
    counting, give, get = Counting.of(rules), asked.give.worth, asked.get.worth
    if not counting.is_on or give is None or get is None:
        return []
    amounts = {"give": counting.said(give), "get": counting.said(get)}
    lines = [_("What you give counts for %(give)s, what you get for %(get)s.") % amounts]
    if differ(give, get, rules.tolerance):
        lines.append(_("That is further apart than is usual here. Say yes all the same if it is right for you."))
    return lines
