"""What an organiser says about the playbook: kinds off and on, in other words, and the community's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hometeam.foundation import clock, journal
from hometeam.members.access import Viewer
from hometeam.together.models import Collaboration, CommunityKind
from hometeam.together.playbook import Kind, PlaybookError, kind_of_values, kinds
from hometeam.together.queries.offering import kinds_here, merged, worded

MOST_OWN = 40


class KindNotSound(ValueError):
    """A kind that cannot be kept like this: `field` is the playbook's key where it is known."""

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(why)
        self.field = field


@transaction.atomic
def switch_kind(*, viewer: Viewer, kind_id: str, off: bool) -> None:
    """Take a kind off the community's shelf, or put it back; what is under way goes on.

    Raises KindNotSound where the shelf would be empty, Http404 for others than organisers and for unknown kinds.
    """
    said = _say(viewer, kind_id)
    here = kinds_here(viewer.community)
    if off and len(here) == 1 and kind_id in here:
        raise KindNotSound(_("Something has to stay on the shelf. Switch another kind on first."))
    said.is_off = off
    said.save(update_fields=["is_off"])
    _tell(viewer, "together.kind_switched", said, off=off)


@transaction.atomic
def word_kind(*, viewer: Viewer, kind_id: str, values: Mapping[str, Any]) -> Kind:
    """Say a kind of the playbook in the community's words: `values` in the shape of its file, only what differs.

    Empty values give the playbook's words back. Raises KindNotSound, and Http404 as `switch_kind`.
    """
    if kind_id not in kinds():
        raise Http404
    said = _say(viewer, kind_id)
    return _keep(viewer, said, values, "together.kind_worded")


@transaction.atomic
def make_kind(*, viewer: Viewer, values: Mapping[str, Any]) -> Kind:
    """Add a kind of the community's own. `values` are all that a file would hold, but for `id` and `version`.

    Raises KindNotSound, also past forty of them, and Http404 for others than organisers.
    """
    _must_organise(viewer)
    if CommunityKind.objects.filter(community=viewer.community, is_own=True).count() >= MOST_OWN:
        raise KindNotSound(_("A community can have forty kinds of its own. Change one of those."))
    kind_id = _free_id(viewer, str(values.get("title", "")))
    said = CommunityKind(community=viewer.community, kind_id=kind_id, is_own=True, version=0)
    return _keep(viewer, said, values, "together.kind_made")


@transaction.atomic
def change_own_kind(*, viewer: Viewer, kind_id: str, values: Mapping[str, Any]) -> Kind:
    """Change a kind of the community's own; what is under way keeps the steps that were agreed."""
    _must_organise(viewer)
    said = CommunityKind.objects.select_for_update().filter(community=viewer.community, kind_id=kind_id, is_own=True)
    found = said.first()
    if found is None:
        raise Http404
    return _keep(viewer, found, values, "together.kind_worded")


@transaction.atomic
def remove_own_kind(*, viewer: Viewer, kind_id: str) -> None:
    """Remove a kind of the community's own that nobody ever used. Raises KindNotSound where somebody did."""
    _must_organise(viewer)
    found = CommunityKind.objects.filter(community=viewer.community, kind_id=kind_id, is_own=True).first()
    if found is None:
        raise Http404
    if Collaboration.objects.filter(community=viewer.community, kind_id=kind_id).exists():
        raise KindNotSound(_("It is part of somebody's history. Switch it off instead."))
    _tell(viewer, "together.kind_removed", found)
    found.delete()


def _must_organise(viewer: Viewer) -> None:
    if not viewer.is_organiser:
        raise Http404


def _say(viewer: Viewer, kind_id: str) -> CommunityKind:
    _must_organise(viewer)
    mine = CommunityKind.objects.select_for_update().filter(community=viewer.community, kind_id=kind_id)
    found = mine.first()
    if found is None and kind_id in kinds():
        found, _is_new = CommunityKind.objects.get_or_create(community=viewer.community, kind_id=kind_id)
    if found is None:
        raise Http404
    return found


def _keep(viewer: Viewer, said: CommunityKind, values: Mapping[str, Any], verb: str) -> Kind:
    """Keep it only if the playbook could read it. Pages never find a kind that is not sound."""
    whole = merged(said.kind_id, values)
    try:
        kind_of_values(whole | {"id": said.kind_id, "version": 1}, said.kind_id)
    except PlaybookError as error:
        raise KindNotSound(str(error), error.key) from error
    said.values, said.version, said.changed_at = dict(values), said.version + 1, clock.now()
    said.save()
    _tell(viewer, verb, said)
    kind = worded(said)
    assert kind is not None  # it was read a moment ago
    return kind


def _free_id(viewer: Viewer, title: str) -> str:
    stem = f"own-{slugify(title)[:40] or 'kind'}".rstrip("-")
    taken = set(CommunityKind.objects.filter(community=viewer.community).values_list("kind_id", flat=True))
    tries = (stem if number == 1 else f"{stem}-{number}" for number in range(1, MOST_OWN + 2))
    return next(one for one in tries if one not in taken)


def _tell(viewer: Viewer, verb: str, said: CommunityKind, **data: Any) -> None:
    journal.record(
        actor=viewer.actor,
        verb=verb,
        object=said,
        community_id=viewer.community.pk,
        data={"kind": said.kind_id, "members": "all", **data},
    )
