"""The shape of input."""

from hometeam.swap.forms.keeping import PaceForm, RulesForm
from hometeam.swap.forms.listing import ListingForm, SoughtForm

__all__ = ["ListingForm", "PaceForm", "RulesForm", "SoughtForm"]
