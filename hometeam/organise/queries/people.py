"""The members of a community as organisers list them: who is claimed, who is invited, at which address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from hometeam.engine.agreements import State
from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation import clock
from hometeam.foundation.alphabet import Alphabetical
from hometeam.members.models import Community, Invitation, Member, Membership, Offer
from hometeam.organise.models import Contact, ImportRow
from hometeam.together.models import Collaboration

REMIND_AFTER = timedelta(days=7)


def _open_invitations(community: Community) -> QuerySet[Invitation]:
    return Invitation.objects.filter(community=community, accepted_at=None, revoked_at=None)


def invited(community: Community, member: str = "pk") -> Exists:
    """Whether a letter to the member (the field of that name) is out and unanswered, as part of another query."""
    return Exists(_open_invitations(community).filter(member=OuterRef(member)))


def listed(community: Community, *, words: str = "", state: str = "") -> QuerySet[Member]:
    """Members by name: all here, or only the claimed, invited, unclaimed, unknown (no trade) or removed ones."""
    where = Membership.State.LEFT if state == "removed" else Membership.State.HERE
    found = Member.objects.filter(memberships__community=community, memberships__state=where, closed_at=None)
    if state == "claimed":
        found = found.filter(claimed_at__isnull=False)
    elif state == "invited":
        found = found.filter(invited(community), claimed_at=None)
    elif state == "unclaimed":
        found = found.filter(~invited(community), claimed_at=None)
    elif state == "unknown":
        found = found.filter(~Exists(Offer.objects.filter(member=OuterRef("pk"))))
    return narrowed(found, words).order_by(Alphabetical("name"), "pk")


def narrowed(members: QuerySet[Member], words: str) -> QuerySet[Member]:
    """Those whose name or trade has all the words in it."""
    for word in words.split()[:8]:
        members = members.filter(Q(name__icontains=word) | Q(trade_words__icontains=word))
    return members


def describe(community: Community, members: list[Member]) -> None:
    """Write on each member its `standing` ("claimed", "invited" or "unclaimed") and its `address`."""
    ids = [member.pk for member in members]
    written = set(_open_invitations(community).filter(member__in=ids).values_list("member_id", flat=True))
    emails = dict(Contact.objects.filter(community=community, member__in=ids).values_list("member_id", "email"))
    for member in members:
        standing = "claimed" if member.is_claimed else "invited" if member.pk in written else "unclaimed"
        member.standing, member.address = standing, emails.get(member.pk, "")  # type: ignore[attr-defined]


def without_anybody(members: QuerySet[Member]) -> QuerySet[Member]:
    """Those who have neither proposed nor done anything with anybody."""
    return members.filter(parts=None, acts_given=None, acts_received=None)


def unclaimed(community: Community, *, words: str = "", unknown: bool = False) -> QuerySet[Member]:
    """Members here whom nobody has claimed, also invited ones, by name; with `unknown` those without a trade."""
    return listed(community, words=words, state="unknown" if unknown else "").filter(claimed_at=None)


def taken_for(members: list[Member]) -> list[dict[str, Any]]:
    """Each member with the titles of what it is taken for, and whether each is a guess: one query."""
    titles: dict[int, list[tuple[str, bool]]] = {}
    offers = Offer.objects.filter(member__in=members).order_by("pk").values_list("member", "service", "guessed")
    for pk, service, guessed in offers:
        known = Taxonomy.load().get(service)
        titles.setdefault(pk, []).extend([(_(known.title), guessed)] if known else [])
    return [{"member": member, "titles": titles.get(member.pk, [])} for member in members]


def counts(community: Community) -> dict[str, int]:
    """How many members are here, claimed, invited, unclaimed and without a trade, how many asked to join, how many
    letters have been quiet for so long that they may be repeated, and how many proposals wait for one: one query.
    """
    here = Q(state=Membership.State.HERE)
    known = Membership.objects.filter(community=community, member__closed_at=None)
    found = known.aggregate(
        here=Count("pk", filter=here),
        claimed=Count("pk", filter=here & Q(member__claimed_at__isnull=False)),
        asking=Count("pk", filter=Q(state=Membership.State.ASKED)),
        unknown=Count("pk", filter=here & ~Q(Exists(Offer.objects.filter(member=OuterRef("member"))))),
        invited=Count("pk", filter=here & Q(member__claimed_at=None) & Q(invited(community, "member"))),
        quiet=Max(Subquery(_quiet(community).values("letters"))),
        ideas=Max(Subquery(_ideas(community).values("waiting"))),
    )
    found |= {key: found[key] or 0 for key in ("quiet", "ideas")}
    return found | {"unclaimed": found["here"] - found["claimed"] - found["invited"]}


def _quiet(community: Community) -> Any:
    """How many letters have no answer after a week, can still be answered and were not repeated; as one row."""
    at = clock.now()
    quiet = _open_invitations(community).filter(reminder=None, sent_at__lt=at - REMIND_AFTER, expires_at__gt=at)
    return quiet.order_by().values("community").annotate(letters=Count("pk"))


def _ideas(community: Community) -> Any:
    """How many proposals wait for an invitation to go with; as one row."""
    ideas = Collaboration.objects.filter(community=community, awaiting_invitation=True, state=State.IDEA)
    return ideas.order_by().values("community").annotate(waiting=Count("pk"))


def filters(found: dict[str, int]) -> list[tuple[str, str, int | None]]:
    """The ways to narrow the list: what goes into the address, what to call it, how many that are."""
    return [
        ("", _("All"), found["here"]),
        ("claimed", _("Claimed"), found["claimed"]),
        ("invited", _("Invited"), found["invited"]),
        ("unclaimed", _("Not invited yet"), found["unclaimed"]),
        ("unknown", _("No trade yet"), None),
        ("removed", _("Removed"), None),
    ]


def query(words: str, state: str) -> str:
    """What stays in the address from page to page."""
    return urlencode({key: value for key, value in {"q": words, "state": state}.items() if value})


@dataclass(frozen=True, slots=True)
class Known:
    """What organisers know of one member beside its profile."""

    email: str
    invitations: list[Invitation]
    came_from: str
    is_here: bool
    people: list[str]


def known_of(community: Community, member: Member) -> Known:
    """Address, invitations, the file it came with, whether it is here, and who acts for it."""
    contact = Contact.objects.filter(community=community, member=member).first()
    row = ImportRow.objects.filter(community=community, member=member).select_related("made_by").first()
    membership = Membership.objects.filter(community=community, member=member).first()
    return Known(
        email=contact.email if contact else "",
        invitations=list(Invitation.objects.filter(community=community, member=member).order_by("-sent_at")[:5]),
        came_from=row.made_by.file_name if row and row.made_by else "",
        is_here=membership is not None and membership.state == Membership.State.HERE,
        people=[str(seat.person) for seat in member.seats.select_related("person").order_by("pk")],
    )


def with_addresses(community: Community, members: Iterable[Member], also: list[int]) -> list[dict[str, Any]]:
    """Each member with the address known of it; those of `also` (ids) who are not among them come first."""
    shown = list(members)
    missing = set(also) - {member.pk for member in shown}
    picked = listed(community, state="unclaimed").filter(pk__in=missing) if missing else []
    rows = [*picked, *shown]
    emails = Contact.objects.filter(community=community, member__in=[member.pk for member in rows])
    known = dict(emails.values_list("member_id", "email"))
    return [{"member": member, "email": known.get(member.pk, "")} for member in rows]
