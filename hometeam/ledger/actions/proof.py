"""What shows that an act was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction

from hometeam.foundation import clock, journal
from hometeam.foundation.text import shorten
from hometeam.ledger.models import Act, Evidence, Level
from hometeam.members.models import Member


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that an act was done. `looks_for` are words of which a linked page must hold one."""

    kind: Evidence.Kind = Evidence.Kind.WORD
    url: str = ""
    photo: File[Any] | None = None
    words: str = ""
    looks_for: Sequence[str] = ()


@transaction.atomic
def note_what_was_seen(*, evidence: Evidence, held: bool, seen: str) -> None:
    """What looking at a link showed. Where the agreed words were there, the act counts as measured; else nothing
    changes.
    """
    evidence.held, evidence.seen, evidence.seen_at = held, shorten(seen, 300), clock.now()
    evidence.save(update_fields=["held", "seen", "seen_at"])
    if held:
        Act.objects.filter(evidence=evidence).update(level=Level.MEASURED)
    journal.record(actor=journal.NOBODY, verb="ledger.link_seen", object=evidence, data={"held": held})


def names_of(member: Member) -> list[str]:
    """What a page that speaks of a member would hold: its website's host, its name, its handles."""
    host = member.website.partition("://")[2].partition("/")[0].removeprefix("www.")
    handles = [channel.handle for channel in member.channels.all()]
    return [word for word in (host, member.name, *handles) if len(word) > 3]


def keep_proof(proof: Proof) -> Evidence:
    """Keep what shows that something was done; one proof may stand for several acts."""
    kept = Evidence(kind=proof.kind, url=proof.url, words=shorten(proof.words, 400))
    kept.looks_for = list(proof.looks_for)
    if proof.photo is not None:
        kept.photo.save("proof.webp", proof.photo, save=False)
    kept.save()
    return kept
