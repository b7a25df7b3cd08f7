"""A field in which one types an amount of money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hometeam.foundation.money.currencies import digits_of
from hometeam.foundation.money.purse import NotMoney, Purse


class MoneyField(forms.CharField):
    """An amount in the money of one purse; its cleaned value is a Decimal, or None where nothing was typed.

    What does not read as an amount comes back with what to write instead; nothing is ever rounded.
    """

    def __init__(self, *, purse: Purse, help_text: str = "", **kwargs: Any) -> None:
        self.purse = purse
        words = {"money": purse.name, "example": purse.example}
        said = _("In %(money)s, such as %(example)s.") % words
        mode = "decimal" if digits_of(purse.currency) else "numeric"
        widget = forms.TextInput(attrs={"inputmode": mode, "class": "short", "autocomplete": "off"})
        super().__init__(help_text=f"{said} {help_text}".strip(), widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """A Decimal, or None. Raises ValidationError."""
        words = super().to_python(value)
        if not words:
            return None
        try:
            return self.purse.read(words)
        except NotMoney as why:
            raise forms.ValidationError(str(why), code="invalid") from why

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field: an amount as one types it here, or what was typed."""
        return self.purse.typed(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another amount was typed."""
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True
