"""The shape of "not for me because…"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hometeam.fit.models import Refusal

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
