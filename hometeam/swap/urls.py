"""Routes of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from hometeam.swap.views import loops, rounds

app_name = "swap"

SWAP = "c/<slug:slug>/swap"
LOOPS = f"{SWAP}/loops"

urlpatterns: list[URLPattern] = [
    path(LOOPS, loops.waiting, name="loops"),
    path(f"{LOOPS}/<int:pk>", loops.loop, name="loop"),
    path(f"{LOOPS}/<int:pk>/yes", loops.accept, name="accept_loop"),
    path(f"{LOOPS}/<int:pk>/not-this", loops.decline, name="decline_loop"),
    path(f"{LOOPS}/<int:pk>/take-back", loops.take_back, name="take_back_loop"),
    path(f"{SWAP}/search", rounds.search, name="search"),
    path(f"{SWAP}/search/now", rounds.look, name="look"),
]
