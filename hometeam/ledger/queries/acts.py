"""What happened, read with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.foundation import clock
from hometeam.foundation.prepared import Given, prepared
from hometeam.ledger.models import Act, PartnerConsent
from hometeam.ledger.queries.plenty import is_plenty, lately_since
from hometeam.members.access import blocked, blocked_ids
from hometeam.members.models import Channel, Community, Member

SOCIAL = frozenset({"instagram", "facebook", "linkedin", "tiktok", "youtube", "mastodon", "bluesky"})
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Between:
    """What went to and fro between a member and one partner. Counts of acts, never a balance. `idea` says what one
    could do in return, `idea_url` where, once a room that knows the kinds has filled it in.
    """

    partner: Member
    for_me: int
    for_them: int
    last: Act
    latest: tuple[Act, ...]
    sentence: str
    idea: str = ""
    idea_url: str = ""
    is_named: bool = False

    @property
    def is_my_turn(self) -> bool:
        return bool(self.idea)


@dataclass(frozen=True, slots=True)
class GivingBack:
    """What a member sees about giving back; nobody else ever does."""

    to_thank: tuple[Between, ...]
    others: tuple[Between, ...]
    waiting: tuple[Act, ...]
    gave_plenty: bool
    given: int
    received: int


@dataclass(frozen=True, slots=True)
class PartnerShown:
    """A partner who may be named, and what the two do together."""

    partner: Member
    times: int
    last_on: date
    kinds: tuple[str, ...] = field(default=())


def done_for(member: Member, community: Community, limit: int = 5) -> list[Act]:
    """What others did for a member lately, newest first."""
    return _received(member=member.pk, community=community.pk)[:limit]


@prepared
def _received(member: Given, community: Given) -> QuerySet[Act]:
    told = _told(community).filter(receiver=member)
    return told.exclude(giver__in=blocked(member))[:MOST_TOLD]


def given_by(member: Member, community: Community, limit: int = 5) -> list[Act]:
    """What a member did for others lately, newest first."""
    return list(_told(community).filter(giver=member).exclude(receiver__in=blocked(member))[:limit])


def lately(community: Community, limit: int = 5) -> list[Act]:
    """What members of a community did for each other lately, newest first."""
    return list(_told(community)[:limit])


def between(one: Member, other: Member, community: Community) -> list[Act]:
    """Everything that two members did for each other here, newest first."""
    pair = Q(giver=one, receiver=other) | Q(giver=other, receiver=one)
    return list(_acts(community).filter(pair))


def giving_back(member: Member, community: Community) -> GivingBack:
    """Who did what for a member, and it for them, across all kinds, with an easy idea where nothing has gone back yet.

    Whoever has given plenty lately is asked for nothing. Four database queries, however many partners.
    """
    acts = _touching(member, community)
    given = sum(act.giver_id == member.pk for act in acts)
    since = lately_since(clock.today(community.timezone))
    mine = Counter(act.giver_id == member.pk for act in acts if act.happened_on >= since)
    gave_plenty = is_plenty(mine[True], mine[False])
    ideas = [] if gave_plenty else _ideas(member)
    named = consents_of(member)
    found = [_between(member, partner_acts, ideas, named) for partner_acts in _by_partner(member, acts)]
    found.sort(key=lambda one: (one.for_them - one.for_me, -one.last.happened_on.toordinal()))
    return GivingBack(
        to_thank=tuple(one for one in found if one.is_my_turn),
        others=tuple(one for one in found if not one.is_my_turn),
        waiting=tuple(act for act in acts if _waits_for(member, act)),
        gave_plenty=gave_plenty,
        given=given,
        received=len(acts) - given,
    )


def story_of(member: Member, community: Community) -> list[Act]:
    """Every act that touches a member here, newest first; `named` says whether both sides let it be told. One query."""
    return _story(member=member.pk, community=community.pk)


@prepared
def _story(member: Given, community: Given) -> QuerySet[Act]:
    partner = Case(When(giver=member, then=F("receiver_id")), default=F("giver_id"))
    mine = PartnerConsent.objects.filter(member=member, partner=OuterRef("partner_id"), shown=True)
    theirs = PartnerConsent.objects.filter(partner=member, member=OuterRef("partner_id"), shown=True)
    touching = Q(giver=member) | Q(receiver=member)
    acts = Act.objects.filter(touching, community=community).standing().select_related("giver", "receiver")
    told = acts.annotate(partner_id=partner).annotate(named=Exists(mine) & Exists(theirs))
    return told.exclude(partner_id__in=blocked(member)).only(*_TOLD, "kind", "confirmed_at")


def partners_shown(member: Member, community: Community) -> list[PartnerShown]:
    """Whom a member is partnering with, where both sides let it be said; the most recent first."""
    return partners_in(member, story_of(member, community))


def partners_in(member: Member, story: Iterable[Act]) -> list[PartnerShown]:
    """The same from a member's `story_of`, for pages that have read it already."""
    groups = _by_partner(member, [act for act in story if act.named])  # type: ignore[attr-defined]
    shown = [
        PartnerShown(
            partner=_other(member, mine[0]),
            times=len({(act.happened_on, act.kind) for act in mine}),
            last_on=mine[0].happened_on,
            kinds=tuple(dict.fromkeys(act.kind for act in mine)),
        )
        for mine in groups
    ]
    return sorted(shown, key=lambda one: one.last_on, reverse=True)


