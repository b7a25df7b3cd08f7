"""What a member says of itself, one form per group of fields."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation.text import one_line, shorten
from hometeam.members.models import Channel, Member, Need, Offer, Place
from hometeam.members.queries import choices, trades
from hometeam.members.queries.groups import Values

MOST_ROWS = 30
_SENTENCE = r"(?<=\w{4})\.\s+(?=[A-Z])"
_COMMA = r"(?:;|(?<!\d),|,(?!\d))(?:\s*(?:and|or|&)\s)?(?![^()]*\))"
_BETWEEN = re.compile(rf"\n|{_SENTENCE}|{_COMMA}")
"""Between things in a list; no comma within brackets or a number ("$5,000"), and "and" or "or" may follow it."""


class PlainText(forms.CharField):
    """Words on one line; control characters and runs of white space become one space."""

    def clean(self, value: Any) -> str:
        return str(super().clean(one_line(str(value or ""))))


class StartForm(forms.Form):
    """The first question: who are you?"""

    kind = forms.ChoiceField(
        label=gettext_lazy("I am a"), choices=Member.Kind.choices, initial="solopreneur", widget=forms.RadioSelect
    )
    name = PlainText(
        label=gettext_lazy("The name people know your work by"),
        max_length=160,
        help_text=gettext_lazy("Your business, your organisation, or simply you."),
    )
    person = PlainText(
        label=gettext_lazy("Your own name"),
        max_length=120,
        help_text=gettext_lazy("So that a note from you says who writes."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class BasicsForm(forms.ModelForm[Member]):
    """Name, kind and a few words."""

    website = forms.URLField(
        label=gettext_lazy("Website"), required=False, max_length=200, assume_scheme="https", widget=forms.URLInput
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages I work in"),
        choices=choices.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Member
        fields = ["name", "kind", "one_line", "story", "trade_words", "website", "size", "languages"]
        widgets = {"kind": forms.RadioSelect, "story": forms.Textarea(attrs={"rows": 5}), "size": forms.Select}

    def clean_website(self) -> str:
        address = str(self.cleaned_data.get("website") or "")
        if address and not address.startswith(("https://", "http://")):
            raise ValidationError(_("A website begins with https:// or http://."))
        return address

    @property
    def values(self) -> Values:
        return dict(self.cleaned_data)


class OfferForm(forms.Form):
    """One more thing that I do; several at once with commas or on lines of their own."""

    words = forms.CharField(
        label=gettext_lazy("What do you do?"),
        max_length=600,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("In your own words, such as: wedding photography, headshots"),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How?"), choices=Offer.How.choices, initial="any", required=False, widget=forms.Select
    )

    def clean_words(self) -> list[str]:
        return services_listed(str(self.cleaned_data["words"]))


class NeedForm(forms.Form):
    """One more thing that I do not do, or look for."""

    words = forms.CharField(
        label=gettext_lazy("What?"),
        max_length=600,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("In your own words, such as: web design, bookkeeping"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How is it?"), choices=Need.Kind.choices, initial="want", widget=forms.RadioSelect
    )
    service = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean_words(self) -> list[str]:
        return services_listed(str(self.cleaned_data["words"]))

    def clean_service(self) -> str:
        """One of ours, tapped where it was proposed."""
        service = str(self.cleaned_data["service"])
        return service if trades.findable(service) else ""


def split_words(words: str) -> list[str]:
    """The things somebody listed in one go: parted by commas, semicolons, lines or sentences; 200 letters each."""
    parts = (shorten(part, 200).strip(" .") for part in _BETWEEN.split(words))
    return list(dict.fromkeys(part for part in parts if part))[:MOST_ROWS]


def services_listed(words: str) -> list[str]:
    """The services somebody listed in one go, each in their words."""
    return [shorten(one, 200) for one in trades.apart(split_words(words))][:MOST_ROWS]


class ServesForm(forms.Form):
    """Whom I serve."""

    tags = forms.MultipleChoiceField(
        label=gettext_lazy("Whom do you serve?"),
        choices=choices.AUDIENCES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = PlainText(
        label=gettext_lazy("Somebody else?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("In your own words, with commas between."),
    )

    @property
    def values(self) -> Values:
        own = split_words(self.cleaned_data["others"])
        rows = [{"tag": tag, "words": ""} for tag in self.cleaned_data["tags"]]
        return rows + [{"tag": "", "words": shorten(words, 120)} for words in own]


class ChannelForm(forms.Form):
    """One place where I reach the people I serve."""

    medium = forms.ChoiceField(
        label=gettext_lazy("Where do you reach them?"),
        choices=[("", gettext_lazy("Choose one")), *Channel.Medium.choices],
        required=False,
    )
    handle = PlainText(
        label=gettext_lazy("Handle or address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    band = forms.ChoiceField(label=gettext_lazy("How many?"), choices=Channel.Band.choices, required=False)
    cadence = forms.ChoiceField(label=gettext_lazy("How often?"), choices=Channel.Cadence.choices, required=False)

    def clean_handle(self) -> str:
        handle = str(self.cleaned_data["handle"])
        scheme = handle.partition("://")[0].lower() if "://" in handle else ""
        if scheme not in ("", "http", "https") or handle.lower().startswith(("javascript:", "data:")):
            raise ValidationError(_("Give a handle such as @hometeam, or an address that begins with https://."))
        return handle

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("handle") and not given.get("medium"):
            self.add_error("medium", _("Say where this handle is."))
        return given


class PlaceForm(forms.ModelForm[Place]):
    """Where I am, and how finely others may see it."""

    class Meta:
        model = Place
        fields = ["kind", "street", "neighbourhood", "city", "region", "postcode", "country", "shown_as"]
        widgets = {
            "kind": forms.RadioSelect,
            "shown_as": forms.RadioSelect,
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "region": forms.TextInput(attrs={"autocomplete": "address-level1"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "country": forms.TextInput(attrs={"autocomplete": "country", "size": 4}),
        }
        labels = {"kind": gettext_lazy("Where do you work?"), "shown_as": gettext_lazy("What may others see?")}
        help_texts = {
            "country": gettext_lazy("Two letters, such as US, CA or DE."),
            "shown_as": gettext_lazy("A home is never shown finer than its neighbourhood."),
        }

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).strip().upper()
        if country and not re.fullmatch(r"[A-Z]{2}", country):
            raise ValidationError(_("Use the country's two letters, such as US, CA or DE."))
        return country

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == Place.Kind.HOME and given.get("shown_as") == Place.ShownAs.STREET:
            self.add_error(
                "shown_as", _("A home is never shown with its street. Choose the neighbourhood or the town.")
            )
        if given.get("kind") != Place.Kind.ONLINE and not given.get("city") and not given.get("postcode"):
            self.add_error("city", _("Name the town or the postcode, so that we know who is near."))
        return given

    def _post_clean(self) -> None:
        """The table's own rule on homes is said above, next to the field; it must not be said twice."""
        return

    @property
    def values(self) -> Values:
        return dict(self.cleaned_data)


