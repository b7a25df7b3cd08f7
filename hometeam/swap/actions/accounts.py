"""Accounts: what an act was worth is said by one side and stands by the other's word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import clock, journal, limits, moved, post
from hometeam.ledger import access
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions.acts import people_of
from hometeam.ledger.models import Act
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.swap.models import Leg, Rules, Transfer
from hometeam.swap.queries.counting import Counting, counting_of
from hometeam.swap.queries.rules import rules_of
from hometeam.swap.queries.scope import agreed_for

WRITTEN_A_DAY = 20
GROUP = "trade"
OURS = "swap.account:"
"""What acts are within that were written down on an account: the giver's, whose id follows."""


class Decided(moved.Moved):
    """It stands already, in another window or by the other side's word; or it was taken back or corrected meanwhile."""

    def __init__(self, transfer: Transfer) -> None:
        amount = Counting.of(rules_of(transfer.community), transfer.counting).said(transfer.amount)
        stands = gettext("It counts already: %(amount)s.") % {"amount": amount}
        super().__init__(gettext("That was taken back or corrected meanwhile.") if transfer.ended_at else stands)


@transaction.atomic
def count_act(*, viewer: Viewer, act: Act, amount: int) -> Transfer:
    """Say what an act between the viewer's member and another was worth, in minutes or points.

    The receiver's word stands at once; the giver's waits for it. Said again before it stands, it is corrected. Raises
    Decided for what stands already, Http404 where nothing is counted and for an act that does not stand.
    """
    counting = counting_of(viewer.community)
    locked = Act.objects.select_for_update().select_related("giver", "receiver", "community").get(pk=act.pk)
    if not counting.is_on or locked.taken_back_at is not None or not _is_side(viewer, locked):
        raise Http404
    before = Transfer.objects.filter(act=locked, ended_at__isnull=True).select_related("community").first()
    if before is not None and before.confirmed_at is not None:
        raise Decided(before)
    if before is not None:
        _end(before)
    stands = viewer.acting.pk == locked.receiver_id
    transfer = _write(locked, counting, amount, viewer.acting, stands=stands)
    _journal(viewer, "swap.counted" if stands else "swap.asked_to_count", transfer)
    _tell_other_side(transfer, counting, stands=stands)
    return transfer


@transaction.atomic
def write_down(*, viewer: Viewer, partner: Member, by_me: bool, words: str, amount: int, happened_on: date) -> Transfer:
    """Write down help outside of any collaboration, and what it was worth: an act of the ledger, and its transfer.

    Raises limits.LimitReached past twenty in a day, Http404 for members whom the viewer may not meet.
    """
    giver, receiver = (viewer.acting, partner) if by_me else (partner, viewer.acting)
    if not access.may_tell(viewer, giver, receiver):
        raise Http404
    limits.spend(f"swap.written:{viewer.acting.pk}", amount=WRITTEN_A_DAY, per=timedelta(days=1))
    act = ledger.record_act(
        viewer=viewer,
        giver=giver,
        receiver=receiver,
        kind_id="free",
        group=GROUP,
        words=words,
        happened_on=happened_on,
        within=f"{OURS}{giver.pk}",
    )
    return count_act(viewer=viewer, act=act, amount=amount)


@transaction.atomic
def agree_to_count(*, viewer: Viewer, transfer: Transfer) -> Transfer:
    """It was so: what the other side said stands; said twice it is once. Raises Decided where it was taken back or
    corrected meanwhile, Http404 for the side that said it.
    """
    locked = _locked(transfer)
    if locked.said_by_id == viewer.acting.pk or not _is_side(viewer, locked):
        raise Http404
    if locked.ended_at is not None:
        raise Decided(locked)
    if locked.confirmed_at is None:
        locked.confirmed_at = clock.now()
        locked.save(update_fields=["confirmed_at"])
        _journal(viewer, "swap.counted", locked)
        if locked.act is not None and _is_ours(locked.act):
            ledger.confirm_act(viewer=viewer, act=locked.act)
    return locked


