"""What a member may say of itself later: where it is a regular, what matters to it, whom it is partnering with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.haunts import Named, key
from hometeam.foundation.text import one_line
from hometeam.members.forms.profile import PlainText, split_words
from hometeam.members.models import Haunt, Member, Regular
from hometeam.members.queries import choices
from hometeam.members.queries.groups import Values


class ValuesForm(forms.Form):
    """What matters to me: a few of our list, or in my own words."""

    tags = forms.MultipleChoiceField(
        label=gettext_lazy("What matters to you in your work?"),
        choices=choices.VALUES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Up to five. It is shown on your page, and never a reason to leave anybody out."),
    )
    others = PlainText(
        label=gettext_lazy("In your own words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("With commas between, such as: night owls, veteran-owned"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["all"] = choices.values_in([*given.get("tags", []), *split_words(given.get("others", ""))])
        if len(given["all"]) > choices.MOST_VALUES:
            raise ValidationError(_("Choose at most five, with your own words among them."))
        return given

    @property
    def values(self) -> Values:
        return {"stands_for": self.cleaned_data["all"]}


class PartneringForm(forms.ModelForm[Member]):
    """The standing question, answered in my own words."""

    class Meta:
        model = Member
        fields = ["partnering", "partnering_shown"]
        widgets = {"partnering": forms.Textarea(attrs={"rows": 4}), "partnering_shown": forms.RadioSelect}
        labels = {"partnering": gettext_lazy("Who are you partnering with?")}
        help_texts = {
            "partnering": gettext_lazy("Whom you work with, and with whom you would like to. A sentence or two.")
        }

    def clean_partnering(self) -> str:
        return one_line(str(self.cleaned_data["partnering"]))

    @property
    def values(self) -> Values:
        return dict(self.cleaned_data)


class HauntForm(forms.Form):
    """One more place where I am a regular."""

    name = PlainText(
        label=gettext_lazy("Which place?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Its name, such as: Copper Kettle"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=Haunt.Kind.choices, initial="cafe", widget=forms.RadioSelect
    )
    street = PlainText(
        label=gettext_lazy("Street"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A group online needs neither street nor town."),
    )
    city = PlainText(label=gettext_lazy("Town"), max_length=120, required=False)
    shown_to = forms.ChoiceField(
        label=gettext_lazy("Who may see that you are a regular there?"),
        choices=Regular.ShownTo.choices,
        initial="community",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """A group online has neither street nor town, whatever was filled in before it was said to be one."""
        said: dict[str, Any] = super().clean() or {}
        return said | ({"street": "", "city": ""} if said.get("kind") == Haunt.Kind.ONLINE else {})

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not key(name):
            raise ValidationError(_("Give the place a name with letters in it."))
        return name

    @property
    def named(self) -> Named:
        """The place that was named."""
        return Named(**{field: self.cleaned_data[field] for field in ("name", "kind", "street", "city")})

    @property
    def row(self) -> dict[str, Any]:
        """The same, as a row of the profile."""
        return {field: self.cleaned_data[field] for field in ("name", "kind", "street", "city", "shown_to")}
