"""All the rows of one profile, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Audience, Channel, Member, Need, Offer, Regular, Seat
from hometeam.members.queries.haunts import where

TEXT = CharField(max_length=200)
NOTHING = Value("", output_field=TEXT)


@dataclass(slots=True)
class Rows:
    """What a profile's tables hold for one member, each in the order in which it was said; `people` are names."""

    offers: list[Offer] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    audiences: list[Audience] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    haunts: list[str] = field(default_factory=list)


def rows_of(member: Member, reader: Member | None = None) -> Rows:
    """A member's offers, needs, audiences, channels, people and haunts, as far as `reader` may see them: one query
    instead of seven.
    """
    found = Rows()
    for table, pk, *values in _all_rows(member=member.pk, reader=reader.pk if reader else 0):
        _put(found, table, pk, values)
    return found


@prepared
def _all_rows(member: Given, reader: Given) -> QuerySet[Any, Any]:
    also_there = Regular.objects.filter(haunt=OuterRef("haunt"), member__pk=reader)
    is_open = Q(shown_to=Regular.ShownTo.COMMUNITY)
    parts = [
        _columns(Offer.objects.filter(member=member), "1 offer", "service", "words", "how", "guessed"),
        _columns(Need.objects.filter(member=member), "2 need", "service", "words", "kind", "guessed"),
        _columns(Audience.objects.filter(member=member), "3 audience", "tag", "words"),
        _columns(Channel.objects.filter(member=member), "4 channel", "medium", "handle", "band", "cadence"),
        # "owner" comes after "editor" in the alphabet, but first on the page: hence the role is not sorted by.
        _columns(Seat.objects.filter(member=member), "5 seat", "person__name", "role"),
        _columns(
            Regular.objects.filter(is_open | Exists(also_there), member=member),
            "6 haunt",
            "haunt__name",
            "haunt__street",
            "haunt__city",
        ),
    ]
    together: QuerySet[Any, Any] = parts[0].union(*parts[1:], all=True).order_by("table", "row")
    return together


def _columns(rows: QuerySet[Any], table: str, *names: str) -> Any:
    """The rows as six columns: which table, the key, and up to four values as text."""
    values = {f"value_{n}": Cast(F(name), TEXT) for n, name in enumerate(names)}
    empty = {f"value_{n}": NOTHING for n in range(len(names), 4)}
    name = Value(table, output_field=TEXT)
    named: QuerySet[Any] = rows.order_by().annotate(table=name, row=F("pk"), **values, **empty)
    return named.values_list("table", "row", "value_0", "value_1", "value_2", "value_3")


def _put(found: Rows, table: str, pk: int, values: Sequence[str]) -> None:
    one, two, three, four = values
    match table:
        case "1 offer":
            found.offers.append(Offer(pk=pk, service=one, words=two, how=three, guessed=_is_true(four)))
        case "2 need":
            found.needs.append(Need(pk=pk, service=one, words=two, kind=three, guessed=_is_true(four)))
        case "3 audience":
            found.audiences.append(Audience(pk=pk, tag=one, words=two))
        case "4 channel":
            found.channels.append(Channel(pk=pk, medium=one, handle=two, band=three, cadence=four))
        case "6 haunt":
            found.haunts.append(where(one, two, three))
        case _ if one:
            place = 0 if two == Seat.Role.OWNER else len(found.people)
            found.people.insert(place, one)


def _is_true(value: str) -> bool:
    """A truth as the databases write it in text: "1" on SQLite, "true" on PostgreSQL."""
    return value in ("1", "true")
