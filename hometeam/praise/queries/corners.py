"""A member's own choices about praise."""

from __future__ import annotations

from hometeam.members.models import Member
from hometeam.praise.models import Corner, Review


def corner_of(member: Member) -> Corner:
    """What a member chose; where it has chosen nothing yet, an unsaved row that says so."""
    return Corner.objects.filter(member=member).first() or Corner(member=member)


def public_corner(code: str) -> Corner | None:
    """Whose public page this is, if it is public and they are still here."""
    found = Corner.objects.filter(code=code, is_public=True, member__closed_at__isnull=True)
    return found.select_related("member").first()


def corner_by_ask_code(code: str) -> Corner | None:
    """Whose form for customers this is, if it is open and they are still here."""
    found = Corner.objects.filter(ask_code=code, asks_customers=True, member__closed_at__isnull=True)
    return found.select_related("member").first()


def review_links(corner: Corner) -> list[tuple[str, str, str]]:
    """The sites on which a member may be reviewed: id, name, address of the form."""
    urls = {"google": corner.google_url, "yelp": corner.yelp_url, "facebook": corner.facebook_url}
    return [(site.value, str(site.label), urls[site.value]) for site in Review.Site if urls[site.value]]
