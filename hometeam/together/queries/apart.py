"""Members of one group who do not want to meet: the group goes on, and neither reads the other's words.

A block must not show itself. So a group keeps both in it, by name, to each other as to everybody; only what one of them
says is not shown, nor told, to the other. Nobody brings the two together anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hometeam.members.access import blocked_ids
from hometeam.members.models import Block, Member
from hometeam.together.models import Collaboration


def hushed(collaboration: Collaboration, member: Member) -> frozenset[int]:
    """The members in a group whose words this one does not read. None for two; no query for the collaboration of a page
    (`at_hand.one_with_all`), else one.
    """
    if not collaboration.is_group:
        return frozenset()
    parts = list(collaboration.parts.all())
    looked = {part.member_id: getattr(part, "is_apart", None) for part in parts}
    if None not in looked.values():
        return frozenset(pk for pk, is_apart in looked.items() if is_apart)
    return frozenset(blocked_ids(member) & looked.keys())


def may_meet(sitting: Iterable[int], asked: Sequence[Member]) -> list[Member]:
    """Of those who are asked, in their order, the ones on speaking terms with all before them and with those who sit
    there already, by id. One query.
    """
    there = set(sitting)
    ids = there | {member.pk for member in asked}
    pairs = set(Block.objects.filter(member__in=ids, other__in=ids).values_list("member_id", "other_id"))
    found = []
    for member in asked:
        if not any((member.pk, one) in pairs or (one, member.pk) in pairs for one in there):
            found.append(member)
            there.add(member.pk)
    return found


def left_out(collaboration: Collaboration, asked: Sequence[Member]) -> list[Member]:
    """Of those whom one wished to ask, the ones to whom it could not be sent. Their starter hears who, not why."""
    there = set(collaboration.parts.values_list("member_id", flat=True))
    return [member for member in asked if member.pk not in there]
