"""Introductions that the room's tests begin with."""

from __future__ import annotations

from typing import Any

from hometeam.engine.referrals import Move
from hometeam.foundation.models import Letter
from hometeam.referrals import actions
from hometeam.referrals.models import Referral
from hometeam.referrals.queries import referrals
from tests.cast import Player

MARIA = "maria@example.net"


def about(**fields: Any) -> actions.About:
    """Maria, who needs her books kept."""
    said = {"name": "Maria Lopez", "email": MARIA, "phone": "604 555 0134", "need": "Somebody for the books of my café"}
    said |= {"words": "I would like to introduce you to Cy.", "why": "Cy has kept mine for two years."}
    return actions.About(**(said | fields))


def given(giver: Player, receiver: Player, *, told: bool = False, **fields: Any) -> Referral:
    """One introduces Maria to the other."""
    made = actions.give(
        viewer=giver.viewer, receiver=receiver.member, about=about(**fields), effort=4, service="bookkeeping", told=told
    )
    return fresh(made)


def agreed(giver: Player, receiver: Player) -> Referral:
    """Maria has said yes by her link."""
    return fresh(actions.confirm(referral=given(giver, receiver)))


def answered(referral: Referral, receiver: Player, *moves: Move, **said: str) -> Referral:
    """The receiver says how it stands, one word after the other."""
    for move in moves:
        it = fresh(referral)
        actions.answer(viewer=receiver.viewer, referral=it, move=move, seen_version=it.version, **said)
    return fresh(referral)


def won(giver: Player, receiver: Player) -> Referral:
    """All the way to something."""
    return answered(agreed(giver, receiver), receiver, Move.ACCEPT, Move.CONTACT, Move.MEET, Move.WIN)


def fresh(referral: Referral) -> Referral:
    """The same, read anew."""
    return referrals.whole().get(pk=referral.pk)


def letters_to(address: str) -> list[Letter]:
    """What lies in the outbox for an address, the oldest first."""
    return list(Letter.objects.filter(to=address).order_by("pk"))


def link_of(referral: Referral) -> str:
    """The path behind the link in the prospect's letter."""
    text = Letter.objects.get(key=f"referrals.prospect:{referral.pk}:ask").text
    start = text.index("/introduced/")
    return text[start:].split()[0]
