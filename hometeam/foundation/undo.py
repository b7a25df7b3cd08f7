"""Saying what was done, with a button that undoes it: what stands everywhere in place of "are you sure"."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse


def said_with_undo(request: HttpRequest, words: str, undo: str, slug: str, pk: int) -> None:
    """Show on the next page what was done; the button beside it posts to the route `undo` of that community and thing.

    The page's message region reads the address from the message's extra tags.
    """
    messages.success(request, words, extra_tags=reverse(undo, args=[slug, pk]))
