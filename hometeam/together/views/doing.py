"""The page of a collaboration: ticks, the partner's word, thanks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.foundation.moved import try_it
from hometeam.ledger import actions as ledger
from hometeam.ledger import queries as ledger_queries
from hometeam.ledger.models import Evidence
from hometeam.members.access import Viewer, acting_member, viewer_of
from hometeam.together import access, actions, queries
from hometeam.together.forms import ThanksForm
from hometeam.together.forms.proof import ProofForm
from hometeam.together.models import Collaboration
from hometeam.together.queries import Seen, mailbox, telling
from hometeam.together.queries.apart import hushed
from hometeam.together.queries.brought import brought_of
from hometeam.together.views.going import to_page


@require_GET
@acting_member
def collaboration(request: HttpRequest, pk: int) -> HttpResponse:
    """What two or more have going: the note, the plan, what comes next."""
    viewer = viewer_of(request)
    it = access.collaboration_for(viewer, pk)
    return _page(request, queries.seen(it, viewer.acting, on_behalf=viewer.on_behalf), ThanksForm())


def _page(request: HttpRequest, seen: Seen, thanks_form: ThanksForm) -> HttpResponse:
    brought = brought_of(seen.collaboration, seen.me.member, seen.kind)
    told = {"seen": seen, "thanks_form": thanks_form, "brought": brought}
    return render(request, "together/collaboration.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick off a step, with a link, a photo or one's word."""
    viewer = viewer_of(request)
    commitment = access.commitment_for(viewer, pk)
    seen = queries.seen(commitment.collaboration, viewer.acting)
    track = next(track for track in seen.tracks if track.commitment.pk == pk)
    if track.doubt and commitment.doubted_by_id and not track.can_tick:
        messages.info(request, track.doubt)
        return to_page(seen.collaboration)
    kept = track.proofs if commitment.counts else tuple(one for one in track.proofs if one not in ("photo", "file"))
    form = ProofForm(request.POST or None, request.FILES or None, proofs=kept)
    if request.method == "POST" and form.is_valid() and _done(request, viewer, seen, pk, form):
        return to_page(seen.collaboration)
    box = mailbox.address_for(commitment, viewer.person.pk) if "newsletter" in kept else ""
    links = mailbox.links_for(commitment, viewer.acting) if "visits" in kept else []
    told = {"seen": seen, "track": track, "form": form, "mailbox": box, "links": links}
    told["is_vouched"] = bool(settings.MAILBOX.vouched_by)
    return render(request, "together/step.html", told)


def _done(request: HttpRequest, viewer: Viewer, seen: Seen, pk: int, form: ProofForm) -> bool:
    track = next(track for track in seen.tracks if track.commitment.pk == pk)
    words = form.cleaned_data.get("words", "")

    def tick() -> None:
        actions.mark_done(viewer=viewer, commitment=track.commitment, proof=form.proof(), words=words)
        if track.commitment.counts:
            _name_partners(viewer, seen.collaboration, shown=form.cleaned_data["shown"])

    try:
        try_it(request, tick, _("Done. %(names)s can see it now.") % {"names": seen.names})
    except actions.NotSound as unsound:
        form.add_error(None, str(unsound))
        return False
    return True


def _name_partners(viewer: Viewer, collaboration: Collaboration, *, shown: bool) -> None:
    said = ledger_queries.consents_of(viewer.acting)
    quiet = hushed(collaboration, viewer.acting)
    for part in telling.others(collaboration, viewer.acting):
        if part.member_id in quiet:
            continue
        if shown or part.member_id not in said:
            ledger.show_partner(viewer=viewer, partner=part.member, shown=shown)


@require_POST
@acting_member
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a tick of one's own back."""
    return _about_step(request, pk, actions.undo_done, _("The step is open again."))


@require_POST
@acting_member
def not_yet(request: HttpRequest, pk: int) -> HttpResponse:
    """What another ticked off has not come yet."""
    return _about_step(
        request,
        pk,
        actions.not_yet,
        _("The step is open again, and they have been told kindly. Tick it off once it is there."),
    )


@require_POST
@acting_member
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """What one owes one other will not come about, or did not."""
    return _about_step(
        request, pk, actions.let_go, _("It has dropped out, and all the rest stands. The others have been told kindly.")
    )


def _about_step(request: HttpRequest, pk: int, do: Callable[..., Collaboration], said: str) -> HttpResponse:
    viewer = viewer_of(request)
    commitment = access.commitment_for(viewer, pk)
    try_it(request, lambda: do(viewer=viewer, commitment=commitment), said)
    return to_page(commitment.collaboration)


@require_POST
@acting_member
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The partner's word that it happened."""
    viewer = viewer_of(request)
    it = access.collaboration_for(viewer, pk)

    def say_so() -> None:
        actions.confirm(collaboration=it, viewer=viewer)
        _name_partners(viewer, it, shown="shown" in request.POST)

    try_it(request, say_so, _("Good. It now stands in what you have done for each other."))
    return to_page(it)


@require_POST
@acting_member
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Say thank you."""
    viewer = viewer_of(request)
    it = access.collaboration_for(viewer, pk)
    form = ThanksForm(request.POST)
    if not form.is_valid():
        return _page(request, queries.seen(it, viewer.acting, on_behalf=viewer.on_behalf), form)
    said: dict[str, Any] = {"words": form.cleaned_data["words"], "again": form.would_again()}
    try_it(
        request, lambda: actions.say_thanks(collaboration=it, viewer=viewer, **said), _("Your thanks are on the way.")
    )
    return to_page(it)


@require_POST
@acting_member
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close what is done."""
    viewer = viewer_of(request)
    it = access.collaboration_for(viewer, pk)
    try_it(request, lambda: actions.close(collaboration=it, viewer=viewer), _("Closed. It stays in your history."))
    return to_page(it)


@require_GET
@acting_member
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponseBase:
    """A photo given as proof, for those who take part."""
    kept = _proof(request, pk, photo)
    if not kept.photo:
        raise Http404
    answer = FileResponse(kept.photo.open("rb"), content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@require_GET
@acting_member
def file(request: HttpRequest, pk: int, photo: int) -> HttpResponseBase:
    """A PDF given as proof, for those who take part: handed over as a file, never opened within our pages."""
    kept = _proof(request, pk, photo)
    if not kept.file:
        raise Http404
    answer = FileResponse(kept.file.open("rb"), as_attachment=True, filename=f"proof-{kept.pk}.pdf")
    answer["Content-Type"] = "application/pdf"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _proof(request: HttpRequest, pk: int, proof: int) -> Evidence:
    """The proof of a step in which the viewer takes part; 404 for any other."""
    viewer = viewer_of(request)
    commitment = access.commitment_for(viewer, pk)
    quiet = hushed(commitment.collaboration, viewer.acting)
    for act in commitment.acts.all():
        if act.evidence and act.evidence.pk == proof and act.giver_id not in quiet:
            return act.evidence
    raise Http404
