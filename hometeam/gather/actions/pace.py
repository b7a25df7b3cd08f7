"""Each person's own pace in the challenge, a community's settings of it, and the weekly notice for who wants one."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import journal, post
from hometeam.gather.models import Feature, Pace, Weekly
from hometeam.gather.queries.whom import Proposed
from hometeam.members.access import Viewer
from hometeam.members.actions import gone_lately, put_right, unnamed


@transaction.atomic
def skip_week(*, viewer: Viewer, week_on: date | None) -> None:
    """Leave out the week that begins on a day; None takes part in it after all."""
    _set(viewer, skipped_week_on=week_on)


@transaction.atomic
def rest_until(*, viewer: Viewer, day: date) -> None:
    """Rest from the challenge until a day; no card, no notice, no question."""
    _set(viewer, rests_until_on=day)


@transaction.atomic
def take_part_again(*, viewer: Viewer) -> None:
    """No rest, and this week after all."""
    _set(viewer, rests_until_on=None, skipped_week_on=None)


@transaction.atomic
def want_notice(*, viewer: Viewer, wants: bool) -> None:
    """Whether the viewer hears of each week when it begins."""
    _set(viewer, wants_notice=wants)


@transaction.atomic
def keep_weekly(*, viewer: Viewer, is_on: bool, weekday: int) -> Weekly:
    """How the community holds its challenge: whether at all, and on which weekday it begins (Monday 0 to Sunday 6)."""
    weekly, _is_new = Weekly.objects.update_or_create(
        community=viewer.community, defaults={"is_on": is_on, "weekday": weekday}
    )
    data = {"is_on": is_on, "weekday": weekday}
    journal.record(
        actor=viewer.actor,
        verb="gather.challenge_settings_changed",
        object=weekly,
        community_id=viewer.community.pk,
        data=data,
    )
    return weekly


@transaction.atomic
def forget_names() -> int:
    """The answers and thanks about those who closed lately say their name no more; returns how many did."""
    found = 0
    for member in gone_lately():
        ours = Feature.objects.filter(Q(member=member) | Q(featured=member))
        found += put_right(ours, ("why", "help", "thanks"), unnamed(member))
    return found


@transaction.atomic
def tell_of_week(*, viewer: Viewer, week_on: date, proposed: tuple[Proposed, ...]) -> None:
    """This week's challenge, once for each person, community and week, however often it is tried."""
    year, week, _weekday = week_on.isocalendar()
    post.notify(
        person_ids=[viewer.person.pk],
        key=f"gather.challenge:{viewer.community.pk}:{year}-{week}",
        subject=cast("str", _("Whom would you like to feature this week?")),
        lines=[_named(one) for one in proposed],
        action_label=cast("str", _("Feature somebody")),
        action_url=reverse("gather:challenge", args=[viewer.community.slug]),
        community_id=viewer.community.pk,
        urgency="digest",
    )


def _named(one: Proposed) -> str:
    return f"{one.member.name}: {', '.join(one.reasons) or one.line}"


def _set(viewer: Viewer, **values: Any) -> None:
    Pace.objects.update_or_create(person=viewer.person, community=viewer.community, defaults=values)
