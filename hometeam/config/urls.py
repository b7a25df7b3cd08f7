"""Every room's routes, gathered; each room's `urls.py` names its paths in full."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

ROOMS = ("front", "organise", "fit", "together", "ledger", "members", "foundation", "ui")

urlpatterns: list[URLPattern | URLResolver] = [path("accounts/", include("allauth.urls"))]
for room in ROOMS:
    try:
        urlpatterns.append(path("", include(import_module(f"hometeam.{room}.urls"))))
    except ImportError:
        continue
