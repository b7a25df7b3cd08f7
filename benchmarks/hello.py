"""The peer of a redirect: Django saying hello, without middleware, database or template."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(_request: HttpRequest) -> HttpResponse:
    """Five letters."""
    return HttpResponse("Hello", headers={"Content-Length": "5"})


urlpatterns = [path("", hello)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
application = get_wsgi_application()
