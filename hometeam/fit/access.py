"""Whom a member may refuse: anybody it can see, and never itself."""

from __future__ import annotations

from django.http import Http404

from hometeam.members.access import Viewer, member_for
from hometeam.members.models import Member


def other_for(viewer: Viewer, pk: int) -> Member:
    """A member of the viewer's community whom the viewer's own member may see. Raises Http404 for all others."""
    other = member_for(viewer, pk)
    if other.pk == viewer.acting.pk:
        raise Http404
    return other
