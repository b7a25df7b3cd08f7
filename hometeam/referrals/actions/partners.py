"""Standing partners: what each tells the other, and that each may stop it."""

from __future__ import annotations

from typing import cast

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from hometeam.engine.agreements import RUNNING
from hometeam.foundation import clock, journal, post
from hometeam.ledger.actions import people_of
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.referrals.models import PartnershipEnd, PartnerWords
from hometeam.referrals.queries import partners
from hometeam.together import actions as together


@transaction.atomic
def say_words(*, viewer: Viewer, partner: Member, likes: str, rather_not: str, introduce: str) -> PartnerWords:
    """Tell a standing partner whom one likes to be sent, whom not, and how to introduce one."""
    said = {"likes": likes.strip(), "rather_not": rather_not.strip(), "introduce": introduce.strip()}
    words, _is_new = PartnerWords.objects.update_or_create(
        community=viewer.community,
        member=viewer.acting,
        partner=partner,
        defaults={**said, "changed_at": clock.now()},
    )
    journal.record(actor=viewer.actor, verb="referrals.words_said", object=words, community_id=viewer.community.pk)
    return words


@transaction.atomic
def stop(*, viewer: Viewer, partner: Member) -> None:
    """End a standing partnership, kindly; introductions on their way go on. Stopped already, nothing happens."""
    member, community = viewer.acting, viewer.community
    list(Member.objects.select_for_update().filter(pk__in=[member.pk, partner.pk]).order_by("pk").values_list("pk"))
    if not partners.are_standing(member, partner, community):
        return
    running = partners.agreements(member, partner, community).filter(state__in=[*RUNNING]).first()
    ended = PartnershipEnd.objects.create(community=community, by=member, partner=partner, at=clock.now())
    journal.record(actor=viewer.actor, verb="referrals.partnership_stopped", object=ended, community_id=community.pk)
    if running is not None:
        together.withdraw(collaboration=running, viewer=viewer, seen_version=running.version)
    else:
        _tell(ended)


ENDED = gettext_lazy("{name} has ended your referral partnership")
GOES_ON = gettext_lazy("Introductions on their way go on. You can agree on it again whenever it suits both.")
SEE = gettext_lazy("See your introductions")


def _tell(ended: PartnershipEnd) -> None:
    post.notify(
        person_ids=people_of(ended.partner),
        key=f"referrals.partnership_stopped:{ended.pk}",
        subject=cast("str", format_lazy(ENDED, name=ended.by.name)),
        lines=[cast("str", GOES_ON)],
        action_label=cast("str", SEE),
        action_url=reverse("referrals:home", args=[ended.community.slug]),
        community_id=ended.community_id,
        urgency="digest",
    )
