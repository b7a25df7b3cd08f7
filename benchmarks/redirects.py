"""Links that are counted: what one redirect costs the server, against Django saying hello, on granian with two workers.

Server and load share the machine's cores, so what a machine of two cores carries is reckoned from the CPU time that the
server's processes spent on one redirect, not read from the clock. Counting the hits into days is a cost of its own.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from typing import NamedTuple
from uuid import uuid4

from benchmarks.load import cpu_of, pour, serving
from benchmarks.table import Reading, Result

RUNS = 5
EACH = 10_000
LINKS = 10_000
FOLLOWED = 200
FORGOTTEN_AFTER = 3.5
"""Seconds after which a server looks a link up anew."""
BROWSERS = 50
HEAD = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
    "Accept-Language: en-CA,en;q=0.7\r\nAccept-Encoding: gzip, deflate, br\r\nSec-Fetch-Dest: document\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:{version}.0) Gecko/20100101 Firefox/{version}.0\r\n\r\n"
)


Server = tuple[int, subprocess.Popen[bytes]]


class Spent(NamedTuple):
    """One run: CPU-milliseconds of the server and of the load for one request, and requests a second by the clock."""

    server: float
    load: float
    rate: float


def measure() -> Result:
    """Both servers in turns, then the fold of what was counted."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOMETEAM_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "hometeam.config.settings"
        asked = [request(path, number) for number, path in enumerate(make_links())]
        hellos = [request("/", 0)]
        with serving("benchmarks.hello:application") as hello, serving("hometeam.config.wsgi:application") as ours:
            runs = [(run(*hello, hellos), run(*ours, asked[:FOLLOWED]), run(*ours, asked)) for _run in range(RUNS + 1)]
        folding = fold_reading((RUNS + 1) * 2 * EACH)
    return Result("redirects", "Following a counted link", (*readings(*zip(*runs[1:], strict=True)), folding))


def one_turn(hello: Server, hellos: Sequence[bytes], ours: Server, asked: Sequence[bytes]) -> tuple[Spent, ...]:
    """A hello, links that are followed all the time, and links that nobody has followed for a while."""
    often = run(*hello, hellos), run(*ours, asked[:FOLLOWED])
    time.sleep(FORGOTTEN_AFTER)
    return *often, run(*ours, asked)


def readings(hello: Sequence[Spent], ours: Sequence[Spent], anew: Sequence[Spent]) -> list[Reading]:
    """The medians, and what they mean for two cores."""
    each, peer, first = (statistics.median(one.server for one in runs) for runs in (ours, hello, anew))
    rate, load = statistics.median(one.rate for one in ours), statistics.median(one.load for one in ours)
    shared = f"(the load took {load:.3f} CPU-ms more for each)"
    return [
        Reading("one redirect, counted", each, "CPU-ms", "at most 1", peer, "hello page without ORM"),
        Reading("the same, each link looked up anew", first, "CPU-ms", "at most 1", peer, "hello page without ORM"),
        Reading("what two cores carry, from that", 2000 / each, "a second", "2,000", 2000 / peer, "hello page"),
        Reading("by the clock, server and load on this machine", rate, "a second", "2,000", note=shared),
    ]


def fold_reading(expected: int) -> Reading:
    """Every hit into its day. Raises SystemExit where a single one is missing."""
    from django.db.models import Sum

    from hometeam.ledger.actions import fold_hits
    from hometeam.ledger.models import Visits

    start = time.process_time()
    folded = fold_hits()
    spent = (time.process_time() - start) * 1_000_000 / folded
    counted = Visits.objects.aggregate(all=Sum("count"))["all"]
    if counted != expected:
        raise SystemExit(f"{expected:,} redirects were answered and {counted:,} counted")
    return Reading(
        "counting one hit into its day", spent, "CPU-µs", "at most 10", runs=1, note=f"({counted:,} of {expected:,})"
    )


def run(port: int, server: subprocess.Popen[bytes], requests: Sequence[bytes]) -> Spent:
    """EACH requests: what they cost on both sides."""
    before, mine, start = cpu_of(server.pid), time.process_time(), time.perf_counter()
    answered = pour(port, requests, EACH)
    wall = time.perf_counter() - start
    mine = time.process_time() - mine
    return Spent((cpu_of(server.pid) - before) * 1000 / answered, mine * 1000 / answered, answered / wall)


def request(path: str, number: int) -> bytes:
    """A browser's request."""
    return HEAD.format(path=path, version=100 + number % BROWSERS).encode()


def make_links() -> list[str]:
    """LINKS links of one member; their paths."""
    import django

    django.setup()
    from hometeam.cli.database import ready
    from hometeam.ledger.models import TrackedLink
    from hometeam.members.models import Community, Member, Membership

    ready()
    here = Community.objects.create(slug="elm-street", name="Elm Street", timezone="America/Vancouver")
    member = Member.objects.create(name="Bo’s Bakery")
    Membership.objects.create(member=member, community=here)
    links = [
        TrackedLink(
            code=f"b{number:06}",
            asked=uuid4().hex,
            community=here,
            owner=member,
            url=f"https://bo.example.org/{number}",
        )
        for number in range(LINKS)
    ]
    return [link.path for link in TrackedLink.objects.bulk_create(links)]
