"""Every room's routes, gathered."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hometeam.foundation.urls")),
]
