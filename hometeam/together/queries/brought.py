"""What it brought, as pages show it: never a number without its level, its window and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hometeam.engine.brought import (
    LEVELS,
    Figure,
    Period,
    by,
    one_word_each,
    over_time,
    period_of,
    step_of,
    sums,
    within,
)
from hometeam.foundation import clock
from hometeam.foundation.listed import all_of
from hometeam.ledger import queries as ledger
from hometeam.ledger.models import Act
from hometeam.ledger.queries import Told
from hometeam.ledger.queries.measures import JOY, LEVEL_WORDS
from hometeam.ledger.queries.saying import window_words
from hometeam.members.access import blocked
from hometeam.members.models import Community, Member
from hometeam.together.models import Collaboration, Part
from hometeam.together.playbook import Kind
from hometeam.together.queries.figures import Amount, Names, Sum, names_of, ordered, sums_of
from hometeam.together.queries.offering import kinds_known
from hometeam.ui.charts import Chart, columns

FEWEST = 3
"""A community's sum is shown when it speaks of so many members at least, so that it gives nobody away."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a partner or a kind, with what came to me and what came to them."""

    label: str
    partner_id: int | None
    to_me: tuple[Sum, ...]
    to_them: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, the sentence that says what it shows, and its table: a row for each stretch, a number for each level."""

    measure: str
    title: str
    sentence: str
    chart: Chart
    levels: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure by itself, with all that is known of it."""

    told: Told
    title: str
    amount: Amount
    window: str
    source: str
    kind: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Again:
    """Whether I would do something again; nobody else sees it."""

    collaboration: Collaboration
    title: str
    names: str
    again: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """A page of results. `mine` is what came to me, `theirs` what came to others through me."""

    period: Period
    choices: tuple[tuple[str, str], ...]
    sentence: str
    mine: tuple[Sum, ...]
    theirs: tuple[Sum, ...]
    picture: Picture | None
    pictured: tuple[tuple[str, str], ...]
    partners: tuple[Line, ...]
    kinds: tuple[Line, ...]
    entries: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    again: tuple[Again, ...] = ()
    is_new: bool = False


def brought(member: Member, community: Community, *, period: str = "", measure: str = "") -> Brought:
    """All that a member and its partners brought each other here, in a period; `measure` is the one in the picture.

    Four queries, however much it is.
    """
    told = ledger.brought_by(member, community)
    kinds = kinds_known(community)
    names = names_of(kinds.values(), community.purse)
    today = clock.today(community.timezone)
    chosen = period_of(period, today, min((one.figure.to_on for one in told), default=today))
    here = [one for one in told if one.figure.to_on in chosen]
    mine, theirs = _figures(here, to_me=True), _figures(here, to_me=False)
    picture = picture_of(mine or theirs, chosen, names, measure)
    return Brought(
        period=chosen,
        choices=_choices([one.figure for one in told], today),
        sentence=_headline(mine, names, chosen),
        mine=sums_of(mine, names),
        theirs=sums_of(theirs, names),
        picture=picture,
        pictured=tuple((one.measure, one.title) for one in sums_of(mine or theirs, names) if one.measure != JOY),
        partners=_lines(here, names, _partner),
        kinds=_lines(here, names, lambda one: (_kind_title(kinds, one.figure.kind), None)),
        entries=tuple(_entry(one, member, names, kinds) for one in reversed(here)),
        waiting=tuple(_entry(one, member, names, kinds) for one in told if one.waits),
        again=_again(member, community, kinds),
        is_new=not told,
    )


def brought_of(collaboration: Collaboration, member: Member, kind: Kind | None) -> BroughtHere:
    """What one collaboration brought, for its own page: two queries, and none before anything is done."""
    acts = [act for task in collaboration.commitments.all() for act in task.acts.all() if act.taken_back_at is None]
    received, given = ledger.anchors(acts, member)
    if received is None and given is None:
        return BroughtHere(None, None, (), ())
    told = ledger.told_of(f"together.collaboration:{collaboration.pk}", member)
    names = names_of([kind] if kind else [], collaboration.community.purse)
    mine, theirs = _figures(told, to_me=True), _figures(told, to_me=False)
    return BroughtHere(received, given, sums_of(mine, names), sums_of(theirs, names))


