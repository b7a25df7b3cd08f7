"""Introductions, read with names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from hometeam.engine.referrals import KEPT_AFTER_END, OPEN, State
from hometeam.members.access import blocked
from hometeam.members.models import Block, Community, Member, Membership
from hometeam.referrals.models import Prospect, Referral, ReferralMove, ReferralQuerySet

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Book:
    """A member's introductions: all that waits for it, then a page of what else it gave and received, newest first."""

    waiting: list[Referral]
    page: Page[Referral]
    given: list[Referral]
    received: list[Referral]

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.page.paginator.count)


def whole() -> ReferralQuerySet:
    """Introductions with all that their page shows."""
    return Referral.objects.select_related("community", "giver", "receiver", "prospect", "thanks")


def book_of(member: Member, community: Community, page: str | None = None) -> Book:
    """What a member gave and received, without those with members whom it must not meet: four queries."""
    away = blocked(member)
    mine = whole().known_to(member).filter(community=community)
    mine = mine.exclude(giver__in=away).exclude(receiver__in=away)
    asks = Q(receiver=member) & (Q(state__in=[*OPEN]) | Q(state=State.WON, thanks__isnull=True))
    waiting = sorted(mine.filter(asks), key=lambda one: not one.is_open)
    turned = Paginator(mine.exclude(pk__in=[one.pk for one in waiting]), A_PAGE).get_page(page)
    given = [one for one in turned if one.giver_id == member.pk]
    return Book(waiting, turned, given, [one for one in turned if one.receiver_id == member.pk])


def to_and_fro(one: Member, other: Member, community: Community) -> tuple[int, int]:
    """How many introductions one member made to another that were taken on, and how many came back."""
    taken = Referral.objects.filter(community=community, taken=True)
    return (taken.filter(giver=one, receiver=other).count(), taken.filter(giver=other, receiver=one).count())


def parted() -> ReferralQuerySet:
    """Open introductions whose two sides can no longer be about them.

    The receiver is gone or has nobody, the giver is gone before the prospect was heard, or one has blocked the other.
    """
    here = Membership.objects.filter(community=OuterRef("community"), state=Membership.State.HERE)
    pair = Q(member=OuterRef("giver"), other=OuterRef("receiver")) | Q(
        member=OuterRef("receiver"), other=OuterRef("giver")
    )
    receiver_gone = ~Exists(here.filter(member=OuterRef("receiver")))
    giver_gone = Q(known=False) & ~Exists(here.filter(member=OuterRef("giver")))
    apart = Exists(Block.objects.filter(pair))
    return Referral.objects.filter(state__in=[*OPEN]).filter(receiver_gone | giver_gone | apart)


def to_lapse(moment: datetime, *, pk: int | None = None) -> list[int]:
    """The introductions that time ends by a moment, by id; with `pk`, only whether that one is among them."""
    found = Referral.objects.filter(pk=pk) if pk is not None else Referral.objects.all()
    late = found.filter(lapse_at__lte=moment, state__in=[*OPEN])
    apart = parted() if pk is None else parted().filter(pk=pk)
    return sorted({*late.values_list("pk", flat=True), *apart.values_list("pk", flat=True)})


def to_remind(moment: datetime) -> list[int]:
    """The introductions of which somebody is to be reminded by a moment, by id."""
    due = Referral.objects.filter(remind_at__lte=moment, state__in=[*OPEN], reminded=False)
    return list(due.values_list("pk", flat=True))


def to_forget(moment: datetime) -> list[int]:
    """The ended introductions whose prospect's time with us is over by a moment, by id."""
    old = Referral.objects.filter(ended_at__lte=moment - KEPT_AFTER_END, erased_at__isnull=True)
    return list(old.values_list("pk", flat=True))


def old_words(moment: datetime) -> QuerySet[ReferralMove]:
    """Words in the history that may still tell of somebody whose time with us is over by a moment."""
    return ReferralMove.objects.filter(referral__ended_at__lte=moment - KEPT_AFTER_END).exclude(words="")


def words_of_those_who_left() -> QuerySet[Prospect]:
    """What members wrote to people they introduced, who have since closed: their words go with their name."""
    return Prospect.objects.filter(referral__giver__closed_at__isnull=False).exclude(words="", why="")


def forgotten(among: Collection[int]) -> list[int]:
    """Which of these introductions are about somebody who is forgotten, by id."""
    return list(Referral.objects.filter(pk__in=among, erased_at__isnull=False).values_list("pk", flat=True))
