"""Members who are no longer here: what they had open ends kindly for the others, whose history stays theirs."""

from __future__ import annotations

from hometeam.together.actions.moving import see_off_one
from hometeam.together.queries.leaving import of_those_no_longer_here


def see_off() -> int:
    """Take members who have closed, or have left the community, out of everything that is open; returns how many
    times.

    Each in its own transaction, and again harmless: whoever is out is not found any more.
    """
    return sum(see_off_one(pk, member) for pk, member in of_those_no_longer_here())
