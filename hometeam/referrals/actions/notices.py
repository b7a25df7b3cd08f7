"""What the two members are told. No notice holds a word about the person introduced: notices are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hometeam.engine.referrals import Move, Side
from hometeam.foundation import post
from hometeam.ledger.actions import people_of
from hometeam.members.access import is_blocked
from hometeam.referrals.models import Referral
from hometeam.referrals.queries import telling


@dataclass(frozen=True, slots=True)
class Wording:
    """How a notice reads. Placeholders: %(giver)s, %(receiver)s, %(what)s."""

    subject: Promise
    line: Promise
    label: Promise
    urgency: Literal["now", "digest"] = "now"


SEE = gettext_lazy("See it")
G, R = Side.GIVER, Side.RECEIVER
WORDINGS: dict[tuple[str, Side], Wording] = {
    ("introduced", R): Wording(
        gettext_lazy("%(giver)s introduces somebody to you: %(what)s"),
        gettext_lazy(
            "They said yes to %(giver)s and look forward to hearing from you. One tap says that you take it on."
        ),
        gettext_lazy("See who it is, and answer"),
    ),
    ("consented", R): Wording(
        gettext_lazy("%(giver)s introduces somebody to you: %(what)s"),
        gettext_lazy("They have said yes and look forward to hearing from you. One tap says that you take it on."),
        gettext_lazy("See who it is, and answer"),
    ),
    ("consented", G): Wording(
        gettext_lazy("The person you introduced to %(receiver)s said yes"),
        gettext_lazy("%(receiver)s knows of it now. You hear how it goes."),
        SEE,
        "digest",
    ),
    ("changed", R): Wording(
        gettext_lazy("The person whom %(giver)s introduced changed their details"),
        gettext_lazy("Have a look before you get in touch."),
        SEE,
    ),
    ("accepted", G): Wording(
        gettext_lazy("%(receiver)s takes your introduction on: %(what)s"),
        gettext_lazy("You hear when they are in touch."),
        SEE,
    ),
    ("contacted", G): Wording(
        gettext_lazy("%(receiver)s is in touch with the person you introduced"),
        gettext_lazy("You hear what comes of it."),
        SEE,
        "digest",
    ),
    ("met", G): Wording(
        gettext_lazy("%(receiver)s has met the person you introduced"),
        gettext_lazy("You hear what comes of it."),
        SEE,
        "digest",
    ),
    ("won", G): Wording(
        gettext_lazy("It came to something: your introduction to %(receiver)s"),
        gettext_lazy("Thank you for thinking of them. This was about: %(what)s."),
        SEE,
    ),
    ("lost", G): Wording(
        gettext_lazy("It came to nothing this time: your introduction to %(receiver)s"),
        gettext_lazy("They say why on its page. It was kind of you to think of them."),
        gettext_lazy("See why"),
    ),
    ("declined", G): Wording(
        gettext_lazy("Not this time: your introduction to %(receiver)s"),
        gettext_lazy("%(receiver)s cannot take it on now. The person you introduced has been told, and forgotten."),
        SEE,
    ),
    ("withdrawn", G): Wording(
        gettext_lazy("The person you introduced to %(receiver)s would rather not"),
        gettext_lazy("Nothing of theirs is kept. There is nothing for you to do."),
        SEE,
    ),
    ("withdrawn", R): Wording(
        gettext_lazy("The person whom %(giver)s introduced would rather not"),
        gettext_lazy("Please do not get in touch with them. Nothing of theirs is kept."),
        SEE,
    ),
    ("taken-back", R): Wording(
        gettext_lazy("%(giver)s has taken an introduction back"),
        gettext_lazy("Please do not get in touch with the person. Nothing is expected of you."),
        SEE,
    ),
    ("undone", G): Wording(
        gettext_lazy("It goes on: your introduction to %(receiver)s"),
        gettext_lazy("%(receiver)s took the last word back. You hear what comes of it."),
        SEE,
        "digest",
    ),
    ("thanked", G): Wording(
        gettext_lazy("%(receiver)s thanks you for an introduction"),
        gettext_lazy("Only the two of you see the words."),
        gettext_lazy("Read them"),
    ),
    ("lapsed", G): Wording(
        gettext_lazy("This has gone quiet: your introduction to %(receiver)s"),
        gettext_lazy("That happens to everybody. There is nothing for you to do."),
        SEE,
    ),
    ("lapsed", R): Wording(
        gettext_lazy("This has gone quiet: what %(giver)s introduced you to"),
        gettext_lazy("If something came of it after all, you can still say so on its page."),
        SEE,
    ),
    ("remind-sent", G): Wording(
        gettext_lazy("The person you wanted to introduce to %(receiver)s has not answered yet"),
        gettext_lazy(
            "They have the letter. Perhaps a word from you helps, perhaps they would rather not: both are fine."
        ),
        SEE,
        "digest",
    ),
    ("remind-sent", R): Wording(
        gettext_lazy("Somebody whom %(giver)s introduced waits to hear from you"),
        gettext_lazy("One tap says that you take it on, or not this time. Both are fine."),
        gettext_lazy("Answer"),
    ),
    ("remind-accepted", R): Wording(
        gettext_lazy("Are you in touch with the person whom %(giver)s introduced?"),
        gettext_lazy("One tap says so, and %(giver)s hears of it."),
        gettext_lazy("Say how it stands"),
    ),
    ("remind-contacted", R): Wording(
        gettext_lazy("How did it go with the person whom %(giver)s introduced?"),
        gettext_lazy("One tap says so, and %(giver)s hears of it."),
        gettext_lazy("Say how it stands"),
        "digest",
    ),
    ("remind-met", R): Wording(
        gettext_lazy("What came of meeting the person whom %(giver)s introduced?"),
        gettext_lazy("One tap says so, and %(giver)s hears of it."),
        gettext_lazy("Say how it stands"),
        "digest",
    ),
}


def send(referral: Referral, move: str, tell: tuple[tuple[Side, str], ...]) -> None:
    """Tell each of these sides, once. Two who must not meet hear no more of each other than that it ended."""
    apart = is_blocked(referral.giver, referral.receiver)
    for side, key in tell:
        if not apart or (side == Side.GIVER and move == Move.LAPSE):
            _tell(referral, WORDINGS[key, side], side, key, home=apart)


def _tell(referral: Referral, wording: Wording, side: Side, key: str, *, home: bool) -> None:
    member = referral.giver if side == Side.GIVER else referral.receiver
    slug = referral.community.slug
    page = reverse("referrals:referral", args=[slug, referral.pk])
    post.notify(
        person_ids=people_of(member),
        key=f"referrals:{referral.pk}:{referral.version}:{key}",
        subject=post.late(lambda: str(wording.subject) % telling.names(referral)),
        lines=[post.late(lambda: str(wording.line) % telling.names(referral))],
        action_label=post.late(lambda: str(wording.label)),
        action_url=reverse("referrals:home", args=[slug]) if home else page,
        community_id=referral.community_id,
        urgency=wording.urgency,
    )
