"""What people are told about a move: one notice each, and the calendar entry where something was agreed, moved or
called off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from hometeam.engine.agreements import ANSWERABLE, ASKING, ENDED, RUNNING, Move, State
from hometeam.foundation import clock, post, tokens
from hometeam.members.models import Person, Seat
from hometeam.together.access import ANSWER
from hometeam.together.actions.wordings import Wording, wording_for
from hometeam.together.models import AGREED_ELSEWHERE, Change, Collaboration, Commitment, Part
from hometeam.together.queries import calendar, kind_of, telling
from hometeam.together.queries.apart import hushed
from hometeam.together.queries.terms import changed_terms, questions_answered

BETWEEN_THEM = frozenset({Move.THANK, Move.NUDGE})
"""What is nothing but one member's word to another, and so is not told where the two do not want to meet."""
FOR_ONE_TO_KNOW = frozenset(
    {"propose", Move.ACCEPT, Move.COUNTER, Move.DECLINE, Move.WITHDRAW, Move.RENEGOTIATE, Move.REOPEN}
)
"""What an organiser may say in a member's name, and the member hears of at once: it is bound by it."""
OTHERWISE = gettext_lazy("If you would rather say otherwise, you can do so there at any time.")
LINK_OUTLIVES_DEADLINE = timedelta(days=60)


def send(collaboration: Collaboration, change: Change, notice: str, told: Sequence[Part]) -> None:
    """Tell each of these sides, once; and put what was agreed or called off into everybody's calendar."""
    for part in told:
        quiet = change.by_id is not None and change.by_id in hushed(collaboration, part.member)
        if quiet and change.move in BETWEEN_THEM:
            continue
        for person in people_of(part):
            with override(person.language), clock.read_in(person.timezone):
                _tell(change, _wording(collaboration, notice), part, person, quiet=quiet)
    told_ids = {part.pk for part in told}
    for part in collaboration.parts.all():
        if part.pk not in told_ids and _entry_for(change, part) is not None:
            _post_entry(collaboration, change, part)


def tell_in_whose_name(collaboration: Collaboration, change: Change) -> None:
    """Tell a member what an organiser has just said in its name, so that nobody learns from others what they offered or
    promised.
    """
    if not change.on_behalf or change.move not in FOR_ONE_TO_KNOW:
        return
    for part in collaboration.parts.all():
        if part.member_id == change.by_id:
            post.notify(
                person_ids=[person.pk for person in people_of(part)],
                key=f"together.in_your_name:{collaboration.pk}:{change.version}",
                subject=post.late(lambda: _("In your name: %(title)s, %(when)s") % _values(collaboration, change)),
                lines=[post.late(lambda: telling.happened(change)), post.late(lambda: str(OTHERWISE))],
                action_label=post.late(lambda: _("See it")),
                action_url=page_of(collaboration),
                community_id=collaboration.community_id,
            )


def _wording(collaboration: Collaboration, notice: str) -> Wording:
    return wording_for(notice, is_group=collaboration.is_group, has_ended=collaboration.state in ENDED)


def people_of(part: Part) -> list[Person]:
    """The people who act for a side."""
    return [seat.person for seat in Seat.objects.filter(member=part.member_id).select_related("person").order_by("pk")]


def _tell(change: Change, wording: Wording, part: Part, person: Person, *, quiet: bool = False) -> None:
    collaboration = change.collaboration
    make_entry = _entry_for(change, part)
    post.notify(
        person_ids=[person.pk],
        key=f"together:{collaboration.pk}:{change.version}",
        subject=post.late(lambda: str(wording.subject) % _values(collaboration, change)),
        lines=_lines(collaboration, change, wording, quiet=quiet),
        action_label=post.late(lambda: str(wording.label)),
        action_url=answer_path(collaboration, part, person=person)
        if part.answer == Part.Answer.LATE or (part.takes_part and collaboration.state in ANSWERABLE)
        else page_of(collaboration),
        community_id=collaboration.community_id,
        calendar=make_entry(collaboration, part.member, person.email, str(person)) if make_entry else None,
        urgency=wording.urgency,
    )


def _lines(collaboration: Collaboration, change: Change, wording: Wording, *, quiet: bool) -> list[str]:
    """What is said of a change; `quiet`: without a word of whoever made it."""
    lines: list[str] = []
    if change.move in (Move.COUNTER, Move.RENEGOTIATE):
        lines.append(post.late(lambda: str(wording.line) % _values(collaboration, change)))
        lines += [f"{one.field}: {one.before or '–'} → {one.after or '–'}" for one in changed_terms(change)]
    elif change.move in ("propose", Move.SEND, Move.REOPEN, Move.INVITE):
        note = "" if quiet else telling.note_of(collaboration, change)
        lines += [line for line in note.splitlines() if line.strip()]
        said = () if quiet else questions_answered(collaboration, kind_of(collaboration))
        lines += [f"{question}: {answer}" for question, answer in said if answer]
        lines += [post.late(lambda: place_line(collaboration)), post.late(lambda: str(wording.line))]
    else:
        lines.append(post.late(lambda: str(wording.line) % _values(collaboration, change)))
        lines += telling.steps_of(change)
    if change.words and not change.private and not quiet:
        lines.append(post.late(lambda: _("In their words: “%(words)s”") % {"words": change.words}))
    return lines


