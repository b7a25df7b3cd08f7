"""Where to go after a form was sent, and how to take back what it did."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from hometeam.members.models import Member
from hometeam.members.queries import Group, Values

MOST_UNDOS = 5


def go_on(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page that the form names as `next`, when it is one of ours, else to `otherwise`."""
    wanted = str(request.POST.get("next", ""))
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect(otherwise)


def said(request: HttpRequest, words: str, *, member: Member, group: Group, before: Values) -> None:
    """Say what was done, with an Undo that gives `before` back. It is kept in the session, and only the last few."""
    key = secrets.token_hex(4)
    kept: dict[str, Any] = request.session.get("undo", {})
    kept[key] = {"member": member.pk, "group": group, "before": _plain(before)}
    request.session["undo"] = dict(list(kept.items())[-MOST_UNDOS:])
    messages.success(request, words, extra_tags=reverse("members:undo", args=[key]))


def _plain(values: Values) -> Values:
    """The values as a session can keep them."""
    if isinstance(values, dict):
        return {key: _plain(value) for key, value in values.items()}
    if isinstance(values, list):
        return [_plain(value) for value in values]
    return values.isoformat() if hasattr(values, "isoformat") else values
