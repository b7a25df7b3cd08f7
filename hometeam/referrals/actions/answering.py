"""The two members' moves."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.http import Http404

from hometeam.engine.referrals import Move, Side
from hometeam.members.access import Viewer, is_blocked
from hometeam.referrals.actions.moving import Turn, begin, finish, lapse_if_due
from hometeam.referrals.models import Referral, Thanks

BY_RECEIVER = frozenset({Move.ACCEPT, Move.DECLINE, Move.CONTACT, Move.MEET, Move.WIN, Move.LOSE, Move.UNDO})


def answer(
    *, viewer: Viewer, referral: Referral, move: Move, seen_version: int, words: str = "", reason: str = ""
) -> Referral:
    """The receiver says how it stands. Raises Moved when things have moved on, Http404 for all but the receiver."""
    if move not in BY_RECEIVER:
        raise Http404
    return _move(viewer, referral, Side.RECEIVER, move, seen_version, words=words, reason=reason)


def take_back(*, viewer: Viewer, referral: Referral, seen_version: int) -> Referral:
    """The giver takes an introduction back, as long as nobody is in touch. Raises as `answer` does."""
    return _move(viewer, referral, Side.GIVER, Move.WITHDRAW, seen_version)


@transaction.atomic
def say_thanks(
    *,
    viewer: Viewer,
    referral: Referral,
    seen_version: int,
    words: str,
    amount: Decimal | None = None,
) -> Referral:
    """The receiver thanks, once, perhaps saying what it was worth in the community's money, which only the two sides
    see. Raises as `answer` does.
    """
    turn = _turn(viewer, referral, Side.RECEIVER, seen_version)
    moved = finish(turn, Move.THANK)
    currency = viewer.community.currency if amount is not None else ""
    Thanks.objects.create(referral=moved, words=words.strip()[:600], amount=amount, currency=currency)
    return moved


def _move(
    viewer: Viewer, referral: Referral, side: Side, move: Move, seen: int, *, words: str = "", reason: str = ""
) -> Referral:
    lapse_if_due(referral.pk)
    with transaction.atomic():
        return finish(_turn(viewer, referral, side, seen), move, words=words, reason=reason)


def _turn(viewer: Viewer, referral: Referral, side: Side, seen_version: int) -> Turn:
    own = referral.giver_id if side == Side.GIVER else referral.receiver_id
    if viewer.acting.pk != own or is_blocked(referral.giver, referral.receiver):
        raise Http404
    return begin(referral.pk, side, viewer=viewer, seen_version=seen_version)
