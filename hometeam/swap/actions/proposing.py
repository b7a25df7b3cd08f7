"""Writing loops that were found: under one lock per community, and only where they stand at that moment.

Asking takes ten times as long as writing, so of many loops only the first are asked about under that lock: nobody who
answers, edits or signs in meanwhile waits for the rest, which jobs do that are written together with the loops.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hometeam.engine.barter import Match
from hometeam.engine.consent import Link, Ring, proposed, still_yes
from hometeam.foundation import clock, jobs, journal
from hometeam.members.models import Community
from hometeam.swap.actions import notices
from hometeam.swap.models import Leg, Listing, Loop, Round
from hometeam.swap.queries.loops import all_asked, link_of, links_as_they_were
from hometeam.swap.queries.pool import Board

ASKED_AT_ONCE = 20
"""So many loops are asked about in one transaction: less than half a second."""


def lock(community: Community) -> None:
    """One search or mending at a time writes in a community; until the transaction ends."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def propose_loops(board: Board, found: Sequence[Sequence[str]], round: Round | None) -> list[Loop]:
    """Propose each loop that still stands on a board that was read under the lock, and ask its members, or let them
    be asked.
    """
    standing = [matches for members in found if (matches := _standing(board, members))]
    written = [write_loop(board, matches, round) for matches in standing]
    for loop in written[:ASKED_AT_ONCE]:
        tell(loop)
    for start in range(ASKED_AT_ONCE, len(written), ASKED_AT_ONCE):
        ask_about.enqueue([loop.pk for loop in written[start : start + ASKED_AT_ONCE]])
    return written


@jobs.task
@transaction.atomic
def ask_about(loop_ids: list[int]) -> None:
    """Ask everybody who has not answered in these loops, once, unless a loop is over already."""
    for loop in Loop.objects.waiting().filter(pk__in=loop_ids).select_for_update().order_by("pk"):
        tell(loop)


def _standing(board: Board, members: Sequence[str]) -> list[Match]:
    """What each gives to the next; empty where something of it is no longer so."""
    ids = [int(member) for member in members]
    found = [board.matches.get(pair) for pair in zip(ids, [*ids[1:], *ids[:1]], strict=True)]
    return [match for match in found if match is not None] if all(found) else []


def propose_instead(board: Board, members: Sequence[str], old: Loop, legs: Sequence[Leg]) -> Loop | None:
    """Propose a loop in the stead of one that dissolved; whoever gives and gets just the same is not asked again."""
    matches = _standing(board, members)
    return write_loop(board, matches, old.round, old, legs) if matches else None


def write_loop(
    board: Board, matches: Sequence[Match], round: Round | None, old: Loop | None = None, before: Sequence[Leg] = ()
) -> Loop:
    """A loop with its legs, as its members' offers are worded now."""
    loop = Loop(community=board.community, round=round, repaired_from=old, made_at=clock.now())
    legs = [_leg(board, match, place) for place, match in enumerate(matches)]
    ring = _ring(legs, links_as_they_were(old, before) if old else (), before)
    loop.deadline_at = ring.deadline_at
    loop.save()
    said_at = {leg.giver_id: leg for leg in before}
    for leg in legs:
        leg.loop = loop
        if leg.giver_id in ring.yes:
            was = said_at[leg.giver_id]
            leg.answer, leg.answered_at = Leg.Answer.YES, was.answered_at
            leg.answered_by_id, leg.on_behalf = was.answered_by_id, was.on_behalf
    Leg.objects.bulk_create(legs)
    journal.record(
        actor=journal.NOBODY,
        verb="swap.loop_proposed",
        object=loop,
        community_id=loop.community_id,
        data={"size": len(legs), "instead": old is not None},
    )
    return loop


def _leg(board: Board, match: Match, place: int) -> Leg:
    gives: Listing = board.listings[match.gives]
    return Leg(
        place=place,
        giver_id=match.giver,
        receiver_id=match.receiver,
        gives=gives,
        needs_id=match.needs,
        words=gives.words,
        amount=gives.amount,
        unit=gives.unit,
        worth=gives.worth,
        reasons=list(match.grounds),
    )


def _ring(legs: Sequence[Leg], stand: Sequence[Link], before: Sequence[Leg]) -> Ring:
    members = [leg.giver_id for leg in legs]
    said_yes = [leg.giver_id for leg in before if leg.answer == Leg.Answer.YES]
    yes = still_yes(stand, said_yes, [link_of(leg) for leg in legs])
    return proposed(members, clock.now(), yes if len(yes) < len(members) else ())


def tell(loop: Loop) -> None:
    """Ask everybody in a new loop whose answer is awaited."""
    for one in all_asked(loop):
        if one.waits:
            notices.tell_proposed(one)
