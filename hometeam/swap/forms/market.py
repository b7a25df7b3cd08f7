"""What is typed in a market: by its organiser, at its door, and on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hometeam.engine.market import MINUTES, Stage
from hometeam.foundation.text import one_line
from hometeam.swap.models import Market

TIMED = (Stage.OFFERS, Stage.NEEDS, Stage.READING, Stage.LOOPS)


class MarketForm(forms.Form):
    """A new market: its title, and the minutes of its stages."""

    title = forms.CharField(
        label=_("What is the meeting called?"), max_length=80, help_text=_("It stands on the screen: “Autumn market”.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in TIMED:
            label = _("Minutes for “%(stage)s”") % {"stage": Market.Stage(stage.value).label}
            self.fields[stage.value] = forms.IntegerField(
                label=label, min_value=1, max_value=60, initial=MINUTES[stage]
            )

    @property
    def minutes(self) -> dict[Stage, int]:
        """The minutes given."""
        return {stage: self.cleaned_data[stage.value] for stage in TIMED}


class SitForm(forms.Form):
    """A guest's name, and an address where they wish to be invited."""

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail, if you would like to be invited afterwards"),
        required=False,
        help_text=_("For one letter. Without it nobody writes to you, and a week after the market we forget you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    key = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class LetterForm(forms.Form):
    """Where a guest wishes to be invited."""

    email = forms.EmailField()


class PaperForm(forms.Form):
    """Somebody without a phone, with all cards at once."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True}))
    gives = forms.CharField(
        label=_("I give"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line for each card. A star at its end says: no extra work for me."),
    )
    needs = forms.CharField(label=_("I need"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    key = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def lines(self, side: str) -> list[str]:
        """The cards of a side, without empty lines."""
        found = (one_line(line) for line in str(self.cleaned_data[side]).splitlines())
        return [line for line in found if line.strip("* ")]


class PaperHeartsForm(forms.Form):
    """The hearts of one seat, by the numbers of its cards: "12 15 33"."""

    seat = forms.IntegerField(label=_("Seat"), min_value=1, widget=forms.NumberInput(attrs={"class": "short"}))
    cards = forms.CharField(label=_("Hearts on the cards"), help_text=_("Their numbers, with blanks between."))

    def clean_cards(self) -> list[int]:
        words = str(self.cleaned_data["cards"]).replace(",", " ").split()
        if not words or not all(word.isdecimal() and len(word) < 7 for word in words):
            raise forms.ValidationError(_("Write numbers with blanks between, like 12 15 33."))
        return [int(word) for word in words]
