"""Where the real data lies that benchmarks read: beside the checkout, never in it."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def real_file(name: str) -> Path:
    """One real file, such as "businesses/langley_bc_2022.csv". Raises FileNotFoundError where the folder is absent."""
    found = FOLDER / name
    if not found.is_file():
        raise FileNotFoundError(f"the real data is not on this machine: {name}")
    return found
