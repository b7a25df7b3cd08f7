"""Which letters the bytes mean. Files say so rarely, and are wrong when they do."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_LEGACY = ["cp1252", "mac_roman"]
_SAMPLE = 60_000
_APOSTROPHE = re.compile(
    r"(?<=[^\W\d_])\u2019(?=(?:s|t|d|m|re|ll|ve)\b)|\b(?:[cdjlmnost]|qu)\u2019(?=\w)", re.IGNORECASE
)
_STRANGE = re.compile(
    r"(?<=[^\W\d_])[^\x00-\x7f\w](?=[^\W\d_])"  # no letter, between two: "L—pez"
    r"|(?<=[a-z])(?![A-Z])[^\W\d_a-zß-öø-ÿ]"  # a capital after a small letter: "TaquerÌa"
    r"|(?<!\w)(?![àÀéÉæåøöÖ])[^\x00-\x7f\W\d_](?![^\W\d_])"  # a letter alone that is no word: "today ñ only"
    r"|(?<!\w)[®¯©¨´¸°±§¶](?=[^\W\d_])"  # a sign as a word's first letter: "®bleskiver"
    r"|\ufffd"
)


@dataclass(frozen=True)
class Encoding:
    """A codec's name, how to treat bytes that are wrong in it, and whether it was only guessed."""

    name: str
    errors: str = "strict"
    guessed: bool = False


def encoding_of(content: bytes) -> Encoding:
    """The encoding in which all of `content` can be read."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Encoding(name, "replace")
    if (wide := _wide(content[:4000])) is not None:
        return Encoding(wide, "replace")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(content)
    return Encoding("utf-8")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    if head.count(0) <= len(head) // 4:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _legacy(content: bytes) -> Encoding:
    if _is_utf8_with_slips(content):
        return Encoding("utf-8", "as-cp1252", guessed=True)
    odd = b"\n".join(line for line in content.splitlines() if not line.isascii())[:_SAMPLE]
    strange = {name: _strange_in(odd.decode(name, errors="replace")) for name in _LEGACY}
    least = [name for name in _LEGACY if strange[name] == min(strange.values())]
    best = from_bytes(odd, cp_isolation=least, threshold=1.0).best() if len(least) > 1 else None
    return Encoding(best.encoding if best else least[0], "as-latin-1", guessed=True)


def _strange_in(text: str) -> int:
    """How often a word is written as none is: "L—pez", "TaquerÌa"."""
    return len(_STRANGE.findall(_APOSTROPHE.sub("", text)))


def _is_utf8_with_slips(content: bytes) -> bool:
    """Somebody pasted a few lines in another encoding into a UTF-8 file."""
    text = content.decode("utf-8", errors="replace")
    slips = text.count("\ufffd")
    return slips * 3 < sum(not char.isascii() for char in text) - slips


def _read_slips_as(name: str) -> None:
    def read(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(name, errors="replace"), error.end

    codecs.register_error(f"as-{name}", read)


_read_slips_as("cp1252")
_read_slips_as("latin-1")
