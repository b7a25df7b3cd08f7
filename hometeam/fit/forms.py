"""The shape of "not for me because…", and of how suggestions lean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hometeam.engine.fit.beliefs import Tuning
from hometeam.fit.models import Refusal
from hometeam.fit.queries.leaning import STEPS, WISHES

LATER = Refusal.Reason.LATER
CHOOSE = _("Choose the reason that comes nearest.")


class RefusalForm(forms.Form):
    """Why not, and in one's own words where one likes. "Another time" has a button of its own on the card."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=Refusal.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=300,
        required=False,
        error_messages={"max_length": _("Say it in at most 300 characters.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [choice for choice in Refusal.Reason.choices if choice[0] != LATER]
        self.fields["reason"].widget.choices = shown


class TuningForm(forms.Form):
    """How suggestions should lean, wish by wish, in steps from much less to much more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, title, says in WISHES:
            self.fields[name] = forms.TypedChoiceField(
                label=title, help_text=says, choices=STEPS, coerce=int, widget=forms.RadioSelect
            )

    @property
    def tuning(self) -> Tuning:
        """What was chosen."""
        return Tuning(**self.cleaned_data)
