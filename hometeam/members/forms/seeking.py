"""What is looked for among the people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hometeam.members.models import Member
from hometeam.members.queries import Sought, choices, rings, trades

ANY = [("", _("Any"))]


def _trades() -> list[tuple[str, object]]:
    return [*ANY, *((group, group) for group in trades.groups())]


class SeekForm(forms.Form):
    """Words and filters; what it does not understand it leaves out, for a bookmarked address must always open."""

    q = forms.CharField(label=_("Look for"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ANY, *Member.Kind.choices], required=False)
    group = forms.ChoiceField(label=_("Trade"), choices=_trades, required=False)
    ring = forms.ChoiceField(label=_("How near"), choices=[*ANY, *rings.WORDS.items()], required=False)
    language = forms.ChoiceField(label=_("Speaks"), choices=[*ANY, *choices.LANGUAGES], required=False)
    claimed = forms.ChoiceField(
        label=_("Here themselves"),
        choices=[*ANY, ("yes", _("Has joined")), ("no", _("Only listed so far"))],
        required=False,
    )

    @property
    def sought(self) -> Sought:
        self.is_valid()
        given = {key: str(value) for key, value in self.cleaned_data.items() if value}
        return Sought(words=given.pop("q", "").strip(), **given)