class LanguagesForm(forms.Form):
    """The languages I work in."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you work in"),
        choices=choices.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class LikesForm(forms.Form):
    """What I like to do with others, and how much at a time."""

    likes = forms.MultipleChoiceField(
        label=gettext_lazy("What would you like to do with others?"),
        choices=choices.LIKES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("How many things at a time?"),
        min_value=0,
        max_value=20,
        initial=2,
        help_text=gettext_lazy("When you have as many, we suggest you to nobody until one is done."),
    )
    introductions_a_month = forms.TypedChoiceField(
        label=gettext_lazy("How often may we suggest you to somebody?"),
        choices=choices.INTRODUCTIONS,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("We aim for about as many in a month. You still see who fits you."),
    )

    @property
    def values(self) -> Values:
        """What was chosen; how often one may be suggested stays as it is where nobody said."""
        return {key: value for key, value in self.cleaned_data.items() if value is not None}

    def groups(self) -> list[forms.boundfield.BoundWidget]:
        """The boxes of whole groups, for those who do not mind which of them."""
        return [box for box in self["likes"] if _value(box) not in dict(choices.KINDS)]

    def one_by_one(self) -> list[tuple[choices.Choice, list[forms.boundfield.BoundWidget]]]:
        """The boxes of single kinds, under their groups."""
        boxes = {_value(box): box for box in self["likes"]}
        return [
            (group, [boxes[kind] for kind, _title in choices.KINDS_OF_GROUP[group[0]]]) for group in choices.LIKE_GROUPS
        ]

    def has_single(self) -> bool:
        """Whether one kind is chosen by itself."""
        return bool(set(self["likes"].value() or []) & set(dict(choices.KINDS)))


def _value(box: forms.boundfield.BoundWidget) -> str:
    return str(box.data["value"])


class RestForm(forms.Form):
    """A rest, with the day on which I come back."""

    until = forms.DateField(
        label=gettext_lazy("Rest until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Until that day nobody is shown you as a suggestion. Leave it empty to be here."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= self.today:
            raise ValidationError(_("That date is past. Pick a day from tomorrow on."))
        if until is not None and until > self.today + timedelta(days=730):
            raise ValidationError(_("Pick a day within the next two years."))
        return until

    @property
    def values(self) -> Values:
        until = self.cleaned_data["until"]
        return {"snoozed_until_on": until.isoformat() if until else None}
