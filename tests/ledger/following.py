"""People, and what is none, who follow a link."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from hometeam.ledger import actions
from hometeam.ledger.actions import hits
from hometeam.ledger.models import TrackedLink, Visits
from tests.cast import Player

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
BROWSER = {"User-Agent": FIREFOX, "Accept-Language": "en-CA,en;q=0.7", "Sec-Fetch-Dest": "document"}


def link_of(one: Player, url: str = "https://bo.example.org/", **how: Any) -> TrackedLink:
    """The link by which somebody sends people to their own page."""
    return actions.link_for(viewer=one.viewer, owner=how.pop("owner", one.member), url=url, **how)


def follow(link: TrackedLink, *, method: str = "get", **headers: str | None) -> HttpResponse:
    """One request of a browser; headers are given with underscores, None leaves one of the browser's out."""
    said = BROWSER | {name.replace("_", "-"): value for name, value in headers.items()}
    answer = getattr(Client(), method)(link.path, headers={name: value for name, value in said.items() if value})
    assert isinstance(answer, HttpResponse)
    return answer


def counted(link: TrackedLink) -> dict[date, tuple[int, int]]:
    """A link's figures by day, after all hits have been made into days: opened, and without repeats."""
    hits.LOG.seal()
    actions.fold_hits()
    return {row.on: (row.count, row.unique) for row in Visits.objects.filter(link=link)}
