"""The `{% avatar %}` tag: a face, or the initials of a name. Drawn without a template, for lists have many of them.

And how a name stands within a sentence.
"""

import functools
import unicodedata

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from hometeam.ui.reading_order import apart

__all__ = ["avatar", "initials", "within"]

register = template.Library()
NO_JOINT = "\u200c"


@register.simple_tag
def avatar(name: object, src: str = "", size: str = "") -> SafeString:
    """The picture at `src`, or else the initials of `name` on a colour; `size` is small, large or empty.

    It is decoration: the name always stands beside it.
    """
    kind = f"avatar avatar--{size}" if size else "avatar"
    if not src:
        return _lettered(str(name or ""), kind)
    return format_html('<img class="{}" src="{}" alt="" loading="lazy" width="48" height="48">', kind, src)


@register.filter
def within(names: str) -> str:
    """Names as they stand within a sentence, where somebody who has closed is "a former member"."""
    return str(names).replace(gettext("A former member"), gettext("a former member"))


def initials(name: str) -> str:
    """The first letters of a name's first two words, in capitals: "HH" of "Harbor & Hale"; of a name without letters
    its first sign. Arabic letters stay two, as initials do, and do not join to something like a word.
    """
    words = unicodedata.normalize("NFC", name).split()
    letters = [each for each in (next(filter(str.isalnum, word), "") for word in words) if each][:2]
    joint = NO_JOINT if apart(name) != name else ""
    return joint.join(each.upper() if len(each.upper()) == 1 else each for each in letters) or "".join(words)[:1]


@functools.lru_cache(maxsize=4096)
def _lettered(name: str, kind: str) -> SafeString:
    """The initials of a name; its length chooses the colour, so that it stays the same."""
    tint = str(len(name))[-1]
    return format_html('<span class="{}" data-tint="{}" aria-hidden="true">{}</span>', kind, tint, initials(name))
