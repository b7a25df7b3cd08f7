"""Forgetting letters: words go a month after they were sent, the address too where people are to be forgotten. That
there was a letter stays, so that none is sent twice.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hometeam.foundation.models import Letter

State = Letter.State
WORDS_KEPT_FOR = timedelta(days=30)
_NO_WORDS: dict[str, Any] = {"text": "", "html": "", "calendar": "", "attachments": [], "headers": {}}


def forget_letters(*, prefix: str, also_waiting: bool = False, only_sent: bool = False) -> int:
    """Erase address and words of every letter whose key begins with `prefix`; returns how many were erased.

    Letters on their way are left alone, and so are those that wait to be sent, unless `also_waiting`: then they are not
    sent any more. With `only_sent` those that could not be sent, and may be sent again by hand, are left alone too.
    Calling it again erases what has arrived meanwhile, and nothing twice.
    """
    letters = Letter.objects.filter(key__startswith=prefix).exclude(to="").exclude(state=State.SENDING)
    if only_sent:
        letters = letters.filter(state=State.SENT)
    gone = {"to": "", "reply_to": "", "subject": "", **_NO_WORDS}
    waiting = letters.filter(state=State.WAITING)
    stopped = (
        waiting.update(**gone, state=State.FAILED, error=_("Taken back before it was sent.")) if also_waiting else 0
    )
    return stopped + letters.exclude(state=State.WAITING).update(**gone)


def kept_letters(*, prefix: str) -> list[str]:
    """The keys of the letters that begin with `prefix` and are not forgotten yet."""
    return list(Letter.objects.filter(key__startswith=prefix).exclude(to="").values_list("key", flat=True))


def forget_old(at: datetime) -> int:
    """Erase the words of letters sent a month before `at`; returns of how many."""
    old = Letter.objects.filter(state=State.SENT, sent_at__lt=at - WORDS_KEPT_FOR)
    return old.exclude(text="", html="").update(**_NO_WORDS)
