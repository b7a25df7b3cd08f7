"""For whom a person acts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hometeam.foundation.text import whole
from hometeam.members.access import acting_key, community_member, member_for, members_of, viewer_of
from hometeam.members.views.going import go_on


@require_POST
@community_member
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for one of my members; an organiser may act for any member here."""
    viewer = viewer_of(request)
    member = member_for(viewer, whole(request.POST.get("member", "")) or 0)
    if not viewer.is_organiser and member not in members_of(viewer.person, viewer.community):
        raise Http404
    request.session[acting_key(viewer.community.pk)] = member.pk
    messages.success(request, _("You act for %(name)s now.") % {"name": member.name})
    return go_on(request, f"/c/{viewer.community.slug}/today")


@require_POST
@community_member
def stop_acting(request: HttpRequest) -> HttpResponse:
    """Act for myself again."""
    viewer = viewer_of(request)
    request.session.pop(acting_key(viewer.community.pk), None)
    messages.success(request, _("You act for yourself again."))
    return redirect("members:people", viewer.community.slug)
