"""Words as they are heard in Spanish, whose ends say who does a thing and how many do."""

import re
from functools import lru_cache

SHORT = 5
"""Words of fewer letters stay as they are."""
_HEARD = {"v": "b", "z": "s", "ll": "y", "qu": "k", "c": "s", "h": "", "g": "j", "ps": "s"}
"""What sounds alike and is often written for one another."""
_AS_HEARD = re.compile("v|z|ll|qu|c(?=[ei])|^h|^ps|g(?=[ei])")
_SEVERAL = re.compile("(?<=[dlnrs])e$|(?<=or)a$")
_ENDS = re.compile("(?:a|ar|amo|ando)$")


@lru_cache(maxsize=20_000)
def as_heard(word: str) -> str:
    """A stemmed word by its sound and without its end, so that those are one that differ in who does it, how many, or
    how it is spelled: "pintora" and "pintores"; "cuidamos", "cuidar" and "cuida"; "albañil" and "alvañil".
    """
    if len(word) < SHORT:
        return word
    heard = _AS_HEARD.sub(lambda found: _HEARD[found[0]], word)
    return _ENDS.sub("o", _SEVERAL.sub("", heard))
