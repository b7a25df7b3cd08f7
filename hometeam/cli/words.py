"""What Hometeam says in other languages, made ready for gettext in the data folder, once for each version of it."""

from __future__ import annotations

import hashlib
import os
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
"""What translators write: a folder for each language."""


def make_words_ready(into: Path, catalogues: Path = CATALOGUES) -> None:
    """Each catalogue as gettext reads it, under the same path in `into`; what is there for this version already stays.

    Several processes may do it at once: each writes the same, and nobody sees half of it.
    """
    for catalogue in sorted(catalogues.glob("*/LC_MESSAGES/django.po")):
        said = catalogue.read_bytes()
        made, stamp = _made(into / catalogue.relative_to(catalogues)), hashlib.sha256(said).hexdigest()
        of = made.with_suffix(".of")
        if made.exists() and of.exists() and of.read_text() == stamp:
            continue
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(said)))
        _put(made, compiled.getvalue())
        _put(of, stamp.encode())


def _made(catalogue: Path) -> Path:
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    return catalogue.with_suffix(".mo")


def _put(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
