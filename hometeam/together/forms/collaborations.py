"""The shape of input: a proposal, other terms, a tick with its proof, thanks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from hometeam.foundation import images
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Evidence


class DoneForm(forms.Form):
    """How it shows that a step was done: a link, a photo, or my word for it."""

    url = forms.URLField(label=gettext_lazy("Link to it"), max_length=500, required=False, assume_scheme="https")
    photo = forms.FileField(
        label=gettext_lazy("A photo of it"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    words = forms.CharField(label=gettext_lazy("A word about it"), max_length=400, required=False)
    shown = forms.BooleanField(label=gettext_lazy("Name us as partners on my page"), required=False)

    def __init__(self, *args: Any, proofs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "link" not in proofs:
            del self.fields["url"]
        if "photo" not in proofs:
            del self.fields["photo"]

    def clean_photo(self) -> ContentFile[bytes] | None:
        found = self.cleaned_data["photo"]
        return _picture(found) if found else None

    def proof(self) -> Proof:
        """What `actions.mark_done` takes: the best of what was given."""
        found = self.cleaned_data
        words = found.get("words", "")
        if found.get("url"):
            return Proof(Evidence.Kind.LINK, url=found["url"], words=words)
        if found.get("photo"):
            return Proof(Evidence.Kind.PHOTO, photo=found["photo"], words=words)
        return Proof(Evidence.Kind.WORD, words=words)


def _picture(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """The photo made anew, no larger than needed, without what the camera noted (place, time, name)."""
    try:
        return ContentFile(images.made_anew(cast("BinaryIO", upload)), name="photo.webp")
    except images.NotAnImage as refused:
        raise forms.ValidationError(str(refused)) from refused


class ThanksForm(forms.Form):
    """Thanks, and whether I would do it again, which only I and my suggestions know."""

    words = forms.CharField(label=gettext_lazy("Your thanks"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    again = forms.ChoiceField(
        label=gettext_lazy("Would you do it again? They are not told"),
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("Rather not")),
            ("", gettext_lazy("I do not know yet")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def would_again(self) -> bool | None:
        """Yes, no, or not said."""
        return {"yes": True, "no": False}.get(self.cleaned_data["again"])


class SeenForm(forms.Form):
    """Any one-tap answer: which version was on the screen, and a word if there is one."""

    seen = forms.IntegerField()
    words = forms.CharField(max_length=600, required=False)
