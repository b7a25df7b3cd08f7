"""What the board's tests begin with: things put up by the cast, as a form would say them."""

from __future__ import annotations

from typing import Any

from hometeam.swap import actions
from hometeam.swap.models import Listing
from tests.cast import Player

GIVE, NEED = Listing.Side.GIVE, Listing.Side.NEED


def gives(player: Player, words: str, service: str = "", **fields: Any) -> Listing:
    """The player gives this, once, unless `fields` say otherwise."""
    return actions.put_up(viewer=player.viewer, side=GIVE, values={"words": words, "service": service} | fields)


def needs(player: Player, words: str, service: str = "", **fields: Any) -> Listing:
    """The player needs this."""
    return actions.put_up(viewer=player.viewer, side=NEED, values={"words": words, "service": service} | fields)


def fresh(listing: Listing) -> Listing:
    """The same, as it is now."""
    return Listing.objects.get(pk=listing.pk)
