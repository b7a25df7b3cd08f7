"""What every page of the room says when things moved on, or went well."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hometeam.referrals.actions import Moved


def try_it(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say so; when things have moved on, say kindly what happened meanwhile. Whether it was done."""
    try:
        act()
    except Moved as moved:
        messages.info(request, _("%(happened)s Here is how it stands now.") % {"happened": moved.happened})
        return False
    messages.success(request, done)
    return True
