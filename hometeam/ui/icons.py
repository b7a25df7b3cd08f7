"""The `{% lucide %}` tag. It remembers what it drew, for drawing an icon anew costs more than the rest of a small page,
and reads Lucide's archive once, where the library opens it anew for each icon.
"""

import functools
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import lucide as drawings
from django import template
from django.utils.safestring import SafeString, mark_safe

__all__ = ["lucide"]

register = template.Library()
SVG = "http://www.w3.org/2000/svg"


@functools.cache
def _archive() -> ZipFile:
    """All drawings, in memory: an open file would be shared by processes that are forked."""
    return ZipFile(BytesIO(Path(drawings.__file__).with_name("lucide.zip").read_bytes()))


@functools.lru_cache(maxsize=512)
def drawn(name: str, size: int | None, attributes: tuple[tuple[str, str], ...]) -> SafeString:
    """An icon's SVG. Its parts come from templates, never from users, and writing them escapes them."""
    try:
        svg = ElementTree.fromstring(_archive().read(f"{name}.svg"))  # noqa: S314 (the library's own drawings)
    except KeyError as missing:
        raise drawings.IconDoesNotExist(f"The icon {name!r} does not exist.") from missing
    for node in svg.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")  # within a page no namespace is said
    if size is not None:
        svg.attrib["width"] = svg.attrib["height"] = f"{size / 16:g}rem"  # whoever reads large letters sees large icons
    svg.attrib.update((key.replace("_", "-"), value) for key, value in attributes)
    return mark_safe(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S308


@register.simple_tag
def lucide(name: str, *, size: int | None = 24, **attributes: object) -> SafeString:
    """Draw a Lucide icon: its name, its side in pixels beside usual letters, and such as `aria_hidden="true"`.

    Raises lucide.IconDoesNotExist for a name that Lucide does not have.
    """
    # Adding "" makes plain strings of the safe ones that templates hand over, so that the drawing escapes them.
    return drawn(name + "", size, tuple((key, str(value) + "") for key, value in sorted(attributes.items())))
