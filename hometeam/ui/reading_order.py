"""Names and sentences in scripts that are read from right to left, such as Arabic and Hebrew, among our own words.

Without these marks, which nobody sees (Unicode Standard Annex 9), "‹name› · 2" is shown as "2 · ‹name›", and a letter
whose subject begins with such a name is laid out backwards.
"""

import re

from django.utils.safestring import SafeString

ISOLATE, END = "\u2068", "\u2069"
FROM_THE_LEFT = "\u200e"
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_FROM_THE_RIGHT = re.compile(f"[{_RIGHT}]")
_RUN = re.compile(f"[{_RIGHT}](?:[^A-Za-z\u00c0-\u058f{ISOLATE}{END}\n]*[{_RIGHT}])?")
HALF = 0.5
"""So much of a line's letters at least are ours, where it may also be somebody's own words."""


def apart(words: str) -> str:
    """Words that stand in a sentence of ours, and do not move what is around them."""
    if not _FROM_THE_RIGHT.search(words):
        return words
    around = f"{ISOLATE}{words}{END}"
    return SafeString(around) if isinstance(words, SafeString) else around


def in_order(line: str, least: float = 0.0) -> str:
    """A sentence of ours that leaves the house, in which names may be read from the right: what surrounds them stays
    where it belongs, and a line that begins with one is still read from the left. Words that somebody wrote from the
    right stay as they are: lines with no letter of ours, or with less than `least` of them.
    """
    letters = [letter for letter in line if letter.isalpha()]
    others = sum(1 for letter in letters if _FROM_THE_RIGHT.match(letter))
    if not others or others == len(letters) or others > len(letters) * (1 - least):
        return line
    marked = line if ISOLATE in line else _RUN.sub(lambda run: apart(run.group()), line)
    return FROM_THE_LEFT + marked.removeprefix(FROM_THE_LEFT)
