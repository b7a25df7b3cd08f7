"""Writing a testimonial, answering one, taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.foundation.undo import said_with_undo
from hometeam.members.access import acting_member, viewer_of
from hometeam.praise import access, actions
from hometeam.praise.forms import TestimonialForm
from hometeam.praise.queries import card as cards
from hometeam.praise.views.going import (
    done,
    meant,
    serve_card,
    serve_picture,
    serve_sound,
    takes_files,
    try_to,
    with_microphone,
)

SAID = {
    "approve": gettext_lazy("It is shown on your page now. They are told, with your thanks."),
    "show": gettext_lazy("It is shown again."),
    "hide": gettext_lazy("It is shown nowhere any more. You can show it again whenever you like."),
    "pass": gettext_lazy("Kept, and shown nowhere. They are not told."),
}


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something of a member, in words, aloud or with a photo."""
    viewer = viewer_of(request)
    them = access.other_for(viewer, pk)
    within = meant(request, "praise:write", them)
    signed = viewer.person.name or viewer.acting.name
    form = TestimonialForm(request.POST or None, request.FILES or None, subject=them.name, initial={"signed": signed})

    def give() -> None:
        actions.give_testimonial(viewer=viewer, subject=them, said=form.said(), within=within)

    if request.method == "POST" and form.is_valid() and try_to(form, give):
        messages.success(request, _("%(name)s has it. It is shown once they say so.") % {"name": them.name})
        return done(within, viewer.community.slug)
    return with_microphone(request, "praise/write.html", {"them": them, "form": form, "within": within})


@require_GET
@acting_member
def testimonial(request: HttpRequest, pk: int) -> HttpResponse:
    """One testimonial: for its author to take back, for its subject to answer and to use."""
    viewer = viewer_of(request)
    one = access.testimonial_for(viewer, pk)
    shown = {"one": one, "is_mine": one.author_id == viewer.acting.pk, "has_card": cards.can_be_drawn(one)}
    return render(request, "praise/testimonial.html", shown)


@require_POST
@acting_member
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve it, keep it to myself, hide it, show it again."""
    viewer = viewer_of(request)
    one = access.testimonial_for(viewer, pk)
    move = request.POST.get("move", "")
    actions.answer(viewer=viewer, testimonial=one, move=move)
    messages.success(request, str(SAID[move]))
    return redirect("praise:testimonial", viewer.community.slug, pk)


@require_POST
@acting_member
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what I said."""
    viewer = viewer_of(request)
    one = access.testimonial_for(viewer, pk)
    actions.withdraw(viewer=viewer, testimonial=one)
    words = _("Taken back. It is gone everywhere, and erased in two days.")
    said_with_undo(request, words, "praise:give_again", viewer.community.slug, pk)
    return redirect("praise:given", viewer.community.slug)


@require_POST
@acting_member
def give_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of taking it back."""
    viewer = viewer_of(request)
    one = access.testimonial_for(viewer, pk)
    actions.give_again(viewer=viewer, testimonial=one)
    messages.success(request, _("%(name)s has it again.") % {"name": one.subject.name})
    return redirect("praise:testimonial", viewer.community.slug, pk)


@require_GET
@acting_member
def sound(request: HttpRequest, pk: int) -> HttpResponse:
    """Its recording."""
    return serve_sound(request, access.heard_testimonial_for(viewer_of(request), pk).recording)


@require_GET
@acting_member
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Its photo."""
    return serve_picture(access.heard_testimonial_for(viewer_of(request), pk).image)


@require_GET
@acting_member
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Its words as a picture, for its subject."""
    one = access.testimonial_for(viewer_of(request), pk)
    if not cards.can_be_drawn(one):
        raise Http404
    return serve_card(cards.png_of(one))
