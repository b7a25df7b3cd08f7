"""Settling what goes round: a ring of members who each owe the next, by as much for all, when all say yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hometeam.engine.setoff import Ring, rings, set_off
from hometeam.foundation import clock, journal, post
from hometeam.foundation.journal import NOBODY, Actor
from hometeam.ledger.actions.acts import people_of
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Person
from hometeam.swap.models import SetOff, SetOffLine, Transfer
from hometeam.swap.queries.accounts import debts_in
from hometeam.swap.queries.counting import counting_of

DAYS_TO_ANSWER = timedelta(days=7)
REST = timedelta(days=60)
"""So long nobody is asked again about a debt of a ring that was left as it was."""
LONGEST_RING = 6
"""Nobody waits for more people than that to agree."""


@transaction.atomic
def propose_set_offs(*, community: Community, asked_by: Person | None = None) -> list[SetOff]:
    """Propose to settle what goes round in a community, ring by ring; what is being asked, or was left as it was
    lately, is not asked again.

    Returns the rings that are new: none where nothing is counted or nothing goes round.
    """
    Community.objects.select_for_update().get(pk=community.pk)
    counting = counting_of(community)
    if not counting.is_on:
        return []
    debts = debts_in(community, counting)
    resting = _at_rest(community, counting.what)
    free = [debt for debt in debts if (debt.debtor, debt.creditor) not in resting]
    found = [ring for ring in rings(set_off(free).setoffs) if len(ring.members) <= LONGEST_RING]
    return [_propose(community, counting.what, ring, asked_by) for ring in found]


def _at_rest(community: Community, counting: str) -> set[tuple[str, str]]:
    """The debts, by both ids, about which somebody is asked, or about which somebody lately did not say yes. Where all
    did, and only what was owed had changed, there is no rest.
    """
    waiting = Q(set_off__state=SetOff.State.PROPOSED)
    silent = Exists(SetOffLine.objects.filter(set_off=OuterRef("set_off"), said_yes_at=None))
    lately = Q(silent, set_off__state=SetOff.State.DISSOLVED, set_off__ended_at__gt=clock.now() - REST)
    lines = SetOffLine.objects.filter(waiting | lately, set_off__community=community, set_off__counting=counting)
    return {(str(debtor), str(creditor)) for debtor, creditor in lines.values_list("debtor", "creditor")}


def _propose(community: Community, counting: str, ring: Ring, asked_by: Person | None) -> SetOff:
    made = SetOff.objects.create(
        community=community,
        counting=counting,
        asked_by=asked_by,
        deadline_at=clock.now() + DAYS_TO_ANSWER,
        made_at=clock.now(),
    )
    for debt in ring.debts:
        SetOffLine.objects.create(
            set_off=made, debtor_id=int(debt.debtor), creditor_id=int(debt.creditor), amount=debt.amount
        )
    journal.record(
        actor=Actor(asked_by.pk, None) if asked_by else NOBODY,
        verb="swap.set_off_proposed",
        object=made,
        community_id=community.pk,
        data={"size": len(ring.members)},
    )
    _tell_all(made, "proposed", _("You could settle what you owe and are owed"), [_ASKING])
    return made


_ASKING = _("What you owe and what you are owed go round in a ring. If all of you say yes, it is settled for all.")


@transaction.atomic
def agree_to_settle(*, viewer: Viewer, set_off: SetOff) -> SetOff:
    """Say yes to a ring; with the last yes it is settled. Raises Http404 for those not in it. Said twice it is once."""
    locked = _locked(set_off)
    line = _own_line(viewer, locked)
    if locked.state != SetOff.State.PROPOSED or line.said_yes_at is not None:
        return locked
    line.said_yes_at, line.said_yes_by = clock.now(), viewer.person
    line.save(update_fields=["said_yes_at", "said_yes_by"])
    _journal(viewer.actor, "swap.set_off_answered", locked)
    if not locked.lines.filter(said_yes_at=None).exists():
        _settle(locked, viewer.actor)
    return locked


@transaction.atomic
def leave_as_it_is(*, viewer: Viewer, set_off: SetOff) -> SetOff:
    """Rather not: the ring is left as it was, and nobody is told by whom. Raises Http404 for those not in it."""
    locked = _locked(set_off)
    _own_line(viewer, locked)
    if locked.state == SetOff.State.PROPOSED:
        _dissolve(locked, viewer.actor)
    return locked


@transaction.atomic
def lapse_set_offs() -> int:
    """Leave those as they were whose time is over, and those of which less is owed by now, as where somebody has left:
    nobody waits for a ring that cannot close. Returns how many.
    """
    late = _leave(SetOff.objects.filter(deadline_at__lte=clock.now()))
    waiting = SetOff.objects.filter(state=SetOff.State.PROPOSED).select_related("community").prefetch_related("lines")
    overtaken = [one.pk for one in waiting if not _still_owed(one, list(one.lines.all()))]
    return late + _leave(SetOff.objects.filter(pk__in=overtaken), SetOff.State.OVERTAKEN)


@transaction.atomic
def leave_all_as_they_are(*, community: Community) -> int:
    """Leave all that wait in a community as they were, for it counts something else now; returns how many. Nobody was
    silent: should it count so again, they may be asked at once.
    """
    return _leave(SetOff.objects.filter(community=community), SetOff.State.OVERTAKEN)


def _leave(those: QuerySet[SetOff], state: SetOff.State = SetOff.State.DISSOLVED) -> int:
    waiting = list(those.filter(state=SetOff.State.PROPOSED))
    for one in waiting:
        locked = _locked(one)
        if locked.state == SetOff.State.PROPOSED:
            _dissolve(locked, NOBODY, state)
    return len(waiting)


def _locked(set_off: SetOff) -> SetOff:
    return SetOff.objects.select_for_update(of=("self",)).select_related("community").get(pk=set_off.pk)


def _own_line(viewer: Viewer, locked: SetOff) -> SetOffLine:
    line = locked.lines.filter(debtor=viewer.acting).first()
    if line is None or locked.community_id != viewer.community.pk:
        raise Http404
    return line


def _settle(locked: SetOff, actor: Actor) -> None:
    """Write what each gives back, unless somebody meanwhile owes less than that: then it is left as it was."""
    Community.objects.select_for_update().get(pk=locked.community_id)
    lines = list(locked.lines.select_related("debtor", "creditor"))
    if not _still_owed(locked, lines):
        _dissolve(locked, actor)
        return
    for line in lines:
        Transfer.objects.create(
            community=locked.community,
            counting=locked.counting,
            giver=line.debtor,
            receiver=line.creditor,
            amount=line.amount,
            set_off=locked,
            said_by=line.debtor,
            happened_on=clock.today(locked.community.timezone),
            confirmed_at=clock.now(),
            made_at=clock.now(),
        )
    _end(locked, SetOff.State.DONE)
    _journal(actor, "swap.set_off_done", locked)
    _tell_all(locked, "done", _("It is settled"), [_("All of you said yes. What went round is off your accounts.")])


def _still_owed(locked: SetOff, lines: Sequence[SetOffLine]) -> bool:
    counting = counting_of(locked.community)
    if counting.what != locked.counting:
        return False
    owed: Mapping[tuple[str, str], int] = {
        (debt.debtor, debt.creditor): debt.amount for debt in debts_in(locked.community, counting)
    }
    return all(owed.get((str(line.debtor_id), str(line.creditor_id)), 0) >= line.amount for line in lines)


def _dissolve(locked: SetOff, actor: Actor, state: SetOff.State = SetOff.State.DISSOLVED) -> None:
    _end(locked, state)
    # The journal must not tell who would rather not.
    _journal(Actor(None, None), "swap.set_off_left", locked)
    told = [] if actor.member_id is None else [actor.member_id]
    _tell_all(locked, "left", _("What went round is left as it was"), [_WHY_LEFT[state]], but=told)


_WHY_LEFT = {
    SetOff.State.DISSOLVED: _("It did not come together this time. Nothing has changed on your account."),
    SetOff.State.OVERTAKEN: _("What is owed or counted has changed meanwhile. Your account stays as it is."),
}


def _end(locked: SetOff, state: SetOff.State) -> None:
    locked.state, locked.ended_at = state, clock.now()
    locked.save(update_fields=["state", "ended_at"])


def _tell_all(set_off: SetOff, what: str, subject: Any, lines: list[Any], but: Sequence[int] = ()) -> None:
    for line in set_off.lines.select_related("debtor"):
        if line.debtor_id not in but:
            post.notify(
                person_ids=people_of(line.debtor),
                key=f"{set_off.label}:{what}",
                subject=subject,
                lines=lines,
                action_label=cast("str", _("See it")),
                action_url=reverse("swap:account", args=[set_off.community.slug]),
                community_id=set_off.community_id,
            )


def _journal(actor: Actor, verb: str, set_off: SetOff) -> None:
    journal.record(actor=actor, verb=verb, object=set_off, community_id=set_off.community_id)
