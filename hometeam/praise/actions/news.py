"""How this room's news reaches the ledger, the journal and the other side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import clock, journal, post
from hometeam.ledger import actions as ledger
from hometeam.ledger.models import Act
from hometeam.members.access import Viewer, is_blocked
from hometeam.members.models import Member
from hometeam.together import actions as together
from hometeam.together.actions import Made
from hometeam.together.models import Collaboration

PICTURES = "praise"
"""The folder of the pictures that this room keeps."""


def told(viewer: Viewer, verb: str, thing: models.Model, **data: Any) -> None:
    """Write into the journal what somebody did."""
    journal.record(actor=viewer.actor, verb=verb, object=thing, community_id=viewer.community.pk, data=data)


@dataclass(frozen=True, slots=True)
class Telling:
    """How the ledger tells of a sort of thing: the page on which it is made, its kind, its group, in which words."""

    page: str
    kind_id: str
    group: str
    words: str


def count(
    viewer: Viewer, thing: models.Model, receiver: Member, telling: Telling, within: Collaboration | None = None
) -> Act:
    """Write the deed of the viewer's member into the ledger, once for as long as it stands; where the two had agreed on
    it (perhaps `within` this collaboration), the promised step is done with it.
    """
    made = Made(
        page=telling.page,
        label=f"{thing._meta.label_lower}:{thing.pk}",
        giver=viewer.acting,
        receiver=receiver,
        kind_id=telling.kind_id,
        group=telling.group,
        words=telling.words,
        happened_on=clock.today(viewer.community.timezone),
    )
    return together.record_made(viewer=viewer, made=made, within=within)


def take_back(viewer: Viewer, act: Act | None) -> None:
    """It does not stand in the ledger any more."""
    if act is not None:
        together.take_back_made(viewer=viewer, act=act)


def confirm(viewer: Viewer, act: Act | None) -> None:
    """The receiver's word, where the act still stands."""
    if act is not None and act.taken_back_at is None:
        together.confirm_made(viewer=viewer, act=act)


def tell(viewer: Viewer, to: Member, *, key: str, subject: Any, lines: list[Any], url: str, label: Any = "") -> None:
    """Tell the other side once; nothing where the two have parted since."""
    if is_blocked(viewer.acting, to):
        return
    post.notify(
        person_ids=ledger.people_of(to),
        key=key,
        subject=subject,
        lines=[line for line in lines if line],
        action_label=str(label or _("See it")),
        action_url=url,
        community_id=viewer.community.pk,
    )
