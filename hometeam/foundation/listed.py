"""Words or names in a row, as one says them within a sentence: "Ann", "Ann and Bo", "Ann, Bo and Cy"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

register = template.Library()

LIKE_I = {"es": re.compile(r"h?í|h?i(?![aeou])|y(?![aeiouáéíóú])", re.IGNORECASE)}
"""How a word begins before which a language has another "and": in Spanish with the sound of i ("Ana e Inés", "e hilo"),
though not with that of hielo and yoga.
"""
LIKE_O = {"es": re.compile(r"h?[oó]|8|11(?!\d)", re.IGNORECASE)}
"""The same of "or": in Spanish before the sound of o ("siete u ocho"), also where it is written in digits."""


def all_of(words: Sequence[object]) -> str:
    """All of them: "a", "a and b", "a, b and c"."""
    said = [str(one) for one in words]
    if len(said) < 2:
        return "".join(said)
    return and_(", ".join(said[:-1]), said[-1])


@register.filter
def and_(first: object, last: object) -> str:
    """Two things, or the beginning of a row and its last; in templates `{{ name|and_:other }}`."""
    filled = {"names": str(first), "last": str(last)}
    if _begins(str(last), LIKE_I):
        return pgettext("before a word that begins with the sound of i", "%(names)s and %(last)s") % filled
    return _("%(names)s and %(last)s") % filled


def or_(one: object, other: object) -> str:
    """One or the other of two things."""
    filled = {"one": str(one), "other": str(other)}
    if _begins(str(other), LIKE_O):
        return pgettext("before a word that begins with the sound of o", "%(one)s or %(other)s") % filled
    return _("%(one)s or %(other)s") % filled


def fitting(text: str, values: Mapping[str, str]) -> str:
    """A text with {holes}, where the "and" before one is such as goes with what is to be filled in."""
    usual = _("%(names)s and %(last)s")
    for name, value in values.items():
        before = and_("", value).removesuffix(value)
        text = text.replace(usual % {"names": "", "last": f"{{{name}}}"}, f"{before}{{{name}}}")
    return text


def _begins(word: str, sounds: dict[str, re.Pattern[str]]) -> bool:
    """Whether a word, past quotation marks and signs of money, begins with one of these in the reader's language."""
    sound = sounds.get((get_language() or "").partition("-")[0])
    return bool(sound and sound.match(re.sub(r"^\W+", "", word)))
