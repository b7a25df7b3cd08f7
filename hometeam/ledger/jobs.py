"""Looking at the links that people give as proof, and at the visits to our own."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.ledger import actions, queries

VISITS_COUNT_FOR = timedelta(days=60)


@jobs.schedule("ledger.look_at_links", every=timedelta(minutes=2))
def look_at_links(now: datetime) -> None:
    """Fetch each link that is due and see whether it holds what was agreed. Twice changes nothing."""
    for evidence in queries.links_due(now):
        actions.look_at(evidence)


@jobs.schedule("ledger.note_visits", every=timedelta(hours=1))
def note_visits(now: datetime) -> None:
    """Visits by our own links show that something was done. Twice changes nothing."""
    for visited in queries.visits_since((now - VISITS_COUNT_FOR).date()):
        actions.note_visits(visited)


@jobs.schedule("ledger.fold_hits", every=timedelta(minutes=1))
def fold_hits(_now: datetime) -> None:
    """Make daily figures of the visits to our links. Twice changes nothing."""
    actions.fold_hits()


@jobs.schedule("ledger.forget_links", every=timedelta(hours=1))
def forget_links(_now: datetime) -> None:
    """Erase where the links of closed members led. Twice changes nothing."""
    actions.forget_links_of_the_closed()
