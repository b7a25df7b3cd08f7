"""Collaborations and promises, read with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hometeam.engine.agreements import ANSWERABLE, OPEN, RUNNING, State
from hometeam.foundation import clock
from hometeam.foundation.alphabet import Alphabetical
from hometeam.foundation.prepared import Given, prepared
from hometeam.ledger.models import Act
from hometeam.ledger.queries import partners_in_query
from hometeam.members.access import blocked
from hometeam.members.models import Community, Member, Membership
from hometeam.together.models import Change, Collaboration, Commitment, Part
from hometeam.together.queries.at_hand import with_kind_said, with_sides, without_blocked

ENDED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Shelf:
    """A member's collaborations by what is next in them."""

    answer: tuple[Collaboration, ...]
    do: tuple[Collaboration, ...]
    confirm: tuple[Collaboration, ...]
    waiting: tuple[Collaboration, ...]
    ended: tuple[Collaboration, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.answer or self.do or self.confirm or self.waiting or self.ended)


def whole() -> QuerySet[Collaboration]:
    """Collaborations with all that their page shows, in four queries however many there are."""
    return with_kind_said().prefetch_related(
        Prefetch("parts", Part.objects.select_related("member")),
        Prefetch(
            "commitments",
            Commitment.objects.select_related(
                "part__member", "receiver__member", "done_by__member", "doubted_by__member"
            ).prefetch_related(Prefetch("acts", Act.objects.select_related("evidence"))),
        ),
    )


def light() -> QuerySet[Collaboration]:
    """Collaborations with their sides, for lists: two queries."""
    return Collaboration.objects.select_related("community", "started_by").prefetch_related(
        Prefetch("parts", Part.objects.select_related("member"))
    )


def mine(member: Member, community: Community) -> Shelf:
    """A member's collaborations in a community, by what is next, without those with members it must not meet."""
    found = with_sides(_mine(member=member.pk, community=community.pk))
    answer = [one for one in found if _must_answer(one, member)]
    inside = [one for one in found if one not in answer and is_in(one, member)]
    do = [one for one in inside if one.state in RUNNING]
    confirm = [one for one in inside if one.state in (State.DELIVERED, State.CONFIRMED)]
    waiting = [one for one in inside if one.state in ANSWERABLE | {State.IDEA} and one not in do]
    shown = {one.pk for one in [*answer, *do, *confirm, *waiting]}
    ended = sorted((one for one in found if one.pk not in shown), key=lambda one: one.changed_at, reverse=True)
    return Shelf(tuple(answer), tuple(do), tuple(confirm), tuple(waiting), tuple(ended[:ENDED_SHOWN]))


@prepared
def _mine(member: Given, community: Given) -> QuerySet[Collaboration]:
    found = Collaboration.objects.filter(community=community, parts__member=member)
    return without_blocked(found, member).select_related("community", "started_by")


@dataclass(frozen=True, slots=True)
class OnHand:
    """What a member's day holds: collaborations that wait for its word, and promises that wait for its deed."""

    waiting: list[Collaboration]
    promises: list[Commitment]


def on_hand(member: Member, community: Community) -> OnHand:
    """What waits for a member in one community, in two queries however much it is; the earliest first."""
    found = _by_collaboration(_sides_on_hand(member=member.pk, community=community.pk))
    promises: list[Commitment] = []
    unconfirmed: set[int] = set()
    for task in _tasks(member=member.pk, collaborations=[*found]) if found else ():
        task.collaboration = found[task.collaboration_id]
        if task.waits:
            unconfirmed.add(task.collaboration_id)
        if task.done_at is None and task.collaboration.state in RUNNING and _is_owed_by(member, task):
            promises.append(task)
    waiting = [one for one in found.values() if _must_answer(one, member) or _may_confirm(one, unconfirmed)]
    return OnHand(sorted(waiting, key=lambda one: (one.deadline_at or one.happens_at, one.pk)), promises)


@prepared
def _sides_on_hand(member: Given, community: Given) -> QuerySet[Part]:
    sides = Part.objects.filter(
        collaboration__community=community,
        collaboration__state__in=[*ANSWERABLE, *RUNNING, State.DELIVERED],
        collaboration__in=Part.objects.filter(member=member).values("collaboration"),
    ).exclude(collaboration__most__lte=2, collaboration__parts__member__in=blocked(member))
    return sides.select_related("collaboration__community", "member")


