"""How a community barters, and how many loops a member wants to be asked about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from hometeam.foundation import journal
from hometeam.members.access import Viewer
from hometeam.swap.actions.set_offs import leave_all_as_they_are
from hometeam.swap.models import Leg, Listing, Pace, Rules


@transaction.atomic
def keep_rules(*, viewer: Viewer, values: dict[str, Any]) -> Rules:
    """Say how the community barters; `values` are the fields of `Rules`.

    Minutes are no points: when something else is counted from now on, what stands on the board or is given in a loop is
    worth nothing said, and what members were asked to settle is left as it was.
    """
    before = Rules.objects.select_for_update().filter(community=viewer.community).first()
    counted = before.counting if before else Rules.Counting.NOTHING
    rules, _is_new = Rules.objects.update_or_create(community=viewer.community, defaults=values)
    if counted != rules.counting:
        Listing.objects.filter(community=viewer.community, worth__isnull=False).update(worth=None)
        Leg.objects.filter(loop__community=viewer.community, worth__isnull=False).update(worth=None)
        leave_all_as_they_are(community=viewer.community)
    journal.record(
        actor=viewer.actor,
        verb="swap.rules_changed",
        object=rules,
        community_id=viewer.community.pk,
        data={"counting": rules.counting, "longest_loop": rules.longest_loop, "nightly": rules.nightly},
    )
    return rules


@transaction.atomic
def keep_pace(*, viewer: Viewer, most_open: int, rests_until_on: date | None) -> Pace:
    """How many loops may wait for the member at once (0 to 5), and until when it wants none."""
    pace, _is_new = Pace.objects.update_or_create(
        member=viewer.acting, defaults={"most_open": most_open, "rests_until_on": rests_until_on}
    )
    journal.record(
        actor=viewer.actor,
        verb="swap.pace_changed",
        object=pace,
        community_id=viewer.community.pk,
        data={"most_open": most_open, "rests": rests_until_on is not None},
    )
    return pace
