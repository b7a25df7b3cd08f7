"""A row of the outbox as the e-mail it is."""

import base64
import re

from django.core.mail import EmailMultiAlternatives

from hometeam.foundation.models import Letter

_METHOD = re.compile(r"^METHOD:([A-Za-z-]+)\s*$", re.MULTILINE)


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """The message: text, HTML and calendar as alternatives of each other, attachments beside them."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={**letter.headers, "Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={calendar_method(letter.calendar)}")
    for each in letter.attachments:
        message.attach(each["name"], base64.b64decode(each["content"]), each["type"])
    return message


def calendar_method(calendar: str) -> str:
    """The METHOD of an iCalendar object, which mail programs want to see in the content type too."""
    found = _METHOD.search(calendar)
    return found.group(1).upper() if found else "PUBLISH"
