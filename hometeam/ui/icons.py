"""The `{% lucide %}` tag, remembering what it drew: drawing an icon anew costs more than the rest of a small page."""

import functools

import lucide as drawings
from django import template
from django.utils.safestring import SafeString, mark_safe

__all__ = ["lucide"]

register = template.Library()


@functools.lru_cache(maxsize=512)
def drawn(name: str, size: int | None, attributes: tuple[tuple[str, str], ...]) -> SafeString:
    """An icon's SVG. Its parts come from templates, never from users, and the drawing escapes them."""
    return mark_safe(drawings._render_icon(name, size, **dict(attributes)))  # noqa: S308


@register.simple_tag
def lucide(name: str, *, size: int | None = 24, **attributes: object) -> SafeString:
    """Draw a Lucide icon: its name, its side in pixels, and attributes such as `aria_hidden="true"`.

    Raises lucide.IconDoesNotExist for a name that Lucide does not have.
    """
    # Adding "" makes plain strings of the safe ones that templates hand over, so that the drawing escapes them.
    return drawn(name + "", size, tuple((key, str(value) + "") for key, value in sorted(attributes.items())))
