"""What every page of loops needs."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from hometeam.members.access import SeenRequest, Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking."""
    return cast("SeenRequest", request).viewer
