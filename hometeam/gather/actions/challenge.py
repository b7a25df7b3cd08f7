"""Featuring somebody: two answers, a post, a word of thanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hometeam.foundation import clock, journal, limits, post
from hometeam.foundation.text import shorten
from hometeam.gather import access
from hometeam.gather.models import Feature
from hometeam.gather.queries import challenge
from hometeam.gather.queries import words as posts
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions import Proof, names_of
from hometeam.ledger.models import Evidence
from hometeam.members.access import Viewer, is_blocked, is_here
from hometeam.members.models import Member
from hometeam.members.queries import kit_of
from hometeam.together import actions as together
from hometeam.together.actions import Made

KIND, SHARE = "spotlight-post", "pass-on-a-post"
GROUP, PAGE = "spread", "gather:write_feature"
FEATURES_A_WEEK = 3
"""So many members may be told in a week that somebody featured them, where posts are taken back and written anew."""


class AlreadyPosted(Exception):
    """This week's post is out; `feature` is it."""

    def __init__(self, feature: Feature) -> None:
        super().__init__("this week's post is out")
        self.feature = feature


@transaction.atomic
def write_feature(*, viewer: Viewer, featured: Member, why: str, help: str) -> Feature:
    """Keep the two answers about somebody for this week, with counted links for each channel of the writer; another
    member, or other words, replace what is not posted yet.

    Raises AlreadyPosted where this week's post is out, and Http404 for members whom the viewer may not feature.
    """
    me, here = viewer.acting, viewer.community
    if me.pk == featured.pk or not is_here(featured, here) or is_blocked(me, featured):
        raise Http404
    today = clock.today(here.timezone)
    Member.objects.select_for_update().get(pk=me.pk)
    mine = challenge.current(me, here, today)
    if mine is not None and mine.posted_at is not None:
        raise AlreadyPosted(mine)
    feature = mine or Feature(community=here, member=me, week_on=challenge.week_on(challenge.settings_of(here), today))
    feature.featured, feature.why, feature.help = featured, shorten(why, 600), shorten(help, 600)
    feature.save()
    _make_links(viewer, feature)
    _journal(viewer, "gather.feature_written", feature, featured=featured.pk)
    return feature


@transaction.atomic
def mark_posted(*, viewer: Viewer, feature: Feature, url: str = "") -> Feature:
    """It is posted: an act in the ledger, and whoever is featured is told, once. Twice changes nothing.

    Raises Http404 for others than the writer, and limits.LimitReached after three different members in a week.
    """
    locked = _locked(feature)
    if not access.writes(viewer, locked):
        raise Http404
    if locked.posted_at is not None:
        return locked
    limits.spend(f"gather.feature:{locked.member_id}", amount=FEATURES_A_WEEK, per=timedelta(days=7))
    proof = Proof(Evidence.Kind.LINK, url=url, looks_for=names_of(locked.featured)) if url else None
    made = Made(
        page=PAGE,
        label=locked.label,
        giver=locked.member,
        receiver=locked.featured,
        kind_id=KIND,
        group=GROUP,
        words=gettext_noop("{me} wrote a post about {other}."),
        happened_on=clock.today(locked.community.timezone),
        proof=proof,
    )
    locked.act = together.record_made(viewer=viewer, made=made)
    locked.posted_at, locked.url = clock.now(), url
    locked.save(update_fields=["act", "posted_at", "url"])
    _journal(viewer, "gather.feature_posted", locked, featured=locked.featured_id)
    _tell_featured(locked)
    return locked


@transaction.atomic
def take_back(*, viewer: Viewer, feature: Feature) -> Feature:
    """Undo: the writer's post until it is thanked for, or the featured member's sharing on. Twice changes nothing."""
    locked = _locked(feature)
    if not access.writes(viewer, locked):
        return _unshare(viewer, locked)
    if locked.thanked_at is not None:
        raise Http404
    if locked.act is not None:
        together.take_back_made(viewer=viewer, act=locked.act)
    if locked.shared is not None:
        ledger.take_back_act(viewer=viewer, act=locked.shared)
    locked.act, locked.shared, locked.posted_at = None, None, None
    locked.save(update_fields=["act", "shared", "posted_at"])
    _journal(viewer, "gather.feature_taken_back", locked)
    return locked


