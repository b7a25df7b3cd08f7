"""What the tests of accounts begin with: a community that counts, and help that was given in it."""

from __future__ import annotations

from datetime import date

from hometeam.ledger import actions as ledger
from hometeam.ledger.models import Act
from hometeam.members.models import Community
from hometeam.swap import actions
from hometeam.swap.models import Rules, Transfer
from tests.cast import Player

DAY = date(2026, 11, 16)


def counts(community: Community, counting: str = "hours", **fields: object) -> Rules:
    """The community counts from now on."""
    return Rules.objects.create(community=community, counting=counting, **fields)


def bartered(giver: Player, receiver: Player, words: str = "{me} helped {other}.", on: date = DAY) -> Act:
    """An act of barter that its receiver has confirmed."""
    act = ledger.record_act(
        viewer=giver.viewer,
        giver=giver.member,
        receiver=receiver.member,
        kind_id="barter",
        group="trade",
        words=words,
        happened_on=on,
    )
    ledger.confirm_act(viewer=receiver.viewer, act=act)
    return Act.objects.get(pk=act.pk)


def helped(giver: Player, receiver: Player, amount: int, on: date = DAY) -> Transfer:
    """Help that stands on both accounts."""
    return actions.count_act(viewer=receiver.viewer, act=bartered(giver, receiver, on=on), amount=amount)
