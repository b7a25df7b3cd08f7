"""Coming into a community and leaving it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from hometeam.foundation.lettering import label_png
from hometeam.foundation.post import absolute
from hometeam.foundation.text import whole
from hometeam.members import actions, queries
from hometeam.members.access import anyone, community_organiser, may_join, pen_for, signed_in, viewer_of
from hometeam.members.models import Community, Member, Membership, Person

HERE = Membership.State.HERE


@anyone
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """A community's door: what it is and how one comes in."""
    community = get_object_or_404(Community, slug=slug)
    person = request.user if request.user.is_authenticated else None
    invited = person is not None and actions.was_invited(person, community)
    if not may_join(community) and not invited:
        raise Http404
    if request.method == "POST" and person is not None:
        return _come_in(request, person, community)
    members = queries.members_with(person, community) if person else []
    shown = {"community": community, "invited": invited, "members": members}
    outside = {"og_url": absolute(request.path), "og_image": absolute(reverse("members:join_label", args=[slug]))}
    return render(request, "members/join.html", shown | outside)


@require_safe
@anyone
def join_label(_request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that a link to the door shows elsewhere; a closed community has none."""
    community = get_object_or_404(Community, slug=slug)
    if not may_join(community):
        raise Http404
    answer = HttpResponse(
        label_png(title=community.name, line=community.about, foot=community.city or "Hometeam"),
        content_type="image/png",
    )
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _come_in(request: HttpRequest, person: Person, community: Community) -> HttpResponse:
    wanted = request.POST.get("member", "")
    if wanted == "new":
        request.session["joining"] = community.slug
        request.session.pop("starting", None)
        return redirect("members:start_step", "you")
    member = pen_for(request, whole(wanted) or 0, owner=True).member
    state = actions.join(person=person, member=member, community=community)
    if state == HERE:
        messages.success(request, _("Welcome to %(community)s.") % {"community": community.name})
        return redirect("members:people", community.slug)
    messages.success(request, _("You have asked. You will hear as soon as an organiser has answered."))
    return redirect("members:communities", member.pk)


@require_safe
@signed_in
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """The communities that one of my members is in, and those where it was before, with the way back."""
    pen = pen_for(request, pk)
    before = [(was.community, may_join(was.community)) for was in queries.left_by(pen.member)]
    shown = {"pen": pen, "memberships": queries.memberships_of(pen.member), "before": before}
    return render(request, "members/communities.html", shown)


@require_POST
@signed_in
def leave(request: HttpRequest, pk: int, community: int) -> HttpResponse:
    """Leave a community."""
    pen = pen_for(request, pk, owner=True)
    left = get_object_or_404(Community, pk=community, memberships__member=pen.member)
    was_here = Membership.objects.filter(member=pen.member, community=left, state=HERE).exists()
    if actions.leave(by=pen.actor, member=pen.member, community=left):
        request.session["left"] = [pk, community] if was_here else None
        undo = reverse("members:come_back", args=[pk, community]) if was_here else ""
        messages.success(request, _("You have left %(name)s.") % {"name": left.name}, extra_tags=undo)
    return redirect("members:communities", pk)


@require_POST
@signed_in
def back(request: HttpRequest, pk: int, community: int) -> HttpResponse:
    """Take back a leave that was just made."""
    pen = pen_for(request, pk, owner=True)
    if request.session.pop("left", None) != [pk, community]:
        raise Http404
    actions.come_back(by=pen.actor, member=pen.member, community=Community.objects.get(pk=community))
    messages.success(request, _("You are back."))
    return redirect("members:communities", pk)


@require_GET
@community_organiser
def asking(request: HttpRequest) -> HttpResponse:
    """Who asks to join."""
    viewer = viewer_of(request)
    return render(request, "members/asking.html", {"asking": queries.asking(viewer.community)})


@require_POST
@community_organiser
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody in, or not."""
    viewer = viewer_of(request)
    member = get_object_or_404(Member, pk=pk, pk__in=queries.asking(viewer.community).values("pk"))
    if request.POST.get("answer") == "yes":
        actions.let_in(viewer=viewer, member=member)
        messages.success(request, _("%(name)s is in.") % {"name": member.name})
    else:
        actions.turn_away(viewer=viewer, member=member)
        messages.success(request, _("Not this time. %(name)s is not told.") % {"name": member.name})
    return redirect("members:asking", viewer.community.slug)
