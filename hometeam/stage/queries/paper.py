"""A page of a PDF. Its library takes long to load, so that only who prints loads it."""

from __future__ import annotations

from typing import Any

from fpdf import FPDF


class Sheet(FPDF):
    """A page that remembers how it has laid out words, for the same card stands on it many times."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.laid_out: dict[tuple[object, ...], tuple[int, tuple[str, ...]]] = {}
