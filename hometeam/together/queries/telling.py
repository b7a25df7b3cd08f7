"""A collaboration in words: who, when, where, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.agreements import Difference, Move, State, differences
from hometeam.foundation import clock
from hometeam.members.models import Member, Person
from hometeam.together.models import Change, Collaboration, Part, say_when
from hometeam.together.queries.offering import kind_of

FIELDS = ("happens_at", "minutes", "place", "online_link", "words")
FIELD_NAMES = {
    "happens_at": gettext_lazy("When"),
    "minutes": gettext_lazy("How long"),
    "place": gettext_lazy("Where"),
    "online_link": gettext_lazy("Link"),
    "words": gettext_lazy("Note"),
}
_HAPPENED: dict[str, Promise] = {
    "propose": gettext_lazy("%(who)s proposed this."),
    Move.SEND: gettext_lazy("%(who)s sent the proposal."),
    Move.ACCEPT: gettext_lazy("%(who)s said yes."),
    Move.COUNTER: gettext_lazy("%(who)s suggested a change."),
    Move.DECLINE: gettext_lazy("%(who)s said: not this time."),
    Move.WITHDRAW: gettext_lazy("%(who)s took it back."),
    Move.RENEGOTIATE: gettext_lazy("%(who)s asked to change what was agreed."),
    Move.DELIVER: gettext_lazy("%(who)s ticked off a step."),
    Move.UNDO: gettext_lazy("%(who)s took a tick back."),
    Move.CONFIRM: gettext_lazy("%(who)s confirmed that it happened."),
    Move.THANK: gettext_lazy("%(who)s said thank you."),
    Move.CLOSE: gettext_lazy("%(who)s closed it."),
    Move.LAPSE: gettext_lazy("It went quiet, as things do."),
    Move.REOPEN: gettext_lazy("%(who)s took it up again."),
}
_KEPT = gettext_lazy("%(who)s would rather keep to what was agreed.")
_KEPT_BY_ITSELF = gettext_lazy("Nobody answered, so it stays as it was agreed.")
_CLOSED_BY_ITSELF = gettext_lazy("It is done, and closed by itself.")


def who(change: Change) -> str:
    """Who made a change: the member's name, or "Gus, for Bo" where an organiser held the pen."""
    if change.by is None:
        return ""
    if change.on_behalf and change.person is not None:
        return _("%(person)s, for %(member)s") % {"person": name_of(change.person), "member": change.by.name}
    return change.by.name


def name_of(person: Person) -> str:
    """Somebody's own name; an address is never shown in its place."""
    return person.name or _("An organiser")


def happened(change: Change) -> str:
    """What a change was, in one sentence."""
    return str(_sentence(change)) % {"who": who(change)}


def _sentence(change: Change) -> Promise:
    back_on = change.from_state == State.RENEGOTIATED and change.to_state != State.RENEGOTIATED
    if change.move == Move.DECLINE and back_on:
        return _KEPT
    if change.move == Move.LAPSE and change.to_state == State.CLOSED:
        return _CLOSED_BY_ITSELF
    if change.move == Move.LAPSE and back_on:
        return _KEPT_BY_ITSELF
    return _HAPPENED[change.move]


def note_of(collaboration: Collaboration, change: Change) -> str:
    """The words that go with an offer: its own, or the proposal's where the same side makes it; nobody speaks for
    another.
    """
    if change.words or change.move in (Move.COUNTER, Move.RENEGOTIATE):
        return change.words
    return collaboration.words if change.by_id == collaboration.started_by_id else ""


def last_change(collaboration: Collaboration) -> Change | None:
    """The newest line of the history."""
    return collaboration.changes.select_related("by", "person").order_by("-pk").first()


def others(collaboration: Collaboration, member: Member) -> list[Part]:
    """The other sides, as one member sees it."""
    return [part for part in collaboration.parts.all() if part.member_id != member.pk]


def names(parts: Sequence[Part]) -> str:
    """Names as one says them: "Ann", "Ann and Bo", "Ann, Bo and Cy"."""
    said = [part.member.name for part in parts]
    if len(said) < 2:
        return "".join(said)
    return _("%(names)s and %(last)s") % {"names": ", ".join(said[:-1]), "last": said[-1]}


def local(collaboration: Collaboration) -> datetime:
    """When it happens, on the community's clock."""
    return clock.local(collaboration.happens_at, collaboration.community.timezone)


def ends_at(collaboration: Collaboration) -> datetime:
    """Until when one may still answer: the hour itself, or the end of the day for what has no hour."""
    if collaboration.is_timed:
        return collaboration.happens_at
    midnight = local(collaboration).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=1)).astimezone(UTC)


def last_due_at(collaboration: Collaboration) -> datetime:
    """The end of the last promised day, or the agreed hour where nothing is promised later."""
    days = [datetime.combine(one.due_on, time.max, UTC) for one in collaboration.commitments.all()]
    return max([collaboration.happens_at, *days])


def when(collaboration: Collaboration) -> str:
    """When it happens, in words."""
    return collaboration.when_words


def body_of(collaboration: Collaboration) -> dict[str, object]:
    """The terms as they stand, for the record that is kept for ever."""
    return {
        "happens_at": collaboration.happens_at.isoformat(),
        "minutes": collaboration.minutes,
        "place": collaboration.place,
        "online_link": collaboration.online_link,
        "words": collaboration.words,
        "steps": [
            {
                "who": one.part.role if one.part else "",
                "what": one.what,
                "due_on": one.due_on.isoformat(),
            }
            for one in collaboration.commitments.all()
        ],
        "agreement": _understood(collaboration),
    }


def _understood(collaboration: Collaboration) -> list[str]:
    kind = kind_of(collaboration)
    return [_(line) for line in kind.agreement.lines] if kind else []


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[dict[str, object]]:
    """What one version of the terms changes against another, as a change of the history keeps it."""
    return [asdict(one) for one in differences(before, after, FIELDS)]


def changed_terms(change: Change) -> list[Difference]:
    """What a change would change, in words."""
    return [
        Difference(
            str(FIELD_NAMES[one["field"]]),
            _shown(one["field"], one["before"], change.collaboration),
            _shown(one["field"], one["after"], change.collaboration),
        )
        for one in change.changed
    ]


def _shown(field: str, value: object, collaboration: Collaboration) -> str:
    show: dict[str, Callable[[], str]] = {
        "happens_at": lambda: say_when(
            datetime.fromisoformat(str(value)), collaboration.community.timezone, timed=collaboration.is_timed
        ),
        "minutes": lambda: _("%(count)s minutes") % {"count": value},
    }
    return show.get(field, lambda: str(value))()
