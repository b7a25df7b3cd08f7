"""Loops of barter and set-off, each in a process of its own, with kep_solver beside it in the same run.

CPU-seconds from the pool in memory to the answer, so that a busy machine counts less; the memory of the whole process.
`python -m benchmarks.loops JSON` is what the processes run.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.sparse import NEAR
from benchmarks.table import Reading, Result

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "barter"
RUNS = 5
Said = dict[str, float]

# Pool of PrefLib 00036, greatest length, members, runs, whether kep_solver is run too, the aim.
REAL = (
    ("00000111", 3, 128, RUNS, True, "≤ 0.05 s, optimal"),
    ("00000111", 4, 128, RUNS, False, "≤ 0.3 s, optimal; kep_solver 24 s"),
    ("00000151", 3, 256, RUNS, True, "≤ 0.5 s, optimal"),
    ("00000191", 3, 512, RUNS, False, "≤ 2 s and 300 MB, optimal; kep_solver 101 s and 1.5 GB"),
    ("00000231", 3, 1024, 1, False, "≤ 60 s, optimal or within 0.5 %; kep_solver no answer"),
    ("00000071", 3, 64, RUNS, True, "≤ 0.02 s, optimal"),
    ("00000071", 4, 64, RUNS, True, "≤ 0.1 s, optimal"),
)
# Members, greatest length, CPU-seconds allowed, the aim.
SPARSE = (
    (1_000, 3, 5.0, "≥ 99.9 % in 5 s"),
    (1_000, 4, 60.0, "≥ 98.5 % in 60 s"),
    (1_000, 5, 60.0, "≥ 97 % in 60 s"),
    (10_000, 3, 60.0, "≥ 99.5 % in 60 s"),
    (10_000, 4, 60.0, "≥ 97 %"),
    (10_000, 5, 60.0, "≥ 95 %"),
    (100_000, 3, 120.0, "≥ 99.3 % in 120 s, < 2 GB"),
)
# The same where each is near more others, or all: members, near each, greatest length, CPU-seconds allowed.
DENSER = (
    *((1_000, near, longest, 60.0) for near in (450, 700) for longest in (4, 5)),
    (10_000, 700, 4, 60.0),
    (1_000, 1_000, 3, 5.0),
    (1_000, 1_000, 4, 60.0),
    (1_000, 1_000, 5, 60.0),
    (10_000, 1_000, 3, 60.0),
)
# The same where each leg has a weight of its own: members, near each, greatest length, CPU-seconds allowed.
OF_ITS_OWN = (
    (1_000, 300, 3, 5.0),
    (1_000, 400, 3, 5.0),
    (1_000, 1_000, 3, 5.0),
    (1_000, 300, 4, 60.0),
    (10_000, 300, 3, 60.0),
    (10_000, 400, 3, 60.0),
    (100_000, 300, 3, 120.0),
)


def measure() -> Result:
    """All readings."""
    readings = [reading for each in REAL for reading in _real(*each)]
    for each in SPARSE:
        readings += _sparse(*each)
    for size, near, longest, limit in DENSER:
        readings += _sparse(size, longest, limit, "said, not aimed at", near)
    for size, near, longest, limit in OF_ITS_OWN:
        readings += _sparse(size, longest, limit, "said, not aimed at", near, each_its_own=True)
    return Result("loops", "Loops and set-off", (*readings, _drawn(), _repair(), _trades(), _setoff()))


def _apart(work: str, *arguments: object) -> Said:
    """What one piece of work says, done in a process of its own with one thread of linear algebra."""
    command = [sys.executable, "-m", "benchmarks.loops", json.dumps([work, *arguments])]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    )
    said: Said = json.loads(done.stdout.splitlines()[-1])
    return said


def _real(number: str, longest: int, size: int, runs: int, peer: bool, aim: str) -> list[Reading]:
    ours = [_apart("real", number, longest) for _ in range(runs)]
    theirs = _apart("kep_solver", number, longest)["seconds"] if peer else None
    note = (
        f"({ours[0]['value']:.0f}, {'optimal' if ours[0]['optimal'] else 'not proven'}, {ours[0]['megabytes']:.0f} MB)"
    )
    what = f"PrefLib 00036, {size:,} members, loops to {longest} {note}"
    seconds = statistics.median(each["seconds"] for each in ours)
    return [Reading(what, seconds, "CPU-s", aim, theirs, "kep_solver with CBC" if peer else "", runs)]


def _sparse(
    size: int, longest: int, limit: float, aim: str, near: int = NEAR, *, each_its_own: bool = False
) -> list[Reading]:
    said = _apart("sparse", size, longest, limit, near, each_its_own)
    note = f"({said['seconds']:.1f} CPU-s, {said['megabytes']:,.0f} MB)"
    apart = "" if near == NEAR else f" where each is near {near}"
    weighed = ", each leg weighed by itself" if each_its_own else ""
    what = f"sparse pool of {size:,}{apart}{weighed}, loops to {longest}: value in % of its bound {note}"
    return [Reading(what, 100 * said["value"] / said["bound"], "%", aim, runs=1)]


def _drawn() -> Reading:
    said = _apart("saidman", 2048)
    note = f"({said['value']:.0f}, at most {said['bound']:.0f}, {said['megabytes']:.0f} MB)"
    what = f"2,048 pairs drawn as Saidman's, loops to 3 {note}"
    return Reading(what, said["seconds"], "CPU-s", "≤ 60 s, optimal or within 0.5 %", runs=1)


def _repair() -> Reading:
    said = _apart("repair", 10_000)
    return Reading("repair after one refusal, sparse pool of 10,000", said["seconds"], "CPU-s", "≤ 1 s", runs=1)


def _trades() -> Reading:
    files = sorted(DATA.glob("mathtrade/*.txt.xz"))
    said = [_apart("trades", str(file)) for file in files if ".result." not in file.name]
    trades, slowest = sum(each["value"] for each in said), max(each["seconds"] for each in said)
    what = f"the slowest of {len(said)} math trades, with reading ({trades:.0f} trades in all)"
    return Reading(what, slowest, "CPU-s", "TradeMaximizer 0.3–2.5 s, 2,853 trades in those 11", runs=1)


def _setoff() -> Reading:
    said = [_apart("setoff") for _ in range(RUNS)]
    what = f"set-off of 100,471 debts, with reading ({said[0]['value']:,.0f} cleared)"
    return Reading(what, statistics.median(each["seconds"] for each in said), "CPU-s", "535,494,678 in ≤ 1 s")


def _timed(work: Callable[[], Said]) -> Said:
    began = time.process_time()
    said = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**said, "seconds": time.process_time() - began, "megabytes": peak}


def real(number: str, longest: int) -> Said:
    """One of PrefLib's pools, read before the clock starts."""
    from hometeam.engine.loops import Rules, best_loops
    from hometeam.engine.loops.reading import read_pool

    file = DATA / "preflib" / f"00036-{number}.wmd.xz"
    pool = read_pool(file.name, file.read_bytes())

    def work() -> Said:
        answer = best_loops(pool, Rules(longest, time_limit=60), clock=time.process_time)
        return {"value": answer.value, "bound": answer.upper_bound, "optimal": answer.optimal}

    return _timed(work)


