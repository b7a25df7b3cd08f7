"""Letters: rows of the outbox, one per key for ever."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from hometeam.foundation.models import Letter
from hometeam.foundation.post.delivery import enqueue
from hometeam.ui.reading_order import in_order

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class NotALetter(ValueError):
    """It cannot be sent as it is; the message says why in a plain sentence."""


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a letter; `content_type` such as "application/pdf"."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@transaction.atomic
def send_letter(
    *,
    to: str,
    key: str,
    subject: str,
    text: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    reply_to: str = "",
    calendar: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    secret: bool = False,
) -> Letter:
    """Put one letter into the outbox in the caller's transaction; the worker sends it once.

    `key` names the letter for ever: a second call with it changes and sends nothing, and returns the first. `calendar`
    is an iCalendar object with a METHOD. A `secret` letter (a sign-in code) goes before all others, and its words are
    erased when it has been sent. Raises NotALetter for an address or header that could not be one.
    """
    for name, value in {"subject": subject, "key": key, **(headers or {})}.items():
        _refuse_control(name, value)
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "to": _address(to),
            "reply_to": _address(reply_to) if reply_to else "",
            "subject": in_order(subject)[:300],
            "text": text,
            "html": html,
            "calendar": (calendar or b"").decode(),
            "attachments": [_packed(each) for each in attachments],
            "headers": dict(headers or {}),
            "secret": secret,
            "message_id": message_id(key, to, subject),
        },
    )
    if is_new:
        enqueue(letter)
    return letter


def message_id(key: str, to: str, subject: str) -> str:
    """The Message-ID of a letter: the same for the same one, so that a doubled one is seen as such by mail programs.

    Not the key alone: keys have row numbers in them, and after a restore the same number is another's.
    """
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = sender.rpartition("@")[2] or "localhost"
    name = sha256("\n".join((key, to, subject)).encode()).hexdigest()[:32]
    return f"<{name}@{host}>"


def _address(value: str) -> str:
    """The bare address; a name before it is dropped, several addresses or control characters are refused."""
    _refuse_control("address", value)
    try:
        validate_email(value.strip())
    except ValidationError as error:
        raise NotALetter(_("%(address)s is not an e-mail address.") % {"address": value}) from error
    return value.strip()


def _refuse_control(name: str, value: str) -> None:
    if _CONTROL.search(value):
        raise NotALetter(_("The %(part)s of a letter must be one line.") % {"part": name})


def _packed(attachment: Attachment) -> dict[str, str]:
    _refuse_control("name", attachment.name + attachment.content_type)
    content = base64.b64encode(attachment.content).decode()
    return {"name": attachment.name, "type": attachment.content_type, "content": content}
