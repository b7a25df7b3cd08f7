"""Collaborations with what belongs to them at hand, just as `prefetch_related` leaves them, by reads composed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Block, Member
from hometeam.together.models import Collaboration, Commitment, CommunityKind, Part


def without_blocked(found: QuerySet[Collaboration], member: Member | Given) -> QuerySet[Collaboration]:
    """Without those of two of whom one does not want to meet the other. A group goes on: see `apart.hushed`."""
    away = Block.objects.filter(member=member).values("other")
    keep_off = Block.objects.filter(other=member).values("member")
    return found.exclude(most__lte=2, parts__member__in=away).exclude(most__lte=2, parts__member__in=keep_off)


def with_kind_said() -> QuerySet[Collaboration]:
    """Collaborations with those who began and left them; `kind_said` is whether the community words their kind."""
    said = CommunityKind.objects.filter(community=OuterRef("community"), kind_id=OuterRef("kind_id"))
    return Collaboration.objects.select_related("community", "started_by", "left_by").annotate(kind_said=Exists(said))


def one_with_all(pk: int, member: Member, community_id: int) -> Collaboration | None:
    """A collaboration in which a member takes part, with all that its page shows: at most four queries."""
    found = with_sides(_one(pk=pk, member=member.pk, community=community_id), member)
    with_promises(found)
    return next(iter(found), None)


def whole_one(pk: int) -> Collaboration:
    """One collaboration with all that `whole()` has, whoever asks: at most four queries. Raises DoesNotExist."""
    found: list[Collaboration] = _any(pk=pk)
    if not found:
        raise Collaboration.DoesNotExist
    with_promises(with_sides(found))
    return found[0]


def lock(pk: int, *, due_at: datetime | None = None) -> bool:
    """Lock a collaboration to the end of the transaction; only one whose deadline is over at `due_at`, if that is
    given. Whether there is one.
    """
    return bool(_locked(pk=pk, due_at=due_at))


def with_sides(found: list[Collaboration], member: Member | None = None) -> list[Collaboration]:
    """The same collaborations, with their sides: one query. For a `member`, each side says whether it `is_apart`: that
    one of the two does not want to meet the other.
    """
    ids = [one.pk for one in found]
    seen = _sides_seen(collaborations=ids, member=member.pk) if member and ids else ()
    sides = _sides(collaborations=ids) if ids and not member else seen
    for one, parts in _by_owner(found, sides, "collaboration_id"):
        _keep(one, "parts", parts)
        for part in parts:
            part.collaboration = one
    return found


def with_promises(found: Sequence[Collaboration]) -> None:
    """Put to collaborations that have their sides what they promised and what was done of it: at most two queries."""
    tasks: list[Commitment] = _tasks(collaborations=[one.pk for one in found]) if found else []
    for one, commitments in _by_owner(found, tasks, "collaboration_id"):
        _keep(one, "commitments", commitments)
        parts: dict[int | None, Part] = {part.pk: part for part in one.parts.all()}
        for task in commitments:
            task.collaboration, task.part, task.done_by = one, parts.get(task.part_id), parts.get(task.done_by_id)
            task.receiver = parts.get(task.receiver_id)
    deeds = _deeds(tasks=[task.pk for task in tasks]) if tasks else ()
    for task, links in _by_owner(tasks, deeds, "commitment_id"):
        _keep(task, "acts", [link.act for link in links])


def _by_owner(owners: Iterable[Any], rows: Iterable[Any], key: str) -> Iterable[tuple[Any, list[Any]]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return [(owner, groups[owner.pk]) for owner in owners]


def _keep(owner: Model, name: str, rows: list[Any]) -> None:
    """Let `owner.name.all()` answer with these rows."""
    answer = getattr(owner, name).get_queryset()
    answer._result_cache, answer._prefetch_done = rows, True
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = answer


@prepared
def _one(pk: Given, member: Given, community: Given) -> QuerySet[Collaboration]:
    return without_blocked(with_kind_said().filter(pk=pk, community=community, parts__member=member), member)


@prepared
def _any(pk: Given) -> QuerySet[Collaboration]:
    return with_kind_said().filter(pk=pk)


@prepared
def _locked(pk: Given, due_at: Given | None) -> QuerySet[Any, Any]:
    found = Collaboration.objects.select_for_update().filter(pk=pk).order_by().values_list("pk")
    return found.filter(deadline_at__lte=due_at) if due_at else found


@prepared
def _sides(collaborations: Given) -> QuerySet[Part]:
    return Part.objects.filter(collaboration__pk__in=collaborations).select_related("member")


@prepared
def _sides_seen(collaborations: Given, member: Given) -> QuerySet[Part]:
    theirs = Block.objects.filter(member=OuterRef("member"), other=member)
    mine = Block.objects.filter(member=member, other=OuterRef("member"))
    sides = Part.objects.filter(collaboration__pk__in=collaborations).select_related("member")
    return sides.annotate(is_apart=Exists(theirs) | Exists(mine))


@prepared
def _tasks(collaborations: Given) -> QuerySet[Commitment]:
    return Commitment.objects.filter(collaboration__pk__in=collaborations)


@prepared
def _deeds(tasks: Given) -> QuerySet[Any]:
    links = Commitment.acts.through.objects.filter(commitment__pk__in=tasks)
    return links.select_related("act__evidence").order_by("-act__happened_on", "-act__pk")
