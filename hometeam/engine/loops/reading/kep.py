"""Kidney-exchange pools as JSON, in both forms that the kep_solver package reads. Altruists' chains are refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from hometeam.engine.loops.pool import MOST_WEIGHT, Pool
from hometeam.engine.loops.reading.gathering import Gathering
from hometeam.engine.unpacking import Malformed

Thing = dict[str, object]
# A name, with the colon that follows; any other string; the beginning or end of an object.
TOKEN = re.compile(r'(?P<name>"(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]')


def read_kep(text: str) -> Pool:
    """The pool of a kep JSON file: a member is a recipient with their donors, of whom the best match counts."""
    told = _told(text)
    donors = told.get("data", told.get("donors")) if isinstance(told, dict) else None
    if not isinstance(donors, dict):
        raise Malformed("a pool is an object with “data” or “donors”", 1)
    pool = Gathering()
    for donor, about in donors.items():
        with _in_line_of(text, donor):
            for patient in _sources(donor, _thing(about, donor)):
                pool.member(patient)
    for donor, about in donors.items():
        with _in_line_of(text, donor):
            _gives(pool, donor, _thing(about, donor))
    return pool.pool()


def _told(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except _Twice:
        name, line = _first_twice(text)
        raise Malformed(f"“{name[:40]}” is there twice in one object", line) from None
    except json.JSONDecodeError as trouble:
        raise Malformed(f"this is no JSON: {trouble.msg}", trouble.lineno) from None
    except RecursionError:
        raise Malformed("this JSON is nested too deeply", 1) from None
    except ValueError:
        raise Malformed("a number in this JSON is too long", 1) from None


class _Twice(Exception):
    """An object has a name twice; where, the parser does not say."""


def _once(pairs: list[tuple[str, object]]) -> Thing:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise _Twice
    return told


def _first_twice(text: str) -> tuple[str, int]:
    """The first name that its object has already, in a text that is JSON as far as that; and its line."""
    names: list[set[str]] = []
    for token in TOKEN.finditer(text):
        if token[0] == "{":
            names.append(set())
        elif token[0] == "}":
            names.pop()
        elif token["name"] is not None:
            name = str(json.loads(token["name"]))
            if name in names[-1]:
                return name, text.count("\n", 0, token.start()) + 1
            names[-1].add(name)
    return "", 1


@contextmanager
def _in_line_of(text: str, donor: str) -> Iterator[None]:
    """What is wrong with a donor is said with the line where the donor begins."""
    try:
        yield
    except Malformed as trouble:
        begins = re.search(r'"(?:data|donors)"\s*:', text)
        found = re.compile(re.escape(json.dumps(donor)) + r"\s*:").search(text, begins.end() if begins else 0)
        raise Malformed(str(trouble), text.count("\n", 0, found.start()) + 1 if found else None) from None


def _gives(pool: Gathering, donor: str, about: Thing) -> None:
    matches = list(_matches(donor, about))
    if len({patient for patient, _ in matches}) < len(matches):
        raise Malformed(f"donor {donor} matches the same recipient twice")
    for patient, score in matches:
        _add(pool, donor, _sources(donor, about), patient, score)


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
        if not 0 <= score <= MOST_WEIGHT:
            raise Malformed(f"a score of donor {donor} is not a number from 0 upwards")
        yield str(patient), float(score)
