"""What acts and links brought, read for one member, for one thing, and for a community."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth

from hometeam.engine.brought import MEASURED, Figure
from hometeam.ledger.models import Act, Level, Outcome, Visits
from hometeam.ledger.queries.measures import JOY, VISITS, is_money
from hometeam.members.access import blocked
from hometeam.members.models import Community, Member


@dataclass(frozen=True, slots=True)
class Told:
    """One figure with what it belongs to. `outcome` is None for what our own links counted; `to_me`: it came to the
    member who looks, not to its partner.
    """

    figure: Figure
    outcome: Outcome | None
    partner_id: int | None
    to_me: bool
    within: str = ""
    channel: str = ""
    waits: bool = False


def brought_by(member: Member, community: Community) -> list[Told]:
    """All that a member and its partners brought each other here, oldest first. Two queries, however much it is."""
    outcomes = _outcomes(community).filter(Q(act__giver=member) | Q(act__receiver=member))
    outcomes = outcomes.exclude(act__giver__in=blocked(member)).exclude(act__receiver__in=blocked(member))
    visits = _visits(member).filter(link__community=community)
    visits = visits.exclude(link__owner__in=blocked(member))
    # A link that nobody in particular shares has a null there, which `exclude` alone would drop or keep by database.
    visits = visits.filter(Q(link__shared_by=None) | ~Q(link__shared_by__in=blocked(member)))
    return sorted([*_said(outcomes, member), *_counted(visits, member)], key=_by_day)


def told_of(within: str, member: Member) -> list[Told]:
    """The same of one thing, such as "together.collaboration:12", as one of its sides sees it."""
    mine = Q(act__giver=member) | Q(act__receiver=member)
    outcomes = Outcome.objects.standing().filter(mine, act__within=within)
    found = _said(outcomes.select_related("act__giver", "act__receiver", "said_by"), member)
    elsewhere = Act.objects.standing().filter(within=within).exclude(made_in="").values("made_in")
    visits = _visits(member).filter(Q(link__within=within) | Q(link__within__in=elsewhere))
    return sorted([*found, *_counted(visits, member)], key=_by_day)


def _visits(member: Member) -> QuerySet[Visits]:
    return Visits.objects.filter(Q(link__owner=member) | Q(link__shared_by=member))


def brought_here(community: Community) -> tuple[list[Figure], dict[str, int]]:
    """Every figure of a community but amounts of money, without anybody's name; and how many members each measure
    speaks of.
    """
    figures: list[Figure] = []
    members: dict[str, set[int]] = {}
    for one in _outcomes(community):
        if is_money(one.measure, one.unit):
            continue
        figures.append(_figure(one))
        members.setdefault(one.measure, set()).update({one.act.giver_id, one.act.receiver_id})
    counted = Visits.objects.filter(link__community=community, link__shared_by__isnull=False)
    for row in _monthly(counted):
        figures.append(_visits_figure(row, ""))
        members.setdefault(VISITS, set()).update({row["link__owner"], row["link__shared_by"]})
    return figures, {measure: len(who) for measure, who in members.items()}


def anchors(acts: Iterable[Act], member: Member) -> tuple[Act | None, Act | None]:
    """Of the acts of one thing those on which its figures are kept: the first received, and the first given."""
    ordered = sorted(acts, key=lambda act: act.pk)
    received = next((act for act in ordered if act.receiver_id == member.pk), None)
    return received, next((act for act in ordered if act.giver_id == member.pk), None)


def _outcomes(community: Community) -> QuerySet[Outcome]:
    standing: QuerySet[Outcome] = Outcome.objects.standing()
    return standing.filter(act__community=community).select_related("act__giver", "act__receiver", "said_by")


def _said(outcomes: Iterable[Outcome], member: Member) -> list[Told]:
    found = list(outcomes)
    mine = {(one.act_id, one.measure) for one in found if one.said_by_id == member.pk}
    return [_told(one, member, waits=_waits(one, member, mine)) for one in found]


def _told(outcome: Outcome, member: Member, *, waits: bool) -> Told:
    act = outcome.act
    partner = act.giver if act.receiver_id == member.pk else act.receiver
    to_me = outcome.said_by_id == member.pk if outcome.measure == JOY else act.receiver_id == member.pk
    return Told(_figure(outcome, partner.name), outcome, partner.pk, to_me, act.within, waits=waits)


def _waits(outcome: Outcome, member: Member, mine: Collection[tuple[int, str]]) -> bool:
    """Whether the giver said it, and the receiver has said nothing about it yet."""
    by_giver = outcome.said_by_id == outcome.act.giver_id and outcome.act.receiver_id == member.pk
    open_yet = outcome.confirmed_at is None and outcome.level != Level.PARTNER_CONFIRMED
    return by_giver and open_yet and outcome.measure != JOY and (outcome.act_id, outcome.measure) not in mine


def _figure(outcome: Outcome, partner: str = "") -> Figure:
    act, feeling = outcome.act, outcome.measure == JOY
    return Figure(
        of=f"joy:{act.pk}:{outcome.said_by_id}" if feeling else f"act:{act.pk}",
        measure=outcome.measure,
        quantity=outcome.quantity,
        level=outcome.level,
        from_on=outcome.from_on,
        to_on=outcome.to_on,
        partner=partner,
        kind=act.kind,
        by_receiver=feeling or outcome.said_by_id == act.receiver_id,
        currency=outcome.currency,
    )


def _monthly(visits: QuerySet[Visits]) -> list[dict[str, Any]]:
    named = ("link__owner", "link__shared_by", "link__within", "link__channel", "kind", "month")
    names = ("link__owner__name", "link__shared_by__name")
    shared = OuterRef("link__within")
    acts = Act.objects.filter(Q(within=shared) | Q(made_in=shared)).exclude(within="")
    kind = acts.order_by("pk").values("kind")[:1]
    told = visits.annotate(month=TruncMonth("on"), kind=Subquery(kind)).values(*named, *names).order_by()
    return list(told.annotate(times=Sum("unique"), first=Min("on"), last=Max("on")).filter(times__gt=0))


def _counted(visits: QuerySet[Visits], member: Member) -> list[Told]:
    """What our links counted between a member and others; a link of one's own page that one shares oneself is not of
    anything together.
    """
    found = []
    for row in _monthly(visits):
        if row["link__owner"] == row["link__shared_by"]:
            continue
        to_me = row["link__owner"] == member.pk
        other = "link__shared_by" if to_me else "link__owner"
        figure = _visits_figure(row, row[f"{other}__name"] or "")
        found.append(Told(figure, None, row[other], to_me, row["link__within"], row["link__channel"]))
    return found


def _visits_figure(row: dict[str, Any], partner: str) -> Figure:
    return Figure(
        of=f"links:{row['link__owner']}:{row['link__shared_by']}:{row['link__within']}:{row['link__channel']}",
        measure=VISITS,
        quantity=Decimal(row["times"]),
        level=MEASURED,
        from_on=row["first"],
        to_on=row["last"],
        partner=partner,
        kind=row["kind"] or "",
    )


def _by_day(told: Told) -> tuple[Any, ...]:
    return told.figure.to_on, told.outcome.pk if told.outcome else 0, told.figure.of
