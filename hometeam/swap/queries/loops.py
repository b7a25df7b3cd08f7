"""Loops as one of their members may see them: what it gives and to whom, what it gets and from whom, and no more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.consent import Because, Link, Ring, State
from hometeam.foundation import clock
from hometeam.foundation.models import Event
from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Block, Community, Member, Membership
from hometeam.swap.models import Leg, Listing, Loop
from hometeam.swap.queries.board import LABEL
from hometeam.swap.queries.taken import used_up_just_now
from hometeam.swap.queries.words import amount_words
from hometeam.together.models import say_when

LOOPS_WAIT = "loops_wait"
"""What a member knows of it on every page: whether a loop waits for its answer, or for the others'."""
WHY_I_GET: dict[str, Promise] = {
    "exact": gettext_lazy("What you get is just what you look for."),
    "words": gettext_lazy("What you get is called just what you look for."),
    "kin": gettext_lazy("What you get comes close to what you look for."),
    "near": gettext_lazy("%(by)s is near you."),
    "online": gettext_lazy("What you get can be done online."),
    "no-extra-work": gettext_lazy("It is no extra work for %(by)s."),
    "in-time": gettext_lazy("It can be there by the day you need it."),
}
WHY_I_GIVE: dict[str, Promise] = {
    "exact": gettext_lazy("What you give is just what %(to)s looks for."),
    "words": gettext_lazy("What you give is called just what %(to)s looks for."),
    "kin": gettext_lazy("What you give comes close to what %(to)s looks for."),
    "near": gettext_lazy("%(to)s is near you."),
    "online": gettext_lazy("What you give can be done online."),
    "no-extra-work": gettext_lazy("What you give is no extra work for you."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A loop as one of its members sees it until all have agreed: its own two legs and its own answer."""

    loop: Loop
    give: Leg
    get: Leg

    @property
    def pk(self) -> int:
        return self.loop.pk

    @property
    def waits(self) -> bool:
        """Whether the member has not answered."""
        return self.loop.state == Loop.State.PROPOSED and self.give.answer == Leg.Answer.WAITING

    @property
    def gives(self) -> str:
        return said(self.give)

    @property
    def gets(self) -> str:
        return said(self.get)

    @property
    def until(self) -> str:
        """Until when one may answer, on the community's clock."""
        return say_when(self.loop.deadline_at, self.loop.community.timezone, timed=True)

    @property
    def is_for_two(self) -> bool:
        """Whether whoever gets gives, too."""
        return self.give.receiver_id == self.get.giver_id

    @property
    def why(self) -> list[str]:
        """Why this loop, in words."""
        names = {"to": self.give.receiver.name, "by": self.get.giver.name}
        gets = [WHY_I_GET[one] for one in self.get.reasons if one in WHY_I_GET]
        gives = [WHY_I_GIVE[one] for one in self.give.reasons if one in WHY_I_GIVE]
        return list(dict.fromkeys(str(one) % names for one in (*gets, *gives)))

    @property
    def sentence(self) -> str:
        """What is asked, in one sentence."""
        names = {"to": self.give.receiver.name, "by": self.get.giver.name, "give": self.gives, "get": self.gets}
        return _("A loop of barter: you give %(to)s “%(give)s”, and get “%(get)s” from %(by)s.") % names


def said(leg: Leg) -> str:
    """What is given, and how much of it."""
    return f"{leg.words} ({amount_words(leg.amount, leg.unit)})"


def waiting_for(member: Member, community: Community) -> list[Asked]:
    """The loops that are proposed to a member, those that wait for its own answer first.

    One query, and none where its page has learnt that there is none.
    """
    if not getattr(member, LOOPS_WAIT, True):
        return []
    found = _pairs(_around(member=member.pk, community=community.pk), member)
    return sorted(found, key=lambda one: (not one.waits, one.loop.deadline_at, one.pk))


@prepared
def _around(member: Given, community: Given) -> QuerySet[Leg]:
    mine = Leg.objects.filter(Q(giver=member) | Q(receiver=member), loop__community=community)
    return mine.filter(loop__state=Loop.State.PROPOSED).select_related("loop__community", "giver", "receiver")


def is_in_one_that_waits(member: OuterRef, community: OuterRef) -> Exists:
    """Whether a loop is proposed to a member in a community, as part of a query over both."""
    mine = Leg.objects.filter(giver=member, loop__state=Loop.State.PROPOSED)
    return Exists(mine.filter(loop__community=community))


def to_answer(member: Member, community: Community) -> list[Asked]:
    """The loops that wait for a member's own answer."""
    return [one for one in waiting_for(member, community) if one.waits]


def asked(loop: Loop, member: Member) -> Asked:
    """One loop as a member of it sees it: one query."""
    mine = Leg.objects.filter(Q(giver=member) | Q(receiver=member), loop=loop).select_related("giver", "receiver")
    (found,) = _pairs([_of(loop, leg) for leg in mine], member)
    return found


def all_asked(loop: Loop) -> list[Asked]:
    """One loop as each of its members sees it, in the order in which they give: one query."""
    legs = [_of(loop, leg) for leg in loop.legs.select_related("giver", "receiver")]
    gets = {leg.receiver_id: leg for leg in legs}
    return [Asked(loop, leg, gets[leg.giver_id]) for leg in legs]


def _of(loop: Loop, leg: Leg) -> Leg:
    leg.loop = loop
    return leg


def _pairs(legs: Sequence[Leg], member: Member) -> list[Asked]:
    gives = {leg.loop_id: leg for leg in legs if leg.giver_id == member.pk}
    gets = {leg.loop_id: leg for leg in legs if leg.receiver_id == member.pk}
    return [Asked(leg.loop, leg, gets[pk]) for pk, leg in gives.items() if pk in gets]


def another_for(loop: Loop, member: Member) -> Loop | None:
    """The loop that was proposed to a member in the stead of one that dissolved, if it waits still."""
    return Loop.objects.waiting().filter(repaired_from=loop, legs__giver=member).first()


def ring_of(loop: Loop, legs: Sequence[Leg]) -> Ring:
    """What the rules need to know of a loop."""
    return Ring(
        members=tuple(leg.giver_id for leg in legs),
        deadline_at=loop.deadline_at,
        yes=frozenset(leg.giver_id for leg in legs if leg.answer == Leg.Answer.YES),
        state=State(loop.state),
        because=Because(loop.because),
        reminded=loop.reminded_at is not None,
    )


def link_of(leg: Leg) -> Link:
    """A leg as the rules of mending see it."""
    terms = (leg.words, str(leg.amount), leg.unit)
    return Link(leg.giver_id, leg.receiver_id, leg.gives_id, leg.needs_id, terms)


CHANGED = "swap.listing_changed"


def is_sound(loop: Loop, legs: Sequence[Leg], answering: int = 0) -> bool:
    """Whether all that a loop rests on is still there: its members, their offers and needs as they were, that all of
    them may meet, and that nobody takes a rest whose answer is awaited, but the one who is `answering`. Six queries.
    """
    silent = {leg.giver_id for leg in legs if not leg.answer} - {answering}
    if _said_otherwise(loop, legs).exists() or _is_at_rest(loop, silent):
        return False
    members = {leg.giver_id for leg in legs}
    entries = {pk for leg in legs for pk in (leg.gives_id, leg.needs_id)}
    on = Listing.objects.filter(pk__in=entries, state=Listing.State.ON).count() == len(entries)
    apart = Block.objects.filter(member__in=members, other__in=members).exists()
    is_free = entries.isdisjoint(used_up_just_now(loop.community))
    return on and is_free and not apart and _here(loop.community_id, members) == len(members)


def links_as_they_were(loop: Loop, legs: Sequence[Leg]) -> list[Link]:
    """The legs of which nothing was said otherwise since: what others meant by their yes. One query."""
    other = set(_said_otherwise(loop, legs).values_list("object_id", flat=True))
    return [link_of(leg) for leg in legs if other.isdisjoint({leg.gives_id, leg.needs_id})]


def _said_otherwise(loop: Loop, legs: Sequence[Leg]) -> QuerySet[Event]:
    """The changes since of what is given or needed in it."""
    entries = {pk for leg in legs for pk in (leg.gives_id, leg.needs_id)}
    changed = Event.objects.filter(object_label=LABEL, object_id__in=entries, verb=CHANGED, at__gt=loop.made_at)
    return changed.filter(data__otherwise=True)


def _is_at_rest(loop: Loop, members: Collection[int]) -> bool:
    today = clock.today(loop.community.timezone)
    no_loops = Q(swap_pace__most_open=0) | Q(swap_pace__rests_until_on__gt=today)
    return Member.objects.filter(no_loops | Q(snoozed_until_on__gt=today), pk__in=members).exists()


def _here(community_id: int, members: Collection[int]) -> int:
    here = Membership.objects.filter(community=community_id, state=Membership.State.HERE, member__in=members)
    return here.filter(member__claimed_at__isnull=False, member__closed_at__isnull=True).count()


def open_loops() -> list[int]:
    """All loops that wait for answers, by id, the earliest first."""
    return list(Loop.objects.waiting().order_by("deadline_at", "pk").values_list("pk", flat=True))


def shaken() -> list[int]:
    """The loops that wait, by id, of which somebody has left or taken something off the board, or in which one does not
    want to meet another: what is seen by all of them at once, in one query. The rest of `is_sound` has more time.
    """
    legs = Leg.objects.filter(loop__state=Loop.State.PROPOSED)
    here = Membership.objects.filter(
        member=OuterRef("giver"), community=OuterRef("loop__community"), state=Membership.State.HERE
    )
    inside = Leg.objects.filter(loop=OuterRef(OuterRef("loop"))).values("giver")
    apart = Block.objects.filter(member=OuterRef("giver"), other__in=inside)
    off = ~Q(gives__state=Listing.State.ON) | ~Q(needs__state=Listing.State.ON)
    found = legs.filter(off | Q(giver__closed_at__isnull=False) | ~Exists(here) | Exists(apart))
    return list(found.order_by("loop").values_list("loop", flat=True).distinct())


def to_mend() -> list[int]:
    """The loops that dissolved and for which nothing was looked for yet, by id."""
    return list(Loop.objects.filter(state=Loop.State.DISSOLVED, mended_at=None).values_list("pk", flat=True))
