"""The texts that stand in data files, for translators: `python -m hometeam.cli.texts` writes them as Python that
gettext's tools read. Pages pass the same texts through gettext.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from hometeam.engine.seasons import SHOP_SMALL, SOURCES
from hometeam.engine.taxonomy import Taxonomy, tables
from hometeam.together.playbook import kinds
from hometeam.together.playbook.words import words_of


def source() -> str:
    """All texts as calls that xgettext knows, each below a word on where it is from."""
    return "\n".join(line for where, texts in _by_origin() for line in _calls(where, texts)) + "\n"


def _by_origin() -> Iterator[tuple[str, list[str]]]:
    for kind in kinds().values():
        yield f"from {kind.id}.toml; words in braces are filled in, and stay as they are", words_of(kind)
    yield "a group of trades", list(tables.group_titles().values())
    yield (
        "a trade, as a title of its own and, with a small first letter, inside sentences",
        [service.title for service in Taxonomy.load().services],
    )
    yield (
        "people whom two trades have in common; ends “have to do with …”",
        [sphere.title for sphere in tables.spheres().values()],
    )
    yield (
        "a season or a day that comes round every year",
        [title for season in SHOP_SMALL for title in (season.title, *(day.title for day in season.days))],
    )
    yield "where a season’s rule stands", list(SOURCES.values())


def _calls(where: str, texts: list[str]) -> Iterator[str]:
    for text in dict.fromkeys(texts):
        yield f"# Translators: {where}"
        yield f"gettext_noop({text!r})"


if __name__ == "__main__":
    sys.stdout.write(source())
