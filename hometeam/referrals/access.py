"""Who may see an introduction: its giver; its receiver once the prospect agrees; the prospect by the letter's link."""

from __future__ import annotations

from django.http import Http404

from hometeam.foundation import tokens
from hometeam.members.access import Viewer, blocked_ids, member_for
from hometeam.members.models import Member
from hometeam.referrals.models import Referral
from hometeam.referrals.queries import partners, referrals

LINK = "referrals.prospect"


def referral_for(viewer: Viewer, pk: int) -> Referral:
    """An introduction between the viewer's member and one that it may meet; 404 for everybody else."""
    member = viewer.acting
    found = referrals.whole().known_to(member).filter(pk=pk, community=viewer.community).first()
    if found is None or {found.giver_id, found.receiver_id} & blocked_ids(member):
        raise Http404
    return found


def linked(token: str) -> Referral:
    """The introduction behind a prospect's link. Raises tokens.Bad, tokens.Expired, and Http404 when it is gone."""
    found = referrals.whole().filter(pk=tokens.read(LINK, token)["r"]).first()
    if found is None:
        raise Http404
    return found


def partner_for(viewer: Viewer, pk: int) -> Member:
    """A standing partner of the viewer's member; 404 for everybody else."""
    partner = member_for(viewer, pk)
    if not partners.are_standing(viewer.acting, partner, viewer.community):
        raise Http404
    return partner


def may_see_people(viewer: Viewer) -> bool:
    """Whether the viewer sees whom an introduction is about, and what it was worth: only the two sides' own people."""
    return not viewer.on_behalf
