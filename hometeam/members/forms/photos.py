"""The picture beside a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TYPES = "image/jpeg,image/png,image/webp,image/gif"


class PhotoForm(forms.Form):
    """One file; whether it is a picture is seen when it is opened."""

    photo = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or GIF, up to 20 MB. Where and with what it was taken is removed."),
        widget=forms.FileInput(attrs={"accept": TYPES}),
        error_messages={
            "required": _("Choose a picture first."),
            "missing": _("Choose a picture first."),
            "invalid": _("Choose a picture first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].required = not optional
