"""A full room on the real server: a hundred seats poll and write at once, granian and SQLite as an operator runs them.

What is counted: cards and hearts that did not arrive, answers that were errors, how long answers took, how large they
were, and how long the search for loops took at the end.
"""

from __future__ import annotations

import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.load import serving
from benchmarks.table import Reading, Result

SEATS, CARDS, HEARTS = 100, 6, 10
EVERY = 3.0
STAGE_SECONDS = 20.0
WORDS = ("An hour of photographs", "A birthday cake", "Bookkeeping", "A website", "A haircut", "Translation", "Yoga")
SETTLE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from hometeam.members.models import Community, OrganiserSeat, Person
from hometeam.members.access import Viewer
from hometeam.swap.actions import market as actions
from hometeam.swap import access
town = Community.objects.create(slug="elm-street", name="Elm Street")
gus = Person.objects.create_user("gus@example.org", name="Gus")
OrganiserSeat.objects.create(community=town, person=gus)
market = actions.open_market(viewer=Viewer(gus, town, None, True), title="Soak")
for number in range({seats}):
    seat = actions.sit(market=market, sitter=actions.Sitter(name=f"Guest {{number}}"))
    print(market.code, access.seat_token(seat))
"""
LEAD = """
import time
import django; django.setup()
from hometeam.engine.market import Step
from hometeam.members.access import Viewer
from hometeam.swap.actions import market as actions
from hometeam.swap.models import Market, MarketCard, MarketHeart
market = Market.objects.get()
viewer = Viewer(market.opened_by, market.community, None, True)
while market.stage != "{stage}":
    began = time.perf_counter()
    market = actions.move(viewer=viewer, market=market, wanted=Step.ON)
print(MarketCard.objects.count(), MarketHeart.objects.count(), market.loops.count(), time.perf_counter() - began)
"""


@dataclass
class Told:
    """What all phones together saw."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)
    written: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Phone:
    """One seat's phone: it polls as the page's script does, and writes what it is told to."""

    port: int
    code: str
    token: str
    etag: str = ""

    def ask(self, told: Told, path: str, body: dict[str, str] | None = None) -> bytes:
        """One request on a connection of its own, as after a lost signal."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookie = f"market-{self.code}={self.token}; csrftoken={'c' * 32}"
        headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Host": "127.0.0.1"}
        began = time.perf_counter()
        try:
            if body is None:
                line.request("GET", f"/market/{self.code}{path}", headers={**headers, "If-None-Match": self.etag})
            else:
                headers |= {"X-CSRFToken": "c" * 32, "X-Market": "1"}
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                line.request("POST", f"/market/{self.code}{path}", urlencode(body), headers)
            answer = line.getresponse()
            content = answer.read()
        except OSError as lost:
            self._note(told, began, f"{path}: {lost}")
            return b""
        finally:
            line.close()
        wrong = "" if answer.status in (200, 204, 304) else f"{path}: {answer.status}"
        self._note(told, began, wrong)
        with told.lock:
            told.unchanged += answer.status == 304
            if answer.status == 200:
                told.sizes.append(len(content))
                self.etag = answer.headers["ETag"]
            told.written += answer.status == 204
        return content

    def _note(self, told: Told, began: float, wrong: str) -> None:
        with told.lock:
            told.seconds.append(time.perf_counter() - began)
            if wrong:
                told.errors.append(wrong)

    def live(self, told: Told, ends: float, writes: list[tuple[str, dict[str, str]]], chance: random.Random) -> None:
        """Poll until the end, and write at moments of one's own; every third write is sent twice."""
        moments = sorted(chance.uniform(time.monotonic(), ends - 2) for _one in writes)
        time.sleep(chance.uniform(0, EVERY))
        while time.monotonic() < ends:
            while moments and time.monotonic() >= moments[0]:
                moments.pop(0)
                path, body = writes[len(moments)]
                for _time in range(2 if len(moments) % 3 == 0 else 1):
                    self.ask(told, path, body)
            self.ask(told, "/now")
            time.sleep(EVERY * chance.uniform(0.8, 1.2))
        for at in range(len(moments)):
            self.ask(told, *writes[at])


def _run(source: str) -> str:
    done = subprocess.run([sys.executable, "-c", source], check=True, capture_output=True, text=True)
    return done.stdout


def _stage(phones: list[Phone], told: Told, writes: list[list[tuple[str, dict[str, str]]]]) -> None:
    ends = time.monotonic() + STAGE_SECONDS
    threads = [
        threading.Thread(target=phone.live, args=(told, ends, theirs, random.Random(at)))
        for at, (phone, theirs) in enumerate(zip(phones, writes, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _cards(chance: random.Random) -> list[tuple[str, dict[str, str]]]:
    return [
        (
            "/cards",
            {"side": side, "words": f"{chance.choice(WORDS)} {at}", "key": f"{side}-{at}"},
        )
        for at in range(CARDS // 2)
        for side in ("give", "need")
    ]


def _hearts(chance: random.Random, total: int) -> list[tuple[str, dict[str, str]]]:
    return [("/hearts", {"on": str(chance.randint(1, total))}) for _one in range(HEARTS)]


def measure() -> Result:
    """Run it in a folder of its own, with an empty SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOMETEAM_DATA": folder, "DJANGO_SETTINGS_MODULE": "hometeam.config.settings"}
        os.environ["HOMETEAM_SECRET_KEY"] = "a key that only this benchmark uses, long enough for every signer"
        subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v0"], check=True, capture_output=True
        )
        seats = [line.split() for line in _run(SETTLE.format(seats=SEATS)).splitlines()]
        with serving("hometeam.config.wsgi:application") as (port, _server):
            return _measured([Phone(port, code, token) for code, token in seats])


def _measured(phones: list[Phone]) -> Result:
    told, chance = Told(), random.Random(7)
    _run(LEAD.format(stage="needs"))
    _stage(phones, told, [_cards(chance) for _phone in phones])
    cards, *_rest = _run(LEAD.format(stage="reading")).split()
    wanted = [_hearts(chance, int(cards)) for _phone in phones]
    _stage(phones, told, wanted)
    _cards_now, hearts, loops, seconds = _run(LEAD.format(stage="loops")).split()
    lost = SEATS * CARDS - int(cards)
    own = {(at, body["on"]) for at, theirs in enumerate(wanted) for _path, body in theirs}
    ordered = sorted(told.seconds)
    print(f"  {len(ordered):,} requests, {told.unchanged:,} of them unchanged; {int(hearts):,} hearts of {len(own):,}")
    for wrong in told.errors[:5]:
        print(f"  {wrong}")
    return Result(
        "market",
        "A market's full room: a hundred seats at once",
        (
            Reading("cards lost, of 600", float(lost), "cards", aim="none", runs=1),
            Reading("answers that were errors", float(len(told.errors)), "answers", aim="none", runs=1),
            Reading("an answer, median", statistics.median(ordered) * 1000, "ms", aim="not a wait", runs=1),
            Reading(
                "an answer, 95 of 100 within", ordered[int(len(ordered) * 0.95)] * 1000, "ms", aim="1,000 ms", runs=1
            ),
            Reading("what is new, largest as sent", max(told.sizes) / 1000, "kB", aim="4 kB", runs=1),
            Reading(f"loops looked for and {loops} found", float(seconds), "s", aim="2 s", runs=1),
        ),
    )
