"""Where our counted links lead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hometeam.ledger.models import TrackedLink
from hometeam.members.access import anyone


@require_safe
@anyone
def to(request: HttpRequest, code: str) -> HttpResponse:
    """On to the page that a link of ours leads to; a kind word where it leads nowhere."""
    link = TrackedLink.objects.filter(code=code.lower()).first()
    if link is not None and TrackedLink.objects.leading().filter(pk=link.pk).exists():
        return HttpResponseRedirect(link.url)
    return render(request, "ledger/link_ended.html", {"link": link}, status=410 if link else 404)
