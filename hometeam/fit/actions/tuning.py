"""How organisers wish suggestions to lean: it counts from the next page view on, and can be undone."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from hometeam.engine.fit.beliefs import Tuning
from hometeam.fit.models import Tuned, Week
from hometeam.fit.queries import leaning, weeks
from hometeam.foundation import clock, journal
from hometeam.members.access import Viewer
from hometeam.members.models import Community


class Overtaken(Exception):
    """Somebody else has changed how suggestions lean since it was looked at."""


@transaction.atomic
def tune(*, viewer: Viewer, tuning: Tuning, seen: str | None = None) -> None:
    """Let suggestions lean this way from now on; nothing happens where they do already.

    `seen`: how they leant when this was decided, as `leaning.as_text` says it. Raises Overtaken where they lean
    otherwise by now.
    """
    tuned = _tuned(viewer.community)
    if seen is not None and seen != leaning.as_text(tuned.steps):
        raise Overtaken
    if tuned.steps != tuning.steps():
        _lean(viewer, tuned, tuning, before=tuned.steps)


@transaction.atomic
def undo_tuning(*, viewer: Viewer) -> None:
    """Take the last change back; nothing happens where there is none."""
    tuned = _tuned(viewer.community)
    if tuned.before is not None:
        _lean(viewer, tuned, Tuning(**_known(tuned.before)), before=None)


def _known(steps: Mapping[str, int]) -> dict[str, int]:
    return {name: step for name, step in steps.items() if name in Tuning().steps()}


def _tuned(community: Community) -> Tuned:
    Tuned.objects.get_or_create(community=community, defaults={"steps": Tuning().steps()})
    return Tuned.objects.select_for_update().get(community=community)


def _lean(viewer: Viewer, tuned: Tuned, tuning: Tuning, *, before: Mapping[str, int] | None) -> None:
    """Write it down, and lean what this week goes by at once."""
    Tuned.objects.filter(pk=tuned.pk).update(steps=tuning.steps(), before=before, changed_at=clock.now())
    community = viewer.community
    chosen = weeks.chosen_for(community)
    fair = {"prices": weeks.as_text(chosen.prices), "seats": weeks.as_text(chosen.seats)}
    week, _is_new = Week.objects.get_or_create(
        community=community, begins_on=weeks.this_monday(community), defaults=fair
    )
    Week.objects.filter(pk=week.pk).update(beliefs=chosen.beliefs.tuned(tuning).to_json())
    journal.record(
        actor=viewer.actor, verb="fit.tuned", object=week, community_id=community.pk, data={"steps": tuning.steps()}
    )
