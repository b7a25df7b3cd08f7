"""A member's yearly statement: what was bartered and counted in a year, for whoever does its books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

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
    counted as, in words, and `amount` of `unit` the same to add up, minutes or points; `worth` what it was said to be
    worth in money, and `currency` in which.
    """

    on: date
    partner: str
    words: str
    agreed: str
    is_given: bool
    is_confirmed: bool
    counted: str
    amount: int | None
    unit: str
    worth: Decimal | None
    currency: str
    money: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What one direction came to: how many, what was counted, and money in words; hours, points and each currency by
    themselves.
    """

    count: int
    counted: tuple[str, ...]
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A year of one member in one community, oldest first; `years` are those that have something. What was counted
    stays as it was, whatever the community counts since; `counted_as` heads it, and is empty where there is nothing.
    """

    year: int
    years: tuple[int, ...]
    entries: tuple[Entry, ...]
    given: Sum
    received: Sum
    counted_as: str

    @property
    def year_words(self) -> str:
        """The year as it is said, without a sign between its thousands."""
        return str(self.year)


def statement_of(member: Member, community: Community, year: int, rules: Rules) -> Statement:
    """What the member gave and received by barter here in a year, and whatever else was counted."""
    counting = Counting.of(rules)
    acts = _acts(member, community)
    found = list(_with_figures(acts).filter(happened_on__year=year).order_by("happened_on", "pk"))
    agreed = agreed_for(found)
    rows = [(_entry(act, member, rules, community.purse, agreed.get(act.pk, "")), act) for act in found]
    this_year = clock.today(community.timezone).year
    years = {day.year for day in acts.order_by().values_list("happened_on", flat=True).distinct()} | {this_year, year}
    return Statement(
        year=year,
        years=tuple(sorted(years, reverse=True)),
        entries=tuple(entry for entry, _act in rows),
        given=_sum([row for row in rows if row[0].is_given], rules, community.purse),
        received=_sum([row for row in rows if not row[0].is_given], rules, community.purse),
        counted_as=_heading(found, counting),
    )


def _heading(acts: Sequence[Act], counting: Counting) -> str:
    counted = {one.counting for act in acts for one in _counted(act)}
    return _("Counted") if counted - {counting.what} else counting.title if counting.is_on else ""


def _acts(member: Member, community: Community) -> ActQuerySet:
    counted = Q(transfers__ended_at__isnull=True, transfers__isnull=False)
    bartered = Q(kind__in=barter_kinds(community))
    return Act.objects.standing().touching(member).filter(bartered | counted, community=community).distinct()


def _with_figures(acts: ActQuerySet) -> ActQuerySet:
    standing = Transfer.objects.counted()
    worth = Outcome.objects.standing().filter(measure=VALUE).order_by("-confirmed_at", "-pk")
    return acts.select_related("giver", "receiver").prefetch_related(
        Prefetch("transfers", standing, to_attr="counted"), Prefetch("outcomes", worth, to_attr="worths")
    )


def _entry(act: Act, member: Member, rules: Rules, purse: Purse, agreed: str) -> Entry:
    given, worth = act.giver_id == member.pk, _worth(act)
    one = next(iter(_counted(act)), None)
    counting = Counting.of(rules, one.counting) if one else None
    return Entry(
        on=act.happened_on,
        partner=(act.receiver if given else act.giver).name,
        words=act.sentence,
        agreed=agreed,
        is_given=given,
        is_confirmed=act.confirmed_at is not None,
        counted=", ".join(_amounts([act], rules)),
        amount=one.amount if one else None,
        unit=counting.unit if counting else "",
        worth=worth.quantity if worth else None,
        currency=worth.currency if worth else "",
        money=purse.shown(worth.quantity, worth.currency) if worth else "",
    )


def _counted(act: Act) -> Sequence[Transfer]:
    return getattr(act, "counted", ())


def _amounts(acts: Sequence[Act], rules: Rules) -> tuple[str, ...]:
    """What these come to, in hours and in points as they were counted."""
    totals: dict[str, int] = {}
    for one in (one for act in acts for one in _counted(act)):
        totals[one.counting] = totals.get(one.counting, 0) + one.amount
    return tuple(Counting.of(rules, what).said(total) for what, total in sorted(totals.items()))


def _worth(act: Act) -> Outcome | None:
    return next(iter(getattr(act, "worths", ())), None)


def _sum(rows: Sequence[tuple[Entry, Act]], rules: Rules, purse: Purse) -> Sum:
    worths: dict[str, Decimal] = {}
    for entry, _act in rows:
        if entry.worth is not None:
            worths[entry.currency] = worths.get(entry.currency, Decimal(0)) + entry.worth
    return Sum(
        len(rows),
        _amounts([act for _entry, act in rows], rules),
        tuple(purse.shown(worth, currency) for currency, worth in sorted(worths.items())),
    )
