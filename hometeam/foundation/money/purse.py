"""Amounts and numbers as people of one place write and read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from babel import Locale
from babel.numbers import (
    NumberFormatError,
    NumberPattern,
    get_currency_name,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    parse_decimal,
    parse_pattern,
)
from django.utils.translation import gettext as _

from hometeam.foundation.listed import or_
from hometeam.foundation.money.currencies import digits_of, locale_of

MOST = Decimal(99_999_999_999)
LONGEST = 60
_SPACES = re.compile(r"\s+")
_APOSTROPHES = "'’"
_LETTER_BY_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


class NotMoney(ValueError):
    """What was typed is no amount; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Purse:
    """The money that people of a place count in (ISO 4217), and the country (two letters or "") whose way of writing
    numbers they know.
    """

    currency: str
    country: str = ""

    @property
    def locale(self) -> Locale:
        """How numbers are written here, in the reader's language."""
        return locale_of(self.country)

    @property
    def name(self) -> str:
        """What the money is called: "Canadian dollars"."""
        return get_currency_name(self.currency, count=2, locale=self.locale)

    @property
    def example(self) -> str:
        """An amount as one types it here: "1,240.50", or "1,240" where there are no decimals."""
        return self.typed(Decimal("1240.50") if digits_of(self.currency) else Decimal(1240))

    def shown(self, amount: Decimal, currency: str = "") -> str:
        """An amount with its money: "$640", "$12.50", "US$12.50" where dollars are Canadian, "640 €", "¥1,200".

        Cents are left out where there are none. `currency` is the amount's own, where it may be another.
        """
        code, locale = currency or self.currency, self.locale
        pattern = _with_decimals(locale.currency_formats["standard"], *_decimals(amount, code))
        words = str(pattern.apply(amount, locale, currency=code, currency_digits=False))
        return _LETTER_BY_DIGIT.sub("\xa0", words)  # as the CLDR has it, and our library leaves out

    def number(self, quantity: Decimal) -> str:
        """A quantity without empty decimals: "12", "2.5", "1,240"."""
        locale = self.locale
        return str(_with_decimals(locale.decimal_formats[None], 0, 3).apply(quantity, locale))

    def typed(self, amount: Decimal) -> str:
        """An amount as one would type it, without its money: "1,240.50"; `read` makes the same amount of it."""
        locale = self.locale
        pattern = _with_decimals(locale.decimal_formats[None], *_decimals(amount, self.currency))
        return str(pattern.apply(amount, locale))

    def read(self, words: str) -> Decimal:
        """The amount that somebody typed: "1,240.50", "1240.5", "$ 12", "12 CAD". Raises NotMoney, with what to write,
        for other money, a comma where a point belongs, more decimals than the money has, and all that is no amount.
        """
        number = self._bare(words)
        amount = self._parsed(number)
        if amount > MOST:
            raise NotMoney(_("That is more than can be kept here. Check it for a typing slip."))
        digits = digits_of(self.currency)
        if amount != round(amount, digits):
            raise NotMoney(self._fewer(digits))
        return amount

    def _bare(self, words: str) -> str:
        """The number alone, in the marks of this place."""
        said = _SPACES.sub(" ", words.strip())
        if len(said) > LONGEST:
            raise NotMoney(self._otherwise())
        said = self._without_money(said)
        if said.startswith(("-", "−", "–", "(")):
            raise NotMoney(_("An amount is nothing or more. Write it without a minus."))
        group = get_group_symbol(self.locale)
        if group.isspace():
            said = said.replace(" ", group)
        return re.sub(f"[{_APOSTROPHES}]", group, said) if group in _APOSTROPHES else said

    def _without_money(self, said: str) -> str:
        code, locale = self.currency, self.locale
        symbols = (code, get_currency_symbol(code, locale), get_currency_symbol(code, "en"), *_NARROW.get(code, ()))
        for symbol in sorted({_SPACES.sub(" ", one) for one in symbols}, key=len, reverse=True):
            if said.casefold().startswith(symbol.casefold()):
                return said[len(symbol) :].strip()
            if said.casefold().endswith(symbol.casefold()):
                return said[: -len(symbol)].strip()
        return said

    def _parsed(self, number: str) -> Decimal:
        group, point = get_group_symbol(self.locale), get_decimal_symbol(self.locale)
        if not re.fullmatch(f"[0-9][0-9{re.escape(group)}]*({re.escape(point)}[0-9]+)?", number):
            raise NotMoney(self._otherwise())
        try:
            return parse_decimal(number, locale=self.locale, strict=True)
        except NumberFormatError as error:
            raise NotMoney(self._meant(error.suggestions or [])) from error

    def _meant(self, readings: list[str]) -> str:
        point = get_decimal_symbol(self.locale)
        suggestions = [one for one in readings if digits_of(self.currency) or point not in one]
        if not suggestions:
            return self._otherwise()
        if len(suggestions) == 1:
            return _("Did you mean %(one)s? Write it so.") % {"one": suggestions[0]}
        return _("Did you mean %(either)s? Write the one you mean.") % {"either": or_(*suggestions[:2])}

    def _otherwise(self) -> str:
        words = {"money": self.name, "example": self.example}
        return _("Write an amount in %(money)s, such as %(example)s.") % words

    def _fewer(self, digits: int) -> str:
        words = {"money": self.name, "example": self.example, "n": digits}
        if digits:
            return _("Amounts in %(money)s have %(n)s decimals at most, such as %(example)s.") % words
        return _("Amounts in %(money)s have no decimals. Write it like %(example)s.") % words


_DOLLARS = "AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD XCD ARS CLP COP"
_NARROW: dict[str, tuple[str, ...]] = dict.fromkeys(_DOLLARS.split(), ("$",)) | {
    "JPY": ("¥", "￥", "円"),
    "CNY": ("¥", "￥", "元"),
    "SEK": ("kr",),
    "NOK": ("kr",),
    "DKK": ("kr",),
    "ISK": ("kr",),
    "CHF": ("Fr.",),
}
"""Short signs that people type for their own money, whatever else in the world has the same."""


def _decimals(amount: Decimal, currency: str) -> tuple[int, int]:
    """How many decimals to write, at least and at most: none of a whole amount, else all that the money has."""
    digits = 0 if amount == amount.to_integral_value() else digits_of(currency)
    return digits, digits


def _with_decimals(pattern: NumberPattern, least: int, most: int) -> NumberPattern:
    """A locale's own pattern, which knows its groups, with other decimals."""
    made = parse_pattern(pattern.pattern)
    made.frac_prec = (least, most)
    return made
