"""The `{% avatar %}` tag: a face, or the initials of a name. Drawn without a template, for lists have many of them."""

import functools

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

__all__ = ["avatar"]

register = template.Library()


@register.simple_tag
def avatar(name: object, src: str = "", size: str = "") -> SafeString:
    """The picture at `src`, or else the initials of `name` on a colour; `size` is small, large or empty.

    It is decoration: the name always stands beside it.
    """
    kind = f"avatar avatar--{size}" if size else "avatar"
    if not src:
        return initials(str(name or ""), kind)
    return format_html('<img class="{}" src="{}" alt="" loading="lazy" width="48" height="48">', kind, src)


@functools.lru_cache(maxsize=4096)
def initials(name: str, kind: str) -> SafeString:
    """The first letters of a name's first two words; its length chooses the colour, so that it stays the same."""
    letters = "".join(word[0] for word in name.split()[:2]).upper()
    tint = str(len(name))[-1]
    return format_html('<span class="{}" data-tint="{}" aria-hidden="true">{}</span>', kind, tint, letters)
