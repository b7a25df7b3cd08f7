"""One conversation with the mail server, and what it means for the letter."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

TEMPORARY = range(400, 500)


class Outcome(Enum):
    """How a conversation ended."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Answer:
    """The outcome, and what the server said."""

    outcome: Outcome
    said: str = ""


def is_set_up() -> bool:
    """Whether there is a mail server to speak with; letters are kept in the outbox otherwise."""
    return not settings.EMAIL_BACKEND.startswith("django.core.mail.backends.filebased")


def carry(message: EmailMessage) -> Answer:
    """Hand one letter to the mail server. Never raises for what a server or a line can do."""
    connection = get_connection()
    handed_over: list[bool] = []
    try:
        connection.open()
        _watch(getattr(connection, "connection", None), lambda: handed_over.append(True))
        connection.send_messages([message])
    except Exception as error:  # whatever it is, the row must be marked with it
        return _meaning(error, handed_over=bool(handed_over))
    finally:
        _hang_up(connection)
    return Answer(Outcome.SENT)


def _watch(line: object, on_data: Callable[[], None]) -> None:
    """Learn when the letter itself is being handed over: a line that breaks after that leaves its fate open."""
    if not isinstance(line, smtplib.SMTP):
        return
    hand_over = line.data

    def watched(msg: Any) -> tuple[int, bytes]:
        on_data()
        return hand_over(msg)

    line.data = watched  # type: ignore[method-assign]


def _meaning(error: Exception, *, handed_over: bool) -> Answer:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _by_code(code, said)
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, error.smtp_error)
    if isinstance(error, OSError):  # smtplib's own errors and all that a line can do
        return Answer(Outcome.UNCLEAR if handed_over else Outcome.LATER, str(error)[:300])
    return Answer(Outcome.REFUSED, f"{type(error).__name__}: {error}"[:300])


def _by_code(code: int, said: bytes | str) -> Answer:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return Answer(Outcome.LATER if code in TEMPORARY else Outcome.REFUSED, f"{code} {words}"[:300])


def _hang_up(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        return  # the letter's fate is known already
