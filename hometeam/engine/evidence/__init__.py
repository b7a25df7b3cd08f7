"""What a page, a feed or a letter shows: whether it speaks of somebody, since when, and in which sentence.

Nothing is fetched or received here: words go in, and what was seen in them comes out.
"""

from hometeam.engine.evidence.finding import Block, Sighting, find
from hometeam.engine.evidence.letters import Letter, NotALetter, find_in_letter, read_letter
from hometeam.engine.evidence.pages import Part, find_in_page, read_page

__all__ = [
    "Block",
    "Letter",
    "NotALetter",
    "Part",
    "Sighting",
    "find",
    "find_in_letter",
    "find_in_page",
    "read_letter",
    "read_page",
]
