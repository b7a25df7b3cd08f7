"""The shape of what an organiser says about kinds: other words for one of the playbook, and a kind of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hometeam.foundation.text import one_line
from hometeam.together.playbook import values_of
from hometeam.together.playbook.kind import PROOFS, SEASONS

STEPS = 6
ORDER_OF_OWN = 900
STANDARD_WEIGHT = 0.4
BASE = 0.05
PLACEHOLDERS = gettext_lazy(
    "Write {me} for whoever sends it, {you} for the other, {day}, {time} and {place} where there is one."
)
GROUP_NAMES = {
    "spread": gettext_lazy("Spread the word"),
    "make": gettext_lazy("Make together"),
    "cheer": gettext_lazy("Cheer on"),
    "trade": pgettext_lazy("kinds of collaboration", "Trade"),
    "help": gettext_lazy("Help"),
}
ICONS = {"spread": "megaphone", "make": "sparkles", "cheer": "heart", "trade": "arrow-left-right", "help": "life-buoy"}
SEASON_NAMES = {
    "shop-small": gettext_lazy("The shop-small weeks"),
    "giving": gettext_lazy("Giving Tuesday"),
    "spring": gettext_lazy("Spring"),
    "summer": gettext_lazy("Summer"),
    "autumn": gettext_lazy("Autumn"),
    "winter": gettext_lazy("Winter"),
    "back-to-school": gettext_lazy("Back to school"),
}
PROOF_NAMES = {
    "visits": gettext_lazy("Visits through a tracked link"),
    "link": gettext_lazy("A link to it"),
    "newsletter": gettext_lazy("The newsletter, forwarded"),
    "photo": gettext_lazy("A photo"),
    "file": gettext_lazy("A PDF"),
    "word": gettext_lazy("The partner’s word"),
}
SUITS = {
    "shared_audience": gettext_lazy("who speak to the same people"),
    "our_trades_go_together": gettext_lazy("whose trades go together"),
    "they_offer_what_i_need": gettext_lazy("who do what the other needs"),
    "near_each_other": gettext_lazy("who are near each other"),
    "business_and_nonprofit": gettext_lazy("of whom one is a business and one a nonprofit"),
    "like_the_same": gettext_lazy("who like the same things"),
    "shared_haunt": gettext_lazy("who are regulars at the same place"),
    "shared_values": gettext_lazy("to whom the same things matter"),
}
MEASURES = {
    "visits": (gettext_lazy("Visits"), "visits"),
    "sign-ups": (gettext_lazy("Sign-ups"), "sign-ups"),
    "enquiries": (gettext_lazy("Enquiries"), "enquiries"),
    "sales": (gettext_lazy("Sales"), "sales"),
    "hours": (gettext_lazy("Hours of help"), "hours"),
    "joy": (gettext_lazy("Joy, from 1 to 5"), "of 5"),
}


def _lines(text: str) -> list[str]:
    return [one_line(line) for line in text.splitlines() if line.strip()]


def _long(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2_000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class WordsForm(forms.Form):
    """The words of a kind."""

    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=60)
    promise = forms.CharField(label=gettext_lazy("What it promises, in one line"), max_length=160)
    invitation = _long(gettext_lazy("The invitation"), 6, help_text=PLACEHOLDERS)
    reminder = _long(gettext_lazy("The reminder"), help_text=PLACEHOLDERS)
    post = _long(gettext_lazy("The post or paragraph about the other"), help_text=PLACEHOLDERS)
    thanks = _long(gettext_lazy("The thank-you"), help_text=PLACEHOLDERS)
    owns = forms.CharField(label=gettext_lazy("Who owns what is made"), max_length=240)
    costs = forms.CharField(label=gettext_lazy("Who pays what"), max_length=240)
    ends = forms.CharField(label=gettext_lazy("How it ends"), max_length=240)
    clauses = _long(
        gettext_lazy("What else is understood"), required=False, help_text=gettext_lazy("One on each line.")
    )
    tips = _long(gettext_lazy("It goes well when"), required=False, help_text=gettext_lazy("One on each line."))

    def words(self) -> dict[str, Any]:
        """What was typed, in the shape of a playbook file."""
        found = self.cleaned_data
        return {
            "title": one_line(found["title"]),
            "promise": one_line(found["promise"]),
            "drafts": {name: found[name].strip() for name in ("invitation", "reminder", "post", "thanks")},
            "agreement": {name: one_line(found[name]) for name in ("owns", "costs", "ends")}
            | {"clauses": _lines(found["clauses"])},
            "tips": _lines(found["tips"]),
        }


def words_in(values: Mapping[str, Any]) -> dict[str, str]:
    """What `WordsForm` starts from, out of the values of a playbook file: the playbook's own words as whoever says
    them anew reads them.
    """
    agreement, drafts = values["agreement"], values["drafts"]
    return {
        "title": _(values["title"]),
        "promise": _(values["promise"]),
        **{name: _(drafts[name].strip()) for name in ("invitation", "reminder", "post", "thanks")},
        **{name: _(agreement[name]) for name in ("owns", "costs", "ends")},
        "clauses": "\n".join(map(_, agreement.get("clauses", []))),
        "tips": "\n".join(map(_, values.get("tips", []))),
    }


class OtherWordsForm(WordsForm):
    """A kind of the playbook in a community's own words."""

    def differing(self, kind_id: str) -> dict[str, Any]:
        """Only what differs from the playbook's file, in its shape."""
        file = values_of(kind_id)
        return _differing(self.words(), file)


