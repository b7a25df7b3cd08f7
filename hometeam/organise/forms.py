"""The shape of what organisers type."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import clock, money
from hometeam.foundation.sheets import Sheet, Unreadable
from hometeam.members.models import Community, Member, Person
from hometeam.organise.queries import locating, reading

MOST_BYTES = 25 * 1024 * 1024
NOT_USED = ""


class UploadForm(forms.Form):
    """A directory to bring in. After validation `sheet` and `content` hold what is in it."""

    file = forms.FileField(
        label=_("Your member list"),
        help_text=_("A spreadsheet (.xlsx) or CSV file with one member in each row. Up to 25 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": _("Pick the file that has your members in it."), "empty": _("This file is empty.")},
    )
    sheet: Sheet
    content: bytes

    def clean_file(self) -> Any:
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 25 MB. Split it, and bring the parts in one by one.")
            )
        self.content = file.read()
        try:
            self.sheet = reading.open_sheet(self.content, file.name or "")
        except Unreadable as why:
            raise forms.ValidationError(str(why)) from why
        return file


class ColumnsForm(forms.Form):
    """What each column of a file is; one choice for each, named `column_0`, `column_1`, …"""

    def __init__(self, *args: Any, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header = list(header)
        for number, name in enumerate(self.header):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=name, choices=[(NOT_USED, _("Leave it out")), *reading.field_choices()], required=False
            )

    def clean(self) -> dict[str, Any]:
        if not any(field == "name" for field in self.chosen().values()):
            raise forms.ValidationError(
                _("Say which column holds the names. Members cannot be told apart without one.")
            )
        return self.cleaned_data

    def chosen(self) -> dict[int, str]:
        """The field that each column is read as, by the column's number."""
        named = {number: self.cleaned_data.get(f"column_{number}", "") for number in range(len(self.header))}
        return {number: field for number, field in named.items() if field}


def _time_zones() -> list[tuple[str, str]]:
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def _currencies() -> list[tuple[str, str]]:
    return money.choices(clock.today("UTC"))


def _or_the_countrys() -> list[tuple[str, Any]]:
    return [("", _("What is paid with in your country")), *_currencies()]


class TownForm(forms.Form):
    """The first things to say of a new community; where it lies is looked up when its place is known."""

    name = forms.CharField(
        label=_("What is your community called?"), max_length=120, help_text=_("Elm Street, or the Harbour chamber.")
    )
    city = forms.CharField(label=_("Town"), max_length=120)
    region = forms.CharField(
        label=_("State or province"), max_length=80, required=False, help_text=_("Such as WA or BC.")
    )
    country = forms.CharField(
        label=_("Country"), max_length=2, min_length=2, initial="US", help_text=_("Two letters, such as US or CA.")
    )
    currency = forms.ChoiceField(
        label=_("Money"),
        choices=_or_the_countrys,
        required=False,
        help_text=_("In which members say what something was worth."),
    )
    joining = forms.ChoiceField(
        label=_("Who may join?"),
        choices=Community.Joining.choices,
        initial=Community.Joining.INVITED,
        widget=forms.RadioSelect,
    )

    your_name = forms.CharField(
        label=_("Your own name"),
        max_length=120,
        required=False,
        help_text=_("As members will read it."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person.name:
            del self.fields["your_name"]

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        if not country.isalpha() or not country.isascii():
            raise forms.ValidationError(_("Write the country as two letters, such as US or CA."))
        return country

    def values(self) -> dict[str, Any]:
        """What the community is made of, with its place and time zone where the town is known."""
        data = dict(self.cleaned_data)
        return data | locating.around(data["city"], data["region"], data["country"])


class CommunityForm(forms.ModelForm[Community]):
    """What a community says of itself."""

    timezone = forms.ChoiceField(label=_("Time zone"), choices=_time_zones)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(
        label=_("Money"),
        choices=_currencies,
        help_text=_("In which members say what something was worth. What was said before stays in the money of then."),
    )

    class Meta:
        model = Community
        fields = ["name", "about", "joining", "city", "region", "country", "timezone", "currency", "language"]
        widgets = {"joining": forms.RadioSelect, "about": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "country": _("Two letters, such as US or CA."),
            "about": _("One or two sentences for people at the door."),
        }

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("Write the country as two letters, such as US or CA."))
        return country

    def values(self) -> dict[str, Any]:
        """What was said, and where the town lies when the town is another one now."""
        data = dict(self.cleaned_data)
        if {"city", "region", "country"} & set(self.changed_data):
            spot = locating.around(data["city"], data["region"], data["country"])
            data |= {"lat": spot.get("lat"), "lon": spot.get("lon")}
        return data


class EmailForm(forms.Form):
    """One address."""

    email = forms.EmailField(label=_("E-mail address"))


class AddressForm(forms.Form):
    """The address at which organisers reach a member; empty forgets it."""

    email = forms.EmailField(
        label=_("Their e-mail address"), required=False, help_text=_("Only organisers see it, to send an invitation.")
    )


class MemberForm(forms.Form):
    """A member that an organiser adds by hand, as a row of a directory would say it."""

    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Member.Kind.choices, initial=Member.Kind.BUSINESS, widget=forms.RadioSelect
    )
    trade = forms.CharField(
        label=_("What do they do?"),
        max_length=300,
        required=False,
        help_text=_("Such as bakery, bookkeeper, food bank."),
    )
    at_home = forms.BooleanField(
        label=_("They work from home"), required=False, help_text=_("Then no street is kept, only the neighbourhood.")
    )
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    neighbourhood = forms.CharField(label=_("Neighbourhood"), max_length=120, required=False)
    city = forms.CharField(label=_("Town"), max_length=120, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=16, required=False)
    website = forms.CharField(label=_("Website"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Only organisers see it. Nothing is sent before you do it."),
    )


class WordsForm(forms.Form):
    """An organiser's own words in an invitation."""

    words = forms.CharField(
        label=_("Your own words"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They stand first in the letter. Say how you know each other, or why you thought of them."),
    )
