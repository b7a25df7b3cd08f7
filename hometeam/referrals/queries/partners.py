"""Standing partnerships: two members who agreed to send each other the work that is not theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hometeam.engine.agreements import RUNNING
from hometeam.engine.agreements import State as Deal
from hometeam.foundation.alphabet import Alphabetical
from hometeam.members.access import blocked_ids
from hometeam.members.models import Community, Member
from hometeam.members.queries.trades import title
from hometeam.referrals.models import PartnershipEnd, PartnerWords
from hometeam.referrals.queries import referrals
from hometeam.together.models import Collaboration, Part

KIND = "referral-partnership"
STANDING = (*sorted(RUNNING), Deal.DELIVERED, Deal.CONFIRMED, Deal.CLOSED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What two standing partners tell each other, and how much went to and fro. Counts; nothing is owed."""

    partner: Member
    mine: PartnerWords | None
    theirs: PartnerWords | None
    sent: int
    came: int
    collaboration: Collaboration | None


def agreements(one: Member, other: Member, community: Community) -> QuerySet[Collaboration]:
    """The agreed partnerships of two members, the newest first."""
    agreed = Collaboration.objects.filter(community=community, kind_id=KIND, state__in=STANDING)
    return agreed.filter(parts__member=one).filter(parts__member=other).order_by("-made_at", "-pk")


def ends_between(one: Member, other: Member, community: Community) -> QuerySet[PartnershipEnd]:
    """When either stopped it, the newest first."""
    pair = Q(by=one, partner=other) | Q(by=other, partner=one)
    return PartnershipEnd.objects.filter(pair, community=community).order_by("-at", "-pk")


def are_standing(one: Member, other: Member, community: Community) -> bool:
    """Whether two members have agreed to send each other people, and neither has stopped it since."""
    newest = agreements(one, other, community).first()
    stopped = ends_between(one, other, community).first()
    return newest is not None and (stopped is None or stopped.at < newest.made_at)


def partners_of(member: Member, community: Community) -> list[Member]:
    """A member's standing partners, by name."""
    mine = Collaboration.objects.filter(community=community, kind_id=KIND, state__in=STANDING, parts__member=member)
    sides = Part.objects.filter(collaboration__in=mine).exclude(member=member).order_by("collaboration__made_at")
    began = dict(sides.values_list("member", "collaboration__made_at"))
    ended = PartnershipEnd.objects.filter(Q(by=member) | Q(partner=member), community=community)
    for one in ended:
        other = one.partner_id if one.by_id == member.pk else one.by_id
        if other in began and began[other] <= one.at:
            del began[other]
    ids = set(began) - blocked_ids(member) - {member.pk}
    return list(Member.objects.here(community).filter(pk__in=ids).order_by(Alphabetical("name"), "pk"))


def words_of(member: Member, partner: Member, community: Community) -> PartnerWords | None:
    """What a member tells a partner, if it has said anything."""
    return PartnerWords.objects.filter(community=community, member=member, partner=partner).first()


def sheet_of(member: Member, partner: Member, community: Community) -> Sheet:
    """The page of a standing partnership as one of the two sees it."""
    sent, came = referrals.to_and_fro(member, partner, community)
    return Sheet(
        partner=partner,
        mine=words_of(member, partner, community),
        theirs=words_of(partner, member, community),
        sent=sent,
        came=came,
        collaboration=agreements(member, partner, community).first(),
    )


def first_words(member: Member) -> dict[str, str]:
    """What a member's profile already says, to begin its words with."""
    gives = [offer.service for offer in member.offers.order_by("pk") if offer.service]
    return {"likes": ", ".join(title(one) for one in gives), "introduce": member.one_line}
