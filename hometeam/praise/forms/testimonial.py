"""A testimonial: words, a voice, a photo, and the consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation.text import one_line
from hometeam.praise.actions import Said
from hometeam.praise.forms.files import alt_field, photo_field, shown_field, sound_field
from hometeam.praise.queries import consent_words


class ConsentForm(forms.Form):
    """The consent alone, in the words that are kept with it."""

    consent = forms.BooleanField(error_messages={"required": gettext_lazy("Tick this, or nothing of it can be shown.")})

    def __init__(self, *args: Any, subject: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent_words = consent_words(subject)
        self.fields["consent"].label = self.consent_words


class TestimonialForm(ConsentForm):
    """What a member says of another."""

    __test__ = False

    words = forms.CharField(
        label=gettext_lazy("What you say"),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What was good, and what came of it. Two or three sentences carry furthest."),
    )
    sound = sound_field(required=False, label=gettext_lazy("Or say it aloud"))
    signed = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    line = forms.CharField(
        label=gettext_lazy("How you know them"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Such as: they baked our wedding cake."),
    )
    photo = photo_field(required=False)
    alt = alt_field(required=False)
    shown = shown_field(required=False)

    field_order = ("words", "sound", "signed", "line", "photo", "alt", "shown", "consent")

    def clean_signed(self) -> str:
        return one_line(self.cleaned_data["signed"])

    def clean_line(self) -> str:
        return one_line(self.cleaned_data["line"])

    def clean_alt(self) -> str:
        return one_line(self.cleaned_data["alt"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("words") and not found.get("sound") and not {"words", "sound"} & set(self.errors):
            self.add_error("words", _("Write a sentence or two, or say it aloud."))
        if found.get("photo") and "alt" not in self.errors and not found.get("alt"):
            self.add_error("alt", _("Say in a sentence what the photo shows."))
        if found.get("photo") and "shown" not in self.errors and not found.get("shown"):
            self.add_error("shown", _("Say whether the people in it agreed. If they did not, choose another photo."))
        return found

    def said(self) -> Said:
        """What the actions take."""
        found = self.cleaned_data
        return Said(
            signed=found["signed"],
            consent=self.consent_words,
            line=found["line"],
            words=found["words"],
            sound=found["sound"] or None,
            photo=found["photo"] or None,
            alt=found["alt"],
            shown=found["shown"],
        )
