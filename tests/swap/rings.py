"""Boards and loops that the room's tests begin with.

Ann photographs and looks for somebody who keeps her books; Cy keeps books and looks for bread; Bo bakes and looks for
photographs: of the three no two match, and together they close.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hometeam.foundation import clock
from hometeam.members.models import Member
from hometeam.swap import actions
from hometeam.swap.models import Leg, Listing, Loop, Round
from hometeam.swap.queries.pool import Board, board_of
from tests.cast import Cast, Player

Side = Listing.Side


def listed(player: Player, side: Side, service: str, words: str = "", **fields: Any) -> Listing:
    """Something on the board."""
    if side == Side.NEED:
        fields.setdefault("expires_on", clock.today(player.community.timezone) + timedelta(days=30))
    return Listing.objects.create(
        community=player.community,
        member=player.member,
        side=side,
        service=service,
        words=words or service.replace("-", " ").capitalize(),
        **fields,
    )


def gives(player: Player, service: str, words: str = "", **fields: Any) -> Listing:
    return listed(player, Side.GIVE, service, words, **({"how": Listing.How.ONLINE} | fields))


def needs(player: Player, service: str, words: str = "", **fields: Any) -> Listing:
    return listed(player, Side.NEED, service, words, **({"how": Listing.How.ANY} | fields))


def three(cast: Cast) -> None:
    """A photographer, a bookkeeper and a baker, of whom no two match."""
    gives(cast.ann, "photographer", "Photographs of your shop")
    needs(cast.ann, "bookkeeping", "Somebody for my books")
    gives(cast.cy, "bookkeeping", "Your books for a month")
    needs(cast.cy, "bakery", "Bread for an open house")
    gives(cast.bo, "bakery", "Bread for thirty")
    needs(cast.bo, "photographer", "Pictures of the shop")


def also_dee(cast: Cast) -> None:
    """Dee keeps books, too, and would like bread: she can stand in for Cy."""
    gives(cast.dee, "bookkeeping", "Books, by the hour")
    needs(cast.dee, "bakery", "Bread for my birthday")


def looked(cast: Cast, slot: str = "night:test") -> list[Loop]:
    """What a search finds now."""
    round = Round.objects.create(community=cast.community, slot=slot)
    actions.look(round_id=round.pk)
    return list(Loop.objects.filter(round=round, repaired_from=None).order_by("pk"))


def the_loop(cast: Cast) -> Loop:
    """Ann, Bo and Cy, of whom no two match, in one loop."""
    three(cast)
    (found,) = looked(cast)
    return found


def board(cast: Cast) -> Board:
    return board_of(cast.community)


def fresh(loop: Loop) -> Loop:
    return Loop.objects.get(pk=loop.pk)


def answers(loop: Loop) -> dict[str, str]:
    """Who has said what."""
    return {leg.giver.name.split()[0]: leg.answer for leg in loop.legs.select_related("giver")}


def members_of(loop: Loop) -> set[Member]:
    return {leg.giver for leg in loop.legs.select_related("giver")}


def ring_of(cast: Cast, *names: str) -> Loop:
    """A loop of these, each of whom gives the next some help, written without a search."""
    players: list[Player] = [getattr(cast, name) for name in names]
    loop = Loop.objects.create(community=cast.community, deadline_at=clock.now() + timedelta(hours=72))
    for place, player in enumerate(players):
        receiver = players[(place + 1) % len(players)]
        give, need = gives(player, "", f"Help number {place}"), needs(receiver, "", f"Help number {place}")
        Leg.objects.create(
            loop=loop,
            place=place,
            giver=player.member,
            receiver=receiver.member,
            gives=give,
            needs=need,
            words=give.words,
            amount=1,
            unit=give.unit,
            reasons=["words", "online"],
        )
    return loop
