"""What the two are told. No notice holds a band: it stands on the page, where either can take it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hometeam.engine.overlap import Side
from hometeam.foundation import post
from hometeam.ledger.actions import people_of
from hometeam.overlap.models import Exchange


@dataclass(frozen=True, slots=True)
class Wording:
    """How a notice reads. `%(name)s` is the other member."""

    subject: Promise
    line: Promise
    label: Promise
    urgency: Literal["now", "digest"] = "now"


SEE = gettext_lazy("See it")
WORDINGS = {
    "asked": Wording(
        gettext_lazy("%(name)s asks: how many customers do the two of us share?"),
        gettext_lazy(
            "You would both learn about how many, and nobody sees anybody’s list. One tap says yes, or not this time."
        ),
        gettext_lazy("See how it works, and answer"),
    ),
    "agreed": Wording(
        gettext_lazy("%(name)s would like to know too how many customers you share"),
        gettext_lazy("Have your customers’ e-mail addresses at hand. They stay with you."),
        gettext_lazy("Begin with your list"),
    ),
    "declined": Wording(
        gettext_lazy("Not this time: counting the customers that you share with %(name)s"),
        gettext_lazy("They would rather not for now. There is nothing for you to do."),
        SEE,
        "digest",
    ),
    "first-in": Wording(
        gettext_lazy("%(name)s has put in a blinded list; now yours"),
        gettext_lazy("Have your customers’ e-mail addresses at hand. They stay with you."),
        gettext_lazy("Go on"),
    ),
    "both-in": Wording(
        gettext_lazy("One more step to know how many customers you share with %(name)s"),
        gettext_lazy("Both lists are in. Open the page where you blinded yours: the rest goes by itself."),
        gettext_lazy("Open the page"),
    ),
    "one-back": Wording(
        gettext_lazy("%(name)s has done the second step; now yours"),
        gettext_lazy("Open the page where you blinded your list: the rest goes by itself."),
        gettext_lazy("Open the page"),
        "digest",
    ),
    "done": Wording(
        gettext_lazy("It is known about how many customers you share with %(name)s"),
        gettext_lazy("All that was blinded has been deleted. Either of you can take the answer back."),
        gettext_lazy("See the answer"),
    ),
    "withdrawn": Wording(
        gettext_lazy("%(name)s would rather not count shared customers after all"),
        gettext_lazy("What was given for it is deleted, the answer too. There is nothing for you to do."),
        SEE,
        "digest",
    ),
    "lapsed": Wording(
        gettext_lazy("This has gone quiet: counting the customers that you share with %(name)s"),
        gettext_lazy("What was given for it is deleted. You can ask again at any time."),
        SEE,
        "digest",
    ),
}


def tell(exchange: Exchange, side: Side, key: str) -> None:
    """Tell one side, once for each time that it comes to this."""
    wording = WORDINGS[key]
    names = {"name": exchange.member_of(side.other).name}
    post.notify(
        person_ids=people_of(exchange.member_of(side)),
        key=f"overlap:{exchange.pk}:{exchange.version}:{key}",
        subject=post.late(lambda: str(wording.subject) % names),
        lines=[post.late(lambda: str(wording.line) % names)],
        action_label=post.late(lambda: str(wording.label)),
        action_url=reverse("overlap:exchange", args=[exchange.community.slug, exchange.pk]),
        community_id=exchange.community_id,
        urgency=wording.urgency,
    )
