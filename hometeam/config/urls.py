"""Every room's routes, gathered; each room's `urls.py` names its paths in full."""

from django.urls import URLPattern, URLResolver, include, path

ROOMS = ("front", "organise", "fit", "together", "ledger", "members", "foundation")

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    *(path("", include(f"hometeam.{room}.urls")) for room in ROOMS),
]
