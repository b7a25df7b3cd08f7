"""What both sides of a swap count for, where the community counts: said, and never in the way."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hometeam.swap.models import Listing, Rules
from hometeam.swap.queries.counting import Counting, differ
from hometeam.swap.queries.loops import Asked


def weighed(asked: Asked, rules: Rules) -> list[str]:
    """What a member would give and get in a loop, and whether that is further apart than its community finds fine."""
    counting, give, get = Counting.of(rules), asked.give.worth, asked.get.worth
    if not counting.is_on or give is None or get is None:
        return []
    amounts = {"give": counting.said(give), "get": counting.said(get)}
    lines = [_("What you give counts for %(give)s, what you get for %(get)s.") % amounts]
    if differ(give, get, rules.tolerance):
        lines.append(_("That is further apart than is usual here. Say yes all the same if it is right for you."))
    return lines


def weighed_between(one: Listing, other: Listing, rules: Rules) -> list[str]:
    """The same of a swap between two, for both of them to read."""
    counting = Counting.of(rules)
    if not counting.is_on or one.worth is None or other.worth is None:
        return []
    said = {"one": one.words, "of_one": counting.said(one.worth)}
    said |= {"other": other.words, "of_other": counting.said(other.worth)}
    lines = [_("“%(one)s” counts for %(of_one)s, “%(other)s” for %(of_other)s.") % said]
    if are_apart(one, other, rules):
        lines.append(_("That is further apart than is usual here. It can be right for you two all the same."))
    return lines


def are_apart(one: Listing, other: Listing, rules: Rules) -> bool:
    """Whether two listings count for more different amounts than their community finds fine."""
    return Counting.of(rules).is_on and differ(one.worth, other.worth, rules.tolerance)
