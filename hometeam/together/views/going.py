"""What every page of the room says when things moved on, or went well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.members.models import Member
from hometeam.together.actions import Moved
from hometeam.together.models import Collaboration
from hometeam.together.queries import telling


def try_it(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say what was `done`; or, when things have moved on, kindly what happened meanwhile. Whether it was
    done.
    """
    try:
        act()
    except Moved as moved:
        messages.info(request, _("%(happened)s Here is how it stands now.") % {"happened": moved.happened})
        return False
    if done:
        messages.success(request, done)
    return True


def not_sent_to(members: Sequence[Member]) -> str:
    """That something could not be sent to somebody; why is nobody's to know."""
    return _("It could not be sent to %(names)s.") % {"names": telling.and_names([one.name for one in members])}


def to_page(collaboration: Collaboration) -> HttpResponse:
    """Back to the collaboration's page."""
    return redirect(reverse("together:collaboration", args=[collaboration.community.slug, collaboration.pk]))
