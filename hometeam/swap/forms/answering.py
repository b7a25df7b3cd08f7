"""Not this: what of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.swap.queries.loops import Asked


class NotThisForm(forms.Form):
    """What of a proposed loop one does not want; the words are for oneself."""

    what = forms.ChoiceField(label=gettext_lazy("What is not right for you?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("A word about it, for yourself"),
        help_text=gettext_lazy("Nobody else reads it."),
        max_length=300,
        required=False,
    )

    def __init__(self, data: Any, *, asked: Asked) -> None:
        super().__init__(data)
        to, by = asked.give.receiver.name, asked.get.giver.name
        choices = [
            ("later", _("Just not now")),
            ("get", _("What I would get: %(what)s") % {"what": asked.gets}),
            ("give", _("What I would give: %(what)s") % {"what": asked.gives}),
            ("receiver", _("Rather not with %(name)s") % {"name": to}),
            ("giver", _("Rather not with %(name)s") % {"name": by}),
        ]
        field: Any = self.fields["what"]
        field.choices = choices[:-1] if asked.is_for_two else choices
        self.initial["what"] = "later"
