"""Fields for what a phone records and takes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hometeam.members.models import KitPhoto

PICTURES = "image/jpeg,image/png,image/webp,image/gif"
_EMPTY = _("This file is empty. Choose another one.")


def sound_field(**how: Any) -> forms.FileField:
    """A recording: a file, or what the page's recorder puts there."""
    errors = {"empty": _EMPTY, "required": _("Record something, or choose a file."), "invalid": _("Choose a file.")}
    how.setdefault("label", _("Your voice"))
    how.setdefault("help_text", _("At most 90 seconds. MP3, M4A, OGG, WebM or WAV."))
    return forms.FileField(widget=forms.FileInput(attrs={"accept": "audio/*"}), error_messages=errors, **how)


def photo_field(**how: Any) -> forms.FileField:
    """A picture; whether it is one is seen when it is opened."""
    errors = {"empty": _EMPTY, "required": _("Take a photo, or choose one."), "invalid": _("Choose a photo.")}
    how.setdefault("label", _("A photo"))
    how.setdefault("help_text", _("Where and with what it was taken is removed."))
    return forms.FileField(widget=forms.FileInput(attrs={"accept": PICTURES}), error_messages=errors, **how)


def alt_field(**how: Any) -> forms.CharField:
    """What the photo shows, for people who do not see it."""
    help_text = _("One sentence, for people who cannot see it.")
    return forms.CharField(label=_("What the photo shows"), max_length=300, help_text=help_text, **how)


def shown_field(**how: Any) -> forms.ChoiceField:
    """Whether the people in it agreed. There is no third answer: a photo of people who did not agree is not kept."""
    choices = [
        (KitPhoto.Shown.NOBODY, _("Nobody can be recognised in it")),
        (KitPhoto.Shown.AGREED, _("Everybody in it agreed that it is shown")),
    ]
    errors = {"required": _("Say whether the people in it agreed. If they did not, choose another photo.")}
    return forms.ChoiceField(
        label=_("The people in it"), choices=choices, widget=forms.RadioSelect, error_messages=errors, **how
    )
