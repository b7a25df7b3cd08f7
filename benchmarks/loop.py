"""The main loop with 15,000 members: bringing them in, one member's suggestions, every page, on SQLite."""

from __future__ import annotations

import csv
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.table import Reading, Result

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "businesses" / "little_rock_ar_2022.csv"
ROWS = 15_000
RUNS = 5
REPEATS = 20
PEOPLE = ("bo", "ann")
REMEMBERING = ("Today", "a member's page", "who fits", "the weekly challenge", "an organiser's first page")
"""Pages of which something is remembered for as long as nothing changes in the community, or for a while."""


def measure() -> Result:
    """Run it all in a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOMETEAM_DATA"] = folder
        os.environ["HOMETEAM_URL"] = "http://testserver"
        os.environ["DJANGO_SETTINGS_MODULE"] = "hometeam.config.settings"
        spreadsheet = Path(folder) / "members.csv"
        write_rows(spreadsheet)
        importing = import_reading(spreadsheet)
        from hometeam.cli.database import ready
        from hometeam.cli.statics import collect

        ready()
        collect()
        readings = [importing, *suggestion_readings(), *page_readings()]
    return Result("loop", "The main loop with 15,000 members", tuple(readings))


def write_rows(path: Path) -> None:
    """A directory of exactly ROWS rows: the real one, its first rows again under other numbers at the end."""
    with DATA.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    extra = [[f"X{row[0]}", f"{row[1]} Two", *row[2:]] for row in rows[: ROWS - len(rows)]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows, *extra])


def import_reading(spreadsheet: Path) -> Reading:
    """The command as its user runs it, from start to last line, on an empty data folder."""
    command = [sys.executable, "-m", "hometeam", "import", str(spreadsheet), "--community", "little-rock"]
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Reading(
        f"importing {ROWS:,} rows", wall, "s", "under 60 s", runs=1, note=f"({cpu:.1f} CPU-s; {done.stdout.strip()})"
    )


def cpu_ms(do: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median over RUNS of the CPU time of one call, in milliseconds."""
    do()
    samples = []
    for _run in range(RUNS):
        start = time.process_time()
        for _again in range(repeats):
            do()
        samples.append((time.process_time() - start) * 1000 / repeats)
    return statistics.median(samples)


def suggestion_readings() -> list[Reading]:
    """One member's suggestions among all: with the community in memory, and in a process that has just started."""
    from hometeam.fit import queries
    from hometeam.fit.queries import remembered
    from hometeam.members.models import Community, Member

    community = Community.objects.get(slug="little-rock")
    someone = list(Member.objects.here(community).order_by("pk")[100:105])
    start = time.process_time()
    queries.suggestions_for(someone[0], community, limit=5)
    cold = (time.process_time() - start) * 1000

    def first_looks() -> None:
        remembered.forget()
        for one in someone:
            queries.suggestions_for(one, community, limit=5)

    fresh = cpu_ms(first_looks, 2) / len(someone)
    warm = cpu_ms(lambda: [queries.suggestions_for(one, community, limit=5) for one in someone], 2) / len(someone)
    aim = "under 100 ms"
    return [
        Reading(
            f"one member's suggestions among {ROWS:,}, for the first time since anybody changed", fresh, "CPU-ms", aim
        ),
        Reading("the same, looked at again", warm, "CPU-ms", aim),
        Reading("the same, first time in a process", cold, "CPU-ms", "said, not aimed at", runs=1),
    ]