@transaction.atomic
def stop_counting(*, viewer: Viewer, transfer: Transfer) -> Transfer:
    """Take a transfer off both accounts. Either side may until both stand by it, and the giver at any time: then it was
    a gift. The act stays, unless it was written down with it and nobody has confirmed it. Raises Decided for the
    receiver of what both stand by, Http404 for others.
    """
    locked = _locked(transfer)
    mine = locked.giver_id == viewer.acting.pk
    if locked.act_id is None or not _is_side(viewer, locked):
        raise Http404
    if locked.confirmed_at is not None and not mine:
        raise Decided(locked)
    if locked.ended_at is None:
        _end(locked)
        _journal(viewer, "swap.uncounted", locked)
        if locked.confirmed_at is not None:
            _tell_gift(locked)
        elif locked.act is not None and _is_ours(locked.act):
            ledger.take_back_act(viewer=viewer, act=locked.act)
    return locked


@transaction.atomic
def count_leg(*, leg: Leg, act: Act) -> Transfer | None:
    """Count what a leg of an agreed loop was said to be worth, once its receiver has confirmed it; None where that is
    done already, or nothing is counted. Made for the clock: it may be called again and again.
    """
    counting = counting_of(act.community)
    locked = Act.objects.select_for_update().select_related("giver", "receiver", "community").get(pk=act.pk)
    there = Transfer.objects.filter(act=locked)
    if not counting.is_on or not leg.worth or locked.confirmed_at is None or there.exists():
        return None
    transfer = _write(locked, counting, leg.worth, locked.receiver, stands=True)
    journal.record(
        actor=journal.NOBODY,
        verb="swap.counted",
        object=transfer,
        community_id=transfer.community_id,
        data={"giver": transfer.giver_id, "receiver": transfer.receiver_id},
    )
    return transfer


def _is_side(viewer: Viewer, thing: Act | Transfer) -> bool:
    return viewer.community.pk == thing.community_id and viewer.acting.pk in (thing.giver_id, thing.receiver_id)


def _locked(transfer: Transfer) -> Transfer:
    found = Transfer.objects.select_for_update(of=("self",)).select_related("community", "giver", "receiver", "act")
    return found.get(pk=transfer.pk)


def _end(transfer: Transfer) -> None:
    transfer.ended_at = clock.now()
    transfer.save(update_fields=["ended_at"])


def _write(act: Act, counting: Counting, amount: int, said_by: Member, *, stands: bool) -> Transfer:
    return Transfer.objects.create(
        community=act.community,
        counting=Rules.Counting(counting.what),
        giver=act.giver,
        receiver=act.receiver,
        amount=amount,
        act=act,
        said_by=said_by,
        happened_on=act.happened_on,
        confirmed_at=clock.now() if stands else None,
        made_at=clock.now(),
    )


def _is_ours(act: Act) -> bool:
    """Whether an act was written down here, and not made in a collaboration or told elsewhere."""
    return act.within.startswith(OURS)


def _tell_other_side(transfer: Transfer, counting: Counting, *, stands: bool) -> None:
    amount = counting.said(transfer.amount)
    if stands:
        subject = format_lazy(_("{name} counted {amount} for you"), name=transfer.receiver.name, amount=amount)
        _tell(transfer, transfer.giver, "counted", subject)
    else:
        subject = format_lazy(_("{name} wrote down {amount}. Was it so?"), name=transfer.giver.name, amount=amount)
        _tell(transfer, transfer.receiver, "asked", subject)


def _tell_gift(transfer: Transfer) -> None:
    subject = format_lazy(_("{name} does not count what they did for you: it was a gift"), name=transfer.giver.name)
    _tell(transfer, transfer.receiver, "gift", subject)


def _tell(transfer: Transfer, member: Member, what: str, subject: Any) -> None:
    act = transfer.act
    post.notify(
        person_ids=people_of(member),
        key=f"{transfer.label}:{what}",
        subject=subject,
        lines=[agreed_for([act]).get(act.pk, act.sentence)] if act else [],
        action_label=cast("str", _("See it")),
        action_url=reverse("swap:account", args=[transfer.community.slug]),
        community_id=transfer.community_id,
        urgency="digest",
    )


def _journal(viewer: Viewer, verb: str, transfer: Transfer) -> None:
    journal.record(
        actor=viewer.actor,
        verb=verb,
        object=transfer,
        community_id=transfer.community_id,
        data={"giver": transfer.giver_id, "receiver": transfer.receiver_id},
    )
