"""The yardstick: a bare Django page with one query and twenty rows, no middleware. Call it 1."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from hometeam.members.models import Member

TEMPLATE = """<!doctype html><html><head><title>Members</title></head><body><ul>
{% for member in members %}<li><a href="/{{ member.pk }}">{{ member.name }}</a> {{ member.one_line }}</li>{% endfor %}
</ul></body></html>"""


def page(request: HttpRequest) -> HttpResponse:
    """Twenty rows."""
    template = engines["django"].from_string(TEMPLATE) if not _kept else _kept[0]
    if not _kept:
        _kept.append(template)
    return HttpResponse(template.render({"members": list(Member.objects.order_by("pk")[:20])}, request))


_kept: list[Any] = []
urlpatterns = [path("", page)]
