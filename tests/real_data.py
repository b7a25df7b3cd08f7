"""Real directories lie beside the checkout, never in it; tests that read them skip, visibly, where they are absent."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def real_data(name: str) -> Path:
    """The path of one real file, such as "businesses/langley_bc_2022.csv"; skips only where the folder is absent."""
    if not FOLDER.is_dir():
        pytest.skip(f"the folder of real data is not on this machine, so {name} was not read")
    return FOLDER / name