@dataclass(frozen=True, slots=True)
class BroughtHere:
    """What one collaboration brought, and the acts on which its figures are said: what I received, what I gave."""

    received: Act | None
    given: Act | None
    mine: tuple[Sum, ...]
    theirs: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class BroughtAll:
    """What members of a community brought each other: sums without names, and without amounts of money."""

    period: Period
    choices: tuple[tuple[str, str], ...]
    totals: tuple[Sum, ...]
    picture: Picture | None
    pictured: tuple[tuple[str, str], ...]
    kinds: tuple[Line, ...]
    is_new: bool


def brought_in(community: Community, *, period: str = "", measure: str = "") -> BroughtAll:
    """A community's sums for its organisers: three queries. What speaks of fewer than three members is left out."""
    figures, members = ledger.brought_here(community)
    kinds = kinds_known(community)
    names = names_of(kinds.values(), community.purse)
    told = one_word_each(one for one in figures if members.get(one.measure, 0) >= FEWEST)
    today = clock.today(community.timezone)
    chosen = period_of(period, today, min((one.to_on for one in told), default=today))
    here = within(told, chosen)
    by_kind = by(here, lambda one: _kind_title(kinds, one.kind))
    return BroughtAll(
        period=chosen,
        choices=_choices(told, today),
        totals=sums_of(here, names),
        picture=picture_of(here, chosen, names, measure),
        pictured=tuple((one.measure, one.title) for one in sums_of(here, names) if one.measure != JOY),
        kinds=tuple(Line(title, None, sums_of(mine, names), ()) for title, mine in by_kind.items()),
        is_new=not told,
    )


def picture_of(figures: Sequence[Figure], period: Period, names: Names, measure: str = "") -> Picture | None:
    """One measure over time; the asked-for one, or the first of which anything is known. Joy is no column."""
    known = [one for one in ordered(sums(figures)) if one != JOY]
    if not known:
        return None
    measure = measure if measure in known else known[0]
    title = names.of(measure)[0]
    step = step_of(period)
    rows = over_time(figures, measure, period, step)
    levels = [level for level in LEVELS if any(level in row for _first, row in rows)]
    labelled = [(_stretch(first, step), {key: float(value) for key, value in row.items()}) for first, row in rows]

    def cell(row: Mapping[str, Decimal], level: str) -> str:
        return names.number(measure, row[level]) if level in row else "–"

    table = [(_stretch(first, step, long=True), tuple(cell(row, level) for level in levels)) for first, row in rows]
    return Picture(
        measure=measure,
        title=title,
        sentence=_shows(title, rows, step, lambda most: names.number(measure, most)),
        chart=columns(labelled, LEVELS, lambda at: names.number(measure, Decimal(f"{at:g}"))),
        levels=tuple((level, str(LEVEL_WORDS[level])) for level in levels),
        rows=tuple(table),
    )


def _shows(
    title: str, rows: Sequence[tuple[date, Mapping[str, Decimal]]], step: int, say: Callable[[Decimal], str]
) -> str:
    """What a picture shows, in one sentence, about the best level at which anything is known."""
    best = next(level for level in LEVELS if any(level in row for _first, row in rows))
    first, most = max(((first, row.get(best, Decimal(0))) for first, row in rows), key=lambda one: one[1])
    words = {"title": title, "amount": say(most), "level": LEVEL_WORDS[best], "when": _stretch(first, step, long=True)}
    if len([row for _first, row in rows if row.get(best)]) < 2:
        return _("%(title)s: %(amount)s, %(level)s, all in %(when)s.") % words
    return _("%(title)s: the most came in %(when)s, %(amount)s, %(level)s.") % words


def _stretch(first: date, step: int, *, long: bool = False) -> str:
    if step == 12:
        return str(first.year)
    if step == 3:
        quarter = (first.month + 2) // 3
        return _("Q%(n)s %(year)s") % {"n": quarter, "year": first.year if long else f"{first.year % 100:02}"}
    return date_format(first, _("F Y")) if long else date_format(first, "M")


