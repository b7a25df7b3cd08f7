"""Every write of this room, one verb phrase per thing a person does."""

from hometeam.members.actions.accounts import (
    StillNeeded,
    change_settings,
    close_account,
    erase_member,
    one_time_link,
    person_at,
    use_link,
)
from hometeam.members.actions.claims import (
    Gone,
    NotInvited,
    accept,
    claim_by_hand,
    invitation_link,
    invite,
    may_write_to,
    offer_seat,
    opened,
    refuse,
)
from hometeam.members.actions.indexing import reindex
from hometeam.members.actions.joining import come_back, join, leave, let_in, start_member, turn_away
from hometeam.members.actions.profile import (
    add_rows,
    change_profile,
    confirm_guess,
    drop_row,
    retake,
    tell,
)
from hometeam.members.actions.seats import LastOwner, block, change_role, give_up_seat, revoke, unblock

__all__ = [
    "Gone",
    "LastOwner",
    "NotInvited",
    "StillNeeded",
    "accept",
    "add_rows",
    "block",
    "change_profile",
    "change_role",
    "change_settings",
    "claim_by_hand",
    "close_account",
    "come_back",
    "confirm_guess",
    "drop_row",
    "erase_member",
    "give_up_seat",
    "invitation_link",
    "invite",
    "join",
    "leave",
    "let_in",
    "may_write_to",
    "offer_seat",
    "one_time_link",
    "opened",
    "person_at",
    "refuse",
    "reindex",
    "retake",
    "revoke",
    "start_member",
    "tell",
    "turn_away",
    "unblock",
    "use_link",
]
