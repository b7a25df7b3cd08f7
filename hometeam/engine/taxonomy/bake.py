"""Bakes public tables into the small files that come with Hometeam:

    python -m hometeam.engine.taxonomy.bake FOLDER

FOLDER holds `taxonomy/naics2022_index_items.csv` (US Census Bureau) and `complementarity/bea_use_2017_detail_long.csv`,
`complementarity/bea2017_to_naics2017.csv` (US Bureau of Economic Analysis), all in the public domain. The same input
gives the same bytes. Run it again after changing `data/`.
"""

import csv
import lzma
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from . import tables
from .codes import CodeBook
from .finder import phrases
from .index import TextIndex
from .service import Service
from .words import tokens_of

BAKED = Path(__file__).parent / "baked"
SURE = 0.45
"""An index entry goes to a narrower service than its code's own from this likeness on."""
BOUGHT = 8
"""Needs kept for each service."""
LEAST_SHARE = 0.002
"""A purchase below this share of all that an industry buys says nothing about it."""
Shares = dict[str, dict[str, float]]


def main(folder: Path, into: Path = BAKED) -> None:
    """Writes both files."""
    services = tables.services()
    _write_items(services, _read(folder / "taxonomy" / "naics2022_index_items.csv"), into)
    _write_bought(services, folder / "complementarity", into)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def _write_items(services: Sequence[Service], items: Iterable[dict[str, str]], into: Path) -> None:
    sorter = _Sorter(services)
    coded = (item for item in items if item["naics6"].isdigit())
    lines = {(item["naics6"], " ".join(tokens)): item for item in coded if (tokens := tokens_of(item["index_item"]))}
    text = "\n".join(
        f"{sorter.service(code, item['index_item'])}\t{code}\t{tokens}"
        for (code, tokens), item in sorted(lines.items())
    )
    (into / "naics_items.tsv.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


class _Sorter:
    """Finds for an index entry the service that it is about, among those that cover its code."""

    def __init__(self, services: Sequence[Service]) -> None:
        self.services = services
        self.book = CodeBook(tables.owners("naics"))
        texts = [(number, tokens) for number, service in enumerate(services) for tokens in phrases(service)]
        self.which = np.array([number for number, _ in texts])
        self.index = TextIndex.of([tokens for _, tokens in texts])

    def service(self, code: str, item: str) -> str:
        owner = self.book.longest(code)
        others = [number for number, service in enumerate(self.services) if _narrow(service, code)]
        if owner is None or not others:
            raise ValueError(f"no service covers {code}")
        scores = self.index.scores(tokens_of(item))
        likeness = {number: float(scores[self.which == number].max()) for number in others}
        best = max(likeness, key=lambda number: (likeness[number], self.services[number].id == owner))
        return self.services[best].id if likeness[best] >= SURE else owner


def _narrow(service: Service, code: str) -> bool:
    return any(code.startswith(covered) for covered in service.naics)


def _write_bought(services: Sequence[Service], folder: Path, into: Path) -> None:
    shares = _lifts(_read(folder / "bea_use_2017_detail_long.csv"))
    industries: dict[str, list[str]] = defaultdict(list)
    for row in _read(folder / "bea2017_to_naics2017.csv"):
        industries[row["NAICS_2017_Code"]].append(row["BEA_2017_Detail_Code"])
    sells = tables.ranked("commodities.csv", "commodity", "services")
    with (into / "bought.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["service", "buys", "weight"])
        for service in services:
            out.writerows(_bought(service, _industries(service, industries), shares, sells))


def _lifts(use: Iterable[dict[str, str]]) -> Shares:
    """For each industry, how much more of a commodity it buys than the economy does: ln(1 + share ÷ share) over share.

    Lift as in association rules (Brin and others 1997), damped so that tiny purchases do not lead.
    """
    flows = [(row["industry"], row["commodity"], float(row["usd_million"])) for row in use]
    flows = [flow for flow in flows if flow[2] > 0]
    total = sum(flow[2] for flow in flows)
    by_industry: dict[str, float] = defaultdict(float)
    by_commodity: dict[str, float] = defaultdict(float)
    for industry, commodity, dollars in flows:
        by_industry[industry] += dollars
        by_commodity[commodity] += dollars
    lifts: Shares = defaultdict(dict)
    for industry, commodity, dollars in flows:
        share = dollars / by_industry[industry]
        if share >= LEAST_SHARE:
            lifts[industry][commodity] = math.log1p(share * total / by_commodity[commodity]) * math.sqrt(share)
    return lifts


def _industries(service: Service, industries: dict[str, list[str]]) -> list[str]:
    """The industries that the crosswalk has for a service's first code, or for its longest known beginning."""
    if not service.naics or service.broad:
        return []
    code = service.naics[0]
    shorter = (code[:end] for end in range(len(code), 1, -1))
    return next((sorted(set(industries[known])) for known in shorter if known in industries), [])


def _bought(
    service: Service, industries: Sequence[str], lifts: Shares, sells: dict[str, tuple[str, ...]]
) -> list[tuple[str, str, str]]:
    weights: dict[str, float] = defaultdict(float)
    for industry in industries:
        for commodity, lift in lifts.get(industry, {}).items():
            for rank, need in enumerate(sells.get(commodity, ())):
                weights[need] += lift / (1 + rank) / len(industries)
    weights.pop(service.id, None)
    best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:BOUGHT]
    return [(service.id, need, f"{weight / best[0][1]:.3f}") for need, weight in best]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the tables are: python -m hometeam.engine.taxonomy.bake FOLDER")
    main(Path(sys.argv[1]))
