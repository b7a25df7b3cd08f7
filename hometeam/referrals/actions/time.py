"""What time does: it reminds once, lets silence end kindly, and forgets."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from hometeam.engine.referrals import Move, NotPossible, Side, apply
from hometeam.foundation import clock, post
from hometeam.members.actions import gone_lately, put_right, unnamed
from hometeam.referrals.actions import letters, notices
from hometeam.referrals.actions.moving import begin, finish, lapse_if_due
from hometeam.referrals.models import PartnerWords, Referral, ReferralMove, Thanks
from hometeam.referrals.queries import referrals


def lapse_due() -> int:
    """Let everything lapse whose time is over, each in its own transaction; returns how many did."""
    return sum(lapse_if_due(pk) for pk in referrals.to_lapse(clock.now()))


def remind_due() -> int:
    """Remind of what waits too long, once for each thing that is awaited; returns how many were."""
    return sum(_remind(pk) for pk in referrals.to_remind(clock.now()))


@transaction.atomic
def _remind(pk: int) -> bool:
    """A reminder is no move: nobody who is just about to answer is told that things have moved on."""
    referral = begin(pk, Side.CLOCK).referral
    if referral.remind_at is None or referral.remind_at > clock.now():
        return False
    try:
        outcome = apply(referral.rules_view, Move.REMIND, Side.CLOCK)
    except NotPossible:
        return False
    Referral.objects.filter(pk=pk).update(reminded=True)
    notices.send(referral, Move.REMIND, outcome.tell)
    return True


def forget_old() -> int:
    """Erase what is kept of people whose introduction ended 90 days ago, and letters that have done their work.

    Returns how many people were forgotten now. Killed at any moment and run again, it does what is left to do.
    """
    moment = clock.now()
    count = sum(_forget(pk) for pk in referrals.to_forget(moment))
    referrals.old_words(moment).update(words="")
    referrals.words_of_those_who_left().update(words="", why="")
    PartnerWords.objects.filter(member__closed_at__isnull=False).delete()
    post.forget_letters(prefix=letters.ALL, only_sent=True)
    for pk in referrals.forgotten(letters.kept()):
        post.forget_letters(prefix=letters.prefix(pk))
    return count


@transaction.atomic
def forget_names() -> int:
    """The words of introductions say the names of members who closed lately no more; returns how many did."""
    found = 0
    for member in gone_lately():
        words, sides = unnamed(member), Q(referral__giver=member) | Q(referral__receiver=member)
        found += put_right(ReferralMove.objects.filter(sides), ("words",), words)
        found += put_right(Thanks.objects.filter(sides), ("words",), words)
    return found


@transaction.atomic
def _forget(pk: int) -> bool:
    turn = begin(pk, Side.CLOCK)
    if turn.referral.erased_at is not None or turn.referral.is_open:
        return False
    finish(turn, Move.FORGET)
    return True
