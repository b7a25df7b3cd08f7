"""Looking at the links that people give as proof."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from hometeam.foundation import fetch, jobs
from hometeam.foundation.text import one_line, plain
from hometeam.ledger import actions, queries
from hometeam.ledger.models import Evidence

MOST_BYTES = 2_000_000


@jobs.schedule("ledger.look_at_links", every=timedelta(minutes=2))
def look_at_links(_now: datetime) -> None:
    """Fetch each link that nobody has looked at and see whether it holds what was agreed. Twice changes nothing."""
    for evidence in queries.links_to_look_at():
        held, seen = look(evidence)
        actions.note_what_was_seen(evidence=evidence, held=held, seen=seen)


def look(evidence: Evidence) -> tuple[bool, str]:
    """Whether the linked page holds one of the agreed words, and what was seen, in a plain sentence."""
    try:
        page = fetch.get(evidence.url, max_bytes=MOST_BYTES)
    except fetch.Refused as refused:
        return False, str(refused)
    found = found_in(page.text, evidence.looks_for)
    if found:
        return True, _("The page was there, and “%(word)s” was on it.") % {"word": found}
    return False, _("The page was there, but the agreed name was not on it.")


def found_in(page: str, words: list[str]) -> str:
    """The first of the words that a page holds, in its text or its links; empty where it holds none."""
    text = f"{one_line(page)} {plain(page)}".casefold()
    return next((word for word in words if one_line(word).casefold() in text), "")


@jobs.schedule("ledger.fold_hits", every=timedelta(minutes=1))
def fold_hits(_now: datetime) -> None:
    """Make daily figures of the visits to our links. Twice changes nothing."""
    actions.fold_hits()
