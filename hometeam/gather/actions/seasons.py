"""Which seasons a community follows, its own dates, and telling people in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hometeam.engine.seasons import Occurrence
from hometeam.foundation import clock, journal, post
from hometeam.foundation.text import one_line
from hometeam.gather.models import OwnSeason, SeasonChoice
from hometeam.members.access import Viewer
from hometeam.members.models import Community


def _in_words(on: date) -> str:
    return date_format(on, gettext("l, j F"))


_day: Any = lazy(_in_words, str)
"""A day as each reader's language says it."""


@transaction.atomic
def follow_season(*, viewer: Viewer, season: str, follows: bool) -> None:
    """Take one of the shop-small seasons into the community's calendar, or leave it out."""
    choice, _is_new = SeasonChoice.objects.update_or_create(
        community=viewer.community, season=season, defaults={"follows": follows}
    )
    verb = "gather.season_followed" if follows else "gather.season_left_out"
    _journal(viewer, verb, choice, season=season)


@transaction.atomic
def save_own_season(*, viewer: Viewer, season: OwnSeason | None, values: dict[str, Any]) -> OwnSeason:
    """Write down a date of the community's own, or change one. `values` are the model's fields."""
    kept = season or OwnSeason(community=viewer.community, made_by=viewer.person)
    for name, value in values.items():
        setattr(kept, name, one_line(value) if name == "title" else value)
    kept.save()
    _journal(viewer, "gather.season_changed" if season else "gather.season_added", kept)
    return kept


@transaction.atomic
def take_away_season(*, viewer: Viewer, season: OwnSeason) -> None:
    """Take one of the community's own dates out of its calendar; it can be put back."""
    if OwnSeason.objects.filter(pk=season.pk, taken_away_at__isnull=True).update(taken_away_at=clock.now()):
        _journal(viewer, "gather.season_taken_away", season)


@transaction.atomic
def put_back_season(*, viewer: Viewer, season: OwnSeason) -> None:
    """Undo that."""
    if OwnSeason.objects.filter(pk=season.pk, taken_away_at__isnull=False).update(taken_away_at=None):
        _journal(viewer, "gather.season_put_back", season)


@transaction.atomic
def tell_of_season(*, community: Community, one: Occurrence, person_ids: Iterable[int], organises: bool) -> None:
    """A season comes: each person hears of it once for its year, however often it is tried."""
    day = _day(one.from_on)
    line: Any = _("What you did together last year is ready to run again, with this year’s date filled in.")
    if organises:
        line = _("A good moment to show members what was done last year, and to ask what they would like to do.")
    subject: Any = format_lazy(_("{season} begins on {day}"), season=_(one.season.title), day=day)
    post.notify(
        person_ids=person_ids,
        key=f"gather.season:{community.pk}:{one.season.id}:{one.year}",
        subject=subject,
        lines=[line],
        action_label=cast("str", _("See what comes next")),
        action_url=reverse("gather:seasons", args=[community.slug]),
        community_id=community.pk,
        urgency="digest",
    )


def _journal(viewer: Viewer, verb: str, thing: OwnSeason | SeasonChoice, **data: Any) -> None:
    journal.record(actor=viewer.actor, verb=verb, object=thing, community_id=viewer.community.pk, data=data)
