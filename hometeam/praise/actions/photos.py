"""Photos of a member's work in use: given, thanked for, taken into the kit, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hometeam.foundation import clock, images, limits
from hometeam.members import actions as members
from hometeam.members.access import Viewer
from hometeam.members.models import KitPhoto, Member
from hometeam.praise.actions.news import PICTURES, Telling, confirm, count, take_back, tell, told
from hometeam.praise.models import PhotoInUse
from hometeam.together.models import Collaboration

PER_DAY = 20
TELLING = Telling(
    "praise:give_photo", "photo-in-use", "spread", gettext_noop("{me} shared a photo of what {other} makes, in use.")
)


def give_photo(
    *, viewer: Viewer, to: Member, photo: BinaryIO, about: Mapping[str, Any], within: Collaboration | None = None
) -> PhotoInUse:
    """Give a member a photo of its work in use, perhaps as was agreed `within` a collaboration. `about` holds `alt`,
    `shown`, `people`, `words`.

    Raises limits.LimitReached and images.NotAnImage.
    """
    limits.spend(f"praise.photo:{viewer.acting.pk}", amount=PER_DAY, per=timedelta(days=1))
    name = images.keep(photo, PICTURES)
    with transaction.atomic():
        one = PhotoInUse.objects.create(
            giver=viewer.acting,
            receiver=to,
            community=viewer.community,
            image=name,
            given_at=clock.now(),
            **about,
        )
        _count(viewer, one, within)
        told(viewer, "praise.photo_given", one, to=to.pk)
        tell(
            viewer,
            to,
            key=f"praise.photo:{one.pk}:given",
            subject=format_lazy(_("{name} took a photo of your work in use"), name=viewer.acting.name),
            lines=[one.words],
            url=reverse("praise:photo", args=[viewer.community.slug, one.pk]),
        )
    return one


def _count(viewer: Viewer, one: PhotoInUse, within: Collaboration | None = None) -> None:
    one.act = count(viewer, one, one.receiver, TELLING, within)
    one.save(update_fields=["act"])


@transaction.atomic
def withdraw_photo(*, viewer: Viewer, photo: PhotoInUse) -> None:
    """The giver takes it back; what the other side has put into its kit stays with them, as they agreed."""
    one = _locked(photo.pk)
    _is(viewer, one.giver_id)
    if one.withdrawn_at is None:
        one.withdrawn_at = clock.now()
        one.save(update_fields=["withdrawn_at"])
        take_back(viewer, one.act)
        told(viewer, "praise.photo_withdrawn", one)


@transaction.atomic
def put_photo_back(*, viewer: Viewer, photo: PhotoInUse) -> None:
    """Undo of taking it back, as long as the picture is still here."""
    one = _locked(photo.pk)
    _is(viewer, one.giver_id)
    if not one.image:
        raise Http404
    if one.withdrawn_at is not None:
        one.withdrawn_at = None
        one.save(update_fields=["withdrawn_at"])
        _count(viewer, one)
        told(viewer, "praise.photo_put_back", one)


@transaction.atomic
def thank_for_photo(*, viewer: Viewer, photo: PhotoInUse) -> None:
    """One tap of the receiver's: thank you, and it was so."""
    one = _locked(photo.pk)
    _is(viewer, one.receiver_id)
    if one.thanked_at is None and one.withdrawn_at is None:
        one.thanked_at = clock.now()
        one.save(update_fields=["thanked_at"])
        confirm(viewer, one.act)
        told(viewer, "praise.photo_thanked", one)
        tell(
            viewer,
            one.giver,
            key=f"praise.photo:{one.pk}:thanked",
            subject=format_lazy(_("{name} thanks you for the photo"), name=viewer.acting.name),
            lines=[one.alt],
            url=reverse("praise:photo", args=[one.community.slug, one.pk]),
        )


def into_kit(*, viewer: Viewer, photo: PhotoInUse) -> None:
    """The receiver takes the photo into its kit, with what it shows and who took it; partners ask before they use it.

    Raises members.Enough for a full kit, limits.LimitReached.
    """
    with transaction.atomic():
        one = _locked(photo.pk)
        _is(viewer, one.receiver_id)
        if one.in_kit_at is not None or one.withdrawn_at is not None:
            return
        about = {"alt": one.alt, "shown": one.shown, "use": KitPhoto.Use.ASK, "credit": one.giver.name[:120]}
        with default_storage.open(f"{one.image}-large.webp") as file:
            members.add_kit_photo(by=viewer.actor, member=viewer.acting, file=cast("BinaryIO", file), about=about)
        one.in_kit_at = clock.now()
        one.save(update_fields=["in_kit_at"])
        told(viewer, "praise.photo_into_kit", one)


def _is(viewer: Viewer, member_id: int) -> None:
    if viewer.acting.pk != member_id:
        raise Http404


def _locked(pk: int) -> PhotoInUse:
    rows = PhotoInUse.objects.select_for_update(of=("self",))
    return rows.select_related("giver", "receiver", "community", "act").get(pk=pk)
