"""`hometeam mailbox`: listens for forwarded newsletters that a mail server hands on by SMTP or LMTP."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

if TYPE_CHECKING:
    from hometeam.config.environment import Mailbox

log = structlog.get_logger("hometeam.mailbox")

MOST_RECIPIENTS = 5
SECONDS = 60
GOOD, LATER, NOBODY, REFUSED = "250 OK", "451 Try again later", "550 There is nobody at this address", "554"


class Receiver:
    """Answers a mail server: only addresses with a good token are let in, and each letter is read at once."""

    async def handle_RCPT(  # noqa: N802  aiosmtpd names it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Nobody but those who hold a token is at home; so nothing is taken that would have to be sent back."""
        from hometeam.together.queries.mailbox import token_of

        if token_of(address) is None:
            return NOBODY
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 Too many recipients"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return GOOD

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The letter as a whole; it is larger than we read in no case, for the server stops it before."""
        content = envelope.content or b""
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        answers = [await asyncio.to_thread(taken, raw, address) for address in envelope.rcpt_tos]
        # SMTP has one answer for all; a letter that was read for somebody is not sent again.
        return "\r\n".join(answers) if isinstance(server, LMTP) else min(answers)

    async def handle_exception(self, error: Exception) -> str:
        """Whatever went wrong is ours, and may be better in an hour."""
        log.error("a letter could not be read", error=repr(error))
        return LATER


def taken(raw: bytes, address: str) -> str:
    """Read one letter for one address; the answer to the mail server that brought it."""
    from django.db import connection

    from hometeam.together.actions.newsletters import NotTaken, receive_letter

    try:
        receive_letter(raw=raw, to=[address])
    except NotTaken as not_taken:
        words = str(not_taken).encode("ascii", "replace").decode()
        return f"{'451' if not_taken.later else REFUSED} {words}"
    except Exception as error:
        log.error("a letter could not be read", error=repr(error))
        return LATER
    finally:
        connection.close()  # this thread's own: letters are rare, and nobody else would close it
    return GOOD


def listen(box: Mailbox) -> None:
    """Listen until SIGINT or SIGTERM. Raises Trouble where nobody can listen there."""
    asyncio.run(_listen(box))


async def _listen(box: Mailbox) -> None:
    from hometeam.foundation.verbs import Trouble

    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        server = await loop.create_server(lambda: protocol(box, loop), box.listen_host, box.listen_port)
    except OSError as error:
        raise Trouble(f"{box.listen_host}:{box.listen_port} cannot be listened on ({error.strerror}).") from error
    async with server:
        await stop.wait()


def protocol(box: Mailbox, loop: asyncio.AbstractEventLoop) -> SMTP:
    """One conversation with a mail server. A letter that grows too large is refused while it still comes in."""
    from hometeam.together.actions.newsletters import MOST_BYTES

    kind = LMTP if box.lmtp else SMTP
    return kind(
        Receiver(), data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, hostname=box.host, timeout=SECONDS, loop=loop
    )
