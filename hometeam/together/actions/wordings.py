"""How each notice reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Wording:
    """How a notice reads.

    Placeholders: %(who)s, %(title)s, %(when)s, %(names)s (of those in it), %(standing)s (how many have said yes).
    """

    subject: Promise
    line: Promise
    label: Promise
    urgency: Literal["now", "digest"] = "now"


WORDINGS: dict[str, Wording] = {
    "proposed": Wording(
        gettext_lazy("%(who)s has an idea for the two of you: %(title)s, %(when)s"),
        gettext_lazy("One tap answers: yes, yes but, or not now. All three are fine."),
        gettext_lazy("Read it and answer"),
    ),
    "countered": Wording(
        gettext_lazy("%(who)s would like to, with a change: %(title)s"),
        gettext_lazy("This is what would change:"),
        gettext_lazy("See the change and answer"),
    ),
    "agreed": Wording(
        gettext_lazy("It is agreed: %(title)s, %(when)s"),
        gettext_lazy("%(who)s said yes. The entry for your calendar comes with this letter."),
        gettext_lazy("See what comes next"),
    ),
    "declined": Wording(
        gettext_lazy("Not this time: %(title)s"),
        gettext_lazy("%(who)s cannot take this on now, and keeps your note for later."),
        gettext_lazy("See it"),
    ),
    "withdrawn": Wording(
        gettext_lazy("%(who)s has called this off: %(title)s"),
        gettext_lazy("Nothing is expected of you any more."),
        gettext_lazy("See it"),
    ),
    "renegotiated": Wording(
        gettext_lazy("%(who)s asks to change what you agreed: %(title)s"),
        gettext_lazy("Until you answer, it stays as you agreed it. This is what would change:"),
        gettext_lazy("See the change and answer"),
    ),
    "kept": Wording(
        gettext_lazy("It stays as agreed: %(title)s, %(when)s"),
        gettext_lazy("The change did not come about, and nothing else has changed."),
        gettext_lazy("See it"),
    ),
    "lapsed": Wording(
        gettext_lazy("This has gone quiet: %(title)s"),
        gettext_lazy("It was between %(names)s. That happens to everybody. One tap takes it up again, with a new day."),
        gettext_lazy("Take it up again"),
    ),
    "done": Wording(
        gettext_lazy("%(who)s has done a step: %(title)s"),
        gettext_lazy("Was it so? One tap says yes."),
        gettext_lazy("See it"),
    ),
    "ticked": Wording(
        gettext_lazy("%(who)s has done a step: %(title)s"),
        gettext_lazy("Nothing is asked of you; it is ticked off."),
        gettext_lazy("See it"),
        "digest",
    ),
    "undone": Wording(
        gettext_lazy("%(who)s took a tick back: %(title)s"),
        gettext_lazy("The step is open again."),
        gettext_lazy("See it"),
        "digest",
    ),
    "not-yet": Wording(
        gettext_lazy("Not there yet for %(who)s: %(title)s"),
        gettext_lazy(
            "A tick can come early, and things get lost on the way. The step is open again, and %(who)s ticks it off"
            " once it is there. A word between you clears it up best."
        ),
        gettext_lazy("See it"),
    ),
    "confirmed": Wording(
        gettext_lazy("%(who)s says that it happened: %(title)s"),
        gettext_lazy("It now stands in what you have done for each other."),
        gettext_lazy("Say thank you"),
        "digest",
    ),
    "thanked": Wording(
        gettext_lazy("%(who)s says thank you"), gettext_lazy("For: %(title)s."), gettext_lazy("See it"), "digest"
    ),
    "closed": Wording(
        gettext_lazy("Done, and closed: %(title)s"),
        gettext_lazy("%(who)s has closed it. It stays in your history."),
        gettext_lazy("See it"),
        "digest",
    ),
    "left": Wording(
        gettext_lazy("This has ended: %(title)s"),
        gettext_lazy(
            "The other side is no longer here. Nothing is expected of you; what you did stays in your history."
        ),
        gettext_lazy("See it"),
    ),
    "arranged": Wording(
        gettext_lazy("It is agreed: %(title)s, %(when)s"),
        gettext_lazy("All of you said yes: %(names)s. The entry for your calendar comes with this letter."),
        gettext_lazy("See who gives what to whom"),
    ),
    "let-go": Wording(
        gettext_lazy("One part of it does not come about: %(title)s"),
        gettext_lazy("That can happen. All the rest stands as you agreed it, and nobody is to blame."),
        gettext_lazy("See what stands"),
    ),
    "reopened": Wording(
        gettext_lazy("%(who)s takes it up again: %(title)s, %(when)s"),
        gettext_lazy("One tap answers: yes, yes but, or not now. All three are fine."),
        gettext_lazy("Read it and answer"),
    ),
}


IN_GROUPS: dict[str, Wording] = {
    "proposed": Wording(
        gettext_lazy("%(who)s has an idea for a few of you: %(title)s, %(when)s"),
        gettext_lazy("One tap answers: yes, yes but, or not now. Each answers alone, and all three are fine."),
        gettext_lazy("Read it and answer"),
    ),
    "countered": Wording(
        gettext_lazy("%(who)s would like to, with a change: %(title)s"),
        gettext_lazy("Everybody is asked again. This is what would change:"),
        gettext_lazy("See the change and answer"),
    ),
    "said-yes": Wording(
        gettext_lazy("%(who)s says yes: %(title)s"),
        gettext_lazy("%(standing)s"),
        gettext_lazy("See who is in"),
        "digest",
    ),
    "stepped-out": Wording(
        gettext_lazy("Not this time for %(who)s: %(title)s"),
        gettext_lazy("%(who)s cannot take part. Nobody else is told. %(standing)s"),
        gettext_lazy("See who is in"),
    ),
    "too-few": Wording(
        gettext_lazy("It does not come together this time: %(title)s"),
        gettext_lazy("There are fewer than it takes. Nothing is expected of you; it may come round again."),
        gettext_lazy("See it"),
    ),
    "agreed": Wording(
        gettext_lazy("It is agreed: %(title)s, %(when)s"),
        gettext_lazy("You do it together: %(names)s. The entry for your calendar comes with this letter."),
        gettext_lazy("See what comes next"),
    ),
    "joined": Wording(
        gettext_lazy("%(who)s is in, too: %(title)s"),
        gettext_lazy("Now you are: %(names)s."),
        gettext_lazy("See it"),
        "digest",
    ),
    "nudged": Wording(
        gettext_lazy("%(who)s waits for your answer: %(title)s, %(when)s"),
        gettext_lazy("One tap answers: yes, yes but, or not now. All three are fine, and this is the only reminder."),
        gettext_lazy("Read it and answer"),
    ),
    "declined": Wording(
        gettext_lazy("Not this time: %(title)s"),
        gettext_lazy("%(who)s, who started it, cannot take this on now. Nothing is expected of you."),
        gettext_lazy("See it"),
    ),
    "walked-out": Wording(
        gettext_lazy("%(who)s has had to step out: %(title)s"),
        gettext_lazy("You go on: %(names)s. What they had promised and not done has dropped out."),
        gettext_lazy("See what is left to do"),
    ),
    "short": Wording(
        gettext_lazy("Go on with fewer? %(title)s"),
        gettext_lazy("Somebody has stepped out, and you are fewer than it takes. Would you go on all the same?"),
        gettext_lazy("Read it and answer"),
    ),
    "going-on": Wording(
        gettext_lazy("It goes on: %(title)s, %(when)s"),
        gettext_lazy("All of you said yes: %(names)s."),
        gettext_lazy("See what comes next"),
    ),
    "left-but-goes-on": Wording(
        gettext_lazy("Somebody is no longer here: %(title)s"),
        gettext_lazy("It goes on without them: %(names)s."),
        gettext_lazy("See it"),
    ),
    "left": Wording(
        gettext_lazy("This has ended: %(title)s"),
        gettext_lazy("Somebody it needed is no longer here. Nothing is expected of you; what you did stays."),
        gettext_lazy("See it"),
    ),
}


def wording_for(notice: str, *, is_group: bool, has_ended: bool) -> Wording:
    """How a notice reads: in a group otherwise than between two, where it has to."""
    key = "left-but-goes-on" if notice == "left" and is_group and not has_ended else notice
    return (IN_GROUPS.get(key) if is_group else None) or WORDINGS[key]
