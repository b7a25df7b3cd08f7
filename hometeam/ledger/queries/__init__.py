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

__all__ = [
    "Between",
    "GivingBack",
    "PartnerShown",
    "between",
    "consents_of",
    "done_for",
    "given_by",
    "giving_back",
    "lately",
    "links_to_look_at",
    "partner_ids",
    "partners_in",
    "partners_shown",
    "story_of",
]
