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
    partners_in,
    partners_in_query,
    partners_shown,
    story_of,
)
from hometeam.ledger.queries.brought import Told, anchors, brought_by, brought_here, told_of
from hometeam.ledger.queries.links import DailyVisits, Day, address_of, links_of, links_within, visits
from hometeam.ledger.queries.my_links import channel_title, my_links, my_visits
from hometeam.ledger.queries.plenty import gave_plenty, lately_since
from hometeam.ledger.queries.proof import links_due, visits_since

__all__ = [
    "Between",
    "DailyVisits",
    "Day",
    "GivingBack",
    "PartnerShown",
    "Told",
    "address_of",
    "anchors",
    "between",
    "brought_by",
    "brought_here",
    "channel_title",
    "consents_of",
    "done_for",
    "gave_plenty",
    "given_by",
    "giving_back",
    "lately",
    "lately_since",
    "links_due",
    "links_of",
    "links_within",
    "my_links",
    "my_visits",
    "partners_in",
    "partners_in_query",
    "partners_shown",
    "story_of",
    "told_of",
    "visits",
    "visits_since",
]
