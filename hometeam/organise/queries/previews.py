"""What bringing a file in would do, told before it is done: how new members would look, and what changes on others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation.alphabet import Alphabetical
from hometeam.members.models import Member, Membership
from hometeam.members.queries import choices
from hometeam.organise.models import ImportRun
from hometeam.organise.queries.facts import Facts, Row, needs_of, offers_of
from hometeam.organise.queries.plan import Change, Plan

NEW, CHANGED, TITLES = 6, 12, 3
"""So many new and changed members are shown, new ones with so many of their services."""
_WORDS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "trade_words": gettext_lazy("What they do, in words"),
    "size": gettext_lazy("How many people"),
    "website": gettext_lazy("Website"),
    "stands_for": gettext_lazy("What matters to them"),
}
"""What an import may change on a member, and what to call it; their line is made of words that are told already."""


def previews(plan: Plan) -> list[dict[str, Any]]:
    """The first changed and new members, who is missing and who had been taken out, by standing; JSON-able."""
    real = (change for change in plan.changes if change.is_real)
    changed = sorted(real, key=lambda change: change.row.number)[:CHANGED]
    told = [preview_of(change.row, "changed") | {"changes": list(changes_of(change))} for change in changed]
    fresh = [preview_of(row, "new") for row in plan.new[:NEW]]
    others = {"gone": plan.gone, "taken_out": plan.taken_out}
    return told + fresh + [{"standing": standing, "members": ids} for standing, ids in others.items() if ids]


def preview_of(row: Row, standing: str) -> dict[str, Any]:
    """One row as its member would look, JSON-able."""
    member, place = row.facts["member"], row.facts["place"]
    return {
        "number": row.number,
        "name": member["name"],
        "kind": str(Member.Kind(member["kind"]).label),
        "trade": member["one_line"] or member["trade_words"],
        "services": _titles(row.facts["offers"])[:TITLES],
        "where": _where(row.facts),
        "at_home": place["kind"] == "home",
        "standing": standing,
    }


def changes_of(change: Change) -> Iterator[tuple[str, str, str]]:
    """What is changed: what it is, what it would be, what the list said last time."""
    now, before = change.row.facts, change.before
    for field, title in _WORDS.items():
        if field in change.member:
            yield str(title), _said(field, now), _said(field, before)
    if change.add_offers or change.drop_offers:
        yield _("We take it for"), _offered(now), _offered(before)
    if change.add_needs or change.drop_needs:
        yield _("What they may look for"), _wanted(now), _wanted(before)
    if change.place and _where(now) != _where(before):
        yield _("Where"), _where(now), _where(before)
    if change.email:
        yield _("E-mail address"), change.email, ""


def _said(field: str, facts: Facts) -> str:
    value = facts["member"].get(field, "")
    if field == "kind":
        return str(Member.Kind(value).label) if value else ""
    if field == "stands_for":
        return ", ".join(choices.title_of(choices.VALUES, one) for one in value)
    return str(value)


def _offered(facts: Facts) -> str:
    return ", ".join(_titles(sorted(offers_of(facts))))


def _wanted(facts: Facts) -> str:
    return ", ".join(_titles(sorted(service for _kind, service in needs_of(facts))))


def _where(facts: Facts) -> str:
    place = facts["place"]
    near = place["street"] or place["neighbourhood"] or place["postcode"]
    return ", ".join(words for words in (near, place["city"]) if words)


def _titles(services: Iterable[str]) -> list[str]:
    return [_(service.title) for service in map(Taxonomy.load().get, services) if service]


def shown(run: ImportRun) -> dict[str, Any]:
    """What of a run's preview is told on its page: cards by standing, and members who are still as they were then."""
    cards = {standing: [one for one in run.preview if one["standing"] == standing] for standing in ("changed", "new")}
    here, left = Membership.State.HERE, Membership.State.LEFT
    return {
        "changed": cards["changed"],
        "fresh": cards["new"],
        "gone": members_of(run, "gone", here),
        "taken_out": members_of(run, "taken_out", left),
    }


def members_of(run: ImportRun, standing: str, state: str) -> list[Member]:
    """The run's members of one standing whose membership is in this state now, by name."""
    ids = [pk for one in run.preview if one["standing"] == standing for pk in one["members"]]
    there = Membership.objects.filter(community=run.community, state=state, member__in=ids, member__closed_at=None)
    return list(Member.objects.filter(pk__in=there.values("member")).order_by(Alphabetical("name"), "pk"))
