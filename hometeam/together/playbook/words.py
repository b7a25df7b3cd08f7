"""The texts of the playbook that somebody reads, for translators; pages pass the same texts through gettext."""

from __future__ import annotations

from collections.abc import Iterator

from hometeam.together.playbook import Kind


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
