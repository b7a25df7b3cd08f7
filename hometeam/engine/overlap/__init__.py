"""About how many customers two members share, without either showing its list to anybody.

Each side blinds its own addresses under a key that stays with it (`addresses`, `curve`, `blinding`), each blinds the
other's list too, and what stands between them counts the equal ones and says a band (`measuring`). Lists travel as
plain text (`paper`); who may do what next is in `course`. `docs/members/overlap.md` tells whom this protects from what.
"""

from hometeam.engine.overlap.addresses import column_of, distinct, normalised
from hometeam.engine.overlap.blinding import LEAST, LENGTHS, MOST, WrongLength, blinded, blinded_again, length_for
from hometeam.engine.overlap.course import OPEN, Course, Move, NotNow, Side, State, may, move
from hometeam.engine.overlap.curve import SIZE, NotAPoint, is_point, key_from, multiplied, point_of, public
from hometeam.engine.overlap.measuring import (
    DECOYS,
    EDGES,
    EPSILON,
    Band,
    band_of,
    handed,
    is_faithful,
    joined,
    parted,
    shared,
    strength,
)
from hometeam.engine.overlap.paper import LARGEST, Fault, Kind, Paper, Unsound, kind_of, read, written

__all__ = [
    "DECOYS",
    "EDGES",
    "EPSILON",
    "LARGEST",
    "LEAST",
    "LENGTHS",
    "MOST",
    "OPEN",
    "SIZE",
    "Band",
    "Course",
    "Fault",
    "Kind",
    "Move",
    "NotAPoint",
    "NotNow",
    "Paper",
    "Side",
    "State",
    "Unsound",
    "WrongLength",
    "band_of",
    "blinded",
    "blinded_again",
    "column_of",
    "distinct",
    "handed",
    "is_faithful",
    "is_point",
    "joined",
    "key_from",
    "kind_of",
    "length_for",
    "may",
    "move",
    "multiplied",
    "normalised",
    "parted",
    "point_of",
    "public",
    "read",
    "shared",
    "strength",
    "written",
]