@prepared
def _tasks(member: Given, collaborations: Given) -> QuerySet[Commitment]:
    found = Commitment.objects.filter(collaboration__pk__in=collaborations)
    return found.annotate(waits=Exists(_to_confirm(member))).order_by("due_on", "pk")


def _by_collaboration(sides: Iterable[Part]) -> dict[int, Collaboration]:
    """The collaborations that these sides belong to, each with its sides at hand, as a prefetch would leave them."""
    found: dict[int, Collaboration] = {}
    for part in sides:
        one = found.setdefault(part.collaboration_id, part.collaboration)
        part.collaboration = one
        one.__dict__.setdefault("_prefetched_objects_cache", {}).setdefault("parts", []).append(part)
    return found


def _to_confirm(member: Given) -> QuerySet[Any, Any]:
    acts = Commitment.acts.through.objects.filter(commitment=OuterRef("pk"))
    return acts.filter(act__receiver=member, act__confirmed_at__isnull=True, act__taken_back_at__isnull=True)


def _is_owed_by(member: Member, task: Commitment) -> bool:
    if task.part_id is None:
        return is_in(task.collaboration, member)
    return any(part.pk == task.part_id for part in task.collaboration.parts.all() if part.member_id == member.pk)


def is_in(collaboration: Collaboration, member: Member) -> bool:
    """Whether a member is asked or takes part: neither out of a group, nor late for it."""
    return any(part.takes_part for part in collaboration.parts.all() if part.member_id == member.pk)


def _may_confirm(collaboration: Collaboration, unconfirmed: set[int]) -> bool:
    return collaboration.state == State.DELIVERED and collaboration.pk in unconfirmed


def promises_of(member: Member, community: Community | None = None) -> list[Commitment]:
    """What a member has promised and not done yet, in agreed collaborations, the earliest first."""
    open_ones = Commitment.objects.filter(done_at__isnull=True, collaboration__state__in=[*RUNNING])
    taking_part = member.parts.filter(answer__in=Part.TAKING_PART)
    own = Q(part__member=member) | Q(part__isnull=True, collaboration__in=taking_part.values("collaboration"))
    if community is not None:
        open_ones = open_ones.filter(collaboration__community=community)
    found = open_ones.filter(own).select_related("collaboration__community", "part__member")
    found = found.prefetch_related(Prefetch("collaboration__parts", Part.objects.select_related("member")))
    away = without_blocked(Collaboration.objects.filter(parts__member=member), member)
    return list(found.filter(collaboration__in=away.values("pk")).order_by("due_on", "pk"))


def promises_in(rows: Iterable[Collaboration], member: Member) -> list[Commitment]:
    """The same of collaborations that have been read already: one more query."""
    known = {one.pk: one for one in rows if is_in(one, member)}
    promises = _undone(member=member.pk, collaborations=[*known]) if known else []
    for one in promises:
        one.collaboration = known[one.collaboration_id]
    return promises


@prepared
def _undone(member: Given, collaborations: Given) -> QuerySet[Commitment]:
    own = Q(part__member=member) | Q(part__isnull=True)
    found = Commitment.objects.filter(own, collaboration__pk__in=collaborations, done_at__isnull=True)
    return found.order_by("due_on", "pk")


def between(one: Member, other: Member, community: Community) -> list[Collaboration]:
    """Everything these two have or had going in a community, the newest first."""
    return _between(one=one.pk, other=other.pk, community=community.pk)


@prepared
def _between(one: Given, other: Given, community: Given) -> QuerySet[Collaboration]:
    both = Collaboration.objects.filter(community=community, parts__member=one).filter(parts__member=other)
    return both.order_by("-changed_at")


def open_between(one: Member, other: Member) -> QuerySet[Collaboration]:
    """What is open between two members: proposed, agreed or not yet confirmed."""
    return Collaboration.objects.filter(state__in=[*OPEN], parts__member=one).filter(parts__member=other)


