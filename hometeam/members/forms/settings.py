"""What a person chooses for themselves, and who else acts for a member."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.members.forms.profile import PlainText
from hometeam.members.models import Person, Seat


@lru_cache(maxsize=1)
def _zones() -> list[tuple[str, str]]:
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


class SettingsForm(forms.Form):
    """Name, clock, language, notices."""

    name = PlainText(
        label=gettext_lazy("Your own name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    notice_choice = forms.ChoiceField(
        label=gettext_lazy("How shall we tell you?"), choices=Person.Notices.choices, widget=forms.RadioSelect
    )
    timezone = forms.ChoiceField(label=gettext_lazy("Your time zone"), choices=_zones)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=lambda: settings.LANGUAGES)


class EmailForm(forms.Form):
    """One e-mail address."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


class SeatForm(EmailForm):
    """Ask somebody to act for a member too."""

    role = forms.ChoiceField(
        label=gettext_lazy("What may they do?"),
        choices=[
            (Seat.Role.EDITOR.value, gettext_lazy("Everything but hand out seats and close the profile")),
            (Seat.Role.OWNER.value, gettext_lazy("Everything, as you do")),
        ],
        initial=Seat.Role.EDITOR,
        widget=forms.RadioSelect,
    )


class CloseForm(forms.Form):
    """What cannot be undone is confirmed by typing the name."""

    typed = forms.CharField(
        label=gettext_lazy("Type the name to confirm"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"])
        if typed.strip().casefold() != self.name.strip().casefold():
            raise ValidationError(_("That is not the name. Type: %(name)s") % {"name": self.name})
        return typed
