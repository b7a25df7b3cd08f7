"""What is proposed and on which terms: when and where, what is understood, what has to be said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.agreements import free_moments
from hometeam.foundation import clock
from hometeam.foundation.text import one_line
from hometeam.members.models import Community
from hometeam.together.actions import NewTerms
from hometeam.together.actions.terms import LONGEST, on_table
from hometeam.together.models import Collaboration, say_when
from hometeam.together.playbook import Kind
from hometeam.together.queries import kind_of
from hometeam.together.queries.terms import FIELD_NAMES, UNDERSTOOD, question_in, understood, with_names

OTHER = "other"
ASK = "ask_"


def add_questions(form: forms.Form, kind: Kind, named: Callable[[str], str]) -> dict[str, str]:
    """Put what the kind asks at its proposal into a form, `named` for the two of them; the fields' names by the
    questions' ids.
    """
    for ask in kind.asked_at("proposal"):
        form.fields[f"{ASK}{ask.id}"] = forms.CharField(
            label=named(_(ask.title)),
            help_text=_(ask.help) if ask.help else "",
            required=ask.needed,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    return {ask.id: f"{ASK}{ask.id}" for ask in kind.asked_at("proposal")}


def answers_in(form: forms.Form, asked: Mapping[str, str]) -> dict[str, str]:
    """The answers of a valid form, by the questions' ids."""
    return {key: form.cleaned_data.get(name, "") for key, name in asked.items()}


def _clause(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )


