"""A collaboration in words: who, when, where, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hometeam.engine.agreements import ASKING, Move, State
from hometeam.foundation import clock
from hometeam.foundation.listed import all_of
from hometeam.members.models import Member, Person
from hometeam.together.models import AGREED_ELSEWHERE, Change, Collaboration, Part, within

_HAPPENED: dict[str, Promise] = {
    "propose": gettext_lazy("%(who)s proposed this."),
    AGREED_ELSEWHERE: gettext_lazy("It was found for you, and each of you said yes."),
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
    Move.START: gettext_lazy("%(who)s started it with those who said yes."),
    Move.INVITE: gettext_lazy("%(who)s asked %(about)s, too."),
    Move.TAKE_OUT: gettext_lazy("%(who)s no longer waits for %(about)s."),
    Move.NUDGE: gettext_lazy("%(who)s reminded %(about)s."),
    Move.LET_GO: gettext_lazy("One part of it does not come about; the rest stands."),
    Move.NOT_YET: gettext_lazy("%(who)s opened a step again: not yet."),
    Move.LEAVE: gettext_lazy("%(who)s is no longer here."),
}
_WITH_STEPS: dict[str, Promise] = {
    Move.DELIVER: gettext_lazy("%(who)s ticked off %(steps)s."),
    Move.UNDO: gettext_lazy("%(who)s took the tick back at %(steps)s."),
    Move.CONFIRM: gettext_lazy("%(who)s confirmed that it happened: %(steps)s."),
    Move.NOT_YET: gettext_lazy("%(who)s opened %(steps)s again: not yet."),
    Move.LET_GO: gettext_lazy("%(steps)s does not come about; the rest stands."),
}
_KEPT = gettext_lazy("%(who)s would rather keep to what was agreed.")
_KEPT_BY_ITSELF = gettext_lazy("Nobody answered, so it stays as it was agreed.")
_ANOTHER = gettext_lazy("%(who)s put another change in its place.")
_LEFT = gettext_lazy("%(who)s stepped out.")
_STARTED_BY_ITSELF = gettext_lazy("The time to answer was over, so it started with those who said yes.")
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
    about = change.about.name if change.about else _("somebody")
    steps = and_names([_("“%(what)s”") % {"what": what} for what in steps_of(change)])
    return str(_sentence(change)) % {"who": who(change), "about": about, "steps": steps}


def steps_of(change: Change) -> list[str]:
    """The promised steps that a change is about, with the names that the sides bear now."""
    parts = list(change.collaboration.parts.all())
    return [names_in(one["what"], one["part"], parts, one["receiver"]) for one in change.steps]


def _sentence(change: Change) -> Promise:
    back_on = change.from_state == State.RENEGOTIATED and change.to_state != State.RENEGOTIATED
    if change.collaboration.is_group and (in_group := _sentence_in_group(change)):
        return in_group
    if change.move == Move.DECLINE and back_on:
        return _KEPT
    if change.move == Move.RENEGOTIATE and change.from_state == State.RENEGOTIATED:
        return _ANOTHER
    if change.move == Move.LAPSE and change.to_state == State.CLOSED:
        return _CLOSED_BY_ITSELF
    if change.move == Move.LAPSE and back_on:
        return _KEPT_BY_ITSELF
    return (_WITH_STEPS if change.steps else _HAPPENED)[change.move]


def _sentence_in_group(change: Change) -> Promise | None:
    if change.move == Move.WITHDRAW and change.to_state != State.WITHDRAWN:
        return _LEFT
    if change.move == Move.LAPSE and change.from_state in ASKING and change.to_state != State.LAPSED:
        return _STARTED_BY_ITSELF
    return None


def note_of(collaboration: Collaboration, change: Change) -> str:
    """The words that go with an offer: its own, or the proposal's where the same side makes it; nobody speaks for
    another, and the words of a member who has closed went with it.
    """
    if change.by is not None and change.by.closed_at is not None:
        return ""
    if change.words or change.move in (Move.COUNTER, Move.RENEGOTIATE):
        return change.words
    return collaboration.words if change.by_id == collaboration.started_by_id else ""


def others(collaboration: Collaboration, member: Member) -> list[Part]:
    """The other sides, as one member sees it, without those who are out."""
    return [part for part in collaboration.parts.all() if part.member_id != member.pk and not part.out]


def names(parts: Sequence[Part]) -> str:
    """Names as one says them: "Ann", "Ann and Bo", "Ann, Bo and Cy"."""
    return and_names([part.member.name for part in parts])


def and_names(said: Sequence[str]) -> str:
    """The same of names at hand."""
    return within(all_of(said)) if len(said) > 1 else all_of(said)


def names_in(what: str, part_id: int | None, parts: list[Part], receiver_id: int | None = None) -> str:
    """A promised step, in the reader's language, with the names that the sides bear now; without a receiver it is for
    all the others.
    """
    mine = [one.member.name for one in parts if one.pk == part_id or (part_id is None and one.takes_part)]
    others = [one for one in parts if one.pk != part_id]
    theirs = [one.member.name for one in others if (one.pk == receiver_id if receiver_id else one.takes_part)]
    return within(_(what).replace("{me}", ", ".join(mine)).replace("{other}", ", ".join(theirs)))


def standing(collaboration: Collaboration) -> str:
    """How many have said yes, and how many it takes to start."""
    inside = [part for part in collaboration.parts.all() if not part.out]
    yes = sum(part.answer == Part.Answer.YES for part in inside)
    said = ngettext("%(yes)s says yes so far", "%(yes)s say yes so far", yes) % {"yes": yes}
    if yes >= collaboration.least:
        return _("%(said)s, which is enough to start.") % {"said": said}
    return _("%(said)s; it takes %(least)s to start.") % {"said": said, "least": collaboration.least}


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
