"""Why not them: answered for anybody, telling nothing but what the reader may see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from hometeam.fit import actions, queries
from hometeam.fit.queries import pools
from hometeam.fit.queries.why_not_them import Answer
from hometeam.foundation import clock
from hometeam.members.models import Member
from hometeam.together import actions as together
from tests.cast import Cast, Player, client_of, make_member, needs, offers
from tests.together.moments import agreed, coffee

pytestmark = pytest.mark.django_db
NOT_JUST_NOW = "Not just now. It can be full hands, a quiet time, or something between you lately. Look again soon."


def asked(me: Player, other: Member) -> Answer:
    pools.forget()
    return queries.why_not(me.member, other, me.community)


def declines(cast: Cast) -> None:
    one = coffee(cast.bo, cast.ann)
    together.decline(collaboration=one, viewer=cast.ann.viewer, seen_version=one.version)


def refuses(cast: Cast) -> None:
    actions.refuse(viewer=cast.ann.viewer, other=cast.bo.member, reason="not-right")
    actions.turn_the_week(community=cast.community)


def pauses(cast: Cast) -> None:
    Member.objects.filter(pk=cast.ann.member.pk).update(introductions_a_month=0)


def has_full_hands(cast: Cast) -> None:
    agreed(cast.ann, cast.cy)
    Member.objects.filter(pk=cast.ann.member.pk).update(capacity=1)


def takes_nothing_on(cast: Cast) -> None:
    Member.objects.filter(pk=cast.ann.member.pk).update(capacity=0)


QUIETLY = [declines, refuses, pauses, has_full_hands, takes_nothing_on]


@pytest.mark.parametrize("does", QUIETLY)
def test_declined_refused_paused_and_full_all_read_the_same(cast: Cast, does: Any) -> None:
    does(cast)
    answer = asked(cast.bo, cast.ann.member)
    assert answer.headline == NOT_JUST_NOW
    assert (answer.apart, answer.changes, answer.refused) == ((), (), False)


def test_a_not_for_me_cannot_be_told_by_comparing_with_what_another_sees(cast: Cast) -> None:
    for number in range(8):
        offers(make_member(f"Member {number}", cast.community), "photographer")
    twin = make_member("Twin", cast.community, person=cast.bo.person)
    offers(twin, "bakery")
    needs(twin, "photographer")
    refuses(cast)
    answers = [asked(Player(cast.bo.person, one, cast.community), cast.ann.member) for one in (cast.bo.member, twin)]
    assert NOT_JUST_NOW not in [answer.headline for answer in answers]


@pytest.mark.parametrize("does", QUIETLY)
def test_behind_what_both_can_see_nothing_else_can_be_told(cast: Cast, does: Any) -> None:
    offers(cast.bo.member, "photographer")
    before = asked(cast.bo, cast.ann.member)
    assert before.headline == "You both do the same work: photographer."
    does(cast)
    assert asked(cast.bo, cast.ann.member) == before


def test_whoever_is_on_the_list_is_said_to_be(cast: Cast) -> None:
    answer = asked(cast.bo, cast.ann.member)
    assert answer.headline == "They are among your suggestions just now."
    assert "They do what you look for: photographer." in answer.reasons_for_me


def test_a_rest_that_their_page_tells_of_may_be_told_here(cast: Cast) -> None:
    until = clock.today("UTC") + timedelta(days=10)
    Member.objects.filter(pk=cast.ann.member.pk).update(snoozed_until_on=until)
    cast.ann.member.refresh_from_db()
    assert asked(cast.bo, cast.ann.member).headline.startswith("They are resting until ")


def test_no_language_in_common_names_what_both_named(cast: Cast) -> None:
    Member.objects.filter(pk=cast.ann.member.pk).update(languages=["fr", "de"])
    answer = asked(cast.bo, cast.ann.member)
    assert answer.headline == "You have no language in common: you named English, and they named Français and Deutsch."
    assert answer.changes[0].url == reverse("members:edit", args=[cast.bo.member.pk, "basics"])


def test_further_down_says_why_and_what_one_could_say(cast: Cast) -> None:
    quiet = make_member("Quiet", cast.community, person=cast.eve.person)
    offers(quiet, "plumber")
    for number in range(12):
        other = make_member(f"Member {number}", cast.community)
        offers(other, "photographer" if number % 2 else "web-designer")
        needs(other, "plumber")
    answer = asked(Player(cast.eve.person, quiet, cast.community), cast.bo.member)
    words = [change.words for change in answer.changes]
    assert "You have not named a service yet that you look for." in words
    assert {change.url for change in answer.changes} <= {
        reverse("members:edit", args=[quiet.pk, group]) for group in ("needs", "audiences", "place", "likes", "offers")
    }


def test_whoever_looks_for_something_that_is_no_service_is_not_said_to_have_said_nothing(cast: Cast) -> None:
    quiet = make_member("Quiet", cast.community, person=cast.eve.person)
    offers(quiet, "plumber")
    quiet.needs.create(words="referrals")
    told = asked(cast.bo, quiet)
    assert not any("not said yet what they look for" in one for one in told.apart)
    assert "You have not named a service yet that you look for." in [
        one.words for one in asked(Player(cast.eve.person, quiet, cast.community), cast.bo.member).changes
    ]


def test_ones_own_not_for_me_is_told_and_can_be_taken_back(cast: Cast) -> None:
    actions.refuse(viewer=cast.bo.viewer, other=cast.ann.member, reason="known")
    answer = asked(cast.bo, cast.ann.member)
    assert answer.refused and answer.headline.startswith("You asked not to be shown them, until ")
    assert str(clock.now().year + 1) in answer.headline


def test_something_going_on_is_told_to_both(cast: Cast) -> None:
    agreed(cast.ann, cast.bo)
    for one, other in ((cast.ann, cast.bo), (cast.bo, cast.ann)):
        assert asked(one, other.member).headline == "You have something going on together already."


def test_the_page_takes_few_queries_and_is_reached_from_theirs(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser, other = client_of(cast.bo.person), cast.ann.member
    address = reverse("fit:why_not", args=[cast.community.slug, other.pk])
    assert address in browser.get(reverse("front:member", args=[cast.community.slug, other.pk])).content.decode()
    declines(cast)
    browser.get(address)
    with django_assert_max_num_queries(10):
        shown = browser.get(address).content.decode()
    assert "Not just now." in shown
    assert browser.get(reverse("fit:why_not", args=[cast.community.slug, cast.bo.member.pk])).status_code == 404
