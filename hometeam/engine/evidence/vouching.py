"""Who vouches that a letter came from whom it says: the mail server that took it in, in a header that it wrote itself.

Formats: RFC 8601 (Authentication-Results), RFC 6376 (DKIM), RFC 7489, 3.1 (alignment of the sender's domain).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message
from email.utils import getaddresses

LONGEST = 8_000
_COMMENT = re.compile(r"\([^()\\]*(?:\\.[^()\\]*)*\)")
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|;|[^";]+')
_PASSED = re.compile(r"dkim\s*=\s*pass(?:\s|$)", re.IGNORECASE)
_DOMAIN = re.compile(r'header\.(d|i)\s*=\s*"?([^\s";]+)"?', re.IGNORECASE)


def sender_vouched_for(message: Message, server: str) -> str:
    """The domain of a newsletter that came here as it was sent out; empty where nobody vouches for it.

    `server` is the name (authserv-id) that our own mail server writes its results under; of the headers of that name
    only the topmost that speaks of DKIM is believed. It must say that DKIM passed for the sender's own domain, and the
    letter must be one to many (List-Unsubscribe, RFC 2369, or List-Id, RFC 2919): what somebody wrote to us themselves
    is their word.
    """
    senders = getaddresses([str(value) for value in message.get_all("from", [])])
    if not server or len(senders) != 1 or not is_to_many(message):
        return ""
    domain = senders[0][1].rpartition("@")[2].strip().strip(".").lower()
    own = next((said for said in _results(message) if _written_by(said, server) and "dkim" in said.lower()), "")
    return domain if domain and any(_aligned(domain, signed) for signed in signers(own)) else ""


def is_to_many(message: Message) -> bool:
    """Whether a letter went out to a list of readers."""
    return message.get("list-unsubscribe") is not None or message.get("list-id") is not None


def signers(results: str) -> frozenset[str]:
    """The domains for which DKIM passed, as the words of one Authentication-Results header have it."""
    found = set()
    for result in _parts(results)[1:]:
        if _PASSED.match(result):
            found |= {name.rpartition("@")[2].strip(".").lower() for _key, name in _DOMAIN.findall(result)}
    return frozenset(found - {""})


def _results(message: Message) -> Iterator[str]:
    for value in message.get_all("authentication-results", []):
        yield str(value)[:LONGEST]


def _written_by(results: str, server: str) -> bool:
    name = _parts(results)[:1]
    words = name[0].split() if name else []
    return bool(words) and words[0].strip('"').lower() == server.strip().lower()


def _parts(results: str) -> Sequence[str]:
    """The server's name, then each result, without comments."""
    words, before = " ".join(results.split()), ""
    while words != before:
        before, words = words, _COMMENT.sub(" ", words)
    parts = [""]
    for piece in _PIECES.findall(words):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]


def _aligned(sender: str, signed: str) -> bool:
    """Whether one is the other, or under it."""
    if "." not in signed or "." not in sender:
        return False
    return sender == signed or sender.endswith(f".{signed}") or signed.endswith(f".{sender}")
