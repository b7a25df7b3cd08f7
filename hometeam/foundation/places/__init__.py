"""Where things are, how far apart, and how exactly that is told."""

from hometeam.foundation.places.gazetteer import place_of
from hometeam.foundation.places.geometry import PRECISIONS, blur, cell, cell_centre, haversine_m

__all__ = ["PRECISIONS", "blur", "cell", "cell_centre", "haversine_m", "place_of"]
