"""Yes, yes but, not now; taking back, taking up again, and asking for another arrangement."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hometeam.engine.agreements import RUNNING, Move, State, awaited
from hometeam.foundation import clock
from hometeam.members.access import Viewer
from hometeam.members.actions import claims
from hometeam.members.models import Member
from hometeam.together.access import Answerer
from hometeam.together.actions.gathering import must_be_in_time, put_on_table_again
from hometeam.together.actions.moving import Turn, begin, finish, lapse_if_due, moving, must_be_possible
from hometeam.together.actions.promises import set_due_days
from hometeam.together.actions.proposing import check_answers
from hometeam.together.actions.refusals import NotSound, check_day
from hometeam.together.actions.terms import NewTerms, adopt_newest, body_asked, fill_in, on_table, put_on_table
from hometeam.together.models import Collaboration
from hometeam.together.queries import kind_of, past_deadline
from hometeam.together.queries.terms import body_of, changed


@moving
def accept(*, collaboration: Collaboration, viewer: Viewer, seen_version: int, words: str = "") -> Collaboration:
    """Say yes to the terms as they stand. Raises Moved when they no longer do, Http404 for those not asked."""
    turn = begin(collaboration, viewer, seen_version)
    must_be_possible(turn, Move.ACCEPT)
    if turn.deal.state == State.RENEGOTIATED and len(awaited(turn.deal)) == 1 and not turn.deal.short:
        adopt_newest(turn.collaboration)
    if turn.part is not None and turn.deal.state in RUNNING and turn.part.pk not in turn.deal.parties:
        must_be_in_time(turn.collaboration, turn.part.role)
    return finish(turn, Move.ACCEPT, words=words)


@moving
def decline(*, collaboration: Collaboration, viewer: Viewer, seen_version: int, words: str = "") -> Collaboration:
    """Say "not this time". The reason, if any, is for the decliner's own side; a change of what was agreed falls back
    to it, also when it is taken back by whoever asked for it.
    """
    return finish(begin(collaboration, viewer, seen_version), Move.DECLINE, words=words, private=True)


@moving
def counter(
    *, collaboration: Collaboration, viewer: Viewer, seen_version: int, terms: NewTerms, words: str = ""
) -> Collaboration:
    """Say "yes, but": other terms, for the others to answer. Raises NotSound for a day that is over or no change at
    all.
    """
    return _offer(begin(collaboration, viewer, seen_version), Move.COUNTER, terms, words)


@moving
def renegotiate(
    *, collaboration: Collaboration, viewer: Viewer, seen_version: int, terms: NewTerms, words: str = ""
) -> Collaboration:
    """Ask for another arrangement of what was agreed, which stands until the others say yes. While one is asked for,
    whoever agrees to it may put another in its place; the first falls away.
    """
    return _offer(begin(collaboration, viewer, seen_version), Move.RENEGOTIATE, terms, words)


@moving
def withdraw(*, collaboration: Collaboration, viewer: Viewer, seen_version: int, words: str = "") -> Collaboration:
    """Take a proposal back, or pull out of what was agreed."""
    return finish(begin(collaboration, viewer, seen_version), Move.WITHDRAW, words=words)


@moving
def reopen(*, collaboration: Collaboration, viewer: Viewer, seen_version: int) -> Collaboration:
    """Take up again what lapsed, or what one declined or called off oneself: the same weekday and hour, soon."""
    turn = begin(collaboration, viewer, seen_version)
    must_be_possible(turn, Move.REOPEN)
    put_on_table_again(turn.collaboration, viewer)
    return finish(turn, Move.REOPEN)


def lapse_due() -> int:
    """Let everything whose deadline is past lapse or close, each in its own transaction; returns how many did."""
    return sum(lapse_if_due(pk) for pk in past_deadline(clock.now()))


@transaction.atomic
def come_in(*, answerer: Answerer) -> Viewer:
    """Whoever answers from an invitation has proved to read mail at its address: that claims the member.

    Returns the viewer they now are. Raises claims.Gone when the invitation is over.
    """
    if answerer.viewer is not None:
        return answerer.viewer
    person, _member = claims.accept(token=answerer.claim)
    return Viewer(person, answerer.collaboration.community, answerer.part.member, is_organiser=False)


def decline_invited(*, answerer: Answerer, seen_version: int) -> Collaboration:
    """Somebody who was invited says "not this time" and stays a stranger: nobody is signed in and nothing
    is claimed.
    """
    return _decline_invited(
        collaboration=answerer.collaboration, member=answerer.part.member, seen_version=seen_version
    )


@moving
def _decline_invited(*, collaboration: Collaboration, member: Member, seen_version: int) -> Collaboration:
    return finish(begin(collaboration, None, seen_version, member), Move.DECLINE, private=True)


def _offer(turn: Turn, move: Move, terms: NewTerms, words: str) -> Collaboration:
    must_be_possible(turn, move)
    collaboration = turn.collaboration
    _check(collaboration, terms, words)
    assert turn.viewer is not None  # the rules let no clock make an offer
    before = body_of(collaboration)
    if turn.deal.state in RUNNING:
        asked = put_on_table(collaboration, turn.viewer.acting, terms)
    else:
        was = collaboration.happens_at
        fill_in(collaboration, terms)
        collaboration.save()
        set_due_days(collaboration, was)
        asked = put_on_table(collaboration, turn.viewer.acting)
    return finish(turn, move, words=words, changed=changed(before, asked.body))


def _check(collaboration: Collaboration, terms: NewTerms, words: str) -> None:
    check_day(terms.happens_at)
    _check_answers(collaboration, terms)
    said, there = body_asked(collaboration, terms), body_asked(collaboration, on_table(collaboration))
    if not words.strip() and not (changed(body_of(collaboration), said) and changed(there, said)):
        raise NotSound("", _("Nothing has changed yet. Change something, or say yes to it as it is."))


def _check_answers(collaboration: Collaboration, terms: NewTerms) -> None:
    kind = kind_of(collaboration)
    if kind is not None and terms.answers is not None:
        check_answers(kind, terms.answers)
