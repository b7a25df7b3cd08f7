"""Proposing something concrete, to those who are here and to those who have to be invited first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from hometeam.engine.agreements import Seats, State, deadline_for, seat
from hometeam.foundation import clock, journal, limits
from hometeam.foundation.text import one_line
from hometeam.members.access import Viewer, is_blocked, is_here
from hometeam.members.models import Member
from hometeam.together.actions import notices
from hometeam.together.actions.inviting import send_with_invitation
from hometeam.together.actions.moving import GROUPS_ANSWER_BEFORE
from hometeam.together.actions.promises import set_due_days, write_commitments
from hometeam.together.actions.refusals import AlreadyOpen, NotSound, Resting, check_day
from hometeam.together.actions.terms import answers_of, put_on_table, sign
from hometeam.together.models import Change, Collaboration, Part
from hometeam.together.playbook import Kind
from hometeam.together.queries import kinds_here, open_between, telling, whole_one
from hometeam.together.queries.apart import may_meet
from hometeam.together.queries.rest import rest_of

ASKS_A_WEEK = 12
ASKS_OF_ONE_A_WEEK = 3
WEEK = timedelta(days=7)


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
    answers: Mapping[str, str] = field(default_factory=dict)


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
    answers: Mapping[str, str] | None = None,
    again: bool = False,
    about: Sequence[str] = (),
) -> Collaboration:
    """Propose something concrete to other members of the viewer's community.

    `happens_at` is an aware moment to come; `reasons` are what the suggestion rested on; `answers` are to what the kind
    asks at the proposal, by the question's id; `again` wishes to do again what they did lately; `about` names things of
    rooms above, as "<label>:<id>", for the journal to tell them. Members with people are
    told at once; for one whom nobody has claimed it stays an idea until `send_with_invitation`, which an organiser's
    `email` does at once. Of two asked into a group who do not want to meet, the later is not asked. Raises NotSound for
    nonsense, Resting (one of these) where the same members did the same lately, AlreadyOpen where the same is open
    between them, limits.LimitReached past the week's asks, Http404 for members not to be met.
    """
    kind = _kind(viewer, kind_id)
    _lock([viewer.acting, *to])
    to = _who_may_meet(to, kind)
    members = [viewer.acting, *to]
    _check(viewer, to, kind, happens_at)
    for one in _the_same(viewer, to, kind, answers_of(answers or {})):
        raise AlreadyOpen(one)
    check_answers(kind, answers or {})
    _must_not_rest(viewer, to, kind, again=again)
    count_asks(viewer, to)
    plan = Plan(happens_at, one_line(place)[:200], online_link, words.strip()[:1200], minutes, role, answers or {})
    collaboration = _write(viewer, members, kind, plan, list(reasons))
    unclaimed = any(not member.is_claimed for member in to)
    if unclaimed:
        Collaboration.objects.filter(pk=collaboration.pk).update(awaiting_invitation=True, state=State.IDEA)
        collaboration.state, collaboration.awaiting_invitation = State.IDEA, True
    _record(viewer, collaboration, tell=not unclaimed, about=about)
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
        check_may_be_asked(viewer, member)
    size = len({me.pk, *(member.pk for member in to)})
    if not kind.least <= size <= kind.most or size != len(to) + 1:
        raise NotSound("to", how_many(kind))
    if len(to) > 1 and (away := next((member for member in to if not member.is_claimed), None)):
        raise NotSound("to", not_here_yet(away))
    check_day(happens_at)


def _who_may_meet(to: Sequence[Member], kind: Kind) -> list[Member]:
    """Those who can be asked into one group. Raises NotSound with too few of them, without a word why."""
    found = may_meet([], to)
    if len(found) + 1 < kind.least and len(found) < len(to):
        away = telling.and_names([member.name for member in to if member not in found])
        raise NotSound("to", _("It cannot be sent to %(names)s. Ask somebody else instead.") % {"names": away})
    return found


def check_may_be_asked(viewer: Viewer, member: Member) -> None:
    """Raises Http404 for oneself, for who is not here, and where one does not want to meet the other."""
    me = viewer.acting
    if member.pk == me.pk or not is_here(member, viewer.community) or is_blocked(me, member):
        raise Http404


def how_many(kind: Kind) -> str:
    """How many members a kind takes, as advice."""
    if kind.least == kind.most:
        return _("This takes %(count)s members.") % {"count": kind.least}
    return _("This takes %(least)s to %(most)s members, you among them.") % {"least": kind.least, "most": kind.most}


def not_here_yet(member: Member) -> str:
    """Why a member who is not here yet cannot be asked into a group, as advice."""
    return _("%(name)s is not here yet. Ask the others, and add them once they are here.") % {"name": member.name}


def _the_same(viewer: Viewer, to: Sequence[Member], kind: Kind, answers: Mapping[str, str]) -> list[Collaboration]:
    """What is open of this kind between just these members; of a kind of which several may be, what says the same."""
    wanted = {viewer.acting.pk, *(member.pk for member in to)}
    found = open_between(viewer.acting, to[0]).filter(community=viewer.community, kind_id=kind.id)
    among = [one for one in found.prefetch_related("parts") if not kind.several or one.answers == answers]
    return [one for one in among if {part.member_id for part in one.parts.all() if not part.out} == wanted]


def check_answers(kind: Kind, answers: Mapping[str, str]) -> None:
    """Raises NotSound where something that the proposal must say is missing; its field is "ask_" and the id."""
    for ask in kind.asked_at("proposal"):
        if ask.needed and not answers.get(ask.id, "").strip():
            raise NotSound(f"ask_{ask.id}", _("This has to be said. Write a sentence."))


def _must_not_rest(viewer: Viewer, to: Sequence[Member], kind: Kind, *, again: bool) -> None:
    rest = None if again else rest_of(viewer.acting, to, kind, viewer.community)
    if rest is not None:
        raise Resting(rest)


def count_asks(viewer: Viewer, to: Sequence[Member]) -> None:
    """Raises limits.LimitReached past what one may ask in a week."""
    me = viewer.acting.pk
    limits.spend(f"together.asks:{me}", amount=ASKS_A_WEEK, per=WEEK)
    for member in to:
        limits.spend(f"together.asks:{me}:{member.pk}", amount=ASKS_OF_ONE_A_WEEK, per=WEEK)


def _write(viewer: Viewer, members: Sequence[Member], kind: Kind, plan: Plan, reasons: list[Any]) -> Collaboration:
    roles = _roles(kind, members, plan.role)
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
        least=kind.least,
        most=kind.most,
        answers=answers_of(plan.answers),
        made_at=clock.now(),
        changed_at=clock.now(),
    )
    parts = _write_parts(collaboration, members, roles)
    write_commitments(collaboration, kind, parts)
    written = whole_one(collaboration.pk)
    set_due_days(written)
    put_on_table(written, viewer.acting)
    sign(written, parts[:1], parts[0])
    written.deadline_at = deadline_for(
        State.PROPOSED,
        clock.now(),
        telling.ends_at(written),
        telling.last_due_at(written),
        ahead=GROUPS_ANSWER_BEFORE if written.is_group else timedelta(),
    )
    written.save(update_fields=["deadline_at"])
    return whole_one(collaboration.pk)


def _roles(kind: Kind, members: Sequence[Member], first: str) -> list[str]:
    """The part of each member: the proposer's as chosen, or the first that fits it; everybody else's as they fit."""
    by_kind = {member.pk: str(member.kind) for member in members}
    seats = seats_of(kind)
    if first and first not in {one.id for one in seats}:
        raise NotSound("role", _("Choose one of the parts."))
    me = members[0].pk
    for mine in [first] if first else [one.id for one in seats]:
        found = seat(seats, by_kind, {me: mine})
        if found is not None:
            return [found[member.pk] for member in members]
    raise NotSound("role" if first else "to", _whom_it_takes(kind))


def seats_of(kind: Kind) -> list[Seats]:
    """The parts of a kind, as the engine seats members on them."""
    return [Seats(role.id, role.least, role.most, role.member_kinds) for role in kind.roles]


def _whom_it_takes(kind: Kind) -> str:
    """Which members a kind wants, where it wants certain ones."""
    names = dict(Member.Kind.choices)
    wants = [
        f"{_(role.title)}: {' / '.join(str(names[one]) for one in role.member_kinds)}"
        for role in kind.roles
        if role.member_kinds
    ]
    if not wants:
        return _("Choose another part: this way one of them stays empty.")
    return _("This does not fit the members you chose. It takes %(wants)s.") % {"wants": "; ".join(wants)}


def _write_parts(collaboration: Collaboration, members: Sequence[Member], roles: Sequence[str]) -> list[Part]:
    answers = [Part.Answer.YES] + [Part.Answer.WAITING] * (len(members) - 1)
    return [
        Part.objects.create(collaboration=collaboration, member=member, role=role, answer=answer)
        for member, role, answer in zip(members, roles, answers, strict=True)
    ]


def _record(viewer: Viewer, collaboration: Collaboration, *, tell: bool, about: Sequence[str]) -> None:
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
        data={"kind": collaboration.kind_id, "state": collaboration.state} | ({"about": list(about)} if about else {}),
    )
    if tell:
        asked = telling.others(collaboration, viewer.acting)
        notices.send(collaboration, change, "proposed", asked)
    notices.tell_in_whose_name(collaboration, change)
