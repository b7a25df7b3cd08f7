"""Routes of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from hometeam.swap.views import accounts

app_name = "swap"

SWAP = "c/<slug:slug>/swap"

urlpatterns: list[URLPattern] = [
    path(f"{SWAP}/account", accounts.account, name="account"),
    path(f"{SWAP}/account/write", accounts.write_down, name="write_down"),
    path(f"{SWAP}/account/count/<int:act>", accounts.count, name="count"),
    path(f"{SWAP}/account/<int:pk>/agree", accounts.agree, name="agree_to_count"),
    path(f"{SWAP}/account/<int:pk>/stop", accounts.stop, name="stop_counting"),
    path(f"{SWAP}/settle/<int:pk>", accounts.settle, name="settle"),
    path(f"{SWAP}/settle", accounts.look_for_rings, name="look_for_rings"),
    path(f"{SWAP}/statement/<int:year>", accounts.statement, name="statement"),
    path(f"{SWAP}/statement/<int:year>.csv", accounts.statement_sheet, name="statement_sheet"),
]
