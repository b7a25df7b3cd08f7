"""Where a member's reviews are written, from whatever people paste."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.praise.models import Corner, Review
from hometeam.praise.queries.links import SITES, NotALink, Site, form_link


class CornerForm(forms.Form):
    """The three addresses; each becomes the address of the form itself where that is possible."""

    google_url = forms.CharField(
        label="Google",
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "In your Business Profile press “Ask for reviews” and paste that link. Your place id works too, "
            "and so does your page on Google Maps."
        ),
    )
    yelp_url = forms.CharField(
        label="Yelp",
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "Your page on Yelp. Yelp does not want businesses to ask for reviews: your partners see the link, "
            "nobody is asked."
        ),
    )
    facebook_url = forms.CharField(
        label="Facebook", required=False, max_length=500, help_text=gettext_lazy("Your page on Facebook.")
    )

    def __init__(self, *args: Any, corner: Corner, **kwargs: Any) -> None:
        initial = {f"{site}_url": getattr(corner, f"{site}_url") for site in SITES}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)

    def clean_google_url(self) -> str:
        return self._link("google")

    def clean_yelp_url(self) -> str:
        return self._link("yelp")

    def clean_facebook_url(self) -> str:
        return self._link("facebook")

    def _link(self, site: Site) -> str:
        pasted = self.cleaned_data[f"{site}_url"]
        try:
            return form_link(site, pasted) if pasted else ""
        except NotALink as wrong:
            raise forms.ValidationError(_said(wrong, Review.Site(site).label)) from wrong


def _said(wrong: NotALink, name: Any) -> str:
    if wrong.why == "scheme":
        return _("This is not an address. Copy it from your browser’s address line.")
    if wrong.why == "host":
        return _("This address is not on %(site)s. Paste the one of your page there.") % {"site": name}
    words = _("This address is on %(site)s, but is not a place’s page. Open your page there and copy its address.")
    return words % {"site": name}
