"""Who could be invited, who has been, and how many letters are left today."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, CharField, QuerySet, Value, When

from hometeam.foundation import limits
from hometeam.foundation.alphabet import Alphabetical
from hometeam.members.models import Community, Invitation, Member
from hometeam.organise.models import Contact

MOST_A_DAY = 25
A_DAY = timedelta(days=1)


def limit_key(community: Community) -> str:
    """Under which a community's letters are counted."""
    return f"organise.invite:{community.pk}"


def letters_left(community: Community) -> int:
    """How many invitations may still go out now."""
    return limits.left(limit_key(community), amount=MOST_A_DAY, per=A_DAY)


def sent(community: Community, at: datetime) -> QuerySet[Invitation]:
    """Every invitation of a community, latest first, each with its `state`."""
    state = Case(
        When(accepted_at__isnull=False, then=Value("accepted")),
        When(revoked_at__isnull=False, then=Value("withdrawn")),
        When(expires_at__lte=at, then=Value("expired")),
        default=Value("sent"),
        output_field=CharField(),
    )
    found = Invitation.objects.filter(community=community).annotate(state=state)
    return found.select_related("member", "sent_by", "reminder").order_by("-sent_at", "-pk")


def invitable(community: Community) -> QuerySet[Member]:
    """Members whom nobody has claimed and who have no open invitation, by name."""
    open_ones = Invitation.objects.filter(community=community, accepted_at=None, revoked_at=None, member__isnull=False)
    here = Member.objects.here(community).filter(claimed_at=None)
    found: QuerySet[Member] = here.exclude(pk__in=open_ones.values("member_id")).order_by(Alphabetical("name"), "pk")
    return found


def addresses(community: Community, member_ids: list[int]) -> dict[int, str]:
    """The address that organisers know of each of these members."""
    found = Contact.objects.filter(community=community, member__in=member_ids)
    return dict(found.values_list("member_id", "email"))
