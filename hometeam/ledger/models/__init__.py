"""What happened: who did what for whom, what shows it, what it brought, and which partners may be named."""

from hometeam.ledger.models.acts import Act, ActQuerySet, Evidence, Level, PartnerConsent
from hometeam.ledger.models.links import FoldedHits, TrackedLink, TrackedLinkQuerySet, Visits
from hometeam.ledger.models.outcomes import Outcome, OutcomeQuerySet

__all__ = [
    "Act",
    "ActQuerySet",
    "Evidence",
    "FoldedHits",
    "Level",
    "Outcome",
    "OutcomeQuerySet",
    "PartnerConsent",
    "TrackedLink",
    "TrackedLinkQuerySet",
    "Visits",
]
