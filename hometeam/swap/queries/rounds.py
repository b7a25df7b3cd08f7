"""Searches for loops: the last one, one under way, and what became of what they found, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.foundation import clock
from hometeam.members.models import Community
from hometeam.swap.models import Leg, Listing, Loop, Round, RoundPart, Rules
from hometeam.together.models import say_when

GIVEN_UP, IN_PARTS_GIVEN_UP = timedelta(minutes=15), timedelta(hours=1)
"""A search that began longer ago than this was given up by everybody: one job for all of it has long been done, or was
cut off three times; many jobs may take longer.
"""
NIGHT = range(2, 6)
"""The hours of a community's own clock in which its nightly search begins."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What an organiser sees of a community's loops: numbers, and never who refused."""

    waiting: int
    agreed: int
    not_together: int
    helped: int
    last: Round | None
    running: Round | None
    parts: tuple[int, int] = (0, 0)
    cut_off: Round | None = None

    @property
    def was_cut_off(self) -> str:
        """That the newest search was given up, in plain words; empty where it was made to its end."""
        if self.cut_off is None:
            return ""
        when = say_when(self.cut_off.made_at, self.cut_off.community.timezone, timed=True)
        return _(
            "The search that began on %(when)s was cut off and did not end, so no new loop was proposed. Nothing is "
            "lost: everything on the board is as it was."
        ) % {"when": when}

    @property
    def how_far(self) -> str:
        """How far the search under way is."""
        done, parts = self.parts
        if self.running is None or not parts:
            return str(self.running.get_step_display()) if self.running else ""
        said = {"done": done, "parts": parts}
        return _("Looking for loops: %(done)s of %(parts)s parts are done") % said

    @property
    def last_on(self) -> str:
        """When the last search ended."""
        if self.last is None or self.last.ended_at is None:
            return ""
        return say_when(self.last.ended_at, self.last.community.timezone, timed=True)

    @property
    def proof(self) -> str:
        """How good the last search's loops are, in plain words."""
        if self.last is None or self.last.upper_bound <= 0:
            return _("With what stood on the board then, no new loop closed.")
        share = min(100, int(100 * self.last.value / self.last.upper_bound))
        if share >= 100 or self.last.upper_bound - self.last.value < 1e-6:
            return _("It is proven that no choice of loops would be better.")
        return _("No choice of loops could be better by more than %(share)s percent.") % {"share": max(1, 100 - share)}

    @property
    def apart(self) -> str:
        """Why a search leaves out what is in loops that wait, in plain words; empty where none waits."""
        said = ngettext(
            "%(count)s loop waits for answers. It stands apart: what is given and needed in it is kept for it until "
            "then.",
            "%(count)s loops wait for answers. They stand apart: what is given and needed in them is kept for them "
            "until then.",
            self.waiting,
        )
        return said % {"count": self.waiting} if self.waiting else ""


def overview_of(community: Community) -> Overview:
    """The loops of a community in numbers, its last search and one under way or cut off: five queries."""
    state = Loop.State
    counts = Loop.objects.filter(community=community).aggregate(
        waiting=Count("pk", filter=Q(state=state.PROPOSED)),
        agreed=Count("pk", filter=Q(state=state.AGREED)),
        not_together=Count("pk", filter=Q(state=state.DISSOLVED)),
    )
    agreed = Leg.objects.filter(loop__community=community, loop__state=state.AGREED, missed=Leg.Missed.STANDS)
    helped = agreed.values("receiver").distinct().count()
    running = under_way(community)
    parts = _parts(running) if running else (0, 0)
    return Overview(
        **counts,
        helped=helped,
        last=last_of(community),
        running=running,
        parts=parts,
        cut_off=None if running else cut_off(community),
    )


def cut_off(community: Community) -> Round | None:
    """The newest search, where nobody makes it any more and it did not end: one query."""
    parts = RoundPart.objects.filter(round=OuterRef("pk"))
    found = Round.objects.filter(community=community).select_related("community").annotate(in_parts=Exists(parts))
    newest: Any = found.order_by("-made_at", "-pk").first()
    if newest is None or newest.ended_at is not None:
        return None
    given_up = IN_PARTS_GIVEN_UP if newest.in_parts else GIVEN_UP
    return newest if newest.made_at < clock.now() - given_up else None


def _parts(round: Round) -> tuple[int, int]:
    """How many parts of a search are done, and how many there are."""
    counted = round.parts.aggregate(done=Count("pk", filter=Q(found__isnull=False)), all=Count("pk"))
    return counted["done"], counted["all"]


def last_of(community: Community) -> Round | None:
    """The last search that was made to its end."""
    done = Round.objects.filter(community=community, ended_at__isnull=False)
    return done.select_related("community").order_by("-ended_at", "-pk").first()


def under_way(community: Community) -> Round | None:
    """A search that has begun and not ended."""
    at, parts = clock.now(), RoundPart.objects.filter(round=OuterRef("pk"))
    lately = Q(made_at__gte=at - GIVEN_UP) | Q(Exists(parts), made_at__gte=at - IN_PARTS_GIVEN_UP)
    return Round.objects.filter(lately, community=community, ended_at=None).first()


def last_loops_of(community: Community) -> tuple[tuple[str, ...], ...]:
    """The loops of the last search, as the engine names them: where the next one begins."""
    last = last_of(community)
    legs = Leg.objects.filter(loop__round=last).order_by("loop", "place") if last else Leg.objects.none()
    found: dict[int, list[str]] = {}
    for loop, giver in legs.values_list("loop", "giver"):
        found.setdefault(loop, []).append(str(giver))
    return tuple(tuple(members) for members in found.values())


def prices_of(community: Community) -> dict[str, float]:
    """What each member's place was worth in the last search."""
    last = last_of(community)
    return {str(member): float(price) for member, price in last.prices.items()} if last else {}


def nights_due() -> list[tuple[Community, str]]:
    """The communities that barter and whose night it is, each with the name of this night's search."""
    off = Rules.objects.filter(nightly=False).values("community")
    barter = Listing.objects.filter(state=Listing.State.ON).values("community")
    found = []
    for community in Community.objects.filter(pk__in=barter).exclude(pk__in=off).order_by("pk"):
        there = clock.local(clock.now(), community.timezone)
        if there.hour in NIGHT:
            found.append((community, f"night:{there:%Y-%m-%d}"))
    return found