@transaction.atomic
def say_thanks(*, viewer: Viewer, feature: Feature, words: str) -> None:
    """The featured member thanks the writer, which is also its word that the post was there. Twice changes nothing."""
    locked = _locked(feature)
    if viewer.acting.pk != locked.featured_id or locked.act is None:
        raise Http404
    if locked.thanked_at is not None:
        return
    together.confirm_made(viewer=viewer, act=locked.act)
    locked.thanked_at, locked.thanks = clock.now(), shorten(words, 600)
    locked.save(update_fields=["thanked_at", "thanks"])
    _journal(viewer, "gather.feature_thanked", locked)
    subject = format_lazy(_("{name} thanks you for your post"), name=locked.featured.name)
    _tell(locked, locked.member, "thanked", subject, [locked.thanks])


@transaction.atomic
def share_on(*, viewer: Viewer, feature: Feature) -> None:
    """The featured member has shared the post with its own people. Twice changes nothing."""
    locked = _locked(feature)
    if viewer.acting.pk != locked.featured_id or locked.act is None:
        raise Http404
    if locked.shared is not None:
        return
    locked.shared = shared = ledger.record_act(
        viewer=viewer,
        giver=locked.featured,
        receiver=locked.member,
        kind_id=SHARE,
        group=GROUP,
        words=gettext_noop("{me} shared the post that {other} wrote."),
        happened_on=clock.today(locked.community.timezone),
        within=locked.label,
    )
    locked.save(update_fields=["shared"])
    _journal(viewer, "gather.feature_shared", locked)
    subject = format_lazy(_("{name} shared your post"), name=locked.featured.name)
    _tell(locked, locked.member, "shared", subject, [post.late(lambda: shared.sentence)])


def _make_links(viewer: Viewer, feature: Feature) -> None:
    """A counted link to the featured member's own page for each channel; none where it names no page."""
    url = kit_of(feature.featured).url
    for medium in posts.media_of(feature.member) if url else []:
        try:
            ledger.link_for(viewer=viewer, owner=feature.featured, url=url, channel=medium, within=feature.label)
        except (ledger.BadAddress, limits.LimitReached):
            return


def _unshare(viewer: Viewer, locked: Feature) -> Feature:
    if viewer.acting.pk != locked.featured_id:
        raise Http404
    if locked.shared is not None:
        ledger.take_back_act(viewer=viewer, act=locked.shared)
        locked.shared = None
        locked.save(update_fields=["shared"])
        _journal(viewer, "gather.feature_share_taken_back", locked)
    return locked


def _locked(feature: Feature) -> Feature:
    found = Feature.objects.select_for_update(of=("self",))
    return found.select_related("member", "featured", "community", "act", "shared").get(pk=feature.pk)


def _tell_featured(feature: Feature) -> None:
    subject = format_lazy(_("{name} wrote about you"), name=feature.member.name)
    lines = [_("It is posted, for their own people to see."), feature.why]
    _tell(feature, feature.featured, f"posted:{feature.featured_id}", subject, lines)


def _tell(feature: Feature, member: Member, what: str, subject: Any, lines: list[Any]) -> None:
    post.notify(
        person_ids=ledger.people_of(member),
        key=f"{feature.label}:{what}",
        subject=subject,
        lines=lines,
        action_label=cast("str", _("See it")),
        action_url=reverse("gather:feature", args=[feature.community.slug, feature.pk]),
        community_id=feature.community_id,
    )


def _journal(viewer: Viewer, verb: str, feature: Feature, **data: Any) -> None:
    journal.record(actor=viewer.actor, verb=verb, object=feature, community_id=feature.community_id, data=data)
