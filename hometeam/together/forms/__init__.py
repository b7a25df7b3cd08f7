"""The shape of input."""

from hometeam.together.forms.collaborations import DoneForm, ProposeForm, SeenForm, TermsForm, ThanksForm, WhenForm

__all__ = ["DoneForm", "ProposeForm", "SeenForm", "TermsForm", "ThanksForm", "WhenForm"]
