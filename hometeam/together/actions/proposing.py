"""Proposing something concrete, to those who are here and to those who have to be invited first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import resolve
from django.utils.translation import gettext as _

from hometeam.engine.agreements import Move, State, deadline_for
from hometeam.foundation import clock, journal, limits, post
from hometeam.foundation.text import one_line
from hometeam.members.access import Viewer, is_blocked, is_here
from hometeam.members.actions import claims
from hometeam.members.models import Member
from hometeam.together.actions import notices
from hometeam.together.actions.moving import begin, finish, moving
from hometeam.together.actions.terms import put_on_table, set_due_days
from hometeam.together.models import Change, Collaboration, Commitment, Part
from hometeam.together.playbook import Kind
from hometeam.together.queries import kinds_here, open_between, telling, whole

ASKS_A_WEEK = 12
ASKS_OF_ONE_A_WEEK = 3
WEEK = timedelta(days=7)


class NotSound(ValueError):
    """The proposal cannot be made like this: `field` says where, the message what to do."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


class AlreadyOpen(Exception):
    """These members have the same thing open between them already: here it is."""

    def __init__(self, collaboration: Collaboration) -> None:
        super().__init__(collaboration.title)
        self.collaboration = collaboration


@dataclass(frozen=True, slots=True)
class Plan:
    """The concrete part of a proposal. `minutes` of None takes the kind's own; `role` is the proposer's, first by
    default.
    """

    happens_at: datetime
    place: str = ""
    online_link: str = ""
    words: str = ""
    minutes: int | None = None
    role: str = ""


@transaction.atomic
def propose(
    *,
    viewer: Viewer,
    to: Sequence[Member],
    kind_id: str,
    happens_at: datetime,
    place: str = "",
    online_link: str = "",
    words: str = "",
    minutes: int | None = None,
    role: str = "",
    reasons: Sequence[Mapping[str, Any]] | Sequence[str] = (),
    email: str = "",
) -> Collaboration:
    """Propose something concrete to other members of the viewer's community.

    `happens_at` is an aware moment to come; `reasons` are what the suggestion rested on. Members with people are told
    at once; for one whom nobody has claimed it stays an idea until `send_with_invitation`, which an organiser's `email`
    does at once. Raises NotSound for nonsense, AlreadyOpen where the same is open between them, limits.LimitReached
    past the week's asks, Http404 for members not to be met.
    """
    kind = _kind(viewer, kind_id)
    members = [viewer.acting, *to]
    _lock(members)
    _check(viewer, to, kind, happens_at)
    _count(viewer, to)
    plan = Plan(happens_at, one_line(place)[:200], online_link, words.strip()[:1200], minutes, role)
    collaboration = _write(viewer, members, kind, plan, list(reasons))
    unclaimed = any(not member.is_claimed for member in to)
    if unclaimed:
        Collaboration.objects.filter(pk=collaboration.pk).update(awaiting_invitation=True, state=State.IDEA)
        collaboration.state, collaboration.awaiting_invitation = State.IDEA, True
    _record(viewer, collaboration, tell=not unclaimed)
    if unclaimed and email:
        return send_with_invitation(viewer=viewer, collaboration=collaboration, email=email)
    return collaboration


def _kind(viewer: Viewer, kind_id: str) -> Kind:
    found = kinds_here(viewer.community).get(kind_id)
    if found is None:
        raise NotSound("kind", _("Choose something from the shelf."))
    return found


