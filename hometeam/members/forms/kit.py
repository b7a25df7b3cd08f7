"""The kit: words, links and photos for partners to use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.members.forms.photos import PhotoForm
from hometeam.members.forms.profile import PlainText
from hometeam.members.models import Kit, KitPhoto
from hometeam.members.queries.groups import Values

MOST_WORDS = 60


class KitForm(forms.ModelForm[Kit]):
    """What partners may say of us, where they send people, and what to leave out."""

    booking_url = forms.URLField(
        label=gettext_lazy("Where people book you"), required=False, max_length=400, assume_scheme="https"
    )
    shop_url = forms.URLField(label=gettext_lazy("Your shop"), required=False, max_length=400, assume_scheme="https")

    class Meta:
        model = Kit
        fields = ["fifty_words", "booking_url", "shop_url", "dos", "donts"]
        labels = {
            "fifty_words": gettext_lazy("You in fifty words"),
            "dos": gettext_lazy("Please do"),
            "donts": gettext_lazy("Please do not"),
        }
        help_texts = {
            "fifty_words": gettext_lazy("As a partner would say it of you: “Bo bakes …”. They can paste it as it is."),
            "dos": gettext_lazy("Such as: write the name with a capital P. Tag the shop, not me."),
            "donts": gettext_lazy("Such as: no prices. No photos of the workshop."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("fifty_words", "dos", "donts")}

    def clean_fifty_words(self) -> str:
        words = str(self.cleaned_data["fifty_words"]).strip()
        count = len(words.split())
        if count > MOST_WORDS:
            said = _("These are %(count)s words. Partners can use up to %(most)s: leave some out.")
            raise ValidationError(said % {"count": count, "most": MOST_WORDS})
        return words

    def clean_booking_url(self) -> str:
        return _web(self.cleaned_data.get("booking_url"))

    def clean_shop_url(self) -> str:
        return _web(self.cleaned_data.get("shop_url"))

    @property
    def values(self) -> Values:
        return dict(self.cleaned_data)


def _web(address: Any) -> str:
    address = str(address or "")
    if address and not address.startswith(("https://", "http://")):
        raise ValidationError(_("An address begins with https:// or http://."))
    return str(address)


class AboutPhotoForm(forms.Form):
    """What a photo shows, what partners may do with it, and that those in it agree."""

    alt = PlainText(
        label=gettext_lazy("What does it show?"),
        max_length=300,
        help_text=gettext_lazy("One sentence for those who cannot see it, such as: a tray of rye loaves, just out."),
    )
    shown = forms.ChoiceField(
        label=gettext_lazy("The people in it"),
        choices=KitPhoto.Shown.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Say whether those in it agree. If somebody does not, pick another photo.")
        },
    )
    use = forms.ChoiceField(
        label=gettext_lazy("What may partners do with it?"),
        choices=KitPhoto.Use.choices,
        initial=KitPhoto.Use.POST,
        widget=forms.RadioSelect,
    )
    credit = PlainText(
        label=gettext_lazy("Who took it?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Named beside the photo wherever a partner uses it."),
    )

    @property
    def row(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("alt", "shown", "use", "credit")}


class KitPhotoForm(AboutPhotoForm, PhotoForm):
    """A photo, and what is to be said of it."""

    field_order = ["photo", "alt", "shown", "use", "credit"]