def sparse(size: int, longest: int, limit: float, near: int, each_its_own: bool) -> Said:
    """One sparse pool, by weight."""
    from benchmarks.sparse import each_leg_its_own, sparse_pool
    from hometeam.engine.loops import Rules, best_loops

    drawn = sparse_pool(size, near=near)
    pool = each_leg_its_own(drawn) if each_its_own else drawn

    def work() -> Said:
        answer = best_loops(pool, Rules(longest, "weight", time_limit=limit), clock=time.process_time)
        return {"value": answer.value, "bound": answer.upper_bound}

    return _timed(work)


def drawn(size: int) -> Said:
    """One pool of pairs, made before the clock starts."""
    from benchmarks.saidman import saidman_pool
    from hometeam.engine.loops import Rules, best_loops

    pool = saidman_pool(size)

    def work() -> Said:
        answer = best_loops(pool, Rules(time_limit=60), clock=time.process_time)
        return {"value": answer.value, "bound": answer.upper_bound}

    return _timed(work)


def repaired(size: int) -> Said:
    """One refusal in a loop of three whose other legs were accepted."""
    from benchmarks.sparse import sparse_pool
    from hometeam.engine.loops import Rules, best_loops, repair

    pool = sparse_pool(size)
    before = best_loops(pool, Rules(3, "weight", time_limit=15), clock=time.process_time)
    loop = next(each for each in before.loops if len(each) == 3)
    rules = Rules(3, "weight", frozenset([(loop[0], loop[1])]), frozenset([(loop[1], loop[2])]))
    return _timed(lambda: {"value": repair(pool, rules, before).value})


def trades(name: str) -> Said:
    """One want list, read and traded."""
    from hometeam.engine.loops import Rules, best_loops
    from hometeam.engine.loops.reading import read_pool

    content = Path(name).read_bytes()
    return _timed(lambda: {"value": best_loops(read_pool(name, content), Rules(0)).value})


def setoff() -> Said:
    """The debts, read and cleared."""
    from hometeam.engine.setoff import read_book, set_off

    file = DATA / "obligations" / "synthethic_network_01.csv.xz"
    content = file.read_bytes()
    return _timed(lambda: {"value": set_off(read_book(file.name, content).debts).cleared})


def kep_solver(number: str, longest: int) -> Said:
    """The peer, CPU-seconds with those of its solver's process."""
    from kep_solver.fileio import read_json
    from kep_solver.model import TransplantCount
    from kep_solver.programme import Programme

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pool.json"
        file.write_text(json.dumps(_as_kep(number)))
        instance = read_json(str(file))
    began = os.times()
    programme = Programme([TransplantCount()], longest, 1, "pairs")
    solution, _ = programme.solve_single(instance)
    ended = os.times()
    return {"value": solution.values[0] if solution else 0.0, "seconds": sum(ended[:4]) - sum(began[:4])}


def _as_kep(number: str) -> dict[str, object]:
    from hometeam.engine.loops.reading import read_pool

    file = DATA / "preflib" / f"00036-{number}.wmd.xz"
    pool = read_pool(file.name, file.read_bytes())
    donors: dict[str, dict[str, object]] = {
        each: {"sources": [int(each)], "dage": 50, "matches": []} for each in pool.ids
    }
    for giver, receiver in zip(pool.givers.tolist(), pool.receivers.tolist(), strict=True):
        matches = donors[pool.ids[giver]]["matches"]
        assert isinstance(matches, list)
        matches.append({"recipient": int(pool.ids[receiver]), "score": 1})
    return {"data": donors}


WORK: dict[str, Callable[..., Said]] = {
    "real": real,
    "sparse": sparse,
    "saidman": drawn,
    "repair": repaired,
    "trades": trades,
    "setoff": setoff,
    "kep_solver": kep_solver,
}


def main(words: Sequence[str]) -> None:
    """Does one piece of work and prints what it says."""
    work, *arguments = json.loads(words[0])
    print(json.dumps(WORK[work](*arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
