"""Every write of the ledger."""

from hometeam.ledger.actions.acts import (
    FREE_ACTS_A_DAY,
    adopt_act,
    confirm_act,
    people_of,
    record_act,
    release_act,
    take_back_act,
    tell_free_act,
)
from hometeam.ledger.actions.addresses import BadAddress, public_address
from hometeam.ledger.actions.folding import fold_hits
from hometeam.ledger.actions.links import end_link, forget_links_of_the_closed, link_for, reopen_link
from hometeam.ledger.actions.looking import look_at
from hometeam.ledger.actions.outcomes import (
    Amount,
    bring_back_outcome,
    confirm_outcome,
    record_outcome,
    say_what_it_brought,
    take_back_outcome,
)
from hometeam.ledger.actions.partners import show_partner
from hometeam.ledger.actions.proof import Proof, keep_proof, names_of, note_visits, note_what_was_seen, prove

__all__ = [
    "FREE_ACTS_A_DAY",
    "Amount",
    "BadAddress",
    "Proof",
    "adopt_act",
    "bring_back_outcome",
    "confirm_act",
    "confirm_outcome",
    "end_link",
    "fold_hits",
    "forget_links_of_the_closed",
    "keep_proof",
    "link_for",
    "look_at",
    "names_of",
    "note_visits",
    "note_what_was_seen",
    "people_of",
    "prove",
    "public_address",
    "record_act",
    "record_outcome",
    "release_act",
    "reopen_link",
    "say_what_it_brought",
    "show_partner",
    "take_back_act",
    "take_back_outcome",
    "tell_free_act",
]
