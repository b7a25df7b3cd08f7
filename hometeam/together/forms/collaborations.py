"""The shape of input: a proposal, other terms, a tick with its proof, thanks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from hometeam.engine.agreements import free_moments
from hometeam.foundation import clock
from hometeam.foundation.text import one_line
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Evidence
from hometeam.members.models import Community
from hometeam.together.actions import NewTerms
from hometeam.together.models import Collaboration, say_when
from hometeam.together.playbook import Kind
from hometeam.together.queries import telling

OTHER = "other"
MOST_PHOTO_BYTES = 12 * 1024 * 1024
LONGEST_SIDE = 1600


class WhenForm(forms.Form):
    """A day, and an hour where the kind has one, on the community's clock; a place or a link."""

    moment = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect, required=False)
    day = forms.DateField(label=gettext_lazy("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(
        label=gettext_lazy("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes"), min_value=5, max_value=600, required=False)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    online_link = forms.URLField(
        label=gettext_lazy("Link, if you meet online"), max_length=400, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, community: Community, timed: bool, meets: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community, self.timed = community, timed
        for name in ("hour", "minutes") if not timed else ():
            del self.fields[name]
        if not meets:
            del self.fields["place"], self.fields["online_link"]
        moments = free_moments(clock.now(), community.timezone, timed=timed)
        said = [(at.isoformat(), say_when(at, community.timezone, timed=timed)) for at in moments]
        wanted = self.initial.get("moment") or said[0][0]
        if wanted not in (OTHER, *dict(said)) and (at := _moment(str(wanted))) is not None:
            said.insert(0, (str(wanted), say_when(at, community.timezone, timed=timed)))
        self.initial["moment"] = wanted
        self.fields["moment"].choices = [*said, (OTHER, _("Another day"))]  # type: ignore[attr-defined]

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        moment, day = found.get("moment"), found.get("day")
        if "moment" in self.errors or "day" in self.errors or "hour" in self.errors:
            return found
        if moment and moment != OTHER:
            found["happens_at"] = _moment(moment)
        elif day is None:
            self.add_error("day", _("Pick a day."))
        elif self.timed and found.get("hour") is None:
            self.add_error("hour", _("Pick an hour."))
        else:
            self._take(found, day)
        return found

    def _take(self, found: dict[str, Any], day: date) -> None:
        hour = found.get("hour") or time(12, 0)
        at = datetime.combine(day, hour, ZoneInfo(self.community.timezone))
        if not _exists(at):
            self.add_error("hour", _("The clocks go forward then and skip this hour. Pick another."))
        elif day < clock.today(self.community.timezone) or (self.timed and at <= clock.now()):
            self.add_error("day", _("That date is in the past. Pick a day from today on."))
        elif (day - clock.today(self.community.timezone)).days > 365:
            self.add_error("day", _("That is more than a year away. Pick an earlier day."))
        else:
            found["happens_at"] = at if self.timed else _end_of(at)


def _moment(said: str) -> datetime | None:
    """An aware moment to come, from its ISO form; None for anything else."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.tzinfo is not None and at > clock.now() else None


def _exists(at: datetime) -> bool:
    """Whether a wall-clock time is there on that day: an hour is skipped when the clocks go forward."""
    return at.astimezone(ZoneInfo("UTC")).astimezone(at.tzinfo).replace(tzinfo=None) == at.replace(tzinfo=None)


def _end_of(at: datetime) -> datetime:
    """Noon, or for today a moment before midnight, so that what is to be done today lies ahead."""
    return at if at > clock.now() else at.replace(hour=23, minute=59)


class ProposeForm(WhenForm):
    """Something concrete, proposed in under a minute: everything is filled in already."""

    role = forms.ChoiceField(label=gettext_lazy("Who does what"), widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label=gettext_lazy("Your note"), max_length=1200, widget=forms.Textarea(attrs={"rows": 6}), strip=True
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("They are not here yet. One letter brings your proposal and the invitation."),
    )
    why = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ("role", "moment", "day", "hour", "place", "online_link", "words", "email")

    def __init__(self, *args: Any, kind: Kind, ask_email: bool, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, community=community, timed=kind.is_timed, meets=kind.is_timed, **kwargs)
        self.fields.pop("minutes", None)
        if kind.has_choice_of_role:
            self.fields["role"].choices = [(role.id, _(role.ask or role.title)) for role in kind.roles]  # type: ignore[attr-defined]
            self.initial.setdefault("role", kind.roles[0].id)
        else:
            del self.fields["role"]
        if not ask_email:
            del self.fields["email"]

    def plan(self) -> dict[str, Any]:
        """What `actions.propose` takes."""
        found = self.cleaned_data
        return {key: found[key] for key in ("happens_at", "place", "online_link", "words", "role") if key in found}


class TermsForm(WhenForm):
    """Yes, but: another day, another place."""

    words = forms.CharField(
        label=gettext_lazy("A word about it"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as: I bake on Mondays, Tuesdays are better."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, collaboration: Collaboration, **kwargs: Any) -> None:
        there = telling.local(collaboration)
        initial: dict[str, Any] = {
            "moment": OTHER,
            "day": there.date(),
            "hour": there.time(),
            "minutes": collaboration.minutes,
            "place": collaboration.place,
            "online_link": collaboration.online_link,
            "seen": collaboration.version,
        }
        timed = collaboration.is_timed
        community = collaboration.community
        super().__init__(*args, initial=initial, community=community, timed=timed, meets=timed, **kwargs)
        self.collaboration = collaboration

    def terms(self) -> NewTerms:
        """What `actions.counter` and `actions.renegotiate` take. A day that did not change keeps its very moment."""
        found, stands = self.cleaned_data, self.collaboration
        at = found["happens_at"]
        if not stands.is_timed and clock.local(at, stands.community.timezone).date() == telling.local(stands).date():
            at = stands.happens_at
        minutes = found.get("minutes") or stands.minutes
        return NewTerms(at, found.get("place", ""), found.get("online_link", ""), minutes)


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
    """The photo made anew as WebP, no larger than needed, without what the camera noted (place, time, name)."""
    if (upload.size or 0) > MOST_PHOTO_BYTES:
        raise forms.ValidationError(_("This photo is larger than 12 MB. Pick a smaller one."))
    try:
        with Image.open(upload) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise forms.ValidationError(_("This is not a photo that can be read. Pick a JPEG, PNG or WebP.")) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    anew = io.BytesIO()
    upright.save(anew, "WEBP", quality=80)
    return ContentFile(anew.getvalue(), name="photo.webp")


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