def _lock(members: Sequence[Member]) -> None:
    """One at a time for the same people, in one order for all, so that two who ask each other at once do not both
    succeed.
    """
    ids = sorted({member.pk for member in members})
    list(Member.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _check(viewer: Viewer, to: Sequence[Member], kind: Kind, happens_at: datetime) -> None:
    me = viewer.acting
    for member in to:
        if member.pk == me.pk or not is_here(member, viewer.community) or is_blocked(me, member):
            raise Http404
        for one in open_between(me, member).filter(community=viewer.community, kind_id=kind.id):
            raise AlreadyOpen(one)
    if not kind.least <= len({member.pk for member in to}) + 1 <= kind.most:
        raise NotSound("to", _("This takes %(count)s members.") % {"count": kind.least})
    check_day(happens_at)


def check_day(happens_at: datetime) -> None:
    """A day to come, within a year. Raises NotSound."""
    if happens_at <= clock.now():
        raise NotSound("day", _("That date is in the past. Pick a day from today on."))
    if happens_at > clock.now() + timedelta(days=366):
        raise NotSound("day", _("That is more than a year away. Pick an earlier day."))


def _count(viewer: Viewer, to: Sequence[Member]) -> None:
    me = viewer.acting.pk
    limits.spend(f"together.asks:{me}", amount=ASKS_A_WEEK, per=WEEK)
    for member in to:
        limits.spend(f"together.asks:{me}:{member.pk}", amount=ASKS_OF_ONE_A_WEEK, per=WEEK)


def _write(viewer: Viewer, members: Sequence[Member], kind: Kind, plan: Plan, reasons: list[Any]) -> Collaboration:
    collaboration = Collaboration.objects.create(
        community=viewer.community,
        kind_id=kind.id,
        kind_version=kind.version,
        state=State.PROPOSED,
        title=kind.title,
        words=plan.words,
        happens_at=plan.happens_at,
        minutes=kind.minutes if plan.minutes is None or not kind.is_timed else plan.minutes,
        place=plan.place,
        online_link=plan.online_link,
        started_by=viewer.acting,
        reasons=reasons,
        made_at=clock.now(),
        changed_at=clock.now(),
    )
    parts = _write_parts(collaboration, members, _roles(kind, plan.role))
    _write_commitments(collaboration, kind, parts)
    written = whole().get(pk=collaboration.pk)
    set_due_days(written)
    put_on_table(written, viewer.acting)
    written.deadline_at = deadline_for(
        State.PROPOSED, clock.now(), telling.ends_at(written), telling.last_due_at(written)
    )
    written.save(update_fields=["deadline_at"])
    return written


def _roles(kind: Kind, first: str) -> list[str]:
    seats = [role.id for role in kind.roles for _seat in range(role.least)]
    if first and first not in seats:
        raise NotSound("role", _("Choose one of the two parts."))
    if first:
        seats.remove(first)
        return [first, *seats]
    return seats


def _write_parts(collaboration: Collaboration, members: Sequence[Member], roles: Sequence[str]) -> list[Part]:
    answers = [Part.Answer.YES] + [Part.Answer.WAITING] * (len(members) - 1)
    return [
        Part.objects.create(collaboration=collaboration, member=member, role=role, answer=answer)
        for member, role, answer in zip(members, roles, answers, strict=True)
    ]


def _write_commitments(collaboration: Collaboration, kind: Kind, parts: Sequence[Part]) -> None:
    for step in kind.steps:
        owing = [None] if step.is_shared else [part for part in parts if part.role == step.who]
        for part in owing:
            Commitment.objects.create(
                collaboration=collaboration,
                part=part,
                step=step.id,
                what=_(step.what),
                counts=step.counts,
                due_on=telling.local(collaboration).date(),
            )


def _record(viewer: Viewer, collaboration: Collaboration, *, tell: bool) -> None:
    change = Change.objects.create(
        collaboration=collaboration,
        move="propose",
        to_state=collaboration.state,
        version=collaboration.version,
        by=viewer.acting,
        person=viewer.person,
        on_behalf=viewer.on_behalf,
        at=clock.now(),
    )
    journal.record(
        actor=viewer.actor,
        verb="together.proposed" if tell else "together.thought_of",
        object=collaboration,
        community_id=collaboration.community_id,
        data={"kind": collaboration.kind_id, "state": collaboration.state},
    )
    if tell:
        asked = telling.others(collaboration, viewer.acting)
        notices.send(collaboration, change, "proposed", asked)


@moving
def send(*, collaboration: Collaboration, viewer: Viewer, seen_version: int) -> Collaboration:
    """Send an idea once everybody in it has been claimed. Raises Moved, and NotSound while somebody still
    has nobody.
    """
    turn = begin(collaboration, _starter(viewer, collaboration), seen_version)
    if _not_here_yet(turn.collaboration):
        raise NotSound("email", _("Nobody looks after this member here yet. Send it with an invitation."))
    turn.collaboration.awaiting_invitation = False
    return finish(turn, Move.SEND)


def send_with_invitation(*, viewer: Viewer, collaboration: Collaboration, email: str, words: str = "") -> Collaboration:
    """An organiser sends an idea to somebody who is not here yet: one letter with the proposal, which is also the
    invitation; the organiser's own `words` stand first.

    Raises Http404 for others than organisers, claims.NotInvited for an address that may not be written to, and Moved.
    """
    if not viewer.is_organiser:
        raise Http404
    return _send_with_invitation(collaboration=collaboration, viewer=viewer, email=email, words=words)


@moving
def _send_with_invitation(*, collaboration: Collaboration, viewer: Viewer, email: str, words: str) -> Collaboration:
    turn = begin(collaboration, _starter(viewer, collaboration), collaboration.version)
    asked = _not_here_yet(turn.collaboration)[0]
    invitation, claim = claims.invitation_link(viewer=viewer, member=asked.member, email=email, words=words)
    turn.collaboration.awaiting_invitation = False
    sent = finish(turn, Move.SEND)
    link = notices.answer_path(sent, asked, invitation_id=invitation.pk, claim=resolve(claim).kwargs["token"])
    subject, paper = _letter(viewer, asked, invitation.words, link, claim)
    post.send_letter(
        to=invitation.email,
        key=f"together.invitation:{asked.collaboration.pk}:{asked.collaboration.version}",
        subject=subject,
        text=paper.text,
        html=paper.html,
    )
    return sent


def _not_here_yet(collaboration: Collaboration) -> list[Part]:
    """The sides that are asked and have nobody yet. The starter may have nobody, too: an organiser speaks for it."""
    asked = (part for part in collaboration.parts.all() if part.member_id != collaboration.started_by_id)
    return [part for part in asked if not part.member.is_claimed]


def _starter(viewer: Viewer, collaboration: Collaboration) -> Viewer:
    """The organiser holds the starter's pen; the starter's own people hold it themselves."""
    if viewer.member is not None and viewer.member.pk == collaboration.started_by_id:
        return viewer
    if not viewer.is_organiser:
        raise Http404
    return Viewer(viewer.person, viewer.community, collaboration.started_by, is_organiser=True, on_behalf=True)


def letter_with_invitation(
    *, viewer: Viewer, collaboration: Collaboration, words: str = ""
) -> tuple[str, post.Written] | None:
    """Subject and bodies of the letter that `send_with_invitation` would send, but for its links, which lead nowhere
    yet; None where everybody asked is here by now.
    """
    asked = _not_here_yet(collaboration)
    return _letter(viewer, asked[0], words.strip()[: claims.MOST_WORDS], "#", "/claim/…") if asked else None


def _letter(viewer: Viewer, asked: Part, words: str, link: str, claim: str) -> tuple[str, post.Written]:
    collaboration = asked.collaboration
    values = {
        "starter": collaboration.started_by.name,
        "name": asked.member.name,
        "community": collaboration.community.name,
        "title": _(collaboration.title),
        "when": telling.when(collaboration),
        "person": telling.name_of(viewer.person),
        "claim": post.absolute(claim),
    }
    subject = one_line(_("%(starter)s has an idea for %(name)s: %(title)s, %(when)s") % values)
    lines = [line for line in (*words.splitlines(), *collaboration.words.splitlines()) if line.strip()]
    lines.append(notices.place_line(collaboration))
    lines.append(_("%(person)s of %(community)s passes this on to you, and keeps a place for %(name)s there.") % values)
    lines.append(_("Answer with one tap: yes, yes but, or not now. You need no account for it."))
    lines.append(_("To see your page there first, or to have it taken down: %(claim)s") % values)
    why = _("You get this one letter because somebody asked us to write to you. We keep your address for nothing else.")
    return subject, post.write(
        subject=subject, lines=lines, action_label=_("Read it and answer"), action_url=link, why=why
    )
