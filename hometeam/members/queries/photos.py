"""Who may see a picture."""

from __future__ import annotations

from django.db.models import Q

from hometeam.members.models import Community, Kit, KitPhoto, Member, Membership, Person


def may_see_photo(person: Person, name: str) -> bool:
    """Whether a person may see the picture that is kept under a name: their own member's, or one of a community in
    which they are or which they organise.
    """
    here = Membership.State.HERE
    with_me = Q(memberships__member__seats__person=person, memberships__state=here)
    mine = Community.objects.filter(with_me | Q(organiser_seats__person=person)).values("pk")
    near = Q(memberships__community__in=mine, memberships__state=here)
    held = Q(photo=name) | Q(kit__logo=name) | Q(kit_photos__image=name)
    return Member.objects.filter(near | Q(seats__person=person), held).exists()


def is_shown(name: str) -> bool:
    """Whether a member shows the picture that is kept under a name: beside its name, or in its kit."""
    return (
        Member.objects.filter(photo=name).exists()
        or Kit.objects.filter(logo=name).exists()
        or KitPhoto.objects.filter(image=name).exists()
    )


def pictures_of(member: Member) -> list[str]:
    """The kept names of every picture that a member shows."""
    photo = Member.objects.values_list("photo", flat=True).get(pk=member.pk)
    logos = Kit.objects.filter(member=member).values_list("logo", flat=True)
    return [photo, *logos, *member.kit_photos.values_list("image", flat=True)]
