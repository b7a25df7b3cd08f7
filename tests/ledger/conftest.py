"""Hits of one test are nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hometeam.ledger.actions import hits
from hometeam.ledger.views import redirects


@pytest.fixture
def own_hits(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A folder of hits, and a memory of visitors, in which nobody has been."""
    settings.DATA = tmp_path
    for memory in (redirects.repeats._days, redirects.pace._left):
        memory.clear()
    redirects.destinations.forget()
    yield hits.folder()
    hits.LOG.seal()
