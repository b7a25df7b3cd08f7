"""Voice notes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.foundation.undo import said_with_undo
from hometeam.members.access import acting_member, viewer_of
from hometeam.praise import access, actions
from hometeam.praise.forms import ConsentForm, VoiceNoteForm
from hometeam.praise.views.going import done, meant, serve_sound, takes_files, try_to, with_microphone


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Record thanks or praise, and send it."""
    viewer = viewer_of(request)
    them = access.other_for(viewer, pk)
    within = meant(request, "praise:send_note", them)
    form = VoiceNoteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if try_to(form, lambda: actions.send_note(viewer=viewer, to=them, within=within, **said)):
            messages.success(request, _("%(name)s can hear it now.") % {"name": them.name})
            return done(within, viewer.community.slug)
    return with_microphone(request, "praise/send_note.html", {"them": them, "form": form, "within": within})


@require_GET
@acting_member
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """One voice note, for the two whose it is."""
    viewer = viewer_of(request)
    one = access.note_for(viewer, pk)
    is_mine = one.sender_id == viewer.acting.pk
    form = ConsentForm(subject=one.receiver.name) if is_mine else None
    return _page(request, {"one": one, "is_mine": is_mine, "form": form})


def _page(request: HttpRequest, shown: dict[str, object]) -> HttpResponse:
    return render(request, "praise/note.html", shown)


@require_GET
@acting_member
def sound(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said."""
    one = access.note_for(viewer_of(request), pk)
    return serve_sound(request, None if one.deleted_at else one.recording)


@require_POST
@acting_member
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away for both."""
    viewer = viewer_of(request)
    one = access.note_for(viewer, pk)
    actions.delete_note(viewer=viewer, note=one)
    words = _("Deleted for both of you, and erased in two days.")
    said_with_undo(request, words, "praise:bring_back_note", viewer.community.slug, pk)
    return redirect("praise:given" if one.sender_id == viewer.acting.pk else "praise:home", viewer.community.slug)


@require_POST
@acting_member
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of that."""
    viewer = viewer_of(request)
    actions.bring_back_note(viewer=viewer, note=access.note_for(viewer, pk))
    messages.success(request, _("It is back."))
    return redirect("praise:note", viewer.community.slug, pk)


@require_POST
@acting_member
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask its sender whether others may hear it."""
    viewer = viewer_of(request)
    one = access.note_for(viewer, pk)
    actions.ask_to_show(viewer=viewer, note=one)
    words = _("%(name)s is asked. Nobody else hears it until they agree.")
    messages.success(request, words % {"name": one.sender.name})
    return redirect("praise:note", viewer.community.slug, pk)


@require_POST
@acting_member
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Let its receiver show it as a testimonial."""
    viewer = viewer_of(request)
    one = access.note_for(viewer, pk)
    form = ConsentForm(request.POST, subject=one.receiver.name)
    if not form.is_valid():
        return _page(request, {"one": one, "is_mine": one.sender_id == viewer.acting.pk, "form": form})
    made = actions.show_note(viewer=viewer, note=one, consent=form.consent_words)
    messages.success(request, _("%(name)s may show it now, if they like.") % {"name": one.receiver.name})
    return redirect("praise:testimonial", viewer.community.slug, made.pk)
