"""The shape of "not for me because…"."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hometeam.fit.models import Refusal

WHY_NOT = [choice for choice in Refusal.Reason.choices if choice[0] != Refusal.Reason.LATER]


class RefusalForm(forms.Form):
    """Why not, and in one's own words where one likes."""

    reason = forms.ChoiceField(
        choices=Refusal.Reason.choices,
        error_messages={"required": _("Choose one of the reasons."), "invalid_choice": _("Choose one of the reasons.")},
    )
    words = forms.CharField(
        max_length=300, required=False, error_messages={"max_length": _("Say it in at most 300 characters.")}
    )
