"""What happened: who did what for whom, what shows it, what it brought, and which partners may be named."""

from hometeam.ledger.models.acts import Act, ActQuerySet, Evidence, Level, Outcome, PartnerConsent
from hometeam.ledger.models.links import FoldedHits, TrackedLink, TrackedLinkQuerySet, Visits

__all__ = [
    "Act",
    "ActQuerySet",
    "Evidence",
    "FoldedHits",
    "Level",
    "Outcome",
    "PartnerConsent",
    "TrackedLink",
    "TrackedLinkQuerySet",
    "Visits",
]
