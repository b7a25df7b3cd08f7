"""Every write of the room. Each takes who does it as `viewer`, happens as a whole or not at all, and tells those
concerned once.
"""

from hometeam.swap.actions.accounts import Decided, agree_to_count, count_act, count_leg, stop_counting, write_down
from hometeam.swap.actions.answering import Moved, NotThis, move_on, say_no, say_yes, take_back
from hometeam.swap.actions.board import (
    MOST_LISTINGS,
    AlreadyUp,
    BoardFull,
    change_listing,
    mark_found,
    put_back,
    put_up,
    put_up_from_profile,
    renew,
    take_away,
)
from hometeam.swap.actions.forgetting import forget_names
from hometeam.swap.actions.keeping import keep_pace, keep_rules
from hometeam.swap.actions.leaving import forget_those_gone, leave_board
from hometeam.swap.actions.looking import leave_out_late, look, look_in
from hometeam.swap.actions.mending import mend
from hometeam.swap.actions.missing import note_missing
from hometeam.swap.actions.reminding import tell_of_end
from hometeam.swap.actions.rounds import ask_for_loops, begin_night
from hometeam.swap.actions.set_offs import agree_to_settle, lapse_set_offs, leave_as_it_is, propose_set_offs
from hometeam.swap.actions.uses import follow_swaps, put_back_one, take_one

__all__ = [
    "MOST_LISTINGS",
    "AlreadyUp",
    "BoardFull",
    "Decided",
    "Moved",
    "NotThis",
    "agree_to_count",
    "agree_to_settle",
    "ask_for_loops",
    "begin_night",
    "change_listing",
    "count_act",
    "count_leg",
    "follow_swaps",
    "forget_names",
    "forget_those_gone",
    "keep_pace",
    "keep_rules",
    "lapse_set_offs",
    "leave_as_it_is",
    "leave_board",
    "leave_out_late",
    "look",
    "look_in",
    "mark_found",
    "mend",
    "move_on",
    "note_missing",
    "propose_set_offs",
    "put_back",
    "put_back_one",
    "put_up",
    "put_up_from_profile",
    "renew",
    "say_no",
    "say_yes",
    "stop_counting",
    "take_away",
    "take_back",
    "take_one",
    "tell_of_end",
    "write_down",
]
