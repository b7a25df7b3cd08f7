"""What was agreed elsewhere in the house, such as a loop of barter: written down as agreed by all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from hometeam.engine.agreements import State, deadline_for
from hometeam.foundation import clock, journal
from hometeam.members.models import Community, Member
from hometeam.together.actions import notices
from hometeam.together.actions.promises import write_commitments
from hometeam.together.actions.terms import put_on_table
from hometeam.together.models import AGREED_ELSEWHERE, Change, Collaboration, Part
from hometeam.together.playbook import Kind
from hometeam.together.queries import kinds_known, telling, whole_one


@dataclass(frozen=True, slots=True)
class Gift:
    """What one gives the next, in its own words, and by when; `agreed_at` is when the giver said yes to all of it."""

    giver: Member
    words: str
    due_on: date
    agreed_at: datetime


@transaction.atomic
def write_agreed(*, community: Community, kind_id: str, gifts: Sequence[Gift]) -> Collaboration:
    """Write down what all have said yes to: each gives to the next of `gifts` and the last to the first.

    All sides have signed, each promise has its receiver and its day, and everybody is told once. It is for the caller
    to see to it that this happens once. Raises KeyError for a kind that nobody knows.
    """
    kind = kinds_known(community)[kind_id]
    collaboration = _begin(community, kind, gifts)
    parts = [_part(collaboration, gift, kind) for gift in gifts]
    write_commitments(collaboration, kind, parts)
    _promise(collaboration, {part.pk: gift for part, gift in zip(parts, gifts, strict=True)})
    written = whole_one(collaboration.pk)
    _sign(written, parts, [gift.agreed_at for gift in gifts])
    written.deadline_at = deadline_for(
        State.AGREED, clock.now(), telling.ends_at(written), telling.last_due_at(written)
    )
    written.save(update_fields=["deadline_at"])
    _tell(written)
    return written


def _begin(community: Community, kind: Kind, gifts: Sequence[Gift]) -> Collaboration:
    at, last_on = clock.now(), max(gift.due_on for gift in gifts)
    zone = clock.local(at, community.timezone).tzinfo
    return Collaboration.objects.create(
        community=community,
        kind_id=kind.id,
        kind_version=kind.version,
        state=State.AGREED,
        title=kind.title,
        happens_at=datetime.combine(last_on, time(12), zone).astimezone(UTC),
        minutes=0,
        started_by=gifts[0].giver,
        least=kind.least,
        most=len(gifts),
        made_at=at,
        changed_at=at,
    )


def _part(collaboration: Collaboration, gift: Gift, kind: Kind) -> Part:
    return Part.objects.create(
        collaboration=collaboration,
        member=gift.giver,
        role=kind.roles[0].id,
        answer=Part.Answer.YES,
        joined_at=clock.now() if collaboration.is_group else None,
    )


def _promise(collaboration: Collaboration, gifts: dict[int, Gift]) -> None:
    """Each promise to one other says what it is, in the community's language, and has its own day."""
    for one in collaboration.commitments.filter(receiver__isnull=False):
        gift = gifts[one.part_id or 0]
        words = gift.words.replace("{", "(").replace("}", ")")  # braces are ours
        with collaboration.community.spoken():
            one.what = _(one.what).replace("{it}", words)[:300]
        one.due_on = gift.due_on
        one.save(update_fields=["what", "due_on"])


def _sign(collaboration: Collaboration, parts: Sequence[Part], agreed: Sequence[datetime]) -> None:
    terms = put_on_table(collaboration, None)
    for part, at in zip(parts, agreed, strict=True):
        part.agreed_terms, part.agreed_at = terms.number, at
        part.save(update_fields=["agreed_terms", "agreed_at"])
    terms.signed = [{"part": part.pk, "at": at.isoformat()} for part, at in zip(parts, agreed, strict=True)]
    terms.save(update_fields=["signed"])


def _tell(collaboration: Collaboration) -> None:
    change = Change.objects.create(
        collaboration=collaboration,
        move=AGREED_ELSEWHERE,
        from_state=State.PROPOSED,
        to_state=State.AGREED,
        version=collaboration.version,
        at=clock.now(),
    )
    journal.record(
        actor=journal.NOBODY,
        verb="together.agreed",
        object=collaboration,
        community_id=collaboration.community_id,
        data={"kind": collaboration.kind_id, "state": collaboration.state},
    )
    notices.send(collaboration, change, "arranged", list(collaboration.parts.all()))
