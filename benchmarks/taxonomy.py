"""Licence texts to codes and services: how often right without any training, and how quick.

The truth is the NAICS code that Langley keeps for each licence, at three digits. A tenth of them are Canadian or older,
without a counterpart in NAICS 2022, so they can only be misses. Nothing was tuned on these labels; the words kept by
hand were written with the commonest licence texts (not their codes) in view.
"""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import Reading, Result
from hometeam.engine.roster import guess_columns, read_row
from hometeam.engine.taxonomy import Taxonomy, finder, tables, words

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "businesses" / "langley_bc_2022.csv"
SPEED_TEXTS = 500
RUNS = 5


def measure() -> Result:
    """All readings."""
    with DATA.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    told = [row for row in rows if row["naics6"] and row["licence_desc"]]
    taxonomy = Taxonomy.load()
    taxonomy.match("bread")
    return Result(
        "taxonomy", "Words to services", (*_codes(taxonomy, told), *_speed(taxonomy, told), _reading(taxonomy))
    )


def _codes(taxonomy: Taxonomy, told: list[dict[str, str]]) -> list[Reading]:
    guessed = [[code for code, _ in taxonomy.match_naics(row["licence_desc"])] for row in told]
    truth = [row["naics6"][:3] for row in told]
    first = sum(found[:1] == [right] for found, right in zip(guessed, truth, strict=True)) / len(told)
    five = sum(right in found for found, right in zip(guessed, truth, strict=True)) / len(told)
    peers = "on 2,500 of them character TF-IDF read {}, MiniLM (5 GB) {}; aim ≥ {}"
    return [
        Reading(
            f"right at the first guess, {len(told):,} licence texts",
            first,
            "",
            peers.format(".451", ".523", ".50"),
            runs=1,
        ),
        Reading("right among five guesses", five, "", peers.format(".672", ".724", ".71"), runs=1),
    ]


def _speed(taxonomy: Taxonomy, told: list[dict[str, str]]) -> list[Reading]:
    texts = [row["licence_desc"] for row in told[:SPEED_TEXTS]]
    each = _median(lambda: _at_first_sight(taxonomy, texts)) / len(texts)
    load = _median(lambda: Taxonomy(tables.services()).likely_needs("cafe"))
    index = _median(lambda: Taxonomy(tables.services()).match("bread"))
    return [
        Reading("one text to services", each, "CPU-ms", "about 1"),
        Reading("loading the taxonomy", load, "CPU-ms", "≤ 150"),
        Reading("making the text index, when words are first matched", index, "CPU-ms", "once in a process"),
    ]


def _at_first_sight(taxonomy: Taxonomy, texts: list[str]) -> None:
    finder._services_like.cache_clear()
    words.words_of.cache_clear()
    for text in texts:
        taxonomy.match(text)


def _reading(taxonomy: Taxonomy) -> Reading:
    with DATA.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    mapping = guess_columns(header, rows[:200])
    began = time.process_time()
    for row in rows:
        read_row(mapping, row, taxonomy)
    spent = (time.process_time() - began) * 1_000
    return Reading(
        "one row of a directory, read with its services and needs", spent / len(rows), "CPU-ms", "≤ 2", runs=1
    )


def _median(work: Callable[[], object]) -> float:
    """Milliseconds of CPU, the median of RUNS."""
    spent = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        spent.append((time.process_time() - began) * 1_000)
    return statistics.median(spent)
