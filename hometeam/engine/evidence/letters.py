"""A letter that somebody forwarded: which one it was, what it says, and whether a person sent it at all."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses

from hometeam.engine.evidence.finding import Block, Sighting, find
from hometeam.engine.evidence.markup import blocks_of, blocks_of_text
from hometeam.engine.evidence.pages import EARLIEST, day_of
from hometeam.engine.evidence.vouching import is_to_many, sender_vouched_for

MOST_PARTS = 200
MOST_HOPS = 40
DEEPEST = 6
_TOO = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_FIELDS = {
    "from": "from|von|de|van|da",
    "to": "to|an|à|para|cc|bcc|reply-to|antwort an",
    "date": "date|sent|datum|gesendet|envoyé|fecha|enviado|verzonden",
    "subject": "subject|betreff|objet|asunto|onderwerp|oggetto",
}
_HEADER_LINE = re.compile(
    rf"^[>\s*_]{{0,9}}({'|'.join(_FIELDS.values())})[*_]{{0,2}}\s?:[*_]{{0,2}}\s{{0,9}}(.{{0,500}})$", re.IGNORECASE
)
_FIELD_OF = {name: field for field, names in _FIELDS.items() for name in names.split("|")}
_FORWARDED = re.compile(r"^(?:fwd?|wg|tr|rv|doorst)\s?:\s*", re.IGNORECASE)


class NotALetter(ValueError):
    """These bytes are not a letter."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is read of a letter. `automatic` says why nobody sent it ("bounce", "loop", "reply"), or is empty.

    `message_id` is the forwarded letter's own where it came as an attachment, so that forwarding it twice is the same.
    `vouched_for` is the sender's domain where our mail server vouches that it sent this letter itself to many.
    """

    message_id: str
    sent_on: date | None
    subject: str
    blocks: tuple[Block, ...]
    recipients: tuple[str, ...]
    automatic: str = ""
    vouched_for: str = ""


def read_letter(raw: bytes, server: str = "") -> Letter:
    """Read one RFC 5322 message, however broken; `server` is the name under which our mail server writes what it
    vouches for. Raises NotALetter for what has no header of one.
    """
    message = email.message_from_bytes(raw, policy=compat32)
    if not any(message.get(name) for name in ("from", "message-id", "subject", "received", "date")):
        raise NotALetter("there is no header of a letter")
    inner = _forwarded(message)
    blocks: list[Block] = []
    said: dict[str, str] = {}
    for part in _parts(inner or message, 0):
        html = part.get_content_type() == "text/html"
        found = blocks_of(_text(part)) if html else _blocks_of_plain(_text(part), said)
        blocks += _without_headers(found, said) if html else found
    subject = _FORWARDED.sub("", _header(inner or message, "subject") or said.get("subject", ""))
    sent = day_of(_header(inner, "date")) if inner else day_of(_loose(said.get("date", "")))
    return Letter(
        message_id=_header(inner or message, "message-id").strip("<> "),
        sent_on=sent or day_of(_header(message, "date")),
        subject=" ".join(subject.split())[:200],
        blocks=tuple(blocks),
        recipients=_recipients(message),
        automatic=_automatic(message),
        vouched_for="" if inner else sender_vouched_for(message, server),
    )


def find_in_letter(letter: Letter, words: Sequence[str], latest: date) -> Sighting | None:
    """What a letter shows of the agreed words, with its subject and its day (none after `latest`)."""
    seen = find(words, (*letter.blocks, Block(letter.subject)))
    if seen is None:
        return None
    on = letter.sent_on if letter.sent_on and EARLIEST <= letter.sent_on <= latest else None
    return replace(seen, title=letter.subject, on=on)


def _automatic(message: Message) -> str:
    """Why nobody sent this: RFC 3834's mark, a report of a failure, or too many hops."""
    if len(message.get_all("received", [])) > MOST_HOPS:
        return "loop"
    if message.get_content_type() in ("multipart/report", "message/delivery-status"):
        return "bounce"
    if _header(message, "return-path").strip() == "<>" or message.get("x-failed-recipients"):
        return "bounce"
    submitted = _header(message, "auto-submitted").split(";")[0].strip().lower()
    if submitted not in ("", "no") and not (submitted == "auto-generated" and is_to_many(message)):
        return "reply"
    if message.get("x-autoreply") or message.get("x-autorespond") or "auto_reply" in _header(message, "precedence"):
        return "reply"
    return ""


def _forwarded(message: Message) -> Message | None:
    """The letter that was forwarded as an attachment, if it was."""
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        if part is message:
            continue
        if part.get_content_type() == "message/rfc822":
            held = part.get_payload()
            if isinstance(held, list) and held and isinstance(held[0], Message):
                return held[0]
        if (part.get_filename() or "").lower().endswith(".eml"):
            inner = email.message_from_bytes(_bytes(part), policy=compat32)
            if inner.get("subject") or inner.get("from"):
                return inner
    return None


def _parts(message: Message, depth: int) -> Iterator[Message]:
    """The parts that are words to read."""
    if not message.is_multipart():
        if message.get_content_maintype() == "text":
            yield message
        return
    held = message.get_payload()
    for part in held[:MOST_PARTS] if isinstance(held, list) and depth < DEEPEST else ():
        if isinstance(part, Message) and part.get_content_disposition() != "attachment":
            yield from _parts(part, depth + 1)


def _bytes(part: Message) -> bytes:
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def _text(part: Message) -> str:
    try:
        return _bytes(part).decode(part.get_content_charset() or "utf-8", errors="replace")
    except (LookupError, ValueError):
        return _bytes(part).decode("utf-8", errors="replace")


def _blocks_of_plain(text: str, said: dict[str, str]) -> tuple[Block, ...]:
    """The paragraphs of a text part; the lines that name sender, day and recipients of what was forwarded are set
    aside into `said`, for whoever got it is nobody's business.
    """
    kept = [line for line in text.splitlines() if not _header_line(line, said)]
    return blocks_of_text("\n".join(kept))


def _without_headers(blocks: Sequence[Block], said: dict[str, str]) -> list[Block]:
    return [block for block in blocks if not _header_line(block.text[:600], said)]


def _header_line(line: str, said: dict[str, str]) -> bool:
    match = _HEADER_LINE.match(line)
    if match is None:
        return False
    said.setdefault(_FIELD_OF.get(match.group(1).lower(), ""), match.group(2).strip())
    return True


def _loose(words: str) -> str:
    """A day as mail programs write it into what they forward: "Fri, Nov 20, 2026 at 9:30 AM" as RFC 5322 has it."""
    month_first = re.search(r"([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})", words)
    if month_first:
        return f"{month_first.group(2)} {month_first.group(1)} {month_first.group(3)} 00:00 +0000"
    day_first = re.search(r"(\d{1,2}) ([A-Z][a-z]{2})[a-z]*\.?,? (\d{4})", words)
    return f"{' '.join(day_first.groups())} 00:00 +0000" if day_first else words


def _header(message: Message | None, name: str) -> str:
    """A header's words, decoded; what cannot be decoded stays as it came."""
    said = str(message.get(name) or "") if message is not None else ""
    try:
        return str(make_header(decode_header(said)))
    except (MessageError, LookupError, ValueError):
        return said


def _recipients(message: Message) -> tuple[str, ...]:
    """The addresses that it came to, in small letters."""
    said = [str(value) for name in _TOO for value in message.get_all(name, [])[:50]]
    return tuple(dict.fromkeys(address.lower() for _name, address in getaddresses(said) if "@" in address))