def page_readings() -> list[Reading]:
    """Each page of the loop against the bare page, through Django's own WSGI handler, in one process."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test.utils import override_settings

    pages = settle_in()
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF="benchmarks.bare"):
        bare_handler = WSGIHandler()
        bare = cpu_ms(lambda: answer(bare_handler, "/", ""), 200)
    handler = WSGIHandler()
    readings = []
    for name, url, cookie in pages:
        asked = Counting()
        with connection.execute_wrapper(asked):
            size = len(answer(handler, url, cookie))
        ours = cpu_ms(partial(answer, handler, url, cookie))
        note = f"({asked.count} queries, {size / 1000:.0f} kB)"
        readings.append(Reading(name, ours, "CPU-ms", "at most 8 × bare, 10 queries", bare, "bare page", note=note))
        if name in REMEMBERING:
            first = cpu_ms(partial(first_look, handler, url, cookie))
            said = f"{name}, for the first time since anybody changed"
            readings.append(Reading(said, first, "CPU-ms", "said, not aimed at", bare, "bare page"))
    return readings


def first_look(handler: Callable[..., Any], url: str, cookie: str) -> None:
    """One GET of a page of which the process remembers nothing."""
    from django.core.cache import cache

    from hometeam.fit.queries import remembered

    remembered.forget()
    cache.clear()
    answer(handler, url, cookie)


class Counting:
    """Counts what the database is asked. (Django's own log of queries is emptied when a request begins.)"""

    count = 0

    def __call__(self, execute: Callable[..., object], *asked: object) -> object:
        self.count += 1
        return execute(*asked)


def answer(handler: Callable[..., Any], url: str, cookie: str) -> bytes:
    """One GET, from the environ to the last byte. Raises SystemExit unless it is answered with 200."""
    path, _mark, query = url.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_COOKIE": cookie,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    status: list[str] = []
    response = handler(environ, lambda said, _headers: status.append(said))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{url} answers {status[0]}")
    return body


def settle_in() -> list[tuple[str, str, str]]:
    """One claimed member with something asked and something agreed, and an organiser; each page's name and address, and
    the cookie of the session of whoever looks at it.
    """
    from datetime import timedelta

    from django.test import Client
    from django.urls import reverse

    from hometeam.foundation.clock import now
    from hometeam.members.access import Viewer
    from hometeam.members.models import Community, Member, OrganiserSeat, Person, Seat
    from hometeam.together import actions

    here = Community.objects.get(slug="little-rock")
    members = list(Member.objects.here(here).order_by("pk")[:2])
    people = [Person.objects.create_user(f"{name}@sample.invalid", name=name) for name in PEOPLE]
    for person, member in zip(people, members, strict=True):
        Seat.objects.create(person=person, member=member)
        Member.objects.filter(pk=member.pk).update(claimed_at=now())
        member.refresh_from_db()
    mine, theirs = (Viewer(p, here, m, is_organiser=False) for p, m in zip(people, members, strict=True))
    when = now() + timedelta(days=5)
    asked = actions.propose(viewer=theirs, to=[members[0]], kind_id="coffee", happens_at=when, place="The Blue Door")
    agreed = actions.propose(viewer=theirs, to=[members[0]], kind_id="newsletter-mention", happens_at=when)
    actions.accept(collaboration=agreed, viewer=mine, seen_version=agreed.version)
    organiser = Person.objects.create_user("gus@sample.invalid", name="gus")
    OrganiserSeat.objects.create(community=here, person=organiser)

    def cookie_of(person: Person) -> str:
        client = Client()
        client.force_login(person)
        return f"sessionid={client.cookies['sessionid'].value}"

    slug = here.slug
    propose = reverse("together:propose", args=[slug])
    mine_to_see = [
        ("Today", reverse("front:today", args=[slug])),
        ("People", reverse("members:people", args=[slug])),
        ("People, searched for “bakery”", reverse("members:people", args=[slug]) + "?q=bakery"),
        ("a member's page", reverse("front:member", args=[slug, members[1].pk])),
        ("who fits", reverse("fit:fits", args=[slug])),
        ("Together", reverse("together:home", args=[slug])),
        ("proposing", f"{propose}?to={members[1].pk}&kind=spotlight-post"),
        ("a proposal", reverse("together:collaboration", args=[slug, asked.pk])),
        ("an agreement", reverse("together:collaboration", args=[slug, agreed.pk])),
        ("giving back", reverse("gather:giving_back", args=[slug])),
        ("the weekly challenge", reverse("gather:challenge", args=[slug])),
        ("seasons", reverse("gather:seasons", args=[slug])),
        ("the stage", reverse("stage:home", args=[slug])),
        ("notices", reverse("foundation:notices")),
    ]
    bo = cookie_of(people[0])
    pages = [(name, url, bo) for name, url in mine_to_see]
    return [*pages, ("an organiser's first page", reverse("organise:home", args=[slug]), cookie_of(organiser))]
