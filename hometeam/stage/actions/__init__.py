"""Every write of this room, one verb phrase per thing a person does."""

from hometeam.stage.actions.kits import card_picture, drop_old_cards, take_kit
from hometeam.stage.actions.placing import (
    NoPage,
    make_card,
    place_card,
    put_back,
    remind_of_stale,
    still_there,
    take_away,
)
from hometeam.stage.actions.sharing import make_links, say

__all__ = [
    "NoPage",
    "card_picture",
    "drop_old_cards",
    "make_card",
    "make_links",
    "place_card",
    "put_back",
    "remind_of_stale",
    "say",
    "still_there",
    "take_away",
    "take_kit",
]
