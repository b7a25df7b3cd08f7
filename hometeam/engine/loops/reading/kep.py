"""Kidney-exchange pools as JSON, in both forms that the kep_solver package reads. Altruists' chains are refused."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hometeam.engine.loops.pool import Pool
from hometeam.engine.loops.reading.gathering import Gathering
from hometeam.engine.unpacking import Malformed

Thing = dict[str, object]


def read_kep(text: str) -> Pool:
    """The pool of a kep JSON file: a member is a recipient with their donors, of whom the best match counts."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError as trouble:
        raise Malformed(f"this is no JSON: {trouble.msg}", trouble.lineno) from None
    except RecursionError:
        raise Malformed("this JSON is nested too deeply", 1) from None
    if not isinstance(told, dict):
        raise Malformed("a pool is an object with “data” or “donors”", 1)
    donors = told.get("data", told.get("donors"))
    if not isinstance(donors, dict):
        raise Malformed("a pool is an object with “data” or “donors”", 1)
    return _pool(donors)


def _pool(donors: Thing) -> Pool:
    sources = {donor: _sources(donor, _thing(about, donor)) for donor, about in donors.items()}
    pool = Gathering()
    for patients in sources.values():
        for patient in patients:
            pool.member(patient)
    for donor, about in donors.items():
        matches = list(_matches(donor, _thing(about, donor)))
        if len({patient for patient, _ in matches}) < len(matches):
            raise Malformed(f"donor {donor} matches the same recipient twice")
        for patient, score in matches:
            _add(pool, donor, sources[donor], patient, score)
    return pool.pool()


def _add(pool: Gathering, donor: str, givers: list[str], patient: str, score: float) -> None:
    if patient not in pool.number:
        raise Malformed(f"donor {donor} matches recipient {patient}, whom nobody gives for")
    for giver in givers:
        ends = pool.number[giver], pool.number[patient]
        # Of several donors who come with one recipient only one gives.
        if giver != patient and pool.arcs.get(ends, (-1.0, 0.0))[0] < score:
            pool.arcs.pop(ends, None)
            pool.add(*ends, None, score)


def _thing(value: object, donor: str) -> Thing:
    if not isinstance(value, dict):
        raise Malformed(f"donor {donor} is not an object")
    return value


def _sources(donor: str, about: Thing) -> list[str]:
    patients = about.get("sources", about.get("paired_recipients"))
    if about.get("altruistic") or not patients:
        raise Malformed(f"donor {donor} is an altruist, who begins a chain; only loops are looked for")
    if not isinstance(patients, list) or not all(isinstance(each, int | str) for each in patients):
        raise Malformed(f"the recipients of donor {donor} are not a list")
    return [str(each) for each in patients]


def _matches(donor: str, about: Thing) -> Iterator[tuple[str, float]]:
    matches = about.get("matches", about.get("outgoing_transplants", []))
    if not isinstance(matches, list):
        raise Malformed(f"the matches of donor {donor} are not a list")
    for match in matches:
        patient, score = (match.get("recipient"), match.get("score", 1)) if isinstance(match, dict) else (None, 1)
        if not isinstance(patient, int | str) or isinstance(score, bool) or not isinstance(score, int | float):
            raise Malformed(f"a match of donor {donor} has no recipient or no score")
        yield str(patient), float(score)
