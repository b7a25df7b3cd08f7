"""What happened: who did what for whom, what shows it, what it brought, and which partners may be named."""

from hometeam.ledger.models.acts import Act, ActQuerySet, Evidence, Level, Outcome, PartnerConsent

__all__ = ["Act", "ActQuerySet", "Evidence", "Level", "Outcome", "PartnerConsent"]
