"""Words drawn on pictures: the house's type, other scripts in whatever font can write them, and lines that fit."""

from hometeam.foundation.lettering.fonts import FACES, FONTS, Face, can_write, path_of, runs, writable
from hometeam.foundation.lettering.label import label_png
from hometeam.foundation.lettering.lines import Block, draw, fitted, width, wrapped

__all__ = [
    "FACES",
    "FONTS",
    "Block",
    "Face",
    "can_write",
    "draw",
    "fitted",
    "label_png",
    "path_of",
    "runs",
    "width",
    "wrapped",
    "writable",
]
