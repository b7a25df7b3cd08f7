"""Looking at links: what was seen, when we look again, and when we stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from hometeam.foundation import clock, fetch
from hometeam.foundation.fetch import Fetched
from hometeam.ledger import actions, jobs, queries
from hometeam.ledger.actions import Proof
from hometeam.ledger.actions.looking import LOOK_AGAIN
from hometeam.ledger.models import Act, Evidence, Level
from hometeam.ledger.queries.links import address_of
from tests.cast import Cast
from tests.ledger.moments import did

FEED = """<rss><channel><item><title>Friends</title><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>
<description>&lt;p&gt;Our neighbour:
&lt;a href="%s"&gt;have a look&lt;/a&gt;&lt;/p&gt;</description></item></channel></rss>"""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The web as the test says it is: `page` is what any address answers, an exception what it raises."""
    said: dict[str, Any] = {"page": "", "kind": "text/html", "status": 200, "looks": 0}

    def get(url: str, *, max_bytes: int) -> Fetched:
        said["looks"] += 1
        if isinstance(said["page"], Exception):
            raise said["page"]
        return Fetched(url, said["status"], said["kind"], "utf-8", said["page"].encode())

    monkeypatch.setattr(fetch, "get", get)
    yield said


def linked(cast: Cast) -> Evidence:
    """Ann gives a link to show what she did for Bo."""
    proof = Proof(Evidence.Kind.LINK, url="https://blog.example.org/bo", looks_for=actions.names_of(cast.bo.member))
    act = did(cast.ann, cast.bo, proof=proof)
    assert act.evidence is not None
    return act.evidence


def look_until_the_end() -> int:
    """Let the clock run for a month, an hour at a time; how many days until nothing is due any more."""
    at = clock.now()
    for hours in range(24 * 30):
        with clock.telling(at + timedelta(hours=hours)):
            jobs.look_at_links(clock.now())
    return Evidence.objects.filter(look_again_at__isnull=False).count()


def test_the_counted_link_is_found_in_a_feed_with_its_day(cast: Cast, web: dict[str, Any]) -> None:
    evidence = linked(cast)
    link = actions.link_for(
        viewer=cast.ann.viewer, owner=cast.bo.member, url="https://bo.example.org", within="test.thing:1"
    )
    web |= {"page": FEED % address_of(link), "kind": "application/rss+xml"}
    jobs.look_at_links(clock.now())
    evidence.refresh_from_db()
    assert (evidence.held, evidence.title, evidence.published_on) == (True, "Friends", date(2026, 11, 2))
    assert "Our neighbour: have a look" in evidence.seen
    assert Act.objects.get().level == Level.MEASURED


@pytest.mark.parametrize(
    "page", [fetch.Refused("blog.example.org took too long to answer."), "Nothing here"], ids=["not there", "not on it"]
)
def test_a_page_that_is_not_up_yet_is_looked_at_a_few_times_and_then_no_more(
    cast: Cast, web: dict[str, Any], page: Any
) -> None:
    evidence = linked(cast)
    web["page"] = page
    assert look_until_the_end() == 0
    evidence.refresh_from_db()
    assert web["looks"] == evidence.looks == len(LOOK_AGAIN) + 1
    assert "We looked 5 times, and look no more." in evidence.seen


def test_a_page_that_comes_up_late_is_found_still(cast: Cast, web: dict[str, Any]) -> None:
    evidence = linked(cast)
    web["status"] = 404
    jobs.look_at_links(clock.now())
    evidence.refresh_from_db()
    assert "not there yet" in evidence.seen
    web |= {"status": 200, "page": "Bo’s Bakery has rye"}
    with clock.telling(clock.now() + timedelta(hours=3)):
        jobs.look_at_links(clock.now())
    evidence.refresh_from_db()
    assert evidence.held


def test_what_no_other_look_would_change_is_looked_at_once(cast: Cast, web: dict[str, Any]) -> None:
    evidence = linked(cast)
    web["page"] = fetch.Refused("What is at this address is too large to look at.", for_good=True)
    assert look_until_the_end() == 0
    evidence.refresh_from_db()
    assert web["looks"] == 1
    assert evidence.seen == (
        "What is at this address is too large to look at. Another link, a photo or their word will do as well."
    )


def test_what_is_no_page_is_said_to_be_none(cast: Cast, web: dict[str, Any]) -> None:
    evidence = linked(cast)
    web |= {"kind": "image/png", "page": "Bo’s Bakery"}
    jobs.look_at_links(clock.now())
    evidence.refresh_from_db()
    assert not evidence.held
    assert "not a page or a feed" in evidence.seen


def test_nothing_is_due_before_its_time(cast: Cast, web: dict[str, Any]) -> None:
    linked(cast)
    jobs.look_at_links(clock.now())
    assert queries.links_due(clock.now()) == []
