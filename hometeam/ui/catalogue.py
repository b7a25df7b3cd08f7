"""What the style guide page shows: every token with its meaning, and examples for each component."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.core.validators import MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hometeam.ui.charts import Chart, columns

__all__ = ["GROUPS", "TOKENS", "Group", "SampleForm", "Token", "catalogue"]


@dataclass(frozen=True)
class Token:
    """A colour with its one meaning: `name` is the CSS custom property without the dashes."""

    name: str
    meaning: str | Promise


@dataclass(frozen=True)
class Group:
    """A group of kinds of collaboration; its colour is the spine of a card with `data-group`."""

    slug: str
    title: str | Promise


TOKENS = (
    Token("paper", _("the page")),
    Token("card", _("a label on it")),
    Token("sunk", _("a place set back")),
    Token("ink", _("words and marks")),
    Token("soft", _("quieter words")),
    Token("rule", _("hairlines")),
    Token("edge", _("edges of what can be used")),
    Token("tomato", _("the one action")),
    Token("tomato-deep", _("the action, pointed at")),
    Token("teal", _("done and agreed")),
    Token("teal-wash", _("done and agreed, behind words")),
    Token("marigold", _("look here")),
    Token("marigold-edge", _("look here, as an edge")),
    Token("marigold-wash", _("look here, behind words")),
    Token("plum", _("the other side's words")),
    Token("plum-wash", _("the other side's words, behind them")),
)

GROUPS = (
    Group("spread", _("Spread the word")),
    Group("make", _("Make together")),
    Group("cheer", _("Cheer on")),
    Group("trade", pgettext_lazy("kinds of collaboration", "Trade")),
    Group("help", _("Help")),
)


class SampleForm(forms.Form):
    """One field of each sort, to show how they look."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands on your door or your card."))
    line = forms.CharField(label=_("In one line"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    day = forms.DateField(
        label=_("When"),
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(date(2020, 1, 1), _("That date is in the past. Pick a day from today on."))],
    )
    town = forms.ChoiceField(label=_("Town"), choices=[("", _("Choose one")), ("l", "Langley"), ("s", "Surrey")])
    likes = forms.MultipleChoiceField(
        label=_("What I like to do together"),
        required=False,
        choices=[("coffee", _("Coffee")), ("spotlight", _("Spotlight post")), ("referral", _("Referrals"))],
        widget=forms.CheckboxSelectMultiple,
    )
    shown = forms.ChoiceField(
        label=_("Where others see me"),
        help_text=_("You can change this whenever you like."),
        choices=[("street", _("On the map, with my street")), ("area", _("My neighbourhood only"))],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label=_("Photo"), required=False, help_text=_("JPEG, PNG or WebP, up to 10 MB."))
    letter = forms.BooleanField(label=_("Send me the weekly letter"), required=False)


@dataclass(frozen=True)
class Theme:
    """One side of the page, with forms of its own so that no id appears twice."""

    slug: str
    title: str
    form: SampleForm
    returned_form: SampleForm


def theme(slug: str, title: str) -> Theme:
    """A side of the page: its form as it first shows, and as it comes back with things to mend."""
    first = SampleForm(auto_id=f"{slug}_first_%s", initial={"likes": ["coffee"], "shown": "area"})
    return Theme(slug, title, first, SampleForm({"name": "", "day": "2019-05-04"}, auto_id=f"{slug}_back_%s"))


def sample_messages() -> list[Message]:
    """One message of each sort, as `django.contrib.messages` hands them over."""
    return [
        Message(messages.SUCCESS, gettext("Your note is on its way to Ann."), extra_tags="/style"),
        Message(messages.INFO, gettext("Dee changed the day while you were reading.")),
        Message(messages.WARNING, gettext("That date is in the past. Pick a day from today on.")),
    ]


LEVELS = (
    ("measured", _("measured")),
    ("partner-confirmed", _("confirmed by the partner")),
    ("self-reported", _("told by one side")),
    ("estimated", _("estimated")),
)


@dataclass(frozen=True)
class SampleChart:
    """A chart with the sentence that says what it shows, its levels, and the same as a table."""

    chart: Chart
    sentence: str
    levels: tuple[tuple[str, str | Promise], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def sample_chart() -> SampleChart:
    """Visits of four months, known in every way there is; one month of which nothing is known."""
    named = [name for name, _title in LEVELS]
    months = (gettext("Aug"), gettext("Sep"), gettext("Oct"), gettext("Nov"))
    known: list[dict[str, float]] = [
        {"measured": 24, "self-reported": 40},
        {},
        {"measured": 61, "partner-confirmed": 52, "self-reported": 80, "estimated": 70},
        {"measured": 38, "estimated": 12},
    ]
    rows = tuple(
        (month, tuple(f"{row[name]:g}" if name in row else "–" for name in named))
        for month, row in zip(months, known, strict=True)
    )
    sentence = gettext("Visits: the most came in October, 61, measured.")
    return SampleChart(columns(list(zip(months, known, strict=True)), named), sentence, LEVELS, rows)


def catalogue() -> dict[str, object]:
    """The context of `ui/style.html`: tokens, groups, both themes with their forms, and small samples."""
    return {
        "tokens": TOKENS,
        "groups": GROUPS,
        "themes": (theme("light", gettext("Light")), theme("dark", gettext("Dark"))),
        "page": Paginator(range(60), 20).page(2),
        "steps": [gettext("What I do"), gettext("What I need"), gettext("Where"), gettext("Whom I serve")],
        "samples": sample_messages(),
        "picture": sample_chart(),
    }
