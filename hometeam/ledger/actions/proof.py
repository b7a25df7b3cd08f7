"""What shows that an act was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from hometeam.foundation import clock, journal
from hometeam.foundation.text import shorten
from hometeam.ledger.models import Act, Evidence, Level
from hometeam.ledger.queries.proof import VisitsWithin, acts_of_visits
from hometeam.ledger.queries.saying import seen_visits
from hometeam.members.models import Member


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that an act was done. `looks_for` are words of which a linked page must hold one.

    Of a letter that was read already, `seen`, `title` and `published_on` say what it showed; what nobody vouches for is
    not `measured`.
    """

    kind: Evidence.Kind = Evidence.Kind.WORD
    url: str = ""
    photo: File[Any] | None = None
    file: File[Any] | None = None
    words: str = ""
    looks_for: Sequence[str] = ()
    seen: str = ""
    title: str = ""
    published_on: date | None = None
    measured: bool = True


@transaction.atomic
def note_what_was_seen(
    *,
    evidence: Evidence,
    held: bool,
    seen: str,
    title: str = "",
    published_on: date | None = None,
    again_at: datetime | None = None,
) -> None:
    """What looking at a link showed, and when to look again, if at all.

    Where the agreed words were there, the act counts as measured; else nothing changes.
    """
    evidence.held, evidence.seen, evidence.seen_at = held, shorten(seen, 400), clock.now()
    evidence.title, evidence.published_on = shorten(title, 200), published_on
    evidence.looks, evidence.look_again_at = evidence.looks + 1, again_at
    evidence.save()
    if held:
        Act.objects.filter(evidence=evidence).update(level=Level.MEASURED)
    journal.record(actor=journal.NOBODY, verb="ledger.link_seen", object=evidence, data={"held": held})


@transaction.atomic
def note_visits(visited: VisitsWithin) -> int:
    """Visits by our own link show that acts were done; returns the level of how many rose. Twice changes nothing."""
    risen = 0
    for act in acts_of_visits(visited):
        with act.community.spoken():
            words = seen_visits(visited.count, visited.first_on, visited.last_on)
        act.evidence = _with_visits(act.evidence, words)
        act.level = Level.MEASURED
        act.save(update_fields=["evidence", "level"])
        journal.record(actor=journal.NOBODY, verb="ledger.visits_seen", object=act, community_id=act.community_id)
        risen += 1
    return risen


def _with_visits(evidence: Evidence | None, words: str) -> Evidence:
    kept = evidence or Evidence(kind=Evidence.Kind.VISITS)
    if kept.kind in (Evidence.Kind.VISITS, Evidence.Kind.WORD):
        kept.held = True
    kept.seen, kept.seen_at = shorten(f"{kept.seen} {words}", 400), clock.now()
    kept.save()
    return kept


@transaction.atomic
def prove(*, acts: Sequence[Act], proof: Proof | Evidence) -> None:
    """Give acts that stand already a better proof, such as a letter in which the agreed words were found."""
    kept = keep_proof(proof) if isinstance(proof, Proof) else proof
    for act in acts:
        act.evidence = kept
        act.level = Level.MEASURED if kept.held else Level(act.level)
        act.save(update_fields=["evidence", "level"])


def names_of(member: Member) -> list[str]:
    """What a page that speaks of a member would hold: its website's host, its name, its handles."""
    host = member.website.partition("://")[2].partition("/")[0].removeprefix("www.")
    handles = [channel.handle for channel in member.channels.all()]
    return [word for word in (host, member.name, *handles) if len(word) > 3]


def keep_proof(proof: Proof) -> Evidence:
    """Keep what shows that something was done; one proof may stand for several acts."""
    kept = Evidence(kind=proof.kind, url=proof.url, words=shorten(proof.words, 400))
    kept.looks_for = list(proof.looks_for)
    if proof.kind == Evidence.Kind.LINK:
        kept.look_again_at = clock.now()
    if proof.seen:
        kept.held = True if proof.measured else None
        kept.seen, kept.seen_at = shorten(proof.seen, 400), clock.now()
        kept.title, kept.published_on = shorten(proof.title, 200), proof.published_on
    if proof.photo is not None:
        kept.photo.save("proof.webp", proof.photo, save=False)
    if proof.file is not None:
        kept.file.save("proof.pdf", proof.file, save=False)
    kept.save()
    return kept
