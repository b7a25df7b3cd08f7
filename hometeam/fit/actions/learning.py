"""Learning from answers: done by the clock, by nobody in particular.

It is reckoned first, which may take seconds, and then written in one step if nobody else was first. So a worker may be
killed at any point, and two may work at once: each answer teaches once.
"""

from __future__ import annotations

from hometeam.fit.models import Learnt
from hometeam.fit.queries import learning
from hometeam.members.models import Community


def learn(*, community: Community) -> bool:
    """Learn from what members answered since last time; whether anything was written. Call again until it was not."""
    learnt, _is_new = Learnt.objects.get_or_create(community=community)
    found = learning.further(learnt, community)
    if found is None:
        return False
    written = {"beliefs": found.beliefs.to_json(), "heard": found.heard, "reached_on": found.reached_on}
    as_it_was = Learnt.objects.filter(pk=learnt.pk, edition=learnt.edition)
    return bool(as_it_was.update(edition=learnt.edition + 1, **written))
