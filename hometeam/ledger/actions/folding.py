"""Raw hits made into daily figures, each exactly once however often this is cut off, and then thrown away."""

from __future__ import annotations

import fcntl
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import structlog
from django.db import connection, transaction

from hometeam.foundation import clock
from hometeam.ledger.actions import hits
from hometeam.ledger.models import FoldedHits, TrackedLink, Visits

log = structlog.get_logger("hometeam.links")

REMEMBERED = timedelta(days=1)
Figures = Mapping[tuple[int, date], tuple[int, int]]
"""By link and day: how often it was opened, and that without repeats."""


def fold_hits() -> int:
    """Count every file of hits that no process writes to any more; returns how many hits that were."""
    found = sorted(hits.folder().glob("*.hits"))
    folded = sum(fold_file(path) for path in found)
    names = [path.name for path in found]
    FoldedHits.objects.filter(folded_at__lt=clock.now() - REMEMBERED).exclude(name__in=names).delete()
    return folded


def fold_file(path: Path) -> int:
    """Count one file and remove it; 0 where somebody still writes to it, or somebody else was quicker.

    Cut off before the figures are stored, nothing has happened; cut off between that and the removal, the file's name
    says the next time that it has been counted.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return 0
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        folded = store(path.name, file.read())
        path.unlink(missing_ok=True)
    return folded


@transaction.atomic
def store(name: str, data: bytes) -> int:
    """Add one file's hits to the daily figures, unless that has been done; returns how many were added."""
    if not data:
        return 0
    _row, is_new = FoldedHits.objects.get_or_create(name=name)
    if not is_new:
        return 0
    found = figures(data)
    add(found)
    return sum(count for count, _unique in found.values())


def figures(data: bytes) -> Figures:
    """A file's hits by link and day. Records that are alike are counted before any is read."""
    found: dict[tuple[int, date], tuple[int, int]] = {}
    for raw, times in Counter(hits.records(data)).items():
        hit = hits.read(raw)
        if hit is None:
            log.error("a damaged record of visits was left out", times=times)
            continue
        link_id, on, is_first = hit
        count, unique = found.get((link_id, on), (0, 0))
        found[link_id, on] = (count + times, unique + times * is_first)
    return found


def add(found: Figures) -> None:
    """Add figures to the days that they belong to; those of links that are gone go nowhere."""
    ids = {link_id for link_id, _on in found}
    known = set(TrackedLink.objects.filter(pk__in=ids).values_list("pk", flat=True))
    rows = [(link, on, *times) for (link, on), times in sorted(found.items()) if link in known]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


# Adding to what is there is one statement on both databases, and none that the ORM can say.
_ADD = f"""
INSERT INTO {Visits._meta.db_table} (link_id, "on", "count", "unique") VALUES (%s, %s, %s, %s)
ON CONFLICT (link_id, "on") DO UPDATE
SET "count" = {Visits._meta.db_table}."count" + excluded."count",
    "unique" = {Visits._meta.db_table}."unique" + excluded."unique"
"""  # noqa: S608
