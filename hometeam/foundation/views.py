"""The one inbox, the page behind every letter's "stop" link, and the operator's outbox."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from hometeam.foundation import tokens
from hometeam.foundation.access import anyone, operator, signed_in
from hometeam.foundation.clock import now
from hometeam.foundation.models import Letter
from hometeam.foundation.post import conversation, delivery, inbox, stopping

PAGE = 20


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


@signed_in
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The signed-in person's notices, newest first."""
    page = Paginator(inbox.of(_me(request)), PAGE).get_page(request.GET.get("page"))
    unread = inbox.unread(_me(request))
    shown = {"page": page, "unread": unread, "notices_waiting": unread, "just_now": now() - timedelta(minutes=1)}
    return render(request, "foundation/notices.html", shown)


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read."""
    inbox.read_all(_me(request))
    return redirect("foundation:notices")


@signed_in
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice read and go where it leads."""
    notice = inbox.read(_me(request), pk)
    if notice is None:
        raise Http404
    return redirect(notice.action_url or "foundation:notices")


@csrf_exempt  # a mail program's one-click POST (RFC 8058) carries no cookie; the signed token is the right
@anyone
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Choose how to be told, from a letter, without signing in."""
    try:
        if request.method == "POST":
            stopping.choose(token, request.POST.get("choice", "never"))
        shown = {"chosen": stopping.chosen(token), "done": request.method == "POST"}
        return render(request, "foundation/stop.html", shown)
    except (tokens.Bad, tokens.Expired):
        return render(request, "foundation/stop_over.html", status=410)


@operator
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """What was and was not sent; with ?look=1 only what a person has to look at."""
    to_look_at, looking = delivery.to_look_at(), "look" in request.GET
    letters = (to_look_at if looking else Letter.objects.all()).defer("text", "html", "attachments")
    page = Paginator(letters, PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "set_up": conversation.is_set_up(), "looking": looking, "many": to_look_at.count()}
    return render(request, "foundation/outbox.html", shown)


@operator
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as its reader would see it."""
    return render(request, "foundation/letter.html", {"letter": get_object_or_404(Letter, pk=pk)})


@operator
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a letter again that did not go out, or perhaps not."""
    found = get_object_or_404(Letter, pk=pk)
    if delivery.send_again(found):
        messages.success(request, _("The letter is on its way again."))
    else:
        messages.warning(request, _("This letter cannot be sent again: its words are gone, or it has been sent."))
    return redirect("foundation:letter", pk=pk)
