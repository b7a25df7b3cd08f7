"""Which font writes which sign: the house's own, then DejaVu Sans, then what the machine has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

Face = Literal["head", "bold", "read"]

FONTS = Path(__file__).parent / "fonts"
FACES: dict[Face, str] = {
    "head": "BricolageGrotesque-Bold.ttf",
    "bold": "AtkinsonHyperlegibleNext-Bold.ttf",
    "read": "AtkinsonHyperlegibleNext-Regular.ttf",
}
_OTHERS: dict[Face, str] = {"head": "DejaVuSans-Bold.ttf", "bold": "DejaVuSans-Bold.ttf", "read": "DejaVuSans.ttf"}
SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_WANTED = ("NotoSans", "DroidSansFallback", "SourceHanSans", "wqy-", "unifont", "Lohit", "Padauk", "Khmer")
_SILENT = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})


def path_of(face: Face) -> Path:
    """The file of one of the house's faces."""
    return FONTS / FACES[face]


def runs(words: str, face: Face) -> list[tuple[Path, str]]:
    """The words in pieces, each with the font that writes it, in reading order. What no font can write is left out."""
    found: list[tuple[Path, str]] = []
    for sign in words:
        font = found[-1][0] if found and _clings(sign) and _holds(found[-1][0], sign) else _font_for(sign, face)
        if font is None:
            continue
        if found and (found[-1][0] == font or sign == " "):
            found[-1] = (found[-1][0], found[-1][1] + sign)
        else:
            found.append((font, sign))
    return found


def can_write(words: str, face: Face = "read") -> bool:
    """Whether every letter of the words can be drawn here; emoji and other symbols are not asked for."""
    letters = (sign for sign in words if unicodedata.category(sign)[0] in "LN")
    return all(_font_for(sign, face) is not None for sign in letters)


def writable(words: str, face: Face) -> str:
    """The words without what no font can write, and without the spaces around it."""
    kept = "".join(piece for _font, piece in runs(words, face))
    return " ".join(kept.split())


def _clings(sign: str) -> bool:
    """Whether a sign belongs to the one before it, so that one font should write both."""
    return unicodedata.category(sign) in ("Mn", "Mc", "Me") or sign in "\u200c\u200d"


@lru_cache(maxsize=20_000)
def _font_for(sign: str, face: Face) -> Path | None:
    if unicodedata.category(sign) in _SILENT or "\ufe00" <= sign <= "\ufe0f":
        return None
    own = (path_of(face), FONTS / _OTHERS[face])
    return next((path for path in (*own, *_system()) if _holds(path, sign)), None)


def _holds(path: Path, sign: str) -> bool:
    return ord(sign) in _signs(path)


@cache
def _signs(path: Path) -> frozenset[int]:
    """All that a font can write; nothing where it cannot be read."""
    from fontTools.ttLib import TTLibError

    try:
        with _opened(path) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, KeyError):
        return frozenset()


def _opened(path: Path) -> TTFont:
    from fontTools.ttLib import TTCollection, TTFont

    if path.suffix.lower() == ".ttc":
        fonts: TTFont = TTCollection(str(path), lazy=True).fonts[0]
        return fonts
    return TTFont(str(path), lazy=True)


@cache
def _system() -> tuple[Path, ...]:
    """The machine's fonts for scripts that ours cannot write, upright and plain ones first."""
    found = [path for folder in SYSTEM for path in _files(folder) if path.name.startswith(_WANTED)]
    return tuple(sorted(found, key=lambda path: ("Regular" not in path.name, path.name)))


def _files(folder: Path) -> Iterator[Path]:
    for kind in ("*.ttf", "*.otf", "*.ttc"):
        yield from folder.rglob(kind)
