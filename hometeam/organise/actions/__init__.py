"""Every write of the room."""

from hometeam.organise.actions.communities import (
    LastOrganiser,
    add_organiser,
    adopt,
    change_community,
    make_community,
    remove_organiser,
)
from hometeam.organise.actions.importing import (
    NotNow,
    bring_in,
    carry_out,
    checked,
    choose_columns,
    choose_tab,
    fail,
    import_now,
    look_again,
    put_aside,
    sweep,
    tell,
    undo,
    upload,
)
from hometeam.organise.actions.inviting import Answer, Wanted, invite_some, remind
from hometeam.organise.actions.people import add_member, keep_address, say_trades, take_out

__all__ = [
    "Answer",
    "LastOrganiser",
    "NotNow",
    "Wanted",
    "add_member",
    "add_organiser",
    "adopt",
    "bring_in",
    "carry_out",
    "change_community",
    "checked",
    "choose_columns",
    "choose_tab",
    "fail",
    "import_now",
    "invite_some",
    "keep_address",
    "look_again",
    "make_community",
    "put_aside",
    "remind",
    "remove_organiser",
    "say_trades",
    "sweep",
    "take_out",
    "tell",
    "undo",
    "upload",
]
