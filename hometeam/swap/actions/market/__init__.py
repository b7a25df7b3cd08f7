"""Every write of a meeting's market."""

from hometeam.swap.actions.market.cards import (
    TooMany,
    add_card,
    change_card,
    give_heart,
    take_away_card,
    take_heart_back,
    withdraw_card,
)
from hometeam.swap.actions.market.closing import carry_over_joined, invite_guests, keep_cards
from hometeam.swap.actions.market.forgetting import close_forgotten, erase_guests, forget_market_names
from hometeam.swap.actions.market.loops import TooLate, answer, look
from hometeam.swap.actions.market.opening import move, open_market
from hometeam.swap.actions.market.seats import (
    MOST_SEATS,
    Full,
    Sitter,
    let_back,
    make_own,
    remove_seat,
    sit,
    wish_letter,
    write_on_paper,
)

__all__ = [
    "MOST_SEATS",
    "Full",
    "Sitter",
    "TooLate",
    "TooMany",
    "add_card",
    "answer",
    "carry_over_joined",
    "change_card",
    "close_forgotten",
    "erase_guests",
    "forget_market_names",
    "give_heart",
    "invite_guests",
    "keep_cards",
    "let_back",
    "look",
    "make_own",
    "move",
    "open_market",
    "remove_seat",
    "sit",
    "take_away_card",
    "take_heart_back",
    "wish_letter",
    "withdraw_card",
    "write_on_paper",
]
