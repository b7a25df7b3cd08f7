"""A member's yearly statement: what was bartered and counted in a year, for whoever does its books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q

from hometeam.foundation import clock
from hometeam.foundation.money import Purse
from hometeam.ledger.models import Act, ActQuerySet, Outcome
from hometeam.ledger.queries.measures import VALUE
from hometeam.members.models import Community, Member
from hometeam.swap.models import Rules, Transfer
from hometeam.swap.queries.accounts import barter_kinds
from hometeam.swap.queries.counting import Counting
from hometeam.swap.queries.scope import agreed_for

EARLIEST = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing given or received: `agreed` is what it had been agreed to be, where it had; `counted` what it was
    counted as, `worth` what it was said to be worth in money, and `currency` in which.
    """

    on: date
    partner: str
    words: str
    agreed: str
    is_given: bool
    is_confirmed: bool
    counted: str
    worth: Decimal | None
    currency: str
    money: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What one direction came to: how many, what was counted, and money in words, each currency by itself."""

    count: int
    counted: str
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A year of one member in one community, oldest first; `years` are those that have something."""

    year: int
    years: tuple[int, ...]
    entries: tuple[Entry, ...]
    given: Sum
    received: Sum

    @property
    def year_words(self) -> str:
        """The year as it is said, without a sign between its thousands."""
        return str(self.year)


def statement_of(member: Member, community: Community, year: int, rules: Rules) -> Statement:
    """What the member gave and received by barter here in a year, and whatever else was counted."""
    counting = Counting.of(rules)
    acts = _acts(member, community)
    found = list(_with_figures(acts, counting).filter(happened_on__year=year).order_by("happened_on", "pk"))
    agreed = agreed_for(found)
    rows = [(_entry(act, member, counting, community.purse, agreed.get(act.pk, "")), _minor(act)) for act in found]
    this_year = clock.today(community.timezone).year
    years = {day.year for day in acts.order_by().values_list("happened_on", flat=True).distinct()} | {this_year, year}
    return Statement(
        year=year,
        years=tuple(sorted(years, reverse=True)),
        entries=tuple(entry for entry, _amount in rows),
        given=_sum([row for row in rows if row[0].is_given], counting, community.purse),
        received=_sum([row for row in rows if not row[0].is_given], counting, community.purse),
    )


def _acts(member: Member, community: Community) -> ActQuerySet:
    counted = Q(transfers__ended_at__isnull=True, transfers__isnull=False)
    bartered = Q(kind__in=barter_kinds(community))
    return Act.objects.standing().touching(member).filter(bartered | counted, community=community).distinct()


def _with_figures(acts: ActQuerySet, counting: Counting) -> ActQuerySet:
    standing = Transfer.objects.counted().filter(counting=counting.what)
    worth = Outcome.objects.standing().filter(measure=VALUE).order_by("-confirmed_at", "-pk")
    return acts.select_related("giver", "receiver").prefetch_related(
        Prefetch("transfers", standing, to_attr="counted"), Prefetch("outcomes", worth, to_attr="worths")
    )


def _entry(act: Act, member: Member, counting: Counting, purse: Purse, agreed: str) -> Entry:
    given, amount, worth = act.giver_id == member.pk, _minor(act), _worth(act)
    return Entry(
        on=act.happened_on,
        partner=(act.receiver if given else act.giver).name,
        words=act.sentence,
        agreed=agreed,
        is_given=given,
        is_confirmed=act.confirmed_at is not None,
        counted=counting.said(amount) if amount else "",
        worth=worth.quantity if worth else None,
        currency=worth.currency if worth else "",
        money=purse.shown(worth.quantity, worth.currency) if worth else "",
    )


def _minor(act: Act) -> int:
    return sum(one.amount for one in getattr(act, "counted", ()))


def _worth(act: Act) -> Outcome | None:
    return next(iter(getattr(act, "worths", ())), None)


def _sum(rows: Sequence[tuple[Entry, int]], counting: Counting, purse: Purse) -> Sum:
    worths: dict[str, Decimal] = {}
    for entry, _amount in rows:
        if entry.worth is not None:
            worths[entry.currency] = worths.get(entry.currency, Decimal(0)) + entry.worth
    total = sum(amount for _entry, amount in rows)
    return Sum(
        len(rows),
        counting.said(total) if total else "",
        tuple(purse.shown(worth, currency) for currency, worth in sorted(worths.items())),
    )
