"""A voice note, a photo in use, a review and the reminder of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.text import one_line
from hometeam.praise.forms.files import alt_field, photo_field, shown_field, sound_field
from hometeam.praise.models import VoiceNote


class VoiceNoteForm(forms.Form):
    """Something said aloud."""

    about = forms.ChoiceField(
        label=_("What it is"), choices=VoiceNote.About, widget=forms.RadioSelect, initial=VoiceNote.About.THANKS
    )
    sound = sound_field()
    words = forms.CharField(
        label=_("In a line"),
        max_length=200,
        required=False,
        help_text=_("For those who cannot listen now. Such as: for the loaf on Friday."),
    )

    def clean_words(self) -> str:
        return one_line(self.cleaned_data["words"])


class PhotoForm(forms.Form):
    """A photo of somebody's work in use."""

    photo = photo_field()
    alt = alt_field()
    shown = shown_field()
    people = forms.CharField(
        label=_("Who is in it"),
        max_length=200,
        required=False,
        help_text=_("Their names, if they are happy to be named to your partner. Nobody else sees this."),
    )
    words = forms.CharField(
        label=_("A word about it"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_alt(self) -> str:
        return one_line(self.cleaned_data["alt"])

    def clean_people(self) -> str:
        return one_line(self.cleaned_data["people"])

    def about(self) -> dict[str, Any]:
        """What `actions.give_photo` takes."""
        return {name: self.cleaned_data[name] for name in ("alt", "shown", "people", "words")}


class ReviewForm(forms.Form):
    """I have written it, and where."""

    site = forms.ChoiceField(label=_("Where did you write it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = sites  # type: ignore[attr-defined]
        if len(sites) == 1:
            self.initial.setdefault("site", sites[0][0])


class ReminderForm(forms.Form):
    """One reminder, in so many days."""

    days = forms.TypedChoiceField(
        label=_("Remind me once"),
        choices=[(1, _("Tomorrow")), (3, _("In three days")), (7, _("In a week")), (30, _("In a month"))],
        coerce=int,
    )
