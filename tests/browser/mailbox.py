"""A mail server on this machine, and everybody's letters in it."""

from __future__ import annotations

import re
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from hometeam.foundation import jobs

CODE = r"^(?:[A-Z0-9]{3,}-?[A-Z0-9]{3,}|\d{6})$"


class Mailbox:
    """Keeps what it is given; letters are carried here when somebody looks."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content or b"", policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def latest(self, to: str, about: str = "") -> EmailMessage:
        """The last letter to this address whose subject has these words, after the worker has done its round."""
        jobs.work_off()
        found = [one for one in self.letters if to in str(one["To"]) and about in str(one["Subject"])]
        assert found, f"no letter to {to} about “{about}” among {[str(one['Subject']) for one in self.letters]}"
        return found[-1]

    def code_for(self, to: str) -> str:
        """The sign-in code that was last mailed to this address."""
        jobs.work_off()
        texts = [words_of(one) for one in self.letters if to in str(one["To"])]
        codes = [code for text in texts for code in re.findall(CODE, text, re.MULTILINE)]
        assert codes, f"no code for {to} among {texts}"
        return str(codes[-1])


def words_of(letter: EmailMessage) -> str:
    """A letter's plain text."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def link_in(letter: EmailMessage, start: str) -> str:
    """The path of the link in a letter whose path starts so."""
    paths = [urlsplit(link).path for link in re.findall(r"https?://\S+", words_of(letter))]
    found = [path for path in paths if path.startswith(start)]
    assert found, paths
    return str(found[0])


def calendar_in(letter: EmailMessage) -> str:
    """The calendar entry that travels with a letter, and that mail programs offer to accept."""
    (entry,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert entry.get_param("method") == "REQUEST"
    content: Any = entry.get_content()
    text: str = content.decode() if isinstance(content, bytes) else content
    return text


def open_post_office() -> Controller:
    """A started mail server whose `handler` is a Mailbox."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = int(place.getsockname()[1])
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    return controller