def partners_of(member: Member, community: Community | None = None, *, only_here: bool = False) -> list[Member]:
    """The members with whom this one has done something, or has something agreed, by name; `only_here` leaves out
    those who have left the community. One query.
    """
    here = community.pk if community is not None else None
    return _partners(member=member.pk, community=here, only_here=True if only_here and here else None)


@prepared
def _partners(member: Given, community: Given | None, only_here: Given | None) -> QuerySet[Member]:
    agreed = Collaboration.objects.filter(state__in=[*RUNNING, State.DELIVERED, State.CONFIRMED, State.CLOSED])
    agreed = agreed.filter(parts__member=member, parts__answer__in=Part.TAKING_PART)
    if community is not None:
        agreed = agreed.filter(community=community)
    sides = Part.objects.filter(collaboration__in=agreed.order_by().values("pk"), answer__in=Part.TAKING_PART)
    ids = sides.order_by().values_list("member_id", flat=True).union(*partners_in_query(member, community))
    found = Member.objects.filter(pk__in=ids).exclude(pk=member).exclude(pk__in=blocked(member))
    if only_here is not None:
        here = {"memberships__community": community, "memberships__state": Membership.State.HERE}
        found = found.filter(closed_at__isnull=True, **here)
    return found.order_by(Alphabetical("name"), "pk")


def declined_lately(member: Member, days: int = 90) -> set[int]:
    """Members who told this one "not this time", or were told so by it, within so many days."""
    since = clock.now() - timedelta(days=days)
    declined = Change.objects.filter(
        move="decline", to_state=State.DECLINED, at__gte=since, collaboration__parts__member=member
    )
    sides = Part.objects.filter(collaboration__in=declined.values("collaboration"))
    return set(sides.values_list("member", flat=True)) - {member.pk}


def load_of(member_ids: Collection[int]) -> dict[int, int]:
    """How many collaborations each member has said yes to and not finished; members without any are missing."""
    return dict(Counter(_busy().filter(member__in=member_ids).values_list("member", flat=True)))


def running(member: str = "pk") -> Coalesce:
    """The same of each member (the field of that name), as part of another query."""
    mine = _busy().filter(member=OuterRef(member)).order_by().values("member")
    return Coalesce(Subquery(mine.annotate(count=Count("pk")).values("count")), 0)


def _busy() -> QuerySet[Part]:
    states = [*RUNNING, State.PROPOSED, State.COUNTERED]
    return Part.objects.filter(answer=Part.Answer.YES, collaboration__state__in=states)


def past_deadline(moment: datetime) -> list[int]:
    """The collaborations that the clock has to move on by a moment, by id."""
    return list(Collaboration.objects.filter(deadline_at__lte=moment).values_list("pk", flat=True))


def due_by(moment: datetime) -> list[Commitment]:
    """Promises to remind of: undone and due by the day after a moment, in agreed collaborations."""
    soon = Commitment.objects.filter(
        done_at__isnull=True, collaboration__state__in=[*RUNNING], due_on__lte=(moment + timedelta(days=2)).date()
    )
    soon = soon.select_related("collaboration__community", "part__member")
    return list(soon.prefetch_related(Prefetch("collaboration__parts", Part.objects.select_related("member"))))


def unsent(community: Community) -> list[Collaboration]:
    """Ideas for members whom nobody has claimed yet: they wait for an invitation to go with."""
    return list(light().filter(community=community, awaiting_invitation=True, state=State.IDEA))


def agreed_for(member: Member) -> list[Collaboration]:
    """What goes into a member's calendar: all that is agreed, with its promises."""
    in_it = Part.objects.filter(member=member, answer__in=Part.TAKING_PART).values("collaboration")
    found = whole().filter(pk__in=in_it, state__in=[*RUNNING, State.DELIVERED, State.CONFIRMED, State.CLOSED])
    return list(without_blocked(found, member))


def _here(found: QuerySet[Collaboration], community: Community | None) -> QuerySet[Collaboration]:
    return found if community is None else found.filter(community=community)


def _must_answer(collaboration: Collaboration, member: Member) -> bool:
    answers = {part.answer for part in collaboration.parts.all() if part.member_id == member.pk}
    asked = collaboration.state in ANSWERABLE and Part.Answer.WAITING in answers
    return asked or (collaboration.state in RUNNING and Part.Answer.LATE in answers)
