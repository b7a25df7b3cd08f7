"""Routes of the room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "swap"

SWAP = "c/<slug:slug>/swap"

urlpatterns: list[URLPattern] = []
