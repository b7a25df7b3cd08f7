"""The shapes of input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation.text import one_line
from hometeam.stage.models import Card, Placement
from hometeam.together.playbook import Ask


class SharingForm(forms.Form):
    """The writer's own words: one question a field, named by its id; whether anything was exchanged."""

    exchanged = forms.BooleanField(
        label=gettext_lazy("I got or get something for it: money, goods, a favour in return"), required=False
    )

    def __init__(self, *args: Any, questions: Sequence[Ask], asks_exchange: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for ask in questions:
            self.fields[f"say_{ask.id}"] = forms.CharField(
                label=_(ask.title),
                help_text=_(ask.help) if ask.help else "",
                max_length=600,
                required=ask.needed,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        exchanged = self.fields.pop("exchanged")
        if asks_exchange:
            self.fields["exchanged"] = exchanged

    @property
    def said(self) -> Mapping[str, str]:
        return {ask.id: str(self.cleaned_data[f"say_{ask.id}"]).strip() for ask in self.questions}


class CardForm(forms.Form):
    """A card about a member: where it goes, and what it says."""

    medium = forms.ChoiceField(
        label=gettext_lazy("Where will it go?"), choices=Card.Medium.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("What shall it say?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("As you would say it to your own customer. Their name and the code stand beside it."),
    )

    def clean_words(self) -> str:
        return one_line(str(self.cleaned_data["words"]))


class PlacementForm(forms.ModelForm[Placement]):
    """Where a card was put, by whom, since when, and when to look after it."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("When shall we ask whether it is still there?"),
        choices=[
            (1, gettext_lazy("In a month")),
            (3, gettext_lazy("In three months")),
            (6, gettext_lazy("In half a year")),
            (12, gettext_lazy("In a year")),
        ],
        coerce=int,
        initial=3,
    )

    class Meta:
        model = Placement
        fields = ["place", "by_name", "since_on", "months"]
        labels = {
            "place": gettext_lazy("Where did you put it?"),
            "by_name": gettext_lazy("Who put it there?"),
            "since_on": gettext_lazy("Since when?"),
        }
        help_texts = {"place": gettext_lazy("Such as: on the counter, beside the till.")}
        widgets = {"since_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_place(self) -> str:
        return one_line(str(self.cleaned_data["place"]))

    def clean_by_name(self) -> str:
        return one_line(str(self.cleaned_data["by_name"]))

    def clean_since_on(self) -> date:
        since: date = self.cleaned_data["since_on"]
        if since > self.today:
            raise ValidationError(_("That day is still to come. Write it down when the card lies there."))
        if since.year < 2000:
            raise ValidationError(_("That is long ago. Check the year."))
        return since
