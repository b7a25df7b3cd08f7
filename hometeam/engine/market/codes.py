"""Codes that are read off a wall and typed on a phone: no two signs look alike, and no code spells a word."""

from __future__ import annotations

ALPHABET = "CDFGHJKMNPQRTVWXY34679"
"""Without 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, and without vowels."""
LENGTH = 6


def spell(number: int) -> str:
    """The code for a number from 0 up to 22⁶, such as a random one; larger ones begin anew."""
    signs = []
    for _place in range(LENGTH):
        number, at = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[at])
    return "".join(signs)


def read(typed: str) -> str:
    """The code that somebody typed, in whatever case and with blanks or dashes in it; "" where it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else ""
