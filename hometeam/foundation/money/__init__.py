"""Money: which there is, how an amount is shown where one lives, and what somebody typed."""

from hometeam.foundation.money.currencies import DEFAULT, choices, currency_of, digits_of
from hometeam.foundation.money.field import MoneyField
from hometeam.foundation.money.purse import MOST, NotMoney, Purse

__all__ = ["DEFAULT", "MOST", "MoneyField", "NotMoney", "Purse", "choices", "currency_of", "digits_of"]
