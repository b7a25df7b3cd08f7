"""Taking a kit, and keeping cards that have been drawn."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from hometeam.foundation import journal
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.members.queries.kits import kit_of
from hometeam.stage.queries.cards import FOLDER, Face, Shape, draw_card, face_of, stored_as
from hometeam.stage.queries.kits import zipped


def take_kit(*, viewer: Viewer, member: Member) -> bytes:
    """A member's kit as a ZIP. That it was taken is written in the journal, and nobody is told."""
    bundle = zipped(kit := kit_of(member), face_of(kit, viewer.community.name))
    community_id = viewer.community.pk
    journal.record(actor=viewer.actor, verb="stage.kit_taken", object=member, community_id=community_id)
    return bundle


def card_picture(*, face: Face, shape: Shape) -> bytes:
    """A card as a PNG: drawn once, and kept under what it shows."""
    name = stored_as(face, shape)
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            return bytes(file.read())
    picture = draw_card(face, shape)
    default_storage.save(name, ContentFile(picture))
    return picture


def drop_old_cards(*, before: datetime) -> int:
    """Delete the cards that were drawn before an aware moment: they are drawn anew when asked for. Returns how many."""
    files = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    old = [name for name in files if default_storage.get_modified_time(f"{FOLDER}/{name}") < before]
    for name in old:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(old)
