"""The texts of the playbook for translators: `python -m hometeam.together.playbook.words` writes them as Python that
gettext's tools read. Pages pass the same texts through gettext.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from hometeam.together.playbook import Kind, kinds


def words_of(kind: Kind) -> list[str]:
    """Every text of a kind that somebody reads, each once."""
    return list(dict.fromkeys(text for text in _texts(kind) if text))


def _texts(kind: Kind) -> Iterator[str]:
    yield from (kind.title, kind.promise, *kind.tips)
    for role in kind.roles:
        yield from (role.title, role.ask)
    for step in kind.steps:
        yield from (step.what, step.did, step.page_words)
    for ask in kind.asks:
        yield from (ask.title, ask.help)
    for measure in kind.measures:
        yield from (measure.title, measure.unit)
    yield from (*kind.agreement.lines, kind.disclosure.words)
    yield from (*kind.drafts.values(), *kind.posts.values())
    yield from (idea.words for idea in (kind.giving_back, kind.bonus) if idea is not None)


def source() -> str:
    """All texts as calls that xgettext knows, each under the name of its file; braces are to stay as they are."""
    lines = []
    for kind in kinds().values():
        lines.append(f"# Translators: from {kind.id}.toml; words in braces are filled in, and stay as they are")
        lines += [f"gettext_noop({text!r})" for text in words_of(kind)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(source())
