"""The shape of input."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hometeam.engine import overlap
from hometeam.engine.overlap import Fault, Kind, Paper, Unsound
from hometeam.overlap.models import Level

FAULTS = {
    Fault.UNREADABLE: _(
        "This is no blinded file, or not all of it. Never send your customer list itself: blind it first, and choose "
        "the file that comes out."
    ),
    Fault.OTHER_KIND: _("This is the file of the other step. Choose the one that the command wrote last."),
    Fault.LENGTH: _("This file is not as long as it should be. Blind your list again, and choose the new file."),
    Fault.REPEATED: _("Some lines of this file are there twice. Blind your list again, and choose the new file."),
    Fault.POINT: _("Some lines of this file are damaged. Blind your list again, and choose the new file."),
}
LARGEST = _("This file is too large to be a blinded one. Choose the file that the command wrote.")


class PaperForm(forms.Form):
    """A blinded file. After validation `paper` is what is in it."""

    file = forms.FileField(
        label=_("The blinded file"),
        widget=forms.FileInput(attrs={"accept": ".txt"}),
        error_messages={
            "required": _("Choose the file that the command wrote."),
            "empty": _("This file is empty. Choose the one that the command wrote."),
        },
    )
    paper: Paper

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_file(self) -> Any:
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > overlap.LARGEST:
            raise forms.ValidationError(LARGEST)
        try:
            self.paper = overlap.read(file.read(), self.kind)
        except Unsound as unsound:
            raise forms.ValidationError(FAULTS[unsound.fault]) from unsound
        return file


class LevelForm(forms.Form):
    """What the answer may be used for."""

    level = forms.TypedChoiceField(
        label=_("What the answer is used for"),
        choices=[(level.value, level.label) for level in (Level.BAND, Level.HIDDEN)],
        coerce=lambda value: Level(int(value)),
        initial=Level.BAND.value,
        widget=forms.RadioSelect,
    )
