"""What a benchmark says: one reading a line, kept as JSON, shown as a table. Nothing in either is typed in by hand."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PAGE = HERE.parent / "docs" / "developers" / "benchmarks.md"


@dataclass(frozen=True)
class Reading:
    """One figure: what was measured, the median of `runs`, its unit, the peer's in the same run, the aim in words."""

    what: str
    ours: float
    unit: str
    aim: str
    peer: float | None = None
    peer_name: str = ""
    runs: int = 5
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's."""
        return self.ours / self.peer if self.peer else None


@dataclass(frozen=True)
class Result:
    """All readings of one benchmark, with the machine that they were read on."""

    name: str
    title: str
    readings: tuple[Reading, ...]


def machine() -> dict[str, object]:
    """The machine and its load, which belong beside every figure."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": [round(one, 2) for one in os.getloadavg()],
    }


def keep(result: Result) -> None:
    """Write one benchmark's readings to its JSON file."""
    RESULTS.mkdir(exist_ok=True)
    content = {"title": result.title, "machine": machine(), "readings": [asdict(one) for one in result.readings]}
    (RESULTS / f"{result.name}.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _line(reading: dict[str, object]) -> str:
    ours, peer = float(str(reading["ours"])), reading["peer"]
    against = f"{float(str(peer)):,.2f} ({reading['peer_name']}), ratio {ours / float(str(peer)):.1f}" if peer else "–"
    note = f" {reading['note']}" if reading["note"] else ""
    return f"| {reading['what']}{note} | {ours:,.2f} {reading['unit']} | {against} | {reading['aim']} |"


def pages(files: Iterable[Path]) -> str:
    """The page of the manual that shows every kept result."""
    parts = ["# Benchmarks\n\n`make bench` measures these and writes this page. Medians; compare by ratio.\n"]
    for file in sorted(files):
        content = json.loads(file.read_text("utf-8"))
        on = content["machine"]
        parts.append(
            f"## {content['title']}\n\nPython {on['python']}, {on['cores']} cores, load {on['load'][0]} at the end.\n\n"
            "| what | ours | peer in the same run | aim |\n|---|---|---|---|\n"
            + "\n".join(_line(reading) for reading in content["readings"])
            + "\n"
        )
    return "\n".join(parts)


def write_page() -> None:
    """Bring the manual's page up to date with the kept results."""
    PAGE.write_text(pages(RESULTS.glob("*.json")), "utf-8")
