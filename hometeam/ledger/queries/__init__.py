"""What happened, read with names."""

from hometeam.ledger.queries.acts import (
    Between,
    GivingBack,
    PartnerShown,
    between,
    consents_of,
    done_for,
    given_by,
    giving_back,
    lately,
    links_to_look_at,
    partner_ids,
    partners_in,
    partners_shown,
    story_of,
)
from hometeam.ledger.queries.links import DailyVisits, Day, address_of, links_of, links_within, visits

__all__ = [
    "Between",
    "DailyVisits",
    "Day",
    "GivingBack",
    "PartnerShown",
    "address_of",
    "between",
    "consents_of",
    "done_for",
    "given_by",
    "giving_back",
    "lately",
    "links_of",
    "links_to_look_at",
    "links_within",
    "partner_ids",
    "partners_in",
    "partners_shown",
    "story_of",
    "visits",
]
