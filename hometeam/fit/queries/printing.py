"""A directory's suggestions as text: to be read at a terminal, or as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.engine.fit import Fit
from hometeam.fit.queries import wording
from hometeam.fit.queries.directory import Directory, label
from hometeam.foundation.listed import all_of
from hometeam.members.queries import rings
from hometeam.together.playbook import kinds

WIDTH = 88
Written = Callable[[Directory, Sequence[int], int], Iterator[str]]


def as_json(members: Directory, wanted: Sequence[int], top: int) -> Iterator[str]:
    """One JSON list, a line for each member."""
    yield "["
    for at, number in enumerate(wanted, start=1):
        found = [_as_data(members, fit) for fit in members.suggestions(number, top)]
        line = {"member": members.entries[number].name, "suggestions": found}
        yield json.dumps(line, ensure_ascii=False) + ("," if at < len(wanted) else "")
    yield "]"


def _as_data(members: Directory, fit: Fit) -> dict[str, Any]:
    return {
        "member": members.entries[fit.member_id].name,
        "score": round(fit.score, 4),
        "reasons_for_you": [wording.for_you(reason) for reason in fit.reasons_for_me],
        "reasons_for_them": [wording.for_them(reason) for reason in fit.reasons_for_them],
        "kind": fit.kind,
    }


def as_letter(members: Directory, wanted: Sequence[int], top: int) -> Iterator[str]:
    """A page to read: each member with the few it would do well to meet, and why."""
    for number in wanted:
        found = members.suggestions(number, top)
        yield _heading(members, number, found)
        for place, fit in enumerate(found, start=1):
            yield _paragraph(members, place, fit)
    yield _closing(members)


def _heading(members: Directory, number: int, found: Sequence[Fit]) -> str:
    entry = members.entries[number]
    name = label(entry)
    if not entry.services:
        said = _("We cannot tell from this file what they do. A column with their trade would help.")
    elif not found:
        said = _("Nobody in this file fits them yet.")
    else:
        trades = all_of([wording.trade(service) for service in entry.services])
        said = _("What they seem to do: %(trades)s. Whom they should meet:") % {"trades": trades}
    return f"\n{name}\n{'─' * min(len(name), WIDTH)}\n{textwrap.fill(said, WIDTH)}\n"


def _paragraph(members: Directory, place: int, fit: Fit) -> str:
    entry = members.entries[fit.member_id]
    where = "" if fit.ring == "elsewhere" else str(rings.WORDS[fit.ring])
    about = [entry.name, *(wording.trade(service) for service in entry.services[:1]), where]
    lines = [f" {place:2}. {' · '.join(part for part in about if part)}"]
    lines += _reasons(_("for you"), [wording.for_you(reason) for reason in fit.reasons_for_me])
    lines += _reasons(_("for them"), [wording.for_them(reason) for reason in fit.reasons_for_them])
    if fit.kind:
        lines += _reasons(_("first step"), [_(kinds()[fit.kind].title)])
    if fit.caution is not None and not fit.caution.guessed:
        lines += _reasons(_("mind"), [wording.caution(fit.caution)])
    return "\n".join(lines) + "\n"


def _reasons(title: str, sentences: Sequence[str]) -> list[str]:
    """Sentences under each other, the title before the first."""
    lines = []
    for at, sentence in enumerate(sentences):
        start = f"     {title if at == 0 else '':<11}"
        lines.append(textwrap.fill(sentence, WIDTH, initial_indent=start, subsequent_indent=" " * 16))
    return lines


def _closing(members: Directory) -> str:
    said = [_("What members do and need is guessed from this file until they say so themselves.")]
    if members.unusable:
        says = ngettext("%(count)s row could not be used.", "%(count)s rows could not be used.", members.unusable)
        said.append(says % {"count": members.unusable})
    return textwrap.fill(" ".join(said), WIDTH)
