"""What the starter of a group does: ask more, remind, wait no longer for somebody, begin with those who said yes."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _

from hometeam.engine.agreements import DueError, Move, State, a_week_on, resolve_dues, seat
from hometeam.foundation import clock
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.together.actions.moving import Moved, Turn, begin, finish, moving, must_be_possible
from hometeam.together.actions.promises import anew, set_due_days
from hometeam.together.actions.proposing import check_may_be_asked, count_asks, not_here_yet, seats_of
from hometeam.together.actions.refusals import NotSound
from hometeam.together.actions.terms import put_on_table
from hometeam.together.models import Collaboration, Part
from hometeam.together.queries import telling
from hometeam.together.queries.apart import may_meet
from hometeam.together.queries.offering import kind_of


@moving
def start(*, collaboration: Collaboration, viewer: Viewer, seen_version: int) -> Collaboration:
    """Begin with those who said yes; whoever has not answered may still come in. Raises Moved with too few."""
    return finish(begin(collaboration, viewer, seen_version), Move.START)


@moving
def ask_more(*, collaboration: Collaboration, viewer: Viewer, to: Sequence[Member]) -> Collaboration:
    """Ask somebody else into a group; one that went quiet for want of members is asked again with them.

    Whoever does not want to meet somebody in it is not asked. Raises NotSound where there is no part left for them or
    they are not here yet, limits.LimitReached, Moved, and
    Http404 for members not to be met.
    """
    turn = begin(collaboration, viewer, None)
    must_be_possible(turn, Move.INVITE)
    kind = kind_of(turn.collaboration)
    if kind is not None and kind.is_ring:
        raise Moved(turn.collaboration, turn.part)
    for member in to:
        check_may_be_asked(viewer, member)
        if not member.is_claimed:
            raise NotSound("to", not_here_yet(member))
    if not to:
        raise NotSound("to", _("Choose somebody."))
    sitting = [part.member_id for part in turn.collaboration.parts.all() if part.out in ("", Part.Out.SAID_NO)]
    to = may_meet(sitting, to)
    if not to:
        return turn.collaboration  # nobody is told why; the page says to whom it could not be sent
    new = _seat(turn, to)
    count_asks(viewer, to)
    if turn.deal.state == State.LAPSED:
        _must_be_enough(turn, len(new))
        put_on_table_again(turn.collaboration, viewer)
    return finish(turn, Move.INVITE, whom=new)


def _must_be_enough(turn: Turn, new: int) -> None:
    missing = turn.deal.least - len(turn.deal.inside) - new
    if missing > 0:
        raise NotSound("to", _("It takes %(count)s more. Choose somebody else, too.") % {"count": missing})


def _seat(turn: Turn, to: Sequence[Member]) -> list[Part]:
    """Give the new ones a part and a place at the table."""
    collaboration, kind = turn.collaboration, kind_of(turn.collaboration)
    sitting = [part for part in collaboration.parts.all() if part.pk in turn.deal.inside]
    there = {part.member_id for part in collaboration.parts.all()}
    if again := next((member for member in to if member.pk in there), None):
        raise NotSound("to", _("%(name)s has been asked already.") % {"name": again.name})
    if kind is None or len(sitting) + len(to) > turn.deal.most:
        raise NotSound("to", _("There is no room for more."))
    members = {part.member_id: str(part.member.kind) for part in sitting} | {one.pk: str(one.kind) for one in to}
    chosen = {part.member_id: part.role for part in sitting}
    found = seat(seats_of(kind), members, chosen, complete=False)
    if found is None:
        raise NotSound("to", _("There is no part left that they could play."))
    new = [Part.objects.create(collaboration=collaboration, member=one, role=found[one.pk]) for one in to]
    anew(collaboration, "parts")
    return new


@moving
def nudge(*, collaboration: Collaboration, viewer: Viewer, part_id: int) -> Collaboration:
    """Remind somebody who has not answered, once. Raises Moved where they have, or were reminded."""
    turn = begin(collaboration, viewer, None)
    return finish(turn, Move.NUDGE, whom=[_part(turn, part_id)])


@moving
def take_out(*, collaboration: Collaboration, viewer: Viewer, part_id: int) -> Collaboration:
    """Wait no longer for somebody who has not answered. They are not told; their letter says that it went ahead."""
    turn = begin(collaboration, viewer, None)
    return finish(turn, Move.TAKE_OUT, whom=[_part(turn, part_id)])


def _part(turn: Turn, pk: int) -> Part:
    for part in turn.collaboration.parts.all():
        if part.pk == pk:
            return part
    raise Http404


def must_be_in_time(collaboration: Collaboration, role: str) -> None:
    """Whoever comes in late can do so until a step of theirs would be over, or the day itself. Raises NotSound."""
    if telling.ends_at(collaboration) <= clock.now() or _is_over(collaboration, role):
        raise NotSound("", _("It has gone on without you: a step of yours would be over already."))


def _is_over(collaboration: Collaboration, role: str) -> bool:
    kind, zone = kind_of(collaboration), collaboration.community.timezone
    if kind is None:
        return True
    began = clock.local(collaboration.made_at, zone).date()
    try:
        days = resolve_dues(kind.dues(), telling.local(collaboration).date(), began)
    except DueError:
        return True
    return any(days[step.id] < clock.today(zone) for step in kind.steps if step.who == role)


def put_on_table_again(collaboration: Collaboration, viewer: Viewer) -> None:
    """The same weekday and hour, soon, as new terms."""
    zone = collaboration.community.timezone
    was = collaboration.happens_at
    collaboration.happens_at = a_week_on(was, clock.now(), zone)
    set_due_days(collaboration, was)
    put_on_table(collaboration, viewer.acting)
