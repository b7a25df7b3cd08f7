"""Where every page of the room leads back to, and what it says of those left out."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.members.models import Member
from hometeam.together.models import Collaboration
from hometeam.together.queries import telling


def not_sent_to(members: Sequence[Member]) -> str:
    """That something could not be sent to somebody; why is nobody's to know."""
    return _("It could not be sent to %(names)s.") % {"names": telling.and_names([one.name for one in members])}


def to_page(collaboration: Collaboration) -> HttpResponse:
    """Back to the collaboration's page."""
    return redirect(reverse("together:collaboration", args=[collaboration.community.slug, collaboration.pk]))
