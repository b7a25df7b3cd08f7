"""Every write of the ledger."""

from hometeam.ledger.actions.acts import (
    FREE_ACTS_A_DAY,
    confirm_act,
    people_of,
    record_act,
    take_back_act,
    tell_free_act,
)
from hometeam.ledger.actions.addresses import BadAddress, public_address
from hometeam.ledger.actions.folding import fold_hits
from hometeam.ledger.actions.links import end_link, link_for, reopen_link
from hometeam.ledger.actions.outcomes import record_outcome
from hometeam.ledger.actions.partners import show_partner
from hometeam.ledger.actions.proof import Proof, keep_proof, names_of, note_what_was_seen

__all__ = [
    "FREE_ACTS_A_DAY",
    "BadAddress",
    "Proof",
    "confirm_act",
    "end_link",
    "fold_hits",
    "keep_proof",
    "link_for",
    "names_of",
    "note_what_was_seen",
    "people_of",
    "public_address",
    "record_act",
    "record_outcome",
    "reopen_link",
    "show_partner",
    "take_back_act",
    "tell_free_act",
]