def place_line(collaboration: Collaboration) -> str:
    """When and where, in one line."""
    where = collaboration.place or collaboration.online_link
    return " · ".join(word for word in (telling.when(collaboration), where) if word)


def _values(collaboration: Collaboration, change: Change) -> dict[str, str]:
    return {
        "who": telling.who(change) or _("Time"),
        "title": _(collaboration.title),
        "when": telling.when(collaboration),
        "names": telling.names([part for part in collaboration.parts.all() if part.takes_part]),
        "standing": telling.standing(collaboration),
    }


def page_of(collaboration: Collaboration) -> str:
    """The path of a collaboration's page."""
    return reverse("together:collaboration", args=[collaboration.community.slug, collaboration.pk])


def answer_path(
    collaboration: Collaboration, part: Part, *, person: Person | None = None, invitation_id: int = 0, claim: str = ""
) -> str:
    """The path from a letter, good for one collaboration, one side and one reader, until long after it matters."""
    deadline = collaboration.deadline_at or clock.now()
    data = {"c": collaboration.pk, "p": part.pk, "r": person.pk if person else 0, "i": invitation_id, "k": claim}
    left = max(deadline - clock.now(), timedelta())
    return reverse("together:answer", args=[tokens.make(ANSWER, data, left + LINK_OUTLIVES_DEADLINE)])


def _entry_for(change: Change, part: Part) -> Callable[..., bytes] | None:
    """The calendar entry that a change makes for one side: agreed or moved, or called off."""
    if change.collaboration.is_group:
        return _entry_in_group(change, part)
    was_running = change.from_state in RUNNING
    if change.move in (Move.ACCEPT, AGREED_ELSEWHERE) and change.to_state in RUNNING:
        return calendar.invitation
    return calendar.cancellation if change.move in (Move.WITHDRAW, Move.LEAVE) and was_running else None


def _entry_in_group(change: Change, part: Part) -> Callable[..., bytes] | None:
    has_it = part.joined_at is not None
    if change.from_state in RUNNING and change.to_state == State.WITHDRAWN:
        return calendar.cancellation
    if part.member_id == change.by_id and part.out and change.from_state in RUNNING:
        return calendar.cancellation
    started = change.from_state in ASKING and change.to_state not in {*ASKING, *ENDED}
    moved = change.from_state == State.RENEGOTIATED and change.to_state in (State.AGREED, State.DELIVERING)
    came_in = change.move == Move.ACCEPT and part.member_id == change.by_id
    return calendar.invitation if has_it and (started or came_in or (moved and change.move == Move.ACCEPT)) else None


def _post_entry(collaboration: Collaboration, change: Change, part: Part) -> None:
    """The calendar entry for the side that needs no notice, as it did this itself; not for those who want no mail."""
    make_entry = _entry_for(change, part)
    for person in people_of(part):
        if make_entry is None or person.notice_choice == Person.Notices.NEVER:
            continue
        with override(person.language):
            values = _values(collaboration, change)
            subject = _("For your calendar: %(title)s, %(when)s") % values
            paper = post.write(
                subject=subject,
                lines=[place_line(collaboration)],
                action_label=_("See it"),
                action_url=page_of(collaboration),
                why=_("You get this because you agreed to it, or called it off."),
            )
            post.send_letter(
                to=person.email,
                key=f"together.entry:{collaboration.pk}:{change.version}:{person.pk}",
                subject=subject,
                text=paper.text,
                html=paper.html,
                calendar=make_entry(collaboration, part.member, person.email, str(person)),
            )


def remind(commitment: Commitment) -> None:
    """Remind whoever promised a step, once for each day that it was due on."""
    collaboration = commitment.collaboration
    inside = [part for part in collaboration.parts.all() if part.takes_part]
    owing = [part for part in inside if commitment.part_id in (None, part.pk)]
    people: Iterable[Person] = [person for part in owing for person in people_of(part)]
    post.notify(
        person_ids=[person.pk for person in people],
        key=f"together.promise:{commitment.pk}:{commitment.due_on}",
        subject=post.late(lambda: _("Coming up: %(what)s") % {"what": commitment.text}),
        lines=[post.late(lambda: place_line(collaboration))],
        action_label=post.late(lambda: _("See it")),
        action_url=page_of(collaboration),
        community_id=collaboration.community_id,
        urgency="digest",
    )
