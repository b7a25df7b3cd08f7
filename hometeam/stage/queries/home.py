"""What a member shows the world: what waits to be shared, whose kits it can take, what it has put out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from hometeam.foundation import clock
from hometeam.foundation.prepared import Given, prepared
from hometeam.ledger.models import Visits
from hometeam.members.models import Community, Member
from hometeam.stage.models import Card, Placement
from hometeam.stage.queries.sharing import can_be_shared, writes
from hometeam.together import queries as together
from hometeam.together.models import Collaboration, Part

KITS_A_PAGE = 12
GONE_SHOWN_DAYS = 30
WINDOW = 30


@dataclass(frozen=True, slots=True)
class ToShare:
    """A collaboration whose words are ready: about whom, and whether the viewer's side writes or passes it on."""

    collaboration: Collaboration
    names: str
    is_writer: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a card lies, how it is due, and what it brought."""

    placement: Placement
    is_stale: bool


@dataclass(frozen=True, slots=True)
class CardOut:
    """A card with the places where it lies, and the visits that its code brought in the last thirty days."""

    card: Card
    placed: tuple[Placed, ...]
    visits: int


@dataclass(frozen=True, slots=True)
class Stage:
    """The member's own part of the stage."""

    share: tuple[ToShare, ...]
    partners: Page[Member]
    cards: tuple[CardOut, ...]

    @property
    def stale(self) -> int:
        return sum(placed.is_stale for card in self.cards for placed in card.placed)


def stage_of(member: Member, community: Community, page: str | None = None) -> Stage:
    """What one member has to show, has to take and has put out in a community."""
    partners = together.partners_of(member, community, only_here=True)
    shown = Paginator(partners, KITS_A_PAGE).get_page(page)
    return Stage(_to_share(member, community), shown, cards_of(member, community))


def _to_share(member: Member, community: Community) -> tuple[ToShare, ...]:
    """What is agreed and waits to be told, the earliest first."""
    kinds = together.kinds_known(community)
    found = []
    for one in together.mine(member, community).do:
        kind = kinds.get(one.kind_id)
        if kind is None or not can_be_shared(one, kind):
            continue
        parts = list(one.parts.all())
        me = next(part for part in parts if part.member_id == member.pk)
        found.append(ToShare(one, _names(parts, me), writes(kind, me.role)))
    return tuple(found)


def _names(parts: list[Part], me: Part) -> str:
    return together.telling.names([part for part in parts if part.pk != me.pk])


def cards_of(member: Member, community: Community) -> tuple[CardOut, ...]:
    """The cards that a member has made in a community, newest first: two queries."""
    today = clock.today(community.timezone)
    made = _cards(member=member.pk, community=community.pk, since=today - timedelta(days=WINDOW))
    lying: dict[int, list[Placed]] = {}
    ids, gone = [card.pk for card in made], today - timedelta(days=GONE_SHOWN_DAYS)
    for one in _lying(cards=ids, gone=gone) if ids else ():
        lying.setdefault(one.card_id, []).append(Placed(one, one.is_stale(today)))
    return tuple(CardOut(card, tuple(lying.get(card.pk, ())), card.visits) for card in made)


@prepared
def _cards(member: Given, community: Given, since: Given) -> QuerySet[Card]:
    visits = Visits.objects.filter(link=OuterRef("link_id"), on__gte=since).order_by()
    times = visits.values("link").annotate(times=Sum("unique")).values("times")
    cards = Card.objects.made_by(member, community).select_related("about", "link")
    return cards.annotate(visits=Coalesce(Subquery(times), 0))


@prepared
def _lying(cards: Given, gone: Given) -> QuerySet[Placement]:
    return Placement.objects.filter(card__pk__in=cards).exclude(gone_on__lt=gone)
