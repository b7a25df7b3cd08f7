"""`make bench`: every benchmark, or those named, such as `python -m benchmarks loop`. Reads the real directories."""

import importlib
import sys

from benchmarks.table import keep, write_page

ALL = (
    "cluster",
    "communities",
    "fit",
    "fresh",
    "learning",
    "loop",
    "loops",
    "market",
    "overlap",
    "redirects",
    "taxonomy",
)

for name in sys.argv[1:] or ALL:
    print(f"{name} …", flush=True)
    try:
        result = importlib.import_module(f"benchmarks.{name}").measure()
    except FileNotFoundError as missing:
        print(f"  left out: {missing}", flush=True)
        continue
    keep(result)
    for reading in result.readings:
        ratio = f"  ({reading.ratio:.1f} × {reading.peer_name})" if reading.ratio else ""
        print(f"  {reading.what}: {reading.ours:,.2f} {reading.unit}{ratio}   aim: {reading.aim}", flush=True)
write_page()
