"""Counting customers in common, 5,000 addresses a side: the whole exchange in Python beside openmined-psi on the same
lists, and each side's share of it in a real browser.
"""

from __future__ import annotations

import os
import secrets
import statistics
import time
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from benchmarks.table import Reading, Result
from hometeam.engine import overlap
from hometeam.engine.overlap import DECOYS, Kind, Paper

SIDE = 5_000
RUNS = 5
STATIC = Path(__file__).resolve().parent.parent / "hometeam" / "ui" / "static"

# Two workers, as the page has them on two cores: a key, its own list, and the other's list with decoys.
IN_THE_BROWSER = """async ([address, library, addresses, again]) => {
  const workers = [0, 1].map(() => new Worker(address, { type: "module" }));
  const ask = (worker, job) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => data.result ? resolve(data.result) : data.error && reject(data.error);
    worker.postMessage({ library, ...job });
  });
  const half = (list) => [list.slice(0, list.length / 2), list.slice(list.length / 2)];
  const begun = performance.now();
  const { key } = await ask(workers[0], { job: "key" });
  const shares = half(addresses).map((part, at) => ask(workers[at], { job: "blind", key, addresses: part }));
  const own = await Promise.all(shares);
  const middle = performance.now();
  const points = own.map((part) => new Uint8Array([...part, ...part.subarray(0, again * 16)]));
  await Promise.all(points.map((part, at) => ask(workers[at], { job: "again", key, points: part })));
  const ended = performance.now();
  for (const worker of workers) worker.terminate();
  return [(middle - begun) / 1000, (ended - middle) / 1000];
}"""


def measure() -> Result:
    """All readings."""
    mine, yours = _people(0), _people(SIDE // 2)
    overlap.point_of(b"the library is loaded")
    peer = _median(lambda: _by_openmined(mine, yours))
    ours = _median(lambda: _by_ours(mine, yours))
    size = len(overlap.written(_list(mine)[0])) / 1_000
    note = "(both sides, papers written and read, decoys, noise)"
    return Result(
        "overlap",
        f"Customers in common, {SIDE:,} addresses a side",
        (
            Reading("the whole exchange in Python", ours, "CPU-s", "≤ 2.5", peer, "openmined-psi", RUNS, note),
            Reading("sent by a side for each step", size, "kB", "openmined-psi: 175 kB, without decoys", runs=1),
            *_in_a_browser(mine),
        ),
    )


def _people(first: int) -> list[str]:
    return [f"customer{number}@example.org" for number in range(first, first + SIDE)]


def _list(addresses: list[str]) -> tuple[Paper, bytes]:
    key = overlap.key_from(secrets.token_bytes(64))
    points = overlap.blinded(addresses, key, secrets.token_bytes(32))
    return Paper(Kind.LIST, points, overlap.public(key)), key


def _by_ours(mine: list[str], yours: list[str]) -> None:
    """Everything that happens between two files and the band, in one process."""
    sides = [_list(mine), _list(yours)]
    papers = [overlap.read(overlap.written(paper).encode(), Kind.LIST) for paper, _key in sides]
    back = []
    for at, (paper, key) in enumerate(sides):
        seed = secrets.token_bytes(32)
        handed = overlap.handed(papers[1 - at].points, seed)
        returned = overlap.blinded_again(handed, key)
        if not overlap.is_faithful(returned, length=SIDE, key_point=paper.key_point, seed=seed):
            raise SystemExit("an honest return was refused")
        back.append(returned)
    count = overlap.shared(*back)
    if count != SIDE // 2:
        raise SystemExit(f"counted {count}")
    overlap.band_of(count, secrets.SystemRandom())


def _by_openmined(mine: list[str], yours: list[str]) -> None:
    """The same count by openmined-psi: one side learns it, no padding, no check on cheating, no noise."""
    import private_set_intersection.python as psi

    client, server = psi.client.CreateWithNewKey(False), psi.server.CreateWithNewKey(False)
    setup = server.CreateSetupMessage(1e-9, len(mine), yours, psi.DataStructure.RAW)
    count = client.GetIntersectionSize(setup, server.ProcessRequest(client.CreateRequest(mine)))
    if count != SIDE // 2:
        raise SystemExit(f"openmined-psi counted {count}")


def _in_a_browser(addresses: list[str]) -> list[Reading]:
    """One side's share in Chromium: as long as somebody waits, and in CPU-seconds, whoever else is busy here."""
    from tests.browser.chromium import running_chromium

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Static)
    Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/ui"
    given = [f"{home}/overlap-worker.js", f"{home}/vendor/libsodium-sumo-0.8.4.js", addresses, DECOYS]
    with running_chromium() as chromium:
        page = chromium.new_page()
        page.goto(f"{home}/vendor/ABOUT.txt")
        begun = _cpu_of_children()
        spent: list[list[float]] = [page.evaluate(IN_THE_BROWSER, given) for _run in range(RUNS)]
        cpu = (_cpu_of_children() - begun) / RUNS
    server.shutdown()
    first, second = (statistics.median(step) for step in zip(*spent, strict=True))
    note = f"(own list {first:.1f}, the other’s {second:.1f}; two workers, library loaded each time)"
    return [
        Reading("one side in Chromium, waiting", first + second, "s", "≤ 5 on two free cores", runs=RUNS, note=note),
        Reading("one side in Chromium, working", cpu, "CPU-s", "≤ 5", runs=RUNS, note="(mean, all its processes)"),
    ]


def _cpu_of_children() -> float:
    """CPU-seconds spent so far by every process that descends from this one and still runs."""
    from tests.house.running import offspring

    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in offspring(os.getpid())]
    return sum(int(one[11]) + int(one[12]) for one in stats) / os.sysconf("SC_CLK_TCK")


class _Static(SimpleHTTPRequestHandler):
    """The static files as they lie in the source."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, directory=str(STATIC), **kwargs)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


def _median(work: Callable[[], object]) -> float:
    """CPU seconds, the median of RUNS."""
    spent = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return statistics.median(spent)
