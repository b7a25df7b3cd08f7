"""Routes of the room."""

from __future__ import annotations

from django.urls import path

from hometeam.swap.views import board, keeping, mine

app_name = "swap"

SWAP = "c/<slug:slug>/swap"
MINE = f"{SWAP}/mine/<int:pk>"

urlpatterns = [
    path(SWAP, board.home, name="home"),
    path(f"{SWAP}/new/<slug:side>", mine.new, name="new"),
    path(f"{SWAP}/from-profile", mine.from_profile, name="from_profile"),
    path(f"{SWAP}/rules", keeping.rules, name="rules"),
    path(f"{SWAP}/pace", keeping.pace, name="pace"),
    path(f"{SWAP}/<int:pk>", board.listing, name="listing"),
    path(f"{SWAP}/<int:pk>/suggest", board.suggest, name="suggest"),
    path(MINE, mine.change, name="change"),
    path(f"{MINE}/away", mine.away, name="take_away"),
    path(f"{MINE}/found", mine.found, name="found"),
    path(f"{MINE}/back", mine.put_back, name="put_back"),
    path(f"{MINE}/renew", mine.renew, name="renew"),
]
