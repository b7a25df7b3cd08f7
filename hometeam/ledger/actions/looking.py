"""Looking at the links that people give as proof, a few times if need be."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.engine.evidence import Sighting, find_in_page
from hometeam.foundation import clock, fetch
from hometeam.ledger.actions.proof import note_what_was_seen
from hometeam.ledger.models import Evidence
from hometeam.ledger.queries.proof import words_for
from hometeam.members.models import Community

MOST_BYTES = 2_000_000
LOOK_AGAIN = (timedelta(hours=2), timedelta(days=1), timedelta(days=2), timedelta(days=4))
"""How long until the next look, after the first, second, third and fourth in vain."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a link showed. `settled`: no other look would show anything else."""

    held: bool
    seen: str
    title: str = ""
    published_on: date | None = None
    settled: bool = False


def look_at(evidence: Evidence) -> None:
    """Fetch a link, see whether it holds what was agreed, and keep what was seen, in its community's language; in
    vain, say when we look again.
    """
    community = Community.objects.filter(acts__evidence=evidence).first()
    with community.spoken() if community else nullcontext():
        _look_at(evidence)


def _look_at(evidence: Evidence) -> None:
    found = look(evidence)
    again_in = None if found.held or found.settled or evidence.looks >= len(LOOK_AGAIN) else LOOK_AGAIN[evidence.looks]
    again_at = clock.now() + again_in if again_in else None
    seen = found.seen
    if again_at is not None:
        seen = _("%(seen)s We look again on %(day)s.") % {"seen": seen, "day": date_format(again_at, _("j F"))}
    elif not found.held:
        seen = f"{seen} {_stopped(evidence.looks + 1)}"
    note_what_was_seen(
        evidence=evidence,
        held=found.held,
        seen=seen,
        title=found.title,
        published_on=found.published_on,
        again_at=again_at,
    )


def look(evidence: Evidence) -> Look:
    """One look at a link: a page, or a feed (RSS, Atom, JSON Feed), and what it shows of the agreed words."""
    try:
        page = fetch.get(evidence.url, max_bytes=MOST_BYTES)
    except fetch.Refused as refused:
        return Look(held=False, seen=str(refused), settled=refused.for_good)
    if not page.ok:
        return Look(held=False, seen=_("The page is not there yet (its host says %(code)s).") % {"code": page.status})
    if not page.content_type.startswith("text/") and not page.content_type.endswith(("json", "xml", "html")):
        return Look(held=False, seen=_("What is at this address is not a page or a feed that we can read."))
    today = (clock.now() + timedelta(days=1)).date()  # it is tomorrow already where some write
    found = find_in_page(page.text, page.content_type, words_for(evidence), today)
    if found is None:
        return Look(held=False, seen=_("The page is there, but neither the agreed link nor the name is on it."))
    return Look(held=True, seen=sentence_of(found), title=found.title, published_on=found.on)


def sentence_of(found: Sighting) -> str:
    """What was found, in words."""
    if not found.sentence:
        return _("The page is there, and “%(word)s” is on it.") % {"word": found.word}
    said = {"word": found.word, "sentence": found.sentence}
    return _("The page is there, and “%(word)s” is on it: “%(sentence)s”") % said


def _stopped(looks: int) -> str:
    instead = _("Another link, a photo or their word will do as well.")
    if looks == 1:
        return instead
    tried = ngettext("We looked %(n)s time, and look no more.", "We looked %(n)s times, and look no more.", looks)
    return f"{tried % {'n': looks}} {instead}"
