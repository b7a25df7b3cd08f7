"""Who may see and do what here; strangers get 404."""

from __future__ import annotations

from django.http import Http404

from hometeam.gather.models import Feature, OwnSeason
from hometeam.gather.queries import calendar
from hometeam.members.access import Viewer, is_blocked
from hometeam.members.models import Community


def feature_for(viewer: Viewer, pk: int) -> Feature:
    """A feature that the viewer's member wrote, or one about it once it is posted; 404 for everybody else."""
    found = Feature.objects.filter(pk=pk, community=viewer.community)
    feature = found.select_related("member", "featured", "community", "act", "shared").first()
    if feature is None or not _is_a_side(viewer, feature) or is_blocked(feature.member, feature.featured):
        raise Http404
    return feature


def _is_a_side(viewer: Viewer, feature: Feature) -> bool:
    return writes(viewer, feature) or (viewer.acting.pk == feature.featured_id and feature.posted_at is not None)


def writes(viewer: Viewer, feature: Feature) -> bool:
    """Whether the viewer's member is the one who writes."""
    return viewer.acting.pk == feature.member_id


def own_season_for(viewer: Viewer, pk: int) -> OwnSeason:
    """One of the community's own dates, also one that was taken away; 404 for other communities'."""
    season = OwnSeason.objects.filter(pk=pk, community=viewer.community).first()
    if season is None:
        raise Http404
    return season


def calendar_owner(token: str) -> Community:
    """Whose calendar of seasons this address is; 404 for a forged one."""
    community = calendar.feed_owner(token)
    if community is None:
        raise Http404
    return community
