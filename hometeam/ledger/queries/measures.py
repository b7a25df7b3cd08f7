"""What is measured everywhere, whatever the kind, and what each number means."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hometeam.foundation.money import Purse

VISITS, VALUE, HOURS, JOY = "visits", "value", "hours", "joy"
MONEY_UNITS = frozenset({"worth", "value", "money"})


@dataclass(frozen=True, slots=True)
class GeneralMeasure:
    """A measure that every kind has: what it is called, what is counted, and what the number means."""

    id: str
    title: str | Promise
    unit: str
    means: str | Promise


COMMON = (
    GeneralMeasure(
        VISITS,
        gettext_lazy("Visits"),
        "visits",
        gettext_lazy(
            "How often somebody came by the link, a browser’s repeats on one day left out. "
            "Where our own link counted them, they are measured."
        ),
    ),
    GeneralMeasure(
        "sign-ups",
        gettext_lazy("Sign-ups"),
        "sign-ups",
        gettext_lazy("People who joined a list, a course or a club because of it."),
    ),
    GeneralMeasure(
        "enquiries",
        gettext_lazy("Enquiries"),
        "enquiries",
        gettext_lazy(
            "People who asked for something, by mail, by phone or at the door, and said where they had it from."
        ),
    ),
    GeneralMeasure(
        "sales",
        gettext_lazy("Sales"),
        "sales",
        gettext_lazy("How many times somebody bought because of it, whatever the amount."),
    ),
    GeneralMeasure(
        VALUE,
        gettext_lazy("Worth in money"),
        "worth",
        gettext_lazy("What came in because of it. Only the two of you see an amount."),
    ),
    GeneralMeasure(
        HOURS,
        gettext_lazy("Hours"),
        "hours",
        gettext_lazy("Hours of work that it saved, or that somebody gave."),
    ),
    GeneralMeasure(
        JOY,
        gettext_lazy("Joy"),
        "of 5",
        gettext_lazy("How glad one of you was of it, from 1 to 5. Shown as the middle of all answers, never as a sum."),
    ),
)


class AnyMeasure(Protocol):
    """A kind's own measure, as its file says it."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...


def common(measure: str) -> GeneralMeasure | None:
    """The measure that every kind has, if it is one."""
    return next((one for one in COMMON if one.id == measure), None)


def is_money(measure: str, unit: str = "") -> bool:
    """Whether a measure is an amount, which only the two sides see."""
    return measure == VALUE or unit in MONEY_UNITS


def is_whole(measure: str, unit: str = "") -> bool:
    """Whether it is counted in whole numbers."""
    return measure != HOURS and not is_money(measure, unit)


def meaning(measure: str) -> str:
    """What the number means, in a sentence or two."""
    known = common(measure)
    return (
        str(known.means) if known else _("What the two sides counted for this kind, as its page in the playbook says.")
    )


LEVEL_WORDS: dict[str, str | Promise] = {
    "measured": gettext_lazy("measured"),
    "partner-confirmed": gettext_lazy("confirmed by the partner"),
    "self-reported": gettext_lazy("told by one side"),
    "estimated": gettext_lazy("estimated"),
}
LEVEL_MEANS: dict[str, str | Promise] = {
    "measured": gettext_lazy("counted by our own links"),
    "partner-confirmed": gettext_lazy("said, or confirmed, by the one it came to"),
    "self-reported": gettext_lazy("said by whoever did it, or of one’s own feeling"),
    "estimated": gettext_lazy("a good guess, and said to be one"),
}


def said_in_unit(
    measure: str, quantity: Decimal, title: str, unit: str = "", *, purse: Purse, currency: str = ""
) -> str:
    """A quantity with what it counts: "1 visit", "12 visits", "$420"; a kind's own: "Ideas that came: 2"."""
    if currency or is_money(measure, unit):
        return purse.shown(quantity, currency)
    words = {
        VISITS: ngettext("%(n)s visit", "%(n)s visits", int(quantity)),
        "sign-ups": ngettext("%(n)s sign-up", "%(n)s sign-ups", int(quantity)),
        "enquiries": ngettext("%(n)s enquiry", "%(n)s enquiries", int(quantity)),
        "sales": ngettext("%(n)s sale", "%(n)s sales", int(quantity)),
        HOURS: ngettext("%(n)s hour", "%(n)s hours", ceil(quantity)),
        JOY: _("joy %(n)s of 5"),
    }
    number = purse.number(quantity)
    return words[measure] % {"n": number} if measure in words else f"{title}: {number}"
