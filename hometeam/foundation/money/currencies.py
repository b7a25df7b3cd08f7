"""The currencies of ISO 4217 that people pay with, as the Unicode CLDR has them: names, minor units, countries."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import exists
from babel.numbers import get_currency_name, get_currency_precision, get_territory_currencies
from django.utils.translation import get_language, to_locale

DEFAULT = "USD"
"""Where nobody said which, and no country tells."""

_LATER = {"BG": "EUR"}
"""Countries whose money changed after the CLDR was last baked into our library: Bulgaria on 1 January 2026."""


def currency_of(country: str, on: date) -> str:
    """What one pays with in a country (two letters) on a day; `DEFAULT` where that is not known."""
    code = country.upper()
    if code in _LATER:
        return _LATER[code]
    return next(iter(get_territory_currencies(code, start_date=on, end_date=on)), DEFAULT)


def digits_of(currency: str) -> int:
    """How many decimals an amount has: 2 for most, none for yen, 3 for dinars."""
    return get_currency_precision(currency)


@lru_cache(maxsize=4)
def currencies(on: date) -> tuple[str, ...]:
    """All that are paid with somewhere on that day, by code."""
    return tuple(sorted({currency_of(country, on) for country in get_global("territory_currencies")} | {DEFAULT}))


def choices(on: date) -> list[tuple[str, str]]:
    """Code and name of each, such as ("CAD", "Canadian Dollar (CAD)"), by name in the reader's language."""
    locale = locale_of("")
    named = ((code, get_currency_name(code, locale=locale)) for code in currencies(on))
    return [(code, f"{name} ({code})") for code, name in sorted(named, key=lambda one: one[1])]


def locale_of(country: str) -> Locale:
    """How numbers are written by those who read the active language in a country; else in that language anywhere."""
    return _locale(to_locale(get_language() or "en"), country.upper())


@lru_cache(maxsize=512)
def _locale(language: str, country: str) -> Locale:
    spoken = language.split("_", maxsplit=1)[0]
    named = (f"{spoken}_{country}", language, spoken)
    try:
        return Locale.parse(next((name for name in named if exists(name)), "en"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
