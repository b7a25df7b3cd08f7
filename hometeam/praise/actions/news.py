"""How this room's news reaches the ledger, the journal and the other side."""

from __future__ import annotations

from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import clock, journal, post
from hometeam.ledger import actions as ledger
from hometeam.ledger.models import Act
from hometeam.members.access import Viewer, is_blocked
from hometeam.members.models import Member

PICTURES = "praise"
"""The folder of the pictures that this room keeps."""


class Deed(Protocol):
    """A row of this room that stands in the ledger."""

    pk: Any
    act: Act | None
    _meta: Any


def told(viewer: Viewer, verb: str, thing: models.Model, **data: Any) -> None:
    """Write into the journal what somebody did."""
    journal.record(actor=viewer.actor, verb=verb, object=thing, community_id=viewer.community.pk, data=data)


def count(viewer: Viewer, thing: models.Model, receiver: Member, *, kind_id: str, group: str, words: str) -> Act:
    """Write the deed of the viewer's member into the ledger, once for as long as it stands."""
    return ledger.record_act(
        viewer=viewer,
        giver=viewer.acting,
        receiver=receiver,
        kind_id=kind_id,
        group=group,
        words=words,
        happened_on=clock.today(viewer.community.timezone),
        within=f"{thing._meta.label_lower}:{thing.pk}",
    )


def take_back(viewer: Viewer, act: Act | None) -> None:
    """It does not stand in the ledger any more."""
    if act is not None:
        ledger.take_back_act(viewer=viewer, act=act)


def confirm(viewer: Viewer, act: Act | None) -> None:
    """The receiver's word, where the act still stands."""
    if act is not None and act.taken_back_at is None:
        ledger.confirm_act(viewer=viewer, act=act)


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
