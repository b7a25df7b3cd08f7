"""A member's own choices about praise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hometeam.members.access import Viewer
from hometeam.praise.actions.news import told
from hometeam.praise.models import Corner, a_code


@transaction.atomic
def change_corner(*, viewer: Viewer, values: Mapping[str, Any]) -> Corner:
    """Say where reviews are written, whether testimonials are public, whether customers may give some. `values` are
    fields of Corner.
    """
    Corner.objects.get_or_create(member=viewer.acting)
    Corner.objects.filter(member=viewer.acting).update(**values)
    corner = Corner.objects.get(member=viewer.acting)
    told(viewer, "praise.corner_changed", corner, changed=sorted(values))
    return corner


@transaction.atomic
def new_codes(*, viewer: Viewer, which: str) -> Corner:
    """A new address for customers ("ask_code") or of the public page ("code"); the old one leads nowhere any more."""
    return change_corner(viewer=viewer, values={which: a_code()})