def _figures(told: Iterable[Told], *, to_me: bool) -> list[Figure]:
    return one_word_each(one.figure for one in told if one.to_me is to_me)


def _headline(figures: Sequence[Figure], names: Names, period: Period) -> str:
    """The best that is known, in one sentence; empty where nothing came."""
    best = [_sum_words(one) for one in sums_of(figures, names) if one.measure != JOY][:3]
    if not best:
        return ""
    words = {"listed": all_of(best), "window": window_words(period.from_on, period.to_on)}
    return _("It brought you %(listed)s, %(window)s.") % words


def _sum_words(one: Sum) -> str:
    return f"{one.amounts[0].words} ({one.amounts[0].level_words})"


def _partner(one: Told) -> tuple[str, int | None]:
    return one.figure.partner or _("The community"), one.partner_id


def _lines(told: Sequence[Told], names: Names, key: Callable[[Told], tuple[str, int | None]]) -> tuple[Line, ...]:
    groups: dict[tuple[str, int | None], list[Told]] = {}
    for one in told:
        groups.setdefault(key(one), []).append(one)
    return tuple(
        Line(label, pk, sums_of(_figures(mine, to_me=True), names), sums_of(_figures(mine, to_me=False), names))
        for (label, pk), mine in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0][0]))
    )


def _kind_title(kinds: Mapping[str, Kind], kind_id: str) -> str:
    if kind_id in kinds:
        return _(kinds[kind_id].title)
    return (
        _("Of your own accord") if kind_id == "free" else _("Links of no particular kind") if not kind_id else _("Else")
    )


def _entry(one: Told, member: Member, names: Names, kinds: Mapping[str, Kind]) -> Entry:
    figure = one.figure
    words = names.said(figure.counted, figure.quantity)
    return Entry(
        told=one,
        title=names.of(figure.counted)[0],
        amount=Amount(words, figure.level, str(LEVEL_WORDS[figure.level])),
        window=window_words(figure.from_on, figure.to_on),
        source=_source(one),
        kind=_kind_title(kinds, figure.kind),
        is_mine=one.outcome is not None and one.outcome.said_by_id == member.pk,
    )


def _source(one: Told) -> str:
    """Who says so, and where they have it from."""
    outcome = one.outcome
    if outcome is None:
        return _("our own link (%(channel)s)") % {"channel": one.channel} if one.channel else _("our own link")
    who = outcome.said_by.name if outcome.said_by else _("a former member")
    return f"{who}: {outcome.source}" if outcome.source else who


def _choices(figures: Sequence[Figure], today: date) -> tuple[tuple[str, str], ...]:
    """Everything, then this quarter, then earlier quarters and years of which anything is known, newest first."""
    days = sorted({today, *(one.to_on for one in figures)}, reverse=True)
    quarters = list(dict.fromkeys((day.year, (day.month + 2) // 3) for day in days))[:4]
    years = list(dict.fromkeys(day.year for day in days))[:4]
    said_quarters = [(f"{year}-q{n}", _("Q%(n)s %(year)s") % {"n": n, "year": year}) for year, n in quarters]
    return (("all", _("All the time")), *said_quarters, *((str(year), str(year)) for year in years))


def _again(member: Member, community: Community, kinds: Mapping[str, Kind]) -> tuple[Again, ...]:
    """What this member said about doing it again, newest first, but with whom it must not meet: one query."""
    mine = Part.objects.filter(member=member, again__isnull=False, collaboration__community=community)
    mine = mine.exclude(collaboration__most__lte=2, collaboration__parts__member__in=blocked(member))
    parts = Part.objects.filter(collaboration__in=mine.values("collaboration")).select_related(
        "member", "collaboration"
    )
    groups: dict[int, list[Part]] = {}
    for part in parts.order_by("-collaboration__happens_at", "-collaboration", "pk"):
        groups.setdefault(part.collaboration_id, []).append(part)
    return tuple(
        Again(
            collaboration=sides[0].collaboration,
            title=_kind_title(kinds, sides[0].collaboration.kind_id),
            names=", ".join(part.member.name for part in sides if part.member_id != member.pk),
            again=next(bool(part.again) for part in sides if part.member_id == member.pk),
        )
        for sides in groups.values()
    )
