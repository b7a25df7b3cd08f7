"""Help written down with what it was worth, and the worth of what is written down already."""

from __future__ import annotations

from typing import Any

from django import forms

from hometeam.ledger.forms.acts import FreeActForm
from hometeam.swap.forms.worth import worth_field
from hometeam.swap.queries.counting import Counting


class WriteDownForm(FreeActForm):
    """Who of the two helped with what, when, and what it was worth."""

    field_order = ["by_me", "words", "amount", "happened_on"]

    def __init__(self, *args: Any, counting: Counting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["url"]
        self.fields["amount"] = worth_field(counting)
        self.order_fields(self.field_order)


class WorthForm(forms.Form):
    """What one act was worth."""

    def __init__(self, *args: Any, counting: Counting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = worth_field(counting)
