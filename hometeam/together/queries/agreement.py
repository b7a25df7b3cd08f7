"""An agreement as one plain page: who does what by when, who owns what, who pays, how it ends, and who said yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hometeam.engine.agreements import ASKING, Difference, State
from hometeam.foundation import clock
from hometeam.foundation.money import Purse
from hometeam.together.models import Collaboration, Part, Terms
from hometeam.together.playbook.kind import CHANNELS
from hometeam.together.queries import telling
from hometeam.together.queries.terms import FIELD_NAMES, UNDERSTOOD, changed, in_words, question_in, shown


@dataclass(frozen=True, slots=True)
class Owed:
    """One line: who does what by when, in which channel, and whether it has been done."""

    who: str
    what: str
    by_when: str
    channel: str
    done_on: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One side's word: when it said yes to this version; empty where it has not."""

    name: str
    said_yes_on: str
    is_out: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the terms in the list of all."""

    number: int
    by: str
    on: str
    is_shown: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page holds, in words."""

    title: str
    promise: str
    number: int
    stands: bool
    is_asked: bool
    is_wished: bool
    names: str
    made_on: str
    facts: tuple[tuple[str, str], ...]
    owed: tuple[Owed, ...]
    understood: tuple[tuple[str, str], ...]
    clauses: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    signatures: tuple[Signature, ...]
    versions: tuple[Version, ...]
    changes: tuple[Difference, ...]
    before: int
    money: str = ""

    @property
    def has_channels(self) -> bool:
        """Whether anything is owed in a channel."""
        return any(one.channel for one in self.owed)


def sheet_of(collaboration: Collaboration, number: int | None = None) -> Sheet | None:
    """The agreement in one of its versions, by default the one that stands; None where there is no such version.

    Wants `queries.whole`; one more query. Members are named as they are now: "A former member" where one has closed.
    """
    terms = list(collaboration.terms.select_related("by"))
    standing = _standing(collaboration, terms)
    wanted = standing if number is None else number
    at = next((index for index, one in enumerate(terms) if one.number == wanted), None)
    if at is None:
        return None
    one, before = terms[at], terms[at - 1] if at else None
    body, parts = one.body, list(collaboration.parts.all())
    found = changed(before.body, body) if before else []
    return Sheet(
        title=_(body.get("title") or collaboration.title),
        promise=_(body.get("promise", "")),
        number=one.number,
        stands=one.number == standing and collaboration.state not in ASKING,
        is_asked=collaboration.state in ASKING and one.number == terms[-1].number,
        is_wished=collaboration.state == State.RENEGOTIATED and one.number == terms[-1].number != standing,
        names=telling.names([part for part in parts if not part.out]),
        made_on=_day_of(one.at, collaboration),
        facts=_facts(body, collaboration),
        owed=tuple(_owed(step, collaboration, parts) for step in body.get("steps", [])),
        understood=tuple((str(FIELD_NAMES[key]), _(body[key])) for key in UNDERSTOOD if body.get(key)),
        clauses=tuple(map(_, body.get("clauses") or body.get("agreement", []))),
        answers=_answers(body, collaboration),
        signatures=tuple(_signature(part, one, collaboration) for part in parts if _signs(part, one)),
        versions=tuple(_version(each, one, standing, collaboration) for each in terms),
        changes=tuple(in_words(found, collaboration, body.get("questions", {}))),
        before=before.number if before else 0,
        money=_money(body, collaboration),
    )


def _money(body: Mapping[str, Any], collaboration: Collaboration) -> str:
    """In which money its amounts are, as the community counted when it was asked for; "" where none is in it."""
    said = " ".join([body.get("costs", ""), *body.get("answers", {}).values()])
    currency = body.get("currency", "")
    if not currency or not any(sign.isdigit() for sign in said):
        return ""
    return Purse(currency, collaboration.community.country).name


def _standing(collaboration: Collaboration, terms: list[Terms]) -> int:
    """The version that all are bound by; while it is only asked, the newest."""
    newest = terms[-1].number if terms else 0
    if collaboration.state in ASKING | {State.IDEA}:
        return newest
    said = [part.agreed_terms for part in collaboration.parts.all() if part.agreed_terms and not part.out]
    return max(said, default=newest)


def _facts(body: Mapping[str, Any], collaboration: Collaboration) -> tuple[tuple[str, str], ...]:
    fields = ("happens_at", *(("minutes",) if body.get("minutes") else ()), "place", "online_link")
    return tuple((str(FIELD_NAMES[key]), shown(key, body.get(key), collaboration)) for key in fields if body.get(key))


def _answers(body: Mapping[str, Any], collaboration: Collaboration) -> tuple[tuple[str, str], ...]:
    questions = body.get("questions", {})
    said = body.get("answers", {})
    return tuple((question_in(questions.get(key, ""), collaboration), words) for key, words in said.items())


def _owed(step: Mapping[str, Any], collaboration: Collaboration, parts: list[Part]) -> Owed:
    part_id = step.get("part")
    names = [part.member.name for part in parts if part.pk == part_id]
    kept = next((one for one in collaboration.commitments.all() if one.pk == step.get("commitment")), None)
    everybody = _("Both of you") if len(parts) == 2 else _("All of you")
    channel = step.get("channel", "")
    return Owed(
        who=names[0] if names else step.get("who") or everybody,
        what=telling.names_in(step["what"], part_id, parts, step.get("receiver")),
        by_when=date_format(date.fromisoformat(step["due_on"]), _("j F Y")),
        channel=channel_name(channel) if channel in CHANNELS else "",
        done_on=_day_of(kept.done_at, collaboration) if kept and kept.done_at else "",
    )


def channel_name(channel: str) -> str:
    """A channel as one says it."""
    names = {
        "newsletter": _("newsletter"),
        "blog": _("blog"),
        "podcast": _("podcast"),
        "counter": _("at the counter"),
        "tiktok": "TikTok",
        "youtube": "YouTube",
        "linkedin": "LinkedIn",
    }
    return names.get(channel, channel.capitalize())


def _signs(part: Part, terms: Terms) -> bool:
    return not part.out or any(one["part"] == part.pk for one in terms.signed)


def _signature(part: Part, terms: Terms, collaboration: Collaboration) -> Signature:
    signed = next((one["at"] for one in terms.signed if one["part"] == part.pk), "")
    if not signed and terms.by_id == part.member_id:
        signed = terms.at.isoformat()  # whoever offers terms says yes to them
    on = _day_of(datetime.fromisoformat(signed), collaboration) if signed else ""
    return Signature(part.member.name, on, bool(part.out))


def _version(each: Terms, shown_one: Terms, standing: int, collaboration: Collaboration) -> Version:
    return Version(
        each.number,
        each.by.name if each.by else "",
        _day_of(each.at, collaboration),
        is_shown=each.pk == shown_one.pk,
        stands=each.number == standing and collaboration.state not in ASKING,
    )


def _day_of(at: datetime, collaboration: Collaboration) -> str:
    return date_format(clock.local(at, collaboration.community.timezone), _("j F Y"))
