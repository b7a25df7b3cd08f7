"""The shape of input: an introduction, what is passed on, how it stands, thanks, a partner's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation.money import MoneyField, Purse
from hometeam.foundation.text import one_line
from hometeam.members.models import Member
from hometeam.members.queries.trades import title
from hometeam.referrals.actions import About
from hometeam.referrals.models import Referral

_PHONE = re.compile(r"[\d\s+()./-]{5,40}")


def _area(label: Any, most: int, rows: int = 3, **fields: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **fields)


def _phone(said: str) -> str:
    found = one_line(said)
    if found and not _PHONE.fullmatch(found):
        raise forms.ValidationError(_("That is not a phone number. Write digits, such as +1 604 555 0134."))
    return found


class GiveForm(forms.Form):
    """Whom I introduce, what they need, and my words to them."""

    need = _area(
        gettext_lazy("What do they need?"),
        600,
        help_text=gettext_lazy("In a sentence or two, as they told you. They see it, and can change it."),
    )
    service = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)
    effort = forms.TypedChoiceField(
        label=gettext_lazy("What have you done so far?"),
        choices=Referral.Effort.choices,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It says what you did, not how likely it is to come to something."),
    )
    name = forms.CharField(label=gettext_lazy("Their name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy(
            "They get one letter, with a link to say yes or no. The address is used for nothing else."
        ),
    )
    phone = forms.CharField(
        label=gettext_lazy("Their phone number"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    words = _area(gettext_lazy("Your introduction"), 1200, rows=6)
    why = _area(
        gettext_lazy("Why them? In your own words"),
        600,
        help_text=gettext_lazy("What you have seen of their work yourself. Nobody can write this for you."),
    )
    told = forms.BooleanField(label=gettext_lazy("They said yes to me in person"), required=False)

    def __init__(self, *args: Any, receiver: Member, services: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receiver = receiver
        choices = [(service, title(service)) for service in services]
        self.fields["service"].choices = [*choices, ("", _("Something else"))]  # type: ignore[attr-defined]
        if services:
            self.initial.setdefault("service", services[0])
        else:
            del self.fields["service"]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])

    def plan(self) -> dict[str, Any]:
        """What `actions.give` takes."""
        found = self.cleaned_data
        about = About(**{name: found[name] for name in ("name", "email", "need", "words", "why", "phone")})
        return {"about": about, "effort": found["effort"], "service": found.get("service", ""), "told": found["told"]}


class PassedOnForm(forms.Form):
    """What the person introduced lets be passed on."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    shares_email = forms.BooleanField(label=gettext_lazy("Pass on my e-mail address"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Your phone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("Leave it empty if you do not want it passed on."),
    )
    need = _area(gettext_lazy("What you need"), 600)

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("shares_email") and not found.get("phone") and "phone" not in self.errors:
            self.add_error("shares_email", _("Pass on at least one way to reach you, or say no to the introduction."))
        return found


class MoveForm(forms.Form):
    """Any one-tap answer: which version was on the screen, a reason and a word if there are any."""

    seen = forms.IntegerField()
    reason = forms.ChoiceField(choices=Referral.Reason.choices, required=False)
    words = forms.CharField(max_length=600, required=False)


class LoseForm(forms.Form):
    """Why it came to nothing."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[choice for choice in Referral.Reason.choices if choice[0]],
        widget=forms.RadioSelect,
        required=False,
    )
    words = _area(
        gettext_lazy("A word to the one who thought of you"),
        600,
        required=False,
        help_text=gettext_lazy("Leave the person’s name out: these words stay for a while after they are forgotten."),
    )


class DeclineForm(forms.Form):
    """Not this time, kindly."""

    words = _area(
        gettext_lazy("A word to the one who thought of you"),
        600,
        required=False,
        help_text=gettext_lazy("Such as: I am full until spring. Leave the person’s name out."),
    )


class ThanksForm(forms.Form):
    """Thanks, and what it was worth if one cares to say."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    words = _area(
        gettext_lazy("Your thanks"),
        600,
        help_text=gettext_lazy("Leave the person’s name out: your thanks stay when they are forgotten."),
    )

    def __init__(self, *args: Any, purse: Purse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            purse=purse,
            label=_("What was it worth?"),
            required=False,
            help_text=_("Only the two of you ever see it. It is added up nowhere."),
        )


class PartnerWordsForm(forms.Form):
    """What I tell a standing partner."""

    likes = _area(
        gettext_lazy("Whom do you like to be sent?"),
        600,
        required=False,
        help_text=gettext_lazy("Such as: couples who marry in spring, and shops that need pictures of what they make."),
    )
    rather_not = _area(
        gettext_lazy("Whom rather not?"), 600, required=False, help_text=gettext_lazy("So that nobody is sent in vain.")
    )
    introduce = _area(
        gettext_lazy("How should they introduce you?"),
        800,
        required=False,
        help_text=gettext_lazy("Two or three sentences that they can use as they are."),
    )