def partners_in_query(
    member: Member | Given, community: Community | Given | None = None
) -> tuple[QuerySet[Act, int], ...]:
    """The members with whom this one has done anything, as parts of another query: for whom, and who did it."""
    acts = Act.objects.filter(taken_back_at__isnull=True).order_by()
    if community is not None:
        acts = acts.filter(community=community)
    given = acts.filter(giver=member).values_list("receiver_id", flat=True)
    return given, acts.filter(receiver=member).values_list("giver_id", flat=True)


def consents_of(member: Member) -> dict[int, bool]:
    """What a member said about naming each partner; partners not asked about are missing."""
    return dict(PartnerConsent.objects.filter(member=member).values_list("partner_id", "shown"))


# What an act's sentence takes, and no more.
_TOLD = ("words", "happened_on", "giver__name", "receiver__name")


def _told(community: Community | Given) -> QuerySet[Act]:
    return Act.objects.filter(community=community).standing().select_related("giver", "receiver").only(*_TOLD)


def _acts(community: Community) -> QuerySet[Act]:
    standing = Act.objects.filter(community=community, taken_back_at__isnull=True)
    return standing.select_related("giver", "receiver", "evidence")


def _touching(member: Member, community: Community) -> list[Act]:
    hidden = blocked_ids(member)
    acts = _acts(community).filter(Q(giver=member) | Q(receiver=member))
    return [act for act in acts if _other(member, act).pk not in hidden]


def _waits_for(member: Member, act: Act) -> bool:
    return act.receiver_id == member.pk and act.confirmed_at is None and not act.within


def _other(member: Member, act: Act) -> Member:
    return act.receiver if act.giver_id == member.pk else act.giver


def _by_partner(member: Member, acts: Iterable[Act]) -> list[list[Act]]:
    groups: dict[int, list[Act]] = {}
    for act in acts:
        groups.setdefault(_other(member, act).pk, []).append(act)
    return list(groups.values())


def _between(member: Member, acts: Sequence[Act], ideas: Sequence[str], named: Mapping[int, bool]) -> Between:
    mine = Counter(act.giver_id == member.pk for act in acts)
    for_me, for_them = mine[False], mine[True]
    partner = _other(member, acts[0])
    idea = ideas[partner.pk % len(ideas)] if ideas and for_me > for_them else ""
    return Between(
        partner=partner,
        for_me=for_me,
        for_them=for_them,
        last=acts[0],
        latest=tuple(acts[:3]),
        sentence=_sentence(partner.name, for_me, for_them),
        idea=idea % {"name": partner.name} if idea else "",
        is_named=named.get(partner.pk, False),
    )


def _sentence(name: str, for_me: int, for_them: int) -> str:
    if for_them == 0:
        return ngettext("%(name)s did something for you.", "%(name)s did %(count)s things for you.", for_me) % {
            "name": name,
            "count": for_me,
        }
    if for_me == 0:
        return ngettext("You did something for %(name)s.", "You did %(count)s things for %(name)s.", for_them) % {
            "name": name,
            "count": for_them,
        }
    return _("%(name)s did %(theirs)s for you, you did %(mine)s for them.") % {
        "name": name,
        "theirs": _things(for_me),
        "mine": _things(for_them),
    }


def _things(count: int) -> str:
    return ngettext("one thing", "%(count)s things", count) % {"count": count}


def _ideas(member: Member) -> list[str]:
    media = set(Channel.objects.filter(member=member).values_list("medium", flat=True))
    ideas = []
    if "newsletter" in media:
        ideas.append(_("Put a line about %(name)s into your next newsletter."))
    if media & SOCIAL:
        ideas.append(_("Pass on the next post by %(name)s. It takes a minute."))
    if "counter" in media:
        ideas.append(_("Lay a few cards of %(name)s on your counter."))
    return ideas or [_("Write %(name)s two lines about what came of it."), _("Ask %(name)s for a coffee.")]
