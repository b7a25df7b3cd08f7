"""Public reviews: written by real customers out of their own wish; never asked of anybody in return for anything."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hometeam.foundation import clock, post
from hometeam.ledger import actions as ledger
from hometeam.members.access import Viewer, is_blocked
from hometeam.members.models import Member
from hometeam.praise.actions.news import Telling, confirm, count, take_back, tell, told
from hometeam.praise.models import Review, ReviewReminder
from hometeam.together.models import Collaboration

TELLING = Telling(
    "praise:write_review", "public-review", "cheer", gettext_noop("{me} wrote a public review of {other}.")
)


@transaction.atomic
def remind_me(*, viewer: Viewer, of: Member, days: int) -> None:
    """Remind the viewer's people once, so many days from now; a later wish takes the place of an earlier one."""
    due_at = clock.now() + timedelta(days=days)
    values = {"community": viewer.community, "due_at": due_at, "told_at": None}
    ReviewReminder.objects.update_or_create(giver=viewer.acting, receiver=of, defaults=values)


@transaction.atomic
def forget_reminder(*, viewer: Viewer, of: Member) -> None:
    """No reminder after all."""
    ReviewReminder.objects.filter(giver=viewer.acting, receiver=of, told_at__isnull=True).delete()


@transaction.atomic
def remind_due(*, pk: int) -> None:
    """Send one reminder; nothing where it was sent, the review is written, or the two have parted."""
    rows = ReviewReminder.objects.select_for_update(of=("self",)).select_related("giver", "receiver", "community")
    one = rows.filter(pk=pk, told_at__isnull=True).first()
    if one is None:
        return
    one.told_at = clock.now()
    one.save(update_fields=["told_at"])
    written = Review.objects.filter(giver=one.giver, receiver=one.receiver, withdrawn_at__isnull=True).exists()
    if written or one.receiver.closed_at or is_blocked(one.giver, one.receiver):
        return
    post.notify(
        person_ids=ledger.people_of(one.giver),
        key=f"praise.review_reminder:{one.pk}:{one.due_at:%Y-%m-%dT%H:%M}",
        subject=cast("str", format_lazy(_("You wanted to write {name} a review"), name=one.receiver.name)),
        lines=[cast("str", _("This is the one reminder you asked for. If it does not suit any more, let it be."))],
        action_label=str(_("To the review")),
        action_url=reverse("praise:write_review", args=[one.community.slug, one.receiver_id]),
        community_id=one.community_id,
    )


@transaction.atomic
def wrote_review(*, viewer: Viewer, of: Member, site: str, within: Collaboration | None = None) -> Review:
    """The viewer's member says that it wrote a review as a real customer. Said twice it is still one."""
    values = {"community": viewer.community, "written_at": clock.now()}
    standing = {"giver": viewer.acting, "receiver": of, "site": site, "withdrawn_at": None}
    one, is_new = Review.objects.get_or_create(**standing, defaults=values)
    if not is_new:
        return one
    one.act = count(viewer, one, of, TELLING, within)
    one.save(update_fields=["act"])
    forget_reminder(viewer=viewer, of=of)
    told(viewer, "praise.review_written", one, of=of.pk, site=site)
    tell(
        viewer,
        of,
        key=f"praise.review:{one.pk}:written",
        subject=format_lazy(
            _("{name} wrote a review of you on {site}"), name=viewer.acting.name, site=one.get_site_display()
        ),
        lines=[_("They did it as your customer, of their own accord. Have a look, and say thank you.")],
        url=reverse("praise:review", args=[viewer.community.slug, one.pk]),
    )
    return one


@transaction.atomic
def withdraw_review(*, viewer: Viewer, review: Review) -> None:
    """It was not so, or it is not there any more."""
    one = _locked(review.pk)
    if one.giver_id != viewer.acting.pk:
        raise Http404
    if one.withdrawn_at is None:
        one.withdrawn_at = clock.now()
        one.save(update_fields=["withdrawn_at"])
        take_back(viewer, one.act)
        told(viewer, "praise.review_withdrawn", one)


@transaction.atomic
def thank_for_review(*, viewer: Viewer, review: Review) -> None:
    """One tap of the receiver's: I have seen it, thank you."""
    one = _locked(review.pk)
    if one.receiver_id != viewer.acting.pk:
        raise Http404
    if one.thanked_at is None and one.withdrawn_at is None:
        one.thanked_at = clock.now()
        one.save(update_fields=["thanked_at"])
        confirm(viewer, one.act)
        told(viewer, "praise.review_thanked", one)
        tell(
            viewer,
            one.giver,
            key=f"praise.review:{one.pk}:thanked",
            subject=format_lazy(_("{name} has seen your review and says thank you"), name=viewer.acting.name),
            lines=[],
            url=reverse("praise:review", args=[one.community.slug, one.pk]),
        )


def _locked(pk: int) -> Review:
    rows = Review.objects.select_for_update(of=("self",))
    return rows.select_related("giver", "receiver", "community", "act").get(pk=pk)
