"""Who may see a picture."""

from __future__ import annotations

from django.db.models import Q

from hometeam.members.models import Community, Member, Membership, Person


def may_see_photo(person: Person, name: str) -> bool:
    """Whether a person may see the picture that is kept under a name: their own member's, or one of a community in
    which they are or which they organise.
    """
    here = Membership.State.HERE
    with_me = Q(memberships__member__seats__person=person, memberships__state=here)
    mine = Community.objects.filter(with_me | Q(organiser_seats__person=person)).values("pk")
    near = Q(memberships__community__in=mine, memberships__state=here)
    return Member.objects.filter(near | Q(seats__person=person), photo=name).exists()
