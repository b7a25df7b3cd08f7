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
    """Who, what, when; a link if there is one."""

    partner = forms.ModelChoiceField(
        label=gettext_lazy("With whom"), queryset=Member.objects.none(), empty_label=gettext_lazy("Choose a member")
    )
    by_me = forms.ChoiceField(
        label=gettext_lazy("Who did it"),
        choices=[("me", gettext_lazy("I did it for them")), ("them", gettext_lazy("They did it for me"))],
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

    def __init__(self, *args: Any, member: Member, community: Community, hidden: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        here = Member.objects.here(community).exclude(pk__in=hidden | {member.pk})
        self.fields["partner"].queryset = here.order_by("name", "pk")  # type: ignore[attr-defined]
        self.initial.setdefault("happened_on", clock.today(community.timezone))

    def clean_words(self) -> str:
        return one_line(self.cleaned_data["words"])

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > clock.today(self.community.timezone):
            raise forms.ValidationError(_("That day is still to come. Pick today or a day before."))
        return day
