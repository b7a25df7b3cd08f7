"""What the person introduced says, by the link in their letter. They need no account, and may change their mind."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from hometeam.engine.referrals import Move, Side, possible
from hometeam.members.actions.claims import leave_alone
from hometeam.referrals.actions.moving import Moved, begin, finish, lapse_if_due
from hometeam.referrals.models import Prospect, Referral

FIELDS = ("name", "phone", "shares_email", "need")


def confirm(*, referral: Referral) -> Referral:
    """Say yes; said again it changes nothing. Raises Moved when it has ended."""
    lapse_if_due(referral.pk)
    with transaction.atomic():
        turn = begin(referral.pk, Side.PROSPECT)
        moves = possible(turn.referral.rules_view, Side.PROSPECT)
        if Move.CONSENT not in moves and Move.CHANGE in moves:
            return turn.referral
        return finish(turn, Move.CONSENT)


def change(*, referral: Referral, values: Mapping[str, object]) -> Referral:
    """Change what is passed on (see FIELDS), and say yes to that. Raises Moved when it has ended."""
    lapse_if_due(referral.pk)
    with transaction.atomic():
        turn = begin(referral.pk, Side.PROSPECT)
        moves = possible(turn.referral.rules_view, Side.PROSPECT)
        if Move.CHANGE not in moves:
            raise Moved(turn.referral)
        prospect = turn.referral.prospect
        kept = {name: values[name] for name in FIELDS if name in values}
        if turn.referral.is_agreed and all(getattr(prospect, name) == value for name, value in kept.items()):
            return turn.referral if Move.CONSENT not in moves else finish(turn, Move.CONSENT)
        Prospect.objects.filter(pk=prospect.pk).update(**kept)
        return finish(turn, Move.CHANGE)


@transaction.atomic
def leave(*, referral: Referral, hashed: str, never: bool = False) -> Referral:
    """Say no, at any time: all that is kept of them is erased at once. With `never`, their address (known by its
    `hashed` form) is not written to again. Said again it changes nothing.
    """
    if never:
        leave_alone(hashed=hashed)
    turn = begin(referral.pk, Side.PROSPECT)
    moves = possible(turn.referral.rules_view, Side.PROSPECT)
    for move in (Move.WITHDRAW, Move.FORGET):
        if move in moves:
            return finish(turn, move)
    return turn.referral
