"""Where each kind of kindness is done."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

PAGES = {"voice-note": "praise:send_note", "testimonial": "praise:write", "public-review": "praise:write_review"}
"""Kinds with a page of their own; all others are proposed."""


def place_of(kind_id: str, slug: str, member_id: int) -> str:
    """The page on which somebody does a kind of thing for a member: its own, else the form in which one proposes it,
    filled in.
    """
    if kind_id in PAGES:
        return reverse(PAGES[kind_id], args=[slug, member_id])
    return f"{reverse('together:propose', args=[slug])}?{urlencode({'to': member_id, 'kind': kind_id})}"
