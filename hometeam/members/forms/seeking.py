"""What is looked for among the people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hometeam.members.models import Member
from hometeam.members.queries import Sought, choices, rings, trades

ANY = [("", _("Any"))]


def _trades() -> list[tuple[str, object]]:
    return [*ANY, *sorted(((group, gettext(group)) for group in trades.groups()), key=lambda one: one[1].casefold())]


class PlainSelect(forms.Select):
    """A select written in one go: drawn by a template for each of its choices it costs more than the list of people."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        keys = tuple(str(key) for key, _words in self.choices)
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        chosen = value if value in keys else ""
        mark = (get_language(), keys, chosen, tuple(given.items()))
        if mark not in _DRAWN:
            _DRAWN[mark] = self._drawn(given, chosen)
        return _DRAWN[mark]

    def _drawn(self, given: dict[str, Any], chosen: str) -> SafeString:
        marked = ((key, " selected" if key == chosen else "", words) for key, words in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', marked)
        return format_html("<select{}>{}</select>", flatatt(given), options)


# Selects as they were drawn: their choices are few and come from us, so there are as many as there are choices.
_DRAWN: dict[tuple[Any, ...], SafeString] = {}


class SeekForm(forms.Form):
    """Words and filters; what it does not understand it leaves out, for a bookmarked address must always open."""

    q = forms.CharField(label=_("Look for"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ANY, *Member.Kind.choices], required=False, widget=PlainSelect)
    group = forms.ChoiceField(label=_("Trade"), choices=_trades, required=False, widget=PlainSelect)
    ring = forms.ChoiceField(
        label=_("How near"), choices=[*ANY, *rings.WORDS.items()], required=False, widget=PlainSelect
    )
    language = forms.ChoiceField(
        label=_("Speaks"), choices=[*ANY, *choices.LANGUAGES], required=False, widget=PlainSelect
    )
    claimed = forms.ChoiceField(
        label=_("Here themselves"),
        choices=[*ANY, ("yes", _("Has joined")), ("no", _("Only listed so far"))],
        required=False,
        widget=PlainSelect,
    )

    @property
    def sought(self) -> Sought:
        self.is_valid()
        given = {key: str(value) for key, value in self.cleaned_data.items() if value}
        return Sought(words=given.pop("q", "").strip(), **given)
