"""The terms of a collaboration: what is kept of them for ever, what changes between two versions, and all in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.agreements import Difference, DueError, differences, resolve_dues
from hometeam.foundation import clock
from hometeam.together.models import Change, Collaboration, Commitment, say_when
from hometeam.together.playbook import Kind
from hometeam.together.queries import telling
from hometeam.together.queries.offering import kind_of

UNDERSTOOD = ("owns", "costs", "ends")
"""What is understood between the sides and may be agreed otherwise than the kind has it."""
FIELDS = ("happens_at", "minutes", "place", "online_link", "words", *UNDERSTOOD)
FIELD_NAMES = {
    "happens_at": gettext_lazy("When"),
    "minutes": gettext_lazy("How long"),
    "place": gettext_lazy("Where"),
    "online_link": gettext_lazy("Link"),
    "words": gettext_lazy("Note"),
    "owns": gettext_lazy("Who owns what you make"),
    "costs": gettext_lazy("Who pays what"),
    "ends": gettext_lazy("How it ends"),
}
ANSWER = "answer:"


def understood(collaboration: Collaboration, kind: Kind | None) -> dict[str, str]:
    """Who owns what, who pays, how it ends: as agreed here, or as the kind has it; not yet in anybody's language."""
    if collaboration.agreement:
        return {key: collaboration.agreement[key] for key in UNDERSTOOD}
    return {key: getattr(kind.agreement, key) if kind else "" for key in UNDERSTOOD}


def body_of(collaboration: Collaboration) -> dict[str, Any]:
    """The terms as they stand, in full, for the record that is kept for ever.

    Members stand in it by their part's id, so that it never says a name that its bearer has taken away, and the
    playbook's words as the playbook has them: what two who read different languages leave as it is has not changed.
    """
    kind = kind_of(collaboration)
    return {
        "title": collaboration.title,
        "promise": kind.promise if kind else "",
        "happens_at": _as_kept(collaboration.happens_at),
        "minutes": collaboration.minutes,
        "place": collaboration.place,
        "online_link": collaboration.online_link,
        "words": collaboration.words,
        "currency": collaboration.community.currency,
        **understood(collaboration, kind),
        "clauses": list(kind.agreement.clauses) if kind else [],
        "questions": questions_of(kind),
        "answers": dict(collaboration.answers),
        "steps": [_step(one, kind) for one in collaboration.commitments.all()],
    }


def body_with(collaboration: Collaboration, happens_at: datetime, asked_for: Mapping[str, Any]) -> dict[str, Any]:
    """The whole text that other terms would make: the steps' days count from the other day."""
    body = body_of(collaboration) | {"happens_at": _as_kept(happens_at)} | dict(asked_for)
    kind = kind_of(collaboration)
    days = due_days(collaboration, kind, happens_at)
    new = new_days(collaboration, days, collaboration.happens_at, happens_at)
    for step in body["steps"]:
        if step["commitment"] in new:
            step["due_on"] = new[step["commitment"]].isoformat()
    return body


def new_days(
    collaboration: Collaboration, days: Mapping[str, date], was: datetime, happens_at: datetime
) -> dict[int, date]:
    """The day of each open promise, by id, once it happens at another moment than it `was` to: that of its step in
    `days`; what one owes one other has a day of its own, and moves by as much.
    """
    zone = collaboration.community.timezone
    day = clock.local(happens_at, zone).date()
    later = day - clock.local(was, zone).date()
    today = clock.today(zone)
    found = {}
    for one in collaboration.commitments.all():
        if one.done_at is not None:
            continue
        if one.receiver_id is None:
            found[one.pk] = days.get(one.step, day)
        else:
            found[one.pk] = max(today, one.due_on + later) if later else one.due_on
    return found


def _as_kept(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def due_days(collaboration: Collaboration, kind: Kind | None, happens_at: datetime) -> dict[str, date]:
    """The day of each step for this moment, none of them in the past; empty where nobody knows the steps any more."""
    zone = collaboration.community.timezone
    try:
        return resolve_dues(kind.dues(), clock.local(happens_at, zone).date(), clock.today(zone)) if kind else {}
    except DueError:
        return {}


def _step(one: Commitment, kind: Kind | None) -> dict[str, Any]:
    step = kind.step(one.step) if kind and one.step in kind.dues() else None
    return {
        "commitment": one.pk,
        "step": one.step,
        "part": one.part_id,
        "receiver": one.receiver_id,
        "what": one.what,
        "due_on": one.due_on.isoformat(),
        "channel": step.channel if step else "",
    }


def questions_of(kind: Kind | None) -> dict[str, str]:
    """What a proposal of this kind has to say, by id, in the playbook's words, with {me} and {other} still in them."""
    return {ask.id: ask.title for ask in kind.asked_at("proposal")} if kind else {}


def with_names(question: str, asks: str, asked: str) -> str:
    """A question of a proposal with the names of whoever asks and of those who are asked."""
    return question.replace("{me}", asks).replace("{other}", asked)


def question_in(question: str, collaboration: Collaboration) -> str:
    """The same in the reader's language, with the names that the sides of a collaboration bear now."""
    question = _(question)
    if "{" not in question:
        return question
    starter = collaboration.started_by_id
    others = telling.names([part for part in collaboration.parts.all() if part.member_id != starter])
    return with_names(question, collaboration.started_by.name, others)


def questions_answered(collaboration: Collaboration, kind: Kind | None) -> tuple[tuple[str, str], ...]:
    """What its proposal said, each answer with its question."""
    questions = questions_of(kind)
    return tuple(
        (question_in(questions.get(key, ""), collaboration), said) for key, said in collaboration.answers.items()
    )


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, object]]:
    """What one version of the terms changes against another, as a change of the history keeps it."""
    old, new = _flat(before), _flat(after)
    fields = [*FIELDS, *sorted({key for key in (*old, *new) if key.startswith(ANSWER)})]
    return [asdict(one) for one in differences(old, new, fields)]


def _flat(body: Mapping[str, Any]) -> dict[str, Any]:
    answers = {f"{ANSWER}{key}": said for key, said in body.get("answers", {}).items()}
    return {key: body.get(key, "") for key in FIELDS} | answers


def changed_terms(change: Change, kind: Kind | None = None) -> list[Difference]:
    """What a change would change, in words."""
    return in_words(change.changed, change.collaboration, questions_of(kind or kind_of(change.collaboration)))


def in_words(
    found: list[dict[str, Any]], collaboration: Collaboration, questions: Mapping[str, str]
) -> list[Difference]:
    """Differences of terms as one reads them."""
    return [
        Difference(
            _name(one["field"], questions, collaboration),
            shown(one["field"], one["before"], collaboration),
            shown(one["field"], one["after"], collaboration),
        )
        for one in found
    ]


def _name(field: str, questions: Mapping[str, str], collaboration: Collaboration) -> str:
    if field.startswith(ANSWER):
        return question_in(questions.get(field.removeprefix(ANSWER), _("What was asked")), collaboration)
    return str(FIELD_NAMES[field])


def shown(field: str, value: Any, collaboration: Collaboration) -> str:
    """One value of the terms, in words."""
    if value in ("", None):
        return ""
    show: dict[str, Callable[[], str]] = {
        "happens_at": lambda: say_when(
            datetime.fromisoformat(str(value)), collaboration.community.timezone, timed=collaboration.is_timed
        ),
        "minutes": lambda: _("%(count)s minutes") % {"count": value},
        **dict.fromkeys(UNDERSTOOD, lambda: _(str(value))),
    }
    return show.get(field, lambda: str(value))()
