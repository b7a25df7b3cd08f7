"""How a kind of collaboration goes, in words, before anybody has proposed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.engine.agreements import Due
from hometeam.together.playbook import Kind
from hometeam.together.playbook.kind import GROUPS


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step: who, what, and when relative to the agreed day."""

    who: str
    what: str
    when: str


@dataclass(frozen=True, slots=True)
class KindsOfGroup:
    """A group of the shelf with its kinds."""

    group: str
    kinds: tuple[Kind, ...]


def by_group(kinds: Iterable[Kind]) -> list[KindsOfGroup]:
    """The shelf by its groups, in the groups' own order, without empty ones."""
    found: dict[str, list[Kind]] = {group: [] for group in GROUPS}
    for kind in kinds:
        found[kind.group].append(kind)
    return [KindsOfGroup(group, tuple(those)) for group, those in found.items() if those]


def steps_of(kind: Kind) -> list[GuideStep]:
    """The steps of a kind for whoever only reads about it."""
    return [
        GuideStep(
            who=_whose(kind) if step.is_shared else _(kind.role(step.who).title),
            what=_(step.what).replace("{other}", _("the other")).replace("{me}", _("you")),
            when=_when(kind, step.due),
        )
        for step in kind.steps
    ]


def _whose(kind: Kind) -> str:
    return _("All of you") if kind.is_group else _("Both of you")


def _when(kind: Kind, due: Due) -> str:
    days = due.days + (kind.step(due.after).due.days if due.after else 0)
    if days == 0:
        return _("on the day")
    if days < 0:
        return ngettext("a day before", "%(count)s days before", -days) % {"count": -days}
    return ngettext("a day after", "%(count)s days after", days) % {"count": days}
