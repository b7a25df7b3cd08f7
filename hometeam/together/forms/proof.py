"""How it shows that a step was done, by any proof that the step takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Evidence
from hometeam.together.forms.collaborations import DoneForm

MOST_FILE_BYTES = 10 * 1024 * 1024
_HEAD, _FOOT = 1024, 2048


class ProofForm(DoneForm):
    """A link, a photo, a PDF, or my word for it."""

    file = forms.FileField(
        label=gettext_lazy("A PDF of it"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=gettext_lazy("Up to 10 MB. Only those who take part can fetch it."),
    )
    field_order = ("url", "photo", "file", "words", "shown")

    def __init__(self, *args: Any, proofs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, proofs=proofs, **kwargs)
        if "file" not in proofs:
            del self.fields["file"]

    def clean_file(self) -> ContentFile[bytes] | None:
        found = self.cleaned_data["file"]
        return pdf_of(found) if found else None

    def proof(self) -> Proof:
        """What `actions.mark_done` takes: the best of what was given."""
        found = self.cleaned_data
        if found.get("file") and not found.get("url") and not found.get("photo"):
            return Proof(Evidence.Kind.FILE, file=found["file"], words=found.get("words", ""))
        return super().proof()


def pdf_of(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """The file, when it begins and ends as a PDF does and is not too large. Raises ValidationError."""
    if (upload.size or 0) > MOST_FILE_BYTES:
        raise forms.ValidationError(_("This file is larger than 10 MB. Pick a smaller one."))
    content = upload.read()
    if b"%PDF-" not in content[:_HEAD] or b"%%EOF" not in content[-_FOOT:]:
        raise forms.ValidationError(_("This is not a PDF that can be read. Pick another file, or give a photo."))
    return ContentFile(content, name="proof.pdf")