def _differing(said: Mapping[str, Any], file: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in said.items():
        before = file.get(key, [] if isinstance(value, list) else "")
        if isinstance(value, Mapping):
            inner = _differing(value, before)
            found |= {key: inner} if inner else {}
        elif value != (_(before.strip()) if isinstance(before, str) else [_(line) for line in before]):
            found[key] = value
    return found


class OwnKindForm(WordsForm):
    """A kind of a community's own: who, in which steps, by when, and what shows it."""

    group = forms.ChoiceField(
        label=gettext_lazy("Where it stands on the shelf"), choices=list(GROUP_NAMES.items()), widget=forms.RadioSelect
    )
    shape = forms.ChoiceField(
        label=gettext_lazy("Who does it"),
        choices=[
            ("same", gettext_lazy("All do the same")),
            ("for", gettext_lazy("One side does it for the other")),
        ],
        widget=forms.RadioSelect,
        initial="for",
    )
    first = forms.CharField(
        label=gettext_lazy("Whoever does it, in a word or two"), max_length=60, initial=gettext_lazy("Whoever does it")
    )
    second = forms.CharField(
        label=gettext_lazy("The other side"), max_length=60, initial=gettext_lazy("Whoever it is for"), required=False
    )
    most = forms.IntegerField(label=gettext_lazy("How many may take part"), min_value=2, max_value=30, initial=2)
    where = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[
            ("either", gettext_lazy("In person or online")),
            ("in-person", gettext_lazy("In person")),
            ("online", gettext_lazy("Online")),
        ],
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes it takes"),
        min_value=0,
        max_value=600,
        initial=0,
        help_text=gettext_lazy("0 where it has a day but no hour."),
    )
    proof = forms.MultipleChoiceField(
        label=gettext_lazy("What shows that it was done"),
        choices=[(name, PROOF_NAMES[name]) for name in PROOFS],
        widget=forms.CheckboxSelectMultiple,
        initial=["link", "photo", "word"],
    )
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("What it may bring"),
        choices=[(name, title) for name, (title, _unit) in MEASURES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    season = forms.MultipleChoiceField(
        label=gettext_lazy("When it fits best"),
        choices=[(name, SEASON_NAMES[name]) for name in SEASONS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    giving_back = forms.CharField(
        label=gettext_lazy("As an easy idea for giving back"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Such as “Take {other} some soup.” Empty, and it never comes up there."),
    )
    suits = forms.MultipleChoiceField(
        label=gettext_lazy("It suits members"),
        choices=list(SUITS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, STEPS + 1):
            self.fields |= _step_fields(number)

    def clean_giving_back(self) -> str:
        said = one_line(self.cleaned_data["giving_back"])
        if set(said.replace("{other}", "")) & set("{}"):
            raise forms.ValidationError(_("Write {other} where the name goes, and no other braces."))
        return said

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("shape") == "for" and not found.get("second"):
            self.add_error("second", _("Say who the other side is."))
        steps = [number for number in range(1, STEPS + 1) if found.get(f"what_{number}", "").strip()]
        if not steps:
            self.add_error("what_1", _("Write at least one step."))
        elif not any(found.get(f"counts_{number}") for number in steps):
            self.add_error(f"counts_{steps[0]}", _("Tick at least one step that is done for the other side."))
        return found

    def step_rows(self) -> list[dict[str, forms.BoundField]]:
        """The steps' fields, a row for each."""
        return [
            {name: self[f"{name}_{number}"] for name in ("what", "who", "days", "counts")}
            for number in range(1, STEPS + 1)
        ]

    def values(self) -> dict[str, Any]:
        """All that a playbook file would hold."""
        found = self.cleaned_data
        return (
            self.words()
            | {
                "group": found["group"],
                "icon": ICONS[found["group"]],
                "order": ORDER_OF_OWN,
                "where": found["where"],
                "minutes": found["minutes"],
                "roles": self._roles(),
                "steps": list(self._steps()),
                "season": list(found["season"]),
                "measures": [
                    {"id": one, "title": str(MEASURES[one][0]), "unit": MEASURES[one][1]} for one in found["measures"]
                ],
                "fit": {"base": BASE, "weights": dict.fromkeys(found["suits"], STANDARD_WEIGHT)},
            }
            | ({"giving_back": {"words": found["giving_back"]}} if found["giving_back"] else {})
        )

    def _roles(self) -> list[dict[str, Any]]:
        found = self.cleaned_data
        if found["shape"] == "same":
            return [{"id": "first", "title": one_line(found["first"]), "least": 2, "most": found["most"]}]
        return [
            {"id": "first", "title": one_line(found["first"]), "ask": _("I do it for them")},
            {
                "id": "second",
                "title": one_line(found["second"]),
                "ask": _("They do it for me"),
                "most": found["most"] - 1,
            },
        ]

    def _steps(self) -> list[dict[str, Any]]:
        found = self.cleaned_data
        return [self._step(number) for number in range(1, STEPS + 1) if found[f"what_{number}"].strip()]

    def _step(self, number: int) -> dict[str, Any]:
        found = self.cleaned_data
        what, who, days = one_line(found[f"what_{number}"]), found[f"who_{number}"], found[f"days_{number}"] or 0
        same = found["shape"] == "same" and who == "second"
        return {
            "id": f"step-{number}",
            "who": "first" if same else who,
            "what": what,
            "due": f"{days:+d}d" if days else "0d",
            "counts": found[f"counts_{number}"],
            "did": _("{me} did this for {other}:") + f" {what}",
            "proof": list(found["proof"]),
        }


def _step_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"what_{number}": forms.CharField(
            label=_("Step %(number)s") % {"number": number}, max_length=200, required=False
        ),
        f"who_{number}": forms.ChoiceField(
            label=_("Who does step %(number)s") % {"number": number},
            choices=[("first", _("Whoever does it")), ("second", _("The other side")), ("together", _("All together"))],
            required=False,
            initial="first",
        ),
        f"days_{number}": forms.IntegerField(
            label=_("Days after the agreed day (before it: a minus)"),
            min_value=-60,
            max_value=90,
            required=False,
            initial=0,
        ),
        f"counts_{number}": forms.BooleanField(
            label=_("Done for the other side, who confirms it"), required=False, initial=number == 1
        ),
    }


def own_kind_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """What `OwnKindForm` starts from, out of the values that it made."""
    roles, steps = values["roles"], values["steps"]
    found = words_in(values) | {
        "group": values["group"],
        "shape": "same" if len(roles) == 1 else "for",
        "first": roles[0]["title"],
        "second": roles[1]["title"] if len(roles) > 1 else "",
        "most": sum(role.get("most", 1) for role in roles),
        "where": values["where"],
        "minutes": values["minutes"],
        "proof": steps[0]["proof"],
        "measures": [one["id"] for one in values.get("measures", [])],
        "season": values.get("season", []),
        "suits": list(values["fit"]["weights"]),
        "giving_back": values.get("giving_back", {}).get("words", ""),
    }
    for number, step in enumerate(steps, 1):
        found |= {
            f"what_{number}": step["what"],
            f"who_{number}": step["who"],
            f"days_{number}": int(step["due"].partition("d")[0]),
            f"counts_{number}": step["counts"],
        }
    return found


def first_words() -> dict[str, str]:
    """What a new kind starts from: words that can be sent as they are."""
    return {
        "invitation": _("Hello {you},\nthis is {me}.\nShall we do this together?"),
        "reminder": _("It is on {day}."),
        "post": _("Meet {you} {your_handle}: {your_line}"),
        "thanks": _("Thank you, {you}."),
        "owns": _("Whatever each of us makes stays theirs."),
        "costs": _("Each pays their own."),
        "ends": _("When it is done. Nothing more is owed."),
    }