class WhenForm(forms.Form):
    """A day, and an hour where the kind has one, on the community's clock; a place or a link."""

    moment = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect, required=False)
    day = forms.DateField(label=gettext_lazy("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(
        label=gettext_lazy("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes"), min_value=5, max_value=600, required=False)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    online_link = forms.URLField(
        label=gettext_lazy("Link, if you meet online"), max_length=400, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, community: Community, timed: bool, meets: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community, self.timed = community, timed
        for name in ("hour", "minutes") if not timed else ():
            del self.fields[name]
        if not meets:
            del self.fields["place"], self.fields["online_link"]
        moments = free_moments(clock.now(), community.timezone, timed=timed)
        said = [(at.isoformat(), say_when(at, community.timezone, timed=timed)) for at in moments]
        wanted = self.initial.get("moment") or said[0][0]
        if wanted not in (OTHER, *dict(said)) and (at := _moment(str(wanted))) is not None:
            said.insert(0, (str(wanted), say_when(at, community.timezone, timed=timed)))
        self.initial["moment"] = wanted
        self.fields["moment"].choices = [*said, (OTHER, _("Another day"))]  # type: ignore[attr-defined]

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        moment, day = found.get("moment"), found.get("day")
        if "moment" in self.errors or "day" in self.errors or "hour" in self.errors:
            return found
        if moment and moment != OTHER:
            found["happens_at"] = _moment(moment)
        elif day is None:
            self.add_error("day", _("Pick a day."))
        elif self.timed and found.get("hour") is None:
            self.add_error("hour", _("Pick an hour."))
        else:
            self._take(found, day)
        return found

    def _take(self, found: dict[str, Any], day: date) -> None:
        hour = found.get("hour") or time(12, 0)
        at = datetime.combine(day, hour, ZoneInfo(self.community.timezone))
        if not _exists(at):
            self.add_error("hour", _("The clocks go forward then and skip this hour. Pick another."))
        elif day < clock.today(self.community.timezone) or (self.timed and at <= clock.now()):
            self.add_error("day", _("That date is in the past. Pick a day from today on."))
        elif (day - clock.today(self.community.timezone)).days > 365:
            self.add_error("day", _("That is more than a year away. Pick an earlier day."))
        else:
            found["happens_at"] = at if self.timed else _end_of(at)


def _moment(said: str) -> datetime | None:
    """An aware moment to come, from its ISO form; None for anything else."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.tzinfo is not None and at > clock.now() else None


def _exists(at: datetime) -> bool:
    """Whether a wall-clock time is there on that day: an hour is skipped when the clocks go forward."""
    return at.astimezone(ZoneInfo("UTC")).astimezone(at.tzinfo).replace(tzinfo=None) == at.replace(tzinfo=None)


def _end_of(at: datetime) -> datetime:
    """Noon, or for today a moment before midnight, so that what is to be done today lies ahead."""
    return at if at > clock.now() else at.replace(hour=23, minute=59)


def _typed(field: forms.BoundField) -> str:
    """A field's value as a browser sends it."""
    value = field.value()
    return value.strftime("%H:%M") if isinstance(value, time) else str("" if value is None else value)


class ProposeForm(WhenForm):
    """Something concrete, proposed in under a minute: everything is filled in already. `names` are those of whoever
    proposes and of those who are asked.
    """

    role = forms.ChoiceField(label=gettext_lazy("Who does what"), widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label=gettext_lazy("Your note"), max_length=1200, widget=forms.Textarea(attrs={"rows": 6}), strip=True
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        required=False,
        help_text=gettext_lazy(
            "They are not here yet. One letter brings your proposal and the invitation. Without an address it waits "
            "under This week, where your list’s is at hand."
        ),
    )
    again = forms.BooleanField(label=gettext_lazy("Do it again anyway"), required=False)
    why = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ("again", "role", "moment", "day", "hour", "place", "online_link", "words", "email")

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        names: tuple[str, str],
        ask_email: bool,
        community: Community,
        rests: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, community=community, timed=kind.is_timed, meets=kind.is_timed, **kwargs)
        self.fields.pop("minutes", None)
        if kind.has_choice_of_role:
            self.fields["role"].choices = [(role.id, _(role.ask or role.title)) for role in kind.roles]  # type: ignore[attr-defined]
            self.initial.setdefault("role", kind.roles[0].id)
        else:
            del self.fields["role"]
        if not ask_email:
            del self.fields["email"]
        if not rests:
            del self.fields["again"]
        self.asked = add_questions(self, kind, lambda question: with_names(question, *names))

    def plan(self) -> dict[str, Any]:
        """What `actions.propose` takes."""
        found = self.cleaned_data
        plan = {key: found[key] for key in ("happens_at", "place", "online_link", "words", "role") if key in found}
        return plan | {"answers": answers_in(self, self.asked), "again": found.get("again", False)}

    @property
    def questions(self) -> list[forms.BoundField]:
        """What the kind asks at the proposal."""
        return [self[name] for name in self.asked.values()]


class TermsForm(WhenForm):
    """Yes, but: another day, another place, or something else understood between the sides. It begins with what is on
    the table, and each field remembers that: so it is known what was changed, and what was left as it stood.
    """

    words = forms.CharField(
        label=gettext_lazy("A word about it"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as: I bake on Mondays, Tuesdays are better."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, collaboration: Collaboration, **kwargs: Any) -> None:
        self.table = on_table(collaboration)
        there = clock.local(self.table.happens_at, collaboration.community.timezone)
        initial: dict[str, Any] = {
            "moment": OTHER,
            "day": there.date(),
            "hour": there.time(),
            "minutes": self.table.minutes,
            "place": self.table.place,
            "online_link": self.table.online_link,
            "seen": collaboration.version,
        }
        kind = kind_of(collaboration)
        self.stood = understood(collaboration, kind)
        initial |= {key: _(words) for key, words in self._clauses().items()}
        initial |= {f"{ASK}{key}": said for key, said in (self.table.answers or {}).items()}
        timed = collaboration.is_timed
        community = collaboration.community
        super().__init__(*args, initial=initial, community=community, timed=timed, meets=timed, **kwargs)
        self.collaboration = collaboration
        for key in UNDERSTOOD:
            self.fields[key] = _clause(str(FIELD_NAMES[key]))
        self.fields["costs"].help_text = _("Amounts are in %(money)s, unless you say otherwise.") % {
            "money": community.purse.name
        }
        self.asked = add_questions(self, kind, lambda one: question_in(one, collaboration)) if kind else {}
        for name in self.fields.keys() - {"words", "seen"}:
            self.fields[name].show_hidden_initial = True

    def once_more(self, collaboration: Collaboration) -> TermsForm:
        """The same, on what others put on the table meanwhile: what was typed stays, what was left as it stood is as it
        stands now, so that nobody takes back unawares what somebody else has just changed.
        """
        typed, now = dict(self.data.items()), TermsForm(collaboration=collaboration)
        for field in now:
            if field.field.show_hidden_initial:
                typed[field.html_initial_name] = _typed(field)
                if field.name not in self.changed_data:
                    typed[field.html_name] = _typed(field)
        typed["seen"] = str(collaboration.version)
        return TermsForm(typed, collaboration=collaboration)

    @property
    def questions(self) -> list[forms.BoundField]:
        """What the kind asked at the proposal, with the answers on the table."""
        return [self[name] for name in self.asked.values()]

    @property
    def clauses(self) -> list[forms.BoundField]:
        """What is understood between the sides."""
        return [self[name] for name in UNDERSTOOD]

    @property
    def clauses_changed(self) -> bool:
        """Whether one of them was touched, or is wrong."""
        touched = (*self.errors, *self.changed_data) if self.is_bound else ()
        return any(field.name in touched for field in self.clauses)

    def terms(self) -> NewTerms:
        """What `actions.counter` and `actions.renegotiate` take. A day that did not change keeps its very moment."""
        found, table, zone = self.cleaned_data, self.table, self.community.timezone
        at = found["happens_at"]
        if not self.timed and clock.local(at, zone).date() == clock.local(table.happens_at, zone).date():
            at = table.happens_at
        minutes = found.get("minutes") or table.minutes
        return NewTerms(
            at, found.get("place", ""), found.get("online_link", ""), minutes, self._agreement(), self._answers()
        )

    def _agreement(self) -> dict[str, str] | None:
        there = self._clauses()
        said = {key: self._said(key, there[key]) for key in UNDERSTOOD}
        return None if said == self.stood else said

    def _said(self, key: str, there: str) -> str:
        """What was typed; what was left as it is stays the playbook's own words, in whichever language one saw them."""
        return there if key not in self.data or self.cleaned_data[key] == _(there) else str(self.cleaned_data[key])

    def _clauses(self) -> dict[str, str]:
        return dict(self.table.agreement or self.stood)

    def _answers(self) -> dict[str, str] | None:
        there = any(name in self.data for name in self.asked.values())
        return answers_in(self, self.asked) if there else None
