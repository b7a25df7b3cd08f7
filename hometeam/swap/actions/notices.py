"""What members are told about loops, once each. Nobody reads of anybody but their two neighbours before all agreed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation import post
from hometeam.foundation.listed import and_
from hometeam.ledger.actions import people_of
from hometeam.members.models import Member
from hometeam.swap.models import Leg, Loop
from hometeam.swap.queries.loops import Asked, said


def tell_proposed(one: Asked, *, instead: bool = False) -> None:
    """Somebody is asked; `instead`: in the stead of a loop that did not come together."""
    lines = [
        *_legs(one),
        post.late(lambda: _("It comes about when all have said yes. Either answer is fine.")),
        _until(one),
    ]
    if instead:
        lines.insert(0, post.late(lambda: _("The last one did not come together. This one keeps what could be kept.")))
    _tell(one, "proposed", lambda: _subject(instead=instead) % _values(one), lines, _label_answer)


def _subject(*, instead: bool) -> str:
    return (
        _("Another loop of barter for you, with %(names)s")
        if instead
        else _("A loop of barter for you, with %(names)s")
    )


def tell_goes_on(one: Asked) -> None:
    """Somebody's yes stands: what they give and get has not changed in the loop that is proposed instead."""
    lines = [
        post.late(lambda: _("It did not come together as it was, and is asked again with somebody else in it.")),
        *_legs(one),
        post.late(lambda: _("For you nothing has changed: your yes stands.")),
    ]
    _tell(one, "proposed", lambda: _("Your loop of barter is asked anew"), lines, lambda: _("See it"))


def tell_reminder(one: Asked) -> None:
    """The only reminder."""
    lines = [*_legs(one), _until(one), post.late(lambda: _("This is the only reminder."))]
    _tell(one, "reminder", lambda: _("A loop of barter waits for your answer"), lines, _label_answer)


def asks_no_longer(loop: Loop, members: Sequence[Member]) -> None:
    """They have answered, or it is over: no letter that waits for the morning asks them any more."""
    people = [person for member in members for person in people_of(member)]
    post.spare_letter(person_ids=people, keys=[f"{_key(loop)}:{what}" for what in ("proposed", "reminder")])


def tell_dissolved(loop: Loop, member: Member) -> None:
    """It did not come together, and there is no other one now: by whom it was is told to nobody."""
    lines = [
        post.late(lambda: _("That happens, and nothing is expected of you.")),
        post.late(lambda: _("What you give and need stands on the board as before. We look again every night.")),
    ]
    post.notify(
        person_ids=people_of(member),
        key=f"{_key(loop)}:dissolved",
        subject=post.late(lambda: _("The loop of barter did not come together this time")),
        lines=lines,
        action_label=post.late(lambda: _("See it")),
        action_url=page_of(loop),
        community_id=loop.community_id,
        urgency="digest",
    )


def tell_missed(leg: Leg) -> None:
    """What was agreed does not come to its receiver, who is first when loops are looked for again."""
    lines = [
        post.late(
            lambda: _("%(what)s does not come about. That can happen; all the rest stands.") % {"what": said(leg)}
        ),
        post.late(lambda: _("Your need is on the board again, and first when loops are looked for.")),
    ]
    post.notify(
        person_ids=people_of(leg.receiver),
        key=f"swap.leg:{leg.pk}:missed",
        subject=post.late(lambda: _("Something in your loop does not come about, and you are first in the next one")),
        lines=lines,
        action_label=post.late(lambda: _("See it")),
        action_url=page_of(leg.loop),
        community_id=leg.loop.community_id,
    )


def page_of(loop: Loop) -> str:
    """The path of a loop's page."""
    return reverse("swap:loop", args=[loop.community.slug, loop.pk])


def _label_answer() -> str:
    return _("See it and answer")


def _legs(one: Asked) -> list[Any]:
    return [
        post.late(lambda: _("You would give %(to)s: %(give)s.") % _values(one)),
        post.late(lambda: _("You would get from %(by)s: %(get)s.") % _values(one)),
    ]


def _until(one: Asked) -> Any:
    return post.late(lambda: _("Time to answer: until %(until)s") % _values(one))


def _values(one: Asked) -> dict[str, str]:
    to, by = one.give.receiver.name, one.get.giver.name
    names = to if one.is_for_two else and_(to, by)
    return {"to": to, "by": by, "names": names, "give": one.gives, "get": one.gets, "until": one.until}


def _tell(one: Asked, what: str, subject: Callable[[], str], lines: Sequence[Any], label: Callable[[], str]) -> None:
    post.notify(
        person_ids=people_of(one.give.giver),
        key=f"{_key(one.loop)}:{what}",
        subject=post.late(subject),
        lines=lines,
        action_label=post.late(label),
        action_url=page_of(one.loop),
        community_id=one.loop.community_id,
        urgency="by_day",
    )


def _key(loop: Loop) -> str:
    return f"swap.loop:{loop.pk}"
