"""What a community counts help in, and how amounts of it are said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.members.models import Community
from hometeam.swap.models import Rules
from hometeam.swap.queries.rules import rules_of

HOUR = 60


@dataclass(frozen=True, slots=True)
class Counting:
    """In what is counted: minutes of `hours`, whole `points` called `name`, one of them `one`, or `nothing`."""

    what: str
    name: str = ""
    one: str = ""

    @classmethod
    def of(cls, rules: Rules, what: str | None = None) -> Counting:
        """What these rules count in, or, by their names, what was counted before (`what`)."""
        return cls(what or rules.counting, rules.points_name, rules.points_one)

    @property
    def is_on(self) -> bool:
        """Whether anything is counted at all."""
        return self.what != Rules.Counting.NOTHING

    @property
    def title(self) -> str:
        """What the page about it is called."""
        if self.what == Rules.Counting.HOURS:
            return _("Hours")
        return capfirst(self.name) or _("Points")

    def said(self, amount: int) -> str:
        """An amount in words, without its sign: "2 h 30 min", "1 point", "12 elms"."""
        amount = abs(amount)
        if self.what == Rules.Counting.HOURS:
            return hours_words(amount)
        if self.name:
            return f"{amount} {ngettext(self.one or self.name, self.name, amount)}"
        return ngettext("%(count)s point", "%(count)s points", amount) % {"count": amount}

    def typed(self, amount: int) -> str:
        """An amount as one types it into a field: "2:30", "12"."""
        return clock_words(amount) if self.what == Rules.Counting.HOURS else str(amount)

    @property
    def unit(self) -> str:
        """Of what amounts are whole numbers: minutes, which add up exactly where hours do not, or points."""
        return _("Minutes") if self.what == Rules.Counting.HOURS else self.name or _("Points")


def clock_words(minutes: int) -> str:
    """Minutes as hours and minutes: "1:30"."""
    return f"{minutes // HOUR}:{minutes % HOUR:02}"


def hours_words(minutes: int) -> str:
    """Minutes as one says them: "2 h", "45 min", "2 h 30 min"."""
    hours, rest = divmod(minutes, HOUR)
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def counting_of(community: Community) -> Counting:
    """What a community counts help in."""
    return Counting.of(rules_of(community))


def differ(one: int | None, other: int | None, tolerance: int) -> bool:
    """Whether two sides differ by more than `tolerance` percent of the larger; never where one says nothing."""
    if one is None or other is None:
        return False
    return abs(one - other) * 100 > tolerance * max(one, other)
