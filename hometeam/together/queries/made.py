"""Where something that was made in another room belongs among what two members promised each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from hometeam.engine.agreements import RUNNING, State
from hometeam.foundation import clock
from hometeam.ledger.models import Act
from hometeam.members.models import Community, Member
from hometeam.together.models import Collaboration, Commitment
from hometeam.together.playbook import Kind
from hometeam.together.playbook.kind import PAGES
from hometeam.together.queries.offering import kinds_known

LOOKS_BACK = timedelta(days=30)
"""So long after a step was ticked by word, what is made for it is still the same deed."""
_DONE = (State.DELIVERED, State.CONFIRMED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Between:
    """What one member does for another on a page of another room."""

    page: str
    giver: Member
    receiver: Member
    community: Community

    @property
    def made(self) -> str:
        """What the labels of the things made there begin with."""
        return f"{PAGES[self.page]}:"


@dataclass(frozen=True, slots=True)
class Spot:
    """The promised step that leads to the page, and the one for which it counts: often the same. `act` is there where
    that one was ticked by word.
    """

    step: Commitment
    deed: Commitment
    act: Act | None = None


def label_of(collaboration_id: int) -> str:
    """What the acts of a collaboration are within."""
    return f"together.collaboration:{collaboration_id}"


def collaboration_of(act: Act) -> int | None:
    """The collaboration that an act belongs to, by id."""
    label, _colon, pk = act.within.partition(":")
    return int(pk) if label == "together.collaboration" else None


def spot_for(what: Between, within: int | None = None) -> Spot | None:
    """The step of the two for which something is made on the page: one that is open, by its day; else one that was
    ticked by word lately. `within` names the collaboration, for which "lately" is always. Two queries or three.
    """
    steps = _steps(what, within)
    spots = [spot for step in steps if (spot := _spot(step, steps, what, ever=within is not None)) is not None]
    return min(spots, key=lambda spot: spot.act is not None, default=None)


def _steps(what: Between, within: int | None) -> dict[tuple[int, str], tuple[Commitment, str]]:
    """The giver's promised steps of the kinds with such a page, by collaboration and step, with the step that each
    counts for where it leads to the page.
    """
    leads = {
        (kind.id, step.id): kind.deed_of(step).id
        for kind in kinds_known(what.community).values()
        for step in kind.steps
        if step.page == what.page
    }
    found = Commitment.objects.filter(
        part__member=what.giver,
        collaboration__in=_of_both(what, {kind_id for kind_id, _step in leads}, within),
    )
    rows = found.select_related("collaboration", "part").prefetch_related("acts").order_by("due_on", "pk")
    return {
        (one.collaboration_id, one.step): (one, leads.get((one.collaboration.kind_id, one.step), "")) for one in rows
    }


def _of_both(what: Between, kinds: Collection[str], within: int | None) -> QuerySet[Collaboration]:
    found = Collaboration.objects.filter(community=what.community, kind_id__in=kinds, state__in=[*RUNNING, *_DONE])
    found = found.filter(parts__member=what.giver).filter(parts__member=what.receiver)
    return found.filter(pk=within) if within is not None else found


def _spot(
    key: tuple[int, str], steps: dict[tuple[int, str], tuple[Commitment, str]], what: Between, *, ever: bool
) -> Spot | None:
    step, counts_for = steps[key]
    deed = steps.get((step.collaboration_id, counts_for), (None, ""))[0]
    if deed is None or _has_one(step.collaboration_id, what):
        return None
    if deed.done_at is None:
        return Spot(step, deed) if step.collaboration.state in RUNNING else None
    acts = [act for act in deed.acts.all() if not act.made_in and act.taken_back_at is None]
    act = next((act for act in acts if act.receiver_id == what.receiver.pk), None)
    lately = ever or deed.done_at >= clock.now() - LOOKS_BACK
    return Spot(step, deed, act) if act is not None and lately else None


def _has_one(collaboration_id: int, what: Between) -> bool:
    """Whether something of this sort was made for it already, and stands."""
    acts = Act.objects.standing().filter(within=label_of(collaboration_id), made_in__startswith=what.made)
    return acts.filter(giver=what.giver, receiver=what.receiver).exists()


def made_already(kind: Kind, task: Commitment, giver: Member, receiver: Member) -> Act | None:
    """What the giver made for the receiver in another room since a collaboration was proposed, and what no step has
    taken yet: ticking the step that it counts for is the same deed.
    """
    pages = [step.page for step in kind.steps if step.page and kind.deed_of(step).id == task.step]
    if not pages:
        return None
    it, within = task.collaboration, label_of(task.collaboration_id)
    ours, since = Q(), Q(made_at__gte=it.made_at)
    for page in pages:
        made = f"{PAGES[page]}:"
        ours |= Q(within=within, made_in__startswith=made) | (since & Q(within__startswith=made))
    taken = Commitment.acts.through.objects.values("act")
    acts = Act.objects.standing().filter(ours, giver=giver, receiver=receiver, community=it.community_id)
    return acts.exclude(pk__in=taken).order_by("pk").first()
