"""The shape of input."""

from hometeam.together.forms.collaborations import DoneForm, ProposeForm, SeenForm, TermsForm, ThanksForm, WhenForm
from hometeam.together.forms.offering import OtherWordsForm, OwnKindForm

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
