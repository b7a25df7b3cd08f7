"""One conversation with the mail server, and what it means for the letter."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

TEMPORARY = range(400, 500)
GO_AHEAD = 354
"""What a server says to DATA: from here on it may have the letter."""
TOO_LARGE = 552
SECONDS_FOR_THE_LETTER = 60
"""So long a server may think about a letter that it has: some look for viruses meanwhile."""


class Outcome(Enum):
    """How a conversation ended. AWAY: the server does not speak with us now, whatever the letter."""

    SENT = "sent"
    LATER = "later"
    AWAY = "away"
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


def _watch(line: object, on_hand_over: Callable[[], None]) -> None:
    """Learn when the letter itself is being handed over: a line that breaks after that leaves its fate open."""
    if not isinstance(line, smtplib.SMTP):
        return
    hear = line.getreply

    def watched() -> tuple[int, bytes]:
        code, said = hear()
        if code == GO_AHEAD:
            on_hand_over()
            if line.sock is not None:
                line.sock.settimeout(SECONDS_FOR_THE_LETTER)
        return code, said

    line.getreply = watched  # type: ignore[method-assign]


def _meaning(error: Exception, *, handed_over: bool) -> Answer:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _of_letter(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        if isinstance(error, smtplib.SMTPDataError) or error.smtp_code == TOO_LARGE:
            return _of_letter(error.smtp_code, error.smtp_error)
        # Our name, our password or our sender is refused: that is no letter's fault, and the operator's to put right.
        return Answer(Outcome.AWAY, _words(error.smtp_code, error.smtp_error))
    if isinstance(error, OSError):  # smtplib's own errors and all that a line can do
        return Answer(Outcome.UNCLEAR if handed_over else Outcome.AWAY, str(error)[:300])
    return Answer(Outcome.REFUSED, f"{type(error).__name__}: {error}"[:300])


def _of_letter(code: int, said: bytes | str) -> Answer:
    return Answer(Outcome.LATER if code in TEMPORARY else Outcome.REFUSED, _words(code, said))


def _words(code: int, said: bytes | str) -> str:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {words}"[:300]


def _hang_up(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        return  # the letter's fate is known already
