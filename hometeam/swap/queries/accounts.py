"""A member's account in what its community counts. Only the member itself sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from hometeam.engine.setoff import Debt
from hometeam.ledger.models import Act
from hometeam.members.access import Viewer, blocked
from hometeam.members.models import Block, Community, Member
from hometeam.swap.models import Rules, Transfer, TransferQuerySet
from hometeam.swap.queries.counting import Counting
from hometeam.swap.queries.scope import agreed_for
from hometeam.together.queries.offering import kinds_known

PAGE = 20
UNCOUNTED = 10
FEW = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One transfer as its member reads it; `words`: what had been agreed, or what was done where nothing had."""

    transfer: Transfer
    partner: Member
    is_mine: bool
    amount: str
    words: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Something bartered that nobody has counted yet, and what had been agreed."""

    act: Act
    agreed: str


@dataclass(frozen=True)
class Account:
    """What stands between a member and the others here: `balance` above 0 is help given and not yet had; `has_past`:
    something was counted before in what is not counted now.
    """

    counting: Counting
    balance: int
    is_marked: bool
    to_answer: tuple[Line, ...]
    asked: tuple[Line, ...]
    uncounted: tuple[Uncounted, ...]
    page: Page[Line]
    has_past: bool

    @property
    def said(self) -> str:
        """The balance in words, without its sign."""
        return self.counting.said(self.balance)


def account_of(viewer: Viewer, rules: Rules, number: str = "1") -> Account:
    """The viewer's member's account here."""
    me, counting = viewer.acting, Counting.of(rules)
    mine = (
        _here(viewer.community, counting)
        .touching(me)
        .select_related("giver", "receiver", "act__giver", "act__receiver")
    )
    open_ones = list(mine.standing().filter(confirmed_at=None)[: 2 * FEW])
    lines = Paginator(mine.counted(), PAGE).get_page(number)
    open_acts = list(uncounted(me, viewer.community)[:UNCOUNTED])
    agreed = agreed_for([*open_acts, *(one.act for one in (*open_ones, *lines) if one.act)])
    rows = [_line(one, me, counting, agreed) for one in lines]
    asked = [_line(one, me, counting, agreed) for one in open_ones]
    balance = balance_of(me, viewer.community, counting)
    return Account(
        counting=counting,
        balance=balance,
        is_marked=rules.most_owed is not None and abs(balance) > rules.most_owed,
        to_answer=tuple(one for one in asked if one.transfer.said_by_id != me.pk),
        asked=tuple(one for one in asked if one.transfer.said_by_id == me.pk),
        uncounted=tuple(Uncounted(one, agreed.get(one.pk, "")) for one in open_acts),
        page=cast("Page[Line]", Page(rows, lines.number, lines.paginator)),
        has_past=_before(viewer, rules).exists(),
    )


def counted_before(viewer: Viewer, rules: Rules, number: str = "1") -> Page[Line]:
    """What was counted of the viewer's member here in something that is not counted now, each as it was counted."""
    me = viewer.acting
    mine = _before(viewer, rules).select_related("giver", "receiver", "act__giver", "act__receiver")
    lines = Paginator(mine, PAGE).get_page(number)
    agreed = agreed_for([one.act for one in lines if one.act])
    rows = [_line(one, me, Counting.of(rules, one.counting), agreed) for one in lines]
    return cast("Page[Line]", Page(rows, lines.number, lines.paginator))


def _before(viewer: Viewer, rules: Rules) -> TransferQuerySet:
    mine = Transfer.objects.counted().touching(viewer.acting).filter(community=viewer.community)
    return mine.exclude(counting=rules.counting)


def _here(community: Community, counting: Counting) -> TransferQuerySet:
    return Transfer.objects.all().filter(community=community, counting=counting.what)


def _line(one: Transfer, me: Member, counting: Counting, agreed: Mapping[int, str]) -> Line:
    mine = one.giver_id == me.pk
    return Line(
        transfer=one,
        partner=one.receiver if mine else one.giver,
        is_mine=mine,
        amount=counting.said(one.amount),
        words=agreed.get(one.act.pk, one.act.sentence) if one.act else "",
        may_end=one.act_id is not None and (mine or one.confirmed_at is None),
    )


def balance_of(member: Member, community: Community, counting: Counting) -> int:
    """What a member gave less what it got, in minutes or points, of what both sides stand by."""
    counted = Transfer.objects.counted().filter(community=community, counting=counting.what)
    sums = counted.aggregate(
        given=Sum("amount", filter=Q(giver=member)), received=Sum("amount", filter=Q(receiver=member))
    )
    return int(sums["given"] or 0) - int(sums["received"] or 0)


def barter_kinds(community: Community) -> list[str]:
    """The kinds, by id, in which what each gives is for what it gets."""
    return [kind_id for kind_id, kind in kinds_known(community).items() if kind.barter]


def uncounted(member: Member, community: Community) -> QuerySet[Act]:
    """What was bartered and confirmed, and is not counted yet, newest first."""
    there = Transfer.objects.filter(act=OuterRef("pk"), ended_at__isnull=True)
    acts = Act.objects.standing().touching(member).filter(community=community, kind__in=barter_kinds(community))
    acts = acts.filter(confirmed_at__isnull=False).exclude(Exists(there))
    apart = blocked(member)
    return acts.exclude(giver__in=apart).exclude(receiver__in=apart).select_related("giver", "receiver")


def debts_in(community: Community, counting: Counting) -> list[Debt]:
    """Who owes whom how much here, by member id as text: what each pair's transfers come to, of members who are here,
    have people, and are on speaking terms.
    """
    counted = Transfer.objects.counted().filter(community=community, counting=counting.what)
    sums = counted.order_by().values_list("giver", "receiver").annotate(amount=Sum("amount"))
    owed: dict[tuple[int, int], int] = {}
    for giver, receiver, amount in sums:
        pair, sign = ((receiver, giver), 1) if receiver < giver else ((giver, receiver), -1)
        owed[pair] = owed.get(pair, 0) + sign * amount
    may = set(Member.objects.here(community).filter(claimed_at__isnull=False).values_list("pk", flat=True))
    apart = _apart(community)
    found = []
    for (low, high), amount in sorted(owed.items()):
        if amount and {low, high} <= may and (low, high) not in apart:
            debtor, creditor = (low, high) if amount > 0 else (high, low)
            found.append(Debt(str(debtor), str(creditor), abs(amount)))
    return found


def _apart(community: Community) -> set[tuple[int, int]]:
    """The pairs in a community, the lower id first, who do not want to meet."""
    pairs = Block.objects.filter(member__memberships__community=community).values_list("member_id", "other_id")
    return {(min(pair), max(pair)) for pair in pairs}
