"""What somebody did for somebody, told outside of any collaboration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation import clock
from hometeam.foundation.text import one_line
from hometeam.members.models import Community, Member


class FreeActForm(forms.Form):
    """Who of the two, what, when; a link if there is one."""

    by_me = forms.ChoiceField(
        label=gettext_lazy("Who did it"),
        initial="them",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("What was it"),
        max_length=400,
        help_text=gettext_lazy("One sentence, such as: a review, a customer sent on, help with the shelves."),
    )
    happened_on = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    url = forms.URLField(
        label=gettext_lazy("Link, if it can be seen"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, community: Community, partner: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        name = {"name": partner.name}
        self.fields["by_me"].choices = [  # type: ignore[attr-defined]
            ("me", _("I did it for %(name)s") % name),
            ("them", _("%(name)s did it for me") % name),
        ]
        self.initial.setdefault("happened_on", clock.today(community.timezone))

    def clean_words(self) -> str:
        return one_line(self.cleaned_data["words"])

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > clock.today(self.community.timezone):
            raise forms.ValidationError(_("That day is still to come. Pick today or a day before."))
        return day
