"""A link to a page of one's own, to be counted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from hometeam.ledger.actions import BadAddress, public_address
from hometeam.members.models import Channel, Member


class LinkForm(forms.Form):
    """Where it leads, and where it will be put."""

    url = forms.CharField(
        label=gettext_lazy("Your page"),
        max_length=1000,
        help_text=gettext_lazy("Where people land, such as your website, your shop or where they book you."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Where will you put it?"),
        choices=[("", gettext_lazy("Somewhere else")), *Channel.Medium.choices],
        required=False,
        help_text=gettext_lazy("Each place gets a link of its own, so that you can tell what works."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("url", member.website)

    def clean_url(self) -> str:
        try:
            return public_address(self.cleaned_data["url"])
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error
