"""The shape of input."""

from hometeam.together.forms.collaborations import DoneForm, SeenForm, ThanksForm
from hometeam.together.forms.offering import OtherWordsForm, OwnKindForm
from hometeam.together.forms.terms import ProposeForm, TermsForm, WhenForm

__all__ = [
    "DoneForm",
    "OtherWordsForm",
    "OwnKindForm",
    "ProposeForm",
    "SeenForm",
    "TermsForm",
    "ThanksForm",
    "WhenForm",
]
