"""What a page says when things moved on since it was opened: who comes second is told, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _


class Moved(Exception):
    """Things have moved on since the page was opened: what `happened`, in a sentence; `is_own`: it was the reader, in
    another window or with a second tap. Each room raises its own.
    """

    def __init__(self, happened: str, *, is_own: bool = False) -> None:
        self.happened, self.is_own = happened, is_own
        super().__init__(happened)


def try_it(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say what was `done`; or, when things have moved on, kindly what happened meanwhile. Whether it was
    done.
    """
    try:
        act()
    except Moved as moved:
        messages.info(request, _meanwhile(moved))
        return False
    if done:
        messages.success(request, done)
    return True


def _meanwhile(moved: Moved) -> str:
    said = {"happened": moved.happened}
    if moved.is_own:
        return _("You were here already: %(happened)s Here is how it stands now.") % said
    return _("%(happened)s Here is how it stands now.") % said
