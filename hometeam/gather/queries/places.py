"""Where each kind of kindness is done."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from hometeam.together.playbook import Kind

CHALLENGE = "gather:write_feature"


def place_of(kind: Kind, slug: str, member_id: int, *, without: str = "") -> str:
    """The page on which somebody does a kind of thing for a member: its own, else the form in which one proposes it,
    filled in. `without` is a page that is closed here.
    """
    if kind.page and kind.page != without:
        return reverse(kind.page, args=[slug, member_id])
    return f"{reverse('together:propose', args=[slug])}?{urlencode({'to': member_id, 'kind': kind.id})}"
