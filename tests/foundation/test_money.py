"""Money: shown as people of a place write it, read strictly, never rounded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.foundation.money import DEFAULT, MOST, MoneyField, NotMoney, Purse, choices, currency_of, digits_of

TODAY = date(2026, 11, 22)
CODES = [code for code, _name in choices(TODAY)]
COUNTRIES = ["", "US", "CA", "GB", "DE", "CH", "SE", "IN", "JP", "ZA", "AT", "NL", "NZ", "XX"]
PURSES = st.builds(Purse, st.sampled_from(CODES), st.sampled_from(COUNTRIES))


@given(PURSES, st.integers(min_value=0, max_value=int(MOST)))
def test_what_is_shown_or_typed_reads_as_the_same_amount(purse: Purse, minor: int) -> None:
    amount = Decimal(minor).scaleb(-digits_of(purse.currency))
    assert purse.read(purse.typed(amount)) == amount
    assert purse.read(purse.shown(amount)) == amount


@given(PURSES, st.text(max_size=70))
def test_anything_typed_is_an_amount_that_the_money_has_or_a_clear_error(purse: Purse, words: str) -> None:
    try:
        amount = purse.read(words)
    except NotMoney as why:
        assert str(why)
    else:
        assert 0 <= amount <= MOST
        assert amount == round(amount, digits_of(purse.currency))


@pytest.mark.parametrize(
    ("purse", "amount", "shown"),
    [
        (Purse("CAD", "CA"), "640", "$640"),
        (Purse("CAD", "CA"), "1240.5", "$1,240.50"),
        (Purse("EUR", "DE"), "1240.5", "1.240,50\xa0€"),
        (Purse("JPY", "JP"), "1200", "¥1,200"),
        (Purse("KWD", "KW"), "2.5", "KWD\xa02.500"),
        (Purse("CHF", "CH"), "1240.5", "CHF\xa01’240.50"),
        (Purse("INR", "IN"), "1234567", "₹12,34,567"),
    ],
)
def test_an_amount_is_shown_as_people_there_write_it(purse: Purse, amount: str, shown: str) -> None:
    assert purse.shown(Decimal(amount)) == shown


def test_money_of_another_place_says_so() -> None:
    assert Purse("CAD", "CA").shown(Decimal(5), "USD") == "US$5"


@pytest.mark.parametrize(
    ("purse", "words", "why"),
    [
        (Purse("CAD", "CA"), "12,50", "Did you mean 1,250 or 12.5? Write the one you mean."),
        (Purse("CAD", "CA"), "12.505", "Amounts in Canadian dollars have 2 decimals at most, such as 1,240.50."),
        (Purse("CAD", "CA"), "€12", "Write an amount in Canadian dollars, such as 1,240.50."),
        (Purse("CAD", "CA"), "1e5", "Write an amount in Canadian dollars, such as 1,240.50."),
        (Purse("CAD", "CA"), "-3", "An amount is nothing or more. Write it without a minus."),
        (Purse("EUR", "DE"), "12.5", "Did you mean 125 or 12,5? Write the one you mean."),
        (Purse("JPY", "JP"), "12.5", "Amounts in Japanese yen have no decimals. Write it like 1,240."),
        (Purse("USD"), "99999999999999", "That is more than can be kept here. Check it for a typing slip."),
    ],
)
def test_what_is_no_amount_comes_back_with_what_to_write(purse: Purse, words: str, why: str) -> None:
    with pytest.raises(NotMoney) as raised:
        purse.read(words)
    assert str(raised.value) == why


@pytest.mark.parametrize("words", ["1240.5", "1,240.50", "$1,240.50", "1240.50 CAD", "cad 1,240.5", " $ 1,240.50 "])
def test_the_sign_of_the_money_and_commas_of_thousands_are_welcome(words: str) -> None:
    assert Purse("CAD", "CA").read(words) == Decimal("1240.5")


def test_a_countrys_money_is_guessed() -> None:
    guessed = [currency_of(country, TODAY) for country in ("CA", "de", "JP", "BG", "", "XX")]
    assert guessed == ["CAD", "EUR", "JPY", "EUR", DEFAULT, DEFAULT]


def test_a_field_keeps_what_was_typed_and_shows_an_amount_as_one_types_it() -> None:
    field = MoneyField(purse=Purse("CAD", "CA"), required=False)
    assert (field.clean("$12.50"), field.clean("")) == (Decimal("12.50"), None)
    assert (field.prepare_value(Decimal("1240.500")), field.prepare_value("12,5x")) == ("1,240.50", "12,5x")
    assert not field.has_changed(Decimal("12.500"), "12.50")
