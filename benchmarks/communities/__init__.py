"""A year of weekly suggestions in towns whose truth is planted: ours beside other ways of ranking, and whether what is
foreseen comes true.

`measure` lives one town of 600 members with moderate and one with strong popularity by every way, and a small and a
large town by ours and at random.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from benchmarks.communities.picture import calibration, draw
from benchmarks.places import real_file
from benchmarks.table import Reading, Result

SIZE, SEED, LUCK = 600, 1, 9
POPULARITY = {"moderate": 0.5, "strong": 1.5}
OTHER_SIZES = (30, 1_500)
AIMS = {"moderate": (2.38, 0.17), "strong": (1.47, 0.24)}


def measure() -> Result:
    """All readings; writes the picture of calibration as well."""
    real_file("businesses/langley_bc_2022.csv")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_set_up) as pool:
        compared = [pool.submit(_compared, strength) for strength in POPULARITY]
        sizes = [pool.submit(_of_size, size) for size in OTHER_SIZES]
        found = [one.result() for one in compared]
        readings = [*(reading for told, _ in found for reading in told), *(one.result() for one in sizes)]
    return Result(
        "communities",
        "A year of suggestions in a planted town",
        (*readings, *_foreseen([line for _, told in found for line in told])),
    )


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hometeam.config.settings")
    import django

    django.setup()


def _compared(strength: str) -> tuple[list[Reading], list[tuple[float, bool, bool]]]:
    from benchmarks.communities import ways
    from benchmarks.communities.truth import town
    from benchmarks.communities.year import Year, lived

    here = town(SIZE, POPULARITY[strength], SEED)
    years: dict[str, Year] = {}
    foreseen: list[tuple[float, bool, bool]] = []
    for kind in ways.ALL:
        way = kind(here, LUCK)
        years[way.name] = lived(here, way, LUCK)
        print(f"  {strength}, {_said(way.name, years[way.name])}", flush=True)
        if isinstance(way, ways.Ours) and not isinstance(way, ways.Oracle):
            foreseen = way.foreseen
    ours, product = years.pop(ways.Ours.name), years[ways.Learning.name]
    most, gini = AIMS[strength]
    what = f"{SIZE} members, {strength} popularity"
    readings = [
        Reading(f"{what}: partnerships a member", ours.each, "", f"≥ {most}", product.each, "product", 1),
        Reading("… Gini of exposure", ours.gini, "", f"≤ {gini}", product.gini, "product", 1),
        Reading("… never shown in a month", 100 * ours.never_shown, "%", "0", 100 * product.never_shown, "product", 1),
        Reading("… members with a partner", 100 * ours.with_one, "%", "–", 100 * product.with_one, "product", 1),
        Reading(
            "… newcomers' weeks to the first", ours.newcomers_weeks, "", "–", product.newcomers_weeks, "product", 1
        ),
    ]
    others = [Reading(f"… {_said(name, year)}", year.each, "", "–", runs=1) for name, year in years.items()]
    return readings + others, foreseen


def _said(name: str, year: object) -> str:
    from benchmarks.communities.year import Year

    assert isinstance(year, Year)
    return (
        f"{name}: partnerships a member {year.each:.2f} (with one {year.with_one:.0%}, Gini {year.gini:.2f}, "
        f"never shown in a month {year.never_shown:.1%}, newcomers' weeks {year.newcomers_weeks:.0f})"
    )


def _of_size(size: int) -> Reading:
    from benchmarks.communities.truth import town
    from benchmarks.communities.ways import Ours, Random
    from benchmarks.communities.year import lived

    here = town(size, POPULARITY["moderate"], SEED)
    ours, random = (lived(here, kind(here, LUCK), LUCK) for kind in (Ours, Random))
    said = f"{size:,} members, moderate popularity: {_said('ours', ours)}"
    return Reading(said, ours.each, "", "–", random.each, "random", 1)


def _foreseen(foreseen: list[tuple[float, bool, bool]]) -> list[Reading]:
    told = np.array(foreseen, np.float64)
    chance, came = told[:, 0], told[:, 1]
    proposals = told[:, 2] > 0
    draw(chance, came)
    base = float(came.mean())
    return [
        Reading(
            "calibration error of what was foreseen",
            calibration(chance, came),
            "",
            "≤ .03",
            runs=1,
            note=f"({len(told):,} answers of both towns of {SIZE})",
        ),
        Reading(
            "… of answers to proposals alone", calibration(chance[proposals], came[proposals]), "", "≤ .03", runs=1
        ),
        Reading(
            "Brier score of what was foreseen",
            float(((chance - came) ** 2).mean()),
            "",
            "below the peer's",
            base * (1 - base),
            "always the mean",
            1,
        ),
    ]
