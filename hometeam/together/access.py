"""Who may see and do what with a collaboration: those who take part in it. All others get 404."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from hometeam.foundation import tokens
from hometeam.members.access import Viewer, blocked_ids
from hometeam.members.models import Invitation, Member, Person, Seat
from hometeam.together.models import Collaboration, Commitment, Part
from hometeam.together.queries import calendar
from hometeam.together.queries.at_hand import one_with_all, without_blocked
from hometeam.together.queries.collaborations import whole
from hometeam.together.queries.offering import kind_of

ANSWER = "together.answer"


@dataclass(frozen=True, slots=True)
class Answerer:
    """Whoever holds the link from a letter: a person with a seat, or the reader of an invitation."""

    collaboration: Collaboration
    part: Part
    person: Person | None
    invitation: Invitation | None = None
    claim: str = ""

    @property
    def viewer(self) -> Viewer | None:
        """The person acting for that member; None as long as nobody has claimed it."""
        if self.person is None:
            return None
        return Viewer(self.person, self.collaboration.community, self.part.member, is_organiser=False)


def collaboration_for(viewer: Viewer, pk: int) -> Collaboration:
    """A collaboration in which the viewer's member takes part; of two, with nobody it has blocked or who blocked it."""
    found = one_with_all(pk, viewer.acting, viewer.community.pk)
    if found is None:
        raise Http404
    return found


def meant_for(viewer: Viewer, page: str, other: Member, asked: str) -> Collaboration | None:
    """The collaboration for which the viewer's member does something for another on a page of another room; None where
    none is asked for. 404 unless both are in it and the viewer's own role has a step that leads to that page.
    """
    if not asked:
        return None
    found = collaboration_for(viewer, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    kind = kind_of(found) if found else None
    if found is None or kind is None:
        raise Http404
    inside = {part.member_id: part.role for part in found.parts.all() if part.takes_part}
    mine = [step for step in kind.steps if step.page == page and step.who == inside.get(viewer.acting.pk)]
    if not mine or other.pk not in inside:
        raise Http404
    return found


def unsent_for(viewer: Viewer, pk: int) -> Collaboration:
    """An idea that waits to be sent together with an invitation: for its starter, and for the organisers."""
    found = whole().filter(pk=pk, community=viewer.community, awaiting_invitation=True).first()
    if found is None or not (viewer.is_organiser or viewer.acting.pk == found.started_by_id):
        raise Http404
    return found


def commitment_for(viewer: Viewer, pk: int) -> Commitment:
    """A promised step of a collaboration in which the viewer's member takes part."""
    member = viewer.acting
    mine = whole().filter(commitments=pk, community=viewer.community, parts__member=member)
    found = without_blocked(mine, member).first()
    if found is None:
        raise Http404
    return next(one for one in found.commitments.all() if one.pk == pk)


def calendar_owner(token: str) -> Member:
    """Whose private calendar address this is; 404 for a forged or an old one."""
    member = calendar.feed_owner(token)
    if member is None:
        raise Http404
    return member


def answerer_for(token: str) -> Answerer:
    """Whose link this is. Raises tokens.Bad, tokens.Expired, and Http404 when the person no longer acts for the
    member.
    """
    data = tokens.read(ANSWER, token)
    collaboration = whole().filter(pk=data["c"]).first()
    if collaboration is None:
        raise Http404
    part = next((one for one in collaboration.parts.all() if one.pk == data["p"]), None)
    if part is None:
        raise Http404
    others = {one.member_id for one in collaboration.parts.all()}
    if not collaboration.is_group and others & blocked_ids(part.member):
        raise Http404
    if data.get("i"):
        return _invited(collaboration, part, int(data["i"]), str(data.get("k", "")))
    seat = Seat.objects.filter(person_id=data["r"], member=part.member).select_related("person").first()
    if seat is None or not seat.person.is_active:
        raise Http404
    return Answerer(collaboration, part, seat.person)


def _invited(collaboration: Collaboration, part: Part, pk: int, claim: str) -> Answerer:
    invitation = Invitation.objects.filter(pk=pk, member=part.member, revoked_at__isnull=True).first()
    if invitation is None:
        raise Http404
    seat = Seat.objects.filter(member=part.member, person__email=invitation.email).select_related("person").first()
    return Answerer(collaboration, part, seat.person if seat else None, invitation, claim)


_WRITE_TO = "write_to"


def keep_address(request: HttpRequest, member: Member, email: str) -> None:
    """An organiser is on the way to a proposal to this member, and their list has its address: the form has it then.

    It is kept in the organiser's session, one at a time, and stands in no address of a page.
    """
    request.session[_WRITE_TO] = {"member": member.pk, "email": email}


def kept_address(request: HttpRequest, member: Member) -> str:
    """The address that was kept on the way to this member, or ""."""
    known = request.session.get(_WRITE_TO, {})
    return str(known["email"]) if known.get("member") == member.pk else ""
