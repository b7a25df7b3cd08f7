"""Every write of the room. Each takes who does it as `viewer`, happens as a whole or not at all, and tells those
concerned once.
"""

from hometeam.swap.actions.accounts import agree_to_count, count_act, count_leg, stop_counting, write_down
from hometeam.swap.actions.set_offs import agree_to_settle, lapse_set_offs, leave_as_it_is, propose_set_offs

__all__ = [
    "agree_to_count",
    "agree_to_settle",
    "count_act",
    "count_leg",
    "lapse_set_offs",
    "leave_as_it_is",
    "propose_set_offs",
    "stop_counting",
    "write_down",
]
