"""A year of weekly suggestions in towns whose truth is planted: ours beside other ways of ranking, and whether what is
foreseen comes true.

`measure` lives towns of 600 members with moderate and with strong popularity by ours, the product and IPFP, the first
of them by every other way, too, and towns from 30 to 20,000 members by some. How the towns were made and the fit's
constants chosen, on other towns than these, is told in `truth.py`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.communities.picture import calibration, draw
from benchmarks.places import real_file
from benchmarks.table import Reading, Result

if TYPE_CHECKING:
    from benchmarks.communities.ways import Learning, Random
    from benchmarks.communities.year import Year

SIZE, SEEDS, LUCK = 600, (5, 6, 7), 9
POPULARITY = {"moderate": 0.45, "strong": 1.9}
OTHER_SIZES = ((20_000, 8, 100), (30, 52, 300), (1_500, 52, 300))
"""Other towns: members, weeks that are lived in them, and half of how many may be suggested to each (see `WIDEST`)."""
AIMS = {"moderate": (2.38, 0.17), "strong": (1.47, 0.24)}


def measure() -> Result:
    """All readings; writes the picture of calibration as well."""
    real_file("businesses/langley_bc_2022.csv")
    _set_up()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_set_up) as pool:
        sizes = [pool.submit(_of_size, *size) for size in OTHER_SIZES]
        jobs = {
            strength: [pool.submit(_lived_by_all, strength, seed, seed == SEEDS[0]) for seed in SEEDS]
            for strength in POPULARITY
        }
        years = {strength: [job.result() for job in some] for strength, some in jobs.items()}
        readings = [one for strength, some in years.items() for one in _compared(strength, [told for told, _ in some])]
        readings += [reading for one in sizes for reading in one.result()]
    foreseen = [line for some in years.values() for _, lines in some for line in lines]
    return Result(
        "communities",
        "A year of suggestions in a planted town",
        (*readings, *_foreseen(foreseen)),
    )


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hometeam.config.settings")
    import django

    django.setup()


@dataclass(frozen=True)
class Told:
    """What is told of a year."""

    each: float
    with_one: float
    gini: float
    never_shown: float
    newcomers_weeks: float

    @classmethod
    def of(cls, year: Year) -> Told:
        return cls(year.each, year.with_one, year.gini, year.never_shown, year.newcomers_weeks)

    @classmethod
    def mean(cls, some: Sequence[Told]) -> Told:
        return cls(*np.mean([astuple(one) for one in some], axis=0).tolist())


def _lived_by_all(strength: str, seed: int, is_first: bool) -> tuple[dict[str, Told], list[tuple[float, bool, bool]]]:
    """What came of one town by each way, and what ours foresaw."""
    from benchmarks.communities.ours import Ours
    from benchmarks.communities.truth import town
    from benchmarks.communities.year import lived

    here = town(SIZE, POPULARITY[strength], seed)
    told: dict[str, Told] = {}
    foreseen: list[tuple[float, bool, bool]] = []
    for kind in _ways(is_first):
        way = kind(here, LUCK)
        told[way.name] = Told.of(lived(here, way, LUCK))
        print(f"  {strength}, town {seed}, {_said(way.name, told[way.name])}", flush=True)
        if type(way) is Ours:
            foreseen = way.foreseen
    return told, foreseen


def _ways(every: bool) -> tuple[type[Random | Learning], ...]:
    from benchmarks.communities import ours, ways

    compared = (ways.Learning, ways.Ipfp, ours.Ours)
    return (*ways.OTHERS, *compared, ours.Oracle) if every else compared


def _compared(strength: str, towns: Sequence[dict[str, Told]]) -> list[Reading]:
    from benchmarks.communities import ours, ways

    years = {name: Told.mean([one[name] for one in towns if name in one]) for name in towns[0]}
    mine, product = years.pop(ours.Ours.name), years[ways.Learning.name]
    most, gini = AIMS[strength]
    what, runs = f"{SIZE} members, {strength} popularity", len(towns)
    spread = np.ptp([one[ours.Ours.name].each for one in towns])
    rows = (
        (f"{what}: partnerships a member", mine.each, "", f"≥ {most}", product.each, f"(towns differ by {spread:.2f})"),
        ("… Gini of exposure", mine.gini, "", f"≤ {gini}", product.gini, ""),
        ("… never shown in a month", 100 * mine.never_shown, "%", "0", 100 * product.never_shown, ""),
        ("… members with a partner", 100 * mine.with_one, "%", "–", 100 * product.with_one, ""),
        ("… newcomers' weeks to the first", mine.newcomers_weeks, "", "–", product.newcomers_weeks, ""),
    )
    readings = [Reading(*row[:5], "product", runs, note=row[5]) for row in rows]
    so_many = {name: sum(name in one for one in towns) for name in years}
    return readings + [
        Reading(f"… {_said(name, year)}", year.each, "", "–", runs=so_many[name]) for name, year in years.items()
    ]


def _said(name: str, year: Told) -> str:
    return (
        f"{name}: partnerships a member {year.each:.2f} (with one {year.with_one:.0%}, Gini {year.gini:.2f}, "
        f"never shown in a month {year.never_shown:.1%}, newcomers' weeks {_weeks(year.newcomers_weeks)})"
    )


def _weeks(some: float) -> str:
    return "–" if np.isnan(some) else f"{some:.0f}"


def _of_size(size: int, weeks: int, widest: int) -> list[Reading]:
    from benchmarks.communities.ours import Ours
    from benchmarks.communities.truth import town
    from benchmarks.communities.ways import Ipfp, Learning, Random
    from benchmarks.communities.year import lived

    here = town(size, POPULARITY["moderate"], SEEDS[0], widest)
    told: dict[str, Told] = {}
    for kind in (Ours, Learning, Ipfp, Random):
        told[kind.name] = Told.of(lived(here, kind(here, LUCK), LUCK, weeks))
        print(f"  {size:,} members, {weeks} weeks, {_said(kind.name, told[kind.name])}", flush=True)
    return _sized(size, weeks, told)


def _sized(size: int, weeks: int, told: dict[str, Told]) -> list[Reading]:
    (name, mine), *others = told.items()
    said = f"{size:,} members, moderate popularity, {weeks} weeks: {_said(name, mine)}"
    random = others[-1][1].each
    return [
        Reading(said, mine.each, "", "–", random, "random", 1),
        *(Reading(f"… {_said(way, year)}", year.each, "", "–", runs=1) for way, year in others),
    ]


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
            note=f"({len(told):,} answers of all towns of {SIZE})",
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
