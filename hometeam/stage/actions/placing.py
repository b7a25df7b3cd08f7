"""Cards made, put out, looked after and taken away."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import cast

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation import clock, journal, limits, post
from hometeam.ledger import actions as ledger
from hometeam.members.access import Viewer
from hometeam.members.models import Member, Person
from hometeam.members.queries.kits import kit_of
from hometeam.stage.models import Card, Placement
from hometeam.together import actions as together
from hometeam.together.actions import Made

PAGE, KIND, GROUP = "stage:prints", "client-resource-mention", "spread"
CARDS_A_DAY = 50
MOST_NAMED = 5


class NoPage(Exception):
    """The member has no page of its own to lead people to."""


@transaction.atomic
def make_card(*, viewer: Viewer, about: Member, medium: str, words: str) -> Card:
    """A card about a member for one medium, with a counted link of its own; made again, it takes the new words.

    Raises NoPage where the member has no address to lead to, ledger.BadAddress, limits.LimitReached.
    """
    url = kit_of(about).url
    if not url:
        raise NoPage
    limits.spend(f"stage.card:{viewer.acting.pk}", amount=CARDS_A_DAY, per=timedelta(days=1))
    link = ledger.link_for(viewer=viewer, owner=about, url=url, channel=medium, within=f"stage.about:{about.pk}")
    card, is_new = Card.objects.update_or_create(
        community=viewer.community,
        by=viewer.acting,
        about=about,
        medium=medium,
        defaults={"words": words, "link": link},
    )
    if is_new:
        _told(viewer, "stage.card_made", card)
    return card


@transaction.atomic
def place_card(*, viewer: Viewer, card: Card, place: str, by_name: str, since_on: date, months: int) -> Placement:
    """Write down where a card lies; the ledger gets the act, once for each place."""
    placement = Placement.objects.create(
        card=card,
        place=place,
        by_name=by_name,
        since_on=since_on,
        months=months,
        review_on=_next(clock.today(viewer.community.timezone), months),
    )
    made = Made(
        page=PAGE,
        label=f"stage.placement:{placement.pk}",
        giver=card.by,
        receiver=card.about,
        kind_id=KIND,
        group=GROUP,
        words=_("{me} put a card about {other} where customers see it: %(place)s.") % {"place": _unbraced(place)},
        happened_on=since_on,
    )
    placement.act = together.record_made(viewer=viewer, made=made)
    placement.save(update_fields=["act"])
    _told(viewer, "stage.card_placed", placement, act=placement.act.pk)
    return placement


@transaction.atomic
def still_there(*, viewer: Viewer, placement: Placement) -> None:
    """It lies there still: ask again after as many months. Twice on one day changes nothing more."""
    review_on = _next(clock.today(viewer.community.timezone), placement.months)
    if Placement.objects.lying().filter(pk=placement.pk).update(review_on=review_on, asked_on=None):
        _told(viewer, "stage.card_seen", placement)


@transaction.atomic
def take_away(*, viewer: Viewer, placement: Placement) -> None:
    """It lies there no more; its visits and its act stay."""
    today = clock.today(viewer.community.timezone)
    if Placement.objects.lying().filter(pk=placement.pk).update(gone_on=today):
        _told(viewer, "stage.card_gone", placement)


@transaction.atomic
def put_back(*, viewer: Viewer, placement: Placement) -> None:
    """Undo the taking away."""
    review_on = _next(clock.today(viewer.community.timezone), placement.months)
    gone = Placement.objects.filter(pk=placement.pk, gone_on__isnull=False)
    if gone.update(gone_on=None, review_on=review_on, asked_on=None):
        _told(viewer, "stage.card_back", placement)


@transaction.atomic
def remind_of_stale(*, now: datetime) -> int:
    """Ask each member, in one notice, about its cards that are due to be looked after; returns how many members.

    Each card is asked for once, until somebody has said that it is still there.
    """
    due = Placement.objects.lying().filter(
        review_on__lte=now.date(), asked_on=None, card__by__closed_at=None, card__about__closed_at=None
    )
    rows = due.select_related("card__community", "card__by", "card__about").order_by("review_on", "pk")
    stale: dict[tuple[int, int], list[Placement]] = {}
    for row in rows:
        stale.setdefault((row.card.by_id, row.card.community_id), []).append(row)
    for placements in stale.values():
        _ask(placements, now.date())
    return len(stale)


def _ask(stale: list[Placement], today: date) -> None:
    card = stale[0].card
    post.notify(
        person_ids=Person.objects.filter(seats__member=card.by).values_list("pk", flat=True),
        key=f"stage.stale:{card.by_id}:{card.community_id}:{today.isoformat()}",
        subject=cast("str", gettext_lazy("Is your card still there?")),
        lines=[
            *(f"{one.card.about.name}: {one.place}" for one in stale[:MOST_NAMED]),
            cast("str", gettext_lazy("One tap says that it is, or that it is gone.")),
        ],
        action_label=cast("str", gettext_lazy("Have a look")),
        action_url=reverse("stage:home", args=[card.community.slug]),
        community_id=card.community_id,
        urgency="digest",
    )
    Placement.objects.filter(pk__in=[one.pk for one in stale]).update(asked_on=today)


def _next(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _unbraced(words: str) -> str:
    """Braces in somebody's words are not for the ledger to fill in."""
    return words.replace("{", "(").replace("}", ")")


def _told(viewer: Viewer, verb: str, thing: Card | Placement, **data: int) -> None:
    community_id = viewer.community.pk
    journal.record(actor=viewer.actor, verb=verb, object=thing, community_id=community_id, data=data)
