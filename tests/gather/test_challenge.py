"""The weekly challenge: three names, two answers, a post, thanks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import Http404
from django.urls import reverse

from hometeam.foundation import limits
from hometeam.foundation.models import Notice
from hometeam.gather import actions, jobs
from hometeam.gather.models import Feature
from hometeam.gather.queries import challenge, whom, words
from hometeam.ledger.models import Act, Level, TrackedLink
from hometeam.members.models import Member, Seat
from tests.cast import Cast, Player, client_of, make_member, make_person, offers, speaks_on
from tests.gather.doing import done_on
from tests.together.moments import agreed

MONDAY = datetime(2026, 11, 16, 20, tzinfo=UTC)
ANSWERS = {"why": "Her photographs look like the people in them.", "help": "Ask her before your next website."}

pytestmark = pytest.mark.django_db


def at(name: str, *args: Any) -> str:
    return reverse(f"gather:{name}", args=["elm-street", *args])


def written(one: Player, other: Player, **answers: str) -> Feature:
    """The two answers of one about another."""
    return actions.write_feature(viewer=one.viewer, featured=other.member, **(ANSWERS | answers))


def posted(one: Player, other: Player, url: str = "") -> Feature:
    """A post about another that is out."""
    return actions.mark_posted(viewer=one.viewer, feature=written(one, other), url=url)


def proposed_to(player: Player) -> set[str]:
    return {one.member.name for one in challenge.this_week(player.viewer).proposed}


def proposed_on(player: Player, days: int) -> set[str]:
    """Whom a member is proposed so many days later."""
    with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
        return proposed_to(player)


def settings_page(cast: Cast, **said: str) -> None:
    client_of(cast.gus.person).post(at("challenge_settings"), said)


@time_machine.travel(MONDAY, tick=False)
def test_a_post_is_four_clicks_and_two_answers(cast: Cast) -> None:
    bo = client_of(cast.bo.person)
    page = bo.get(at("challenge")).content.decode()
    assert page.count("/challenge/write/") == 3
    bo.get(at("write_feature", cast.ann.member.pk))
    seen = bo.post(at("write_feature", cast.ann.member.pk), ANSWERS, follow=True).content.decode()
    assert ANSWERS["why"] in seen and ANSWERS["help"] in seen
    feature = Feature.objects.get()
    done = bo.post(at("posted", feature.pk), {"url": "https://social.example.org/1"}, follow=True).content.decode()
    assert "Ann Photographs is told." in done
    act = Act.objects.get()
    assert (act.giver, act.receiver, act.kind, act.group) == (
        cast.bo.member,
        cast.ann.member,
        "spotlight-post",
        "spread",
    )
    assert act.sentence == "Bo’s Bakery wrote a post about Ann Photographs."


@time_machine.travel(MONDAY, tick=False)
def test_i_posted_it_pressed_twice_is_one_act_and_one_notice(cast: Cast) -> None:
    feature = posted(cast.bo, cast.ann)
    actions.mark_posted(viewer=cast.bo.viewer, feature=feature)
    assert Act.objects.count() == 1
    assert list(Notice.objects.values_list("person__name", "subject")) == [("Ann", "Bo’s Bakery wrote about you")]


@time_machine.travel(MONDAY, tick=False)
def test_whoever_is_featured_says_thanks_and_so_it_was_there(cast: Cast) -> None:
    feature = posted(cast.bo, cast.ann, url="https://social.example.org/1")
    ann = client_of(cast.ann.person)
    assert ANSWERS["why"] in ann.get(at("feature", feature.pk)).content.decode()
    for _twice in range(2):
        ann.post(at("thank_feature", feature.pk), {"words": "You made my week."})
    act = Act.objects.get()
    assert act.confirmed_at is not None and act.level == Level.PARTNER_CONFIRMED
    assert Notice.objects.filter(person=cast.bo.person, subject__contains="thanks you").count() == 1
    assert "You made my week." in client_of(cast.bo.person).get(at("feature", feature.pk)).content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_sharing_it_on_is_an_act_too_and_can_be_undone(cast: Cast) -> None:
    feature, ann = posted(cast.bo, cast.ann), client_of(cast.ann.person)
    for _twice in range(2):
        ann.post(at("share_feature", feature.pk))
    assert Act.objects.filter(giver=cast.ann.member, receiver=cast.bo.member, kind="pass-on-a-post").count() == 1
    ann.post(at("undo_feature", feature.pk))
    assert not Act.objects.filter(giver=cast.ann.member, taken_back_at__isnull=True).exists()
    assert Feature.objects.get().posted_at is not None


@time_machine.travel(MONDAY, tick=False)
def test_a_post_is_taken_back_until_it_is_thanked_for(cast: Cast) -> None:
    feature = posted(cast.bo, cast.ann)
    actions.take_back(viewer=cast.bo.viewer, feature=feature)
    assert not Act.objects.standing().exists()
    assert client_of(cast.ann.person).get(at("feature", feature.pk)).status_code == 404
    again = actions.mark_posted(viewer=cast.bo.viewer, feature=feature)
    actions.say_thanks(viewer=cast.ann.viewer, feature=again, words="Thanks")
    with pytest.raises(Http404):
        actions.take_back(viewer=cast.bo.viewer, feature=again)
    assert Act.objects.standing().count() == 1


@time_machine.travel(MONDAY, tick=False)
def test_nobody_else_sees_it_and_the_featured_not_before_it_is_posted(cast: Cast) -> None:
    feature = written(cast.bo, cast.ann)
    assert client_of(cast.ann.person).get(at("feature", feature.pk)).status_code == 404
    actions.mark_posted(viewer=cast.bo.viewer, feature=feature)
    assert client_of(cast.ann.person).get(at("feature", feature.pk)).status_code == 200
    for name in ("feature", "posted", "undo_feature", "thank_feature", "share_feature"):
        cy = client_of(cast.cy.person)
        answer = cy.get(at(name, feature.pk)) if name == "feature" else cy.post(at(name, feature.pk), {"words": "x"})
        assert answer.status_code == 404, name
    bo = client_of(cast.bo.person)
    assert bo.post(at("thank_feature", feature.pk), {"words": "I thank me"}).status_code == 404
    assert bo.post(at("share_feature", feature.pk)).status_code == 404


@time_machine.travel(MONDAY, tick=False)
def test_one_a_week_and_the_second_leads_to_the_first(cast: Cast) -> None:
    feature = posted(cast.bo, cast.ann)
    answer = client_of(cast.bo.person).post(at("write_feature", cast.cy.member.pk), ANSWERS)
    assert answer["Location"] == at("feature", feature.pk)
    assert Feature.objects.count() == 1
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        written(cast.bo, cast.cy)
    assert Feature.objects.count() == 2


@time_machine.travel(MONDAY, tick=False)
def test_another_choice_in_the_same_week_replaces_what_is_not_posted(cast: Cast) -> None:
    written(cast.bo, cast.ann)
    feature = written(cast.bo, cast.cy, why="He opens the envelopes.")
    assert (Feature.objects.get(), Feature.objects.get().featured) == (feature, cast.cy.member)


@time_machine.travel(MONDAY, tick=False)
def test_nobody_can_be_told_by_taking_back_and_posting_anew(cast: Cast) -> None:
    feature = written(cast.bo, cast.ann)
    for other in (cast.ann, cast.cy, cast.dee):
        feature = actions.mark_posted(viewer=cast.bo.viewer, feature=written(cast.bo, other))
        feature = actions.take_back(viewer=cast.bo.viewer, feature=feature)
    with pytest.raises(limits.LimitReached):
        actions.mark_posted(viewer=cast.bo.viewer, feature=written(cast.bo, cast.flo))
    answer = client_of(cast.bo.person).post(at("posted", feature.pk)).content.decode()
    assert "Next week there is room again." in answer


@time_machine.travel(MONDAY, tick=False)
def test_empty_answers_and_wrong_links_are_said_beside_the_field(cast: Cast) -> None:
    bo = client_of(cast.bo.person)
    assert (
        "Fill this in" in bo.post(at("write_feature", cast.ann.member.pk), {"why": " ", "help": "x"}).content.decode()
    )
    assert not Feature.objects.exists()
    feature = written(cast.bo, cast.ann)
    answer = bo.post(at("posted", feature.pk), {"url": "javascript:alert(1)"}).content.decode()
    assert "Write a whole address" in answer and Feature.objects.get().posted_at is None


@time_machine.travel(MONDAY, tick=False)
def test_html_in_an_answer_is_harmless_for_both(cast: Cast) -> None:
    feature = actions.mark_posted(viewer=cast.bo.viewer, feature=written(cast.bo, cast.ann, why="<script>x</script>"))
    for player in (cast.bo, cast.ann):
        assert "<script>x" not in client_of(player.person).get(at("feature", feature.pk)).content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_own_blocked_resting_full_and_lately_featured_members_are_not_proposed(cast: Cast) -> None:
    assert len(proposed_to(cast.ann)) == 3
    second = make_member("Ann Paints", cast.community, person=None, claimed_at=MONDAY)
    Seat.objects.create(member=second, person=cast.ann.person)
    cast.bo.member.blocks.create(other=cast.ann.member)
    Member.objects.filter(pk=cast.cy.member.pk).update(snoozed_until_on=date(2026, 12, 1))
    Member.objects.filter(pk=cast.dee.member.pk).update(capacity=0)
    done_on(cast.dee, cast.flo, MONDAY + timedelta(days=5), "coffee", place="Café")
    assert proposed_to(cast.ann) == {"Dee Designs", "Elm Street Food Bank"}
    posted(cast.ann, cast.flo)
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        assert proposed_to(cast.ann) == {"Dee Designs"}


@time_machine.travel(MONDAY, tick=False)
def test_a_member_who_is_full_is_left_in_peace(cast: Cast) -> None:
    agreed(cast.cy, cast.dee)
    Member.objects.filter(pk=cast.dee.member.pk).update(capacity=1)
    assert "Dee Designs" not in proposed_to(cast.ann)


@time_machine.travel(MONDAY, tick=False)
def test_nobody_is_asked_to_praise_who_does_the_same_work(cast: Cast) -> None:
    rival = make_member("Rye & Co", cast.community, person=make_person("Rye"))
    offers(rival, "bakery")
    assert all("Rye & Co" not in proposed_on(cast.bo, day) for day in range(0, 70, 7))
    assert any("Rye & Co" in proposed_on(cast.ann, day) for day in range(0, 70, 7))


@time_machine.travel(MONDAY, tick=False)
def test_the_three_stay_through_the_week_whatever_else_is_posted(cast: Cast) -> None:
    before = [one.member.pk for one in challenge.this_week(cast.bo.viewer).proposed]
    posted(cast.ann, cast.cy)
    posted(cast.dee, cast.flo)
    with time_machine.travel(MONDAY + timedelta(days=6), tick=False):
        assert [one.member.pk for one in challenge.this_week(cast.bo.viewer).proposed] == before


@time_machine.travel(MONDAY, tick=False)
def test_the_quarter_counts_members_once_by_what_the_ledger_has(cast: Cast) -> None:
    posted(cast.bo, cast.ann)
    posted(cast.cy, cast.ann)
    posted(cast.dee, cast.flo)
    actions.share_on(viewer=cast.flo.viewer, feature=Feature.objects.get(featured=cast.flo.member))
    done_on(cast.ann, cast.bo, datetime(2026, 6, 1, 20, tzinfo=UTC))
    coverage = challenge.page_of(cast.gus.viewer).coverage
    assert (coverage.count, coverage.of) == (2, 5)
    assert coverage.sentence == "2 of 5 members were featured this quarter."
    assert [(step.count, step.new) for step in coverage.steps][-1] == (2, 2)
    page = client_of(cast.gus.person).get(at("challenge")).content.decode()
    assert "2 of 5 members were featured this quarter." in page and "What counts as featured" in page


@time_machine.travel(MONDAY, tick=False)
def test_a_post_taken_back_is_not_counted(cast: Cast) -> None:
    actions.take_back(viewer=cast.bo.viewer, feature=posted(cast.bo, cast.ann))
    assert challenge.page_of(cast.gus.viewer).coverage.count == 0


@time_machine.travel(MONDAY, tick=False)
def test_a_week_is_left_out_and_taken_up_again_without_a_word_of_blame(cast: Cast) -> None:
    bo = client_of(cast.bo.person)
    bo.post(at("pace"), {"what": "skip"})
    seen = bo.get(at("challenge")).content.decode()
    assert "You left this week out" in seen and "Feature Ann" not in seen
    assert not challenge.wants_card(cast.bo.viewer)
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        assert challenge.wants_card(cast.bo.viewer) and proposed_to(cast.bo)
    bo.post(at("pace"), {"what": "unskip"})
    assert proposed_to(cast.bo)


@time_machine.travel(MONDAY, tick=False)
def test_a_rest_is_quiet_and_ends_by_itself(cast: Cast) -> None:
    bo = client_of(cast.bo.person)
    bo.post(at("pace"), {"what": "rest"})
    assert "You are resting from this" in bo.get(at("challenge")).content.decode()
    with time_machine.travel(MONDAY + timedelta(days=31), tick=False):
        assert proposed_to(cast.bo)


def test_an_unknown_choice_of_pace_changes_nothing(cast: Cast) -> None:
    assert client_of(cast.bo.person).post(at("pace"), {"what": "streak"}).status_code == 302
    assert not challenge.pace_of(cast.bo.viewer).pk


@time_machine.travel(MONDAY, tick=False)
def test_only_who_asked_is_told_once_a_week_however_often_it_is_tried(cast: Cast) -> None:
    client_of(cast.bo.person).post(at("pace"), {"what": "notice"})
    for _twice in range(2):
        jobs.tell_of_the_week(MONDAY)
    assert [(one.person, one.mail) for one in Notice.objects.all()] == [(cast.bo.person, Notice.Mail.DIGEST)]
    assert len(Notice.objects.get().lines) == 3
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        jobs.tell_of_the_week(MONDAY)
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("why_not", ["posted", "skipped", "resting", "off", "midweek", "night"])
def test_who_needs_no_notice_gets_none(cast: Cast, why_not: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        actions.want_notice(viewer=cast.bo.viewer, wants=True)
        if why_not == "posted":
            Notice.objects.filter(person=posted(cast.bo, cast.ann).member.seats.get().person).delete()
        if why_not == "skipped":
            actions.skip_week(viewer=cast.bo.viewer, week_on=date(2026, 11, 16))
        if why_not == "resting":
            actions.rest_until(viewer=cast.bo.viewer, day=date(2026, 12, 16))
        if why_not == "off":
            settings_page(cast, weekday="0")
    later = {"midweek": timedelta(days=3), "night": timedelta(hours=-10)}.get(why_not, timedelta())
    with time_machine.travel(MONDAY + later, tick=False):
        jobs.tell_of_the_week(MONDAY)
    assert not Notice.objects.filter(person=cast.bo.person).exists()


@time_machine.travel(MONDAY, tick=False)
def test_an_organiser_turns_it_off_and_picks_its_day(cast: Cast) -> None:
    settings_page(cast, is_on="on", weekday="3")
    assert challenge.this_week(cast.bo.viewer).week_on == date(2026, 11, 12)
    settings_page(cast, weekday="3")
    assert "is off here" in client_of(cast.bo.person).get(at("challenge")).content.decode()
    assert client_of(cast.bo.person).get(at("write_feature", cast.ann.member.pk)).status_code == 404
    assert not challenge.wants_card(cast.bo.viewer)
    settings_page(cast, is_on="on", weekday="9")
    assert not challenge.settings_of(cast.community).is_on


@time_machine.travel(MONDAY, tick=False)
def test_the_card_costs_one_query_and_goes_when_it_is_done(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert challenge.wants_card(cast.bo.viewer)
    posted(cast.bo, cast.ann)
    assert not challenge.wants_card(cast.bo.viewer)


@time_machine.travel(MONDAY, tick=False)
def test_the_page_asks_the_database_as_much_for_many_members(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        make_member(f"Member {number}", cast.community, claimed_at=MONDAY)
    bo = client_of(cast.bo.person)
    bo.get(at("challenge"))
    with django_assert_max_num_queries(10):
        bo.get(at("challenge"))


@time_machine.travel(MONDAY, tick=False)
def test_where_there_are_many_the_draw_is_remembered_but_not_whom_one_may_not_meet(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whom, "MANY", 0)
    cache.clear()
    first = proposed_to(cast.bo)
    monkeypatch.setattr(whom, "propose", lambda *_asked, **_named: [])
    assert proposed_to(cast.bo) == first
    cast.bo.member.blocks.create(other=Member.objects.get(name=min(first)))
    assert len(proposed_to(cast.bo) - {min(first)}) == 3


@time_machine.travel(MONDAY, tick=False)
def test_everybody_else_is_found_by_name_or_trade(cast: Cast) -> None:
    bo = client_of(cast.bo.person)
    assert bo.get(at("others")).content.decode().count("/challenge/write/") == 4
    found = bo.get(at("others"), {"q": "bookkeeper"}).content.decode()
    assert "Cy Keeps Books" in found and "Ann Photographs" not in found
    assert "goes by “&lt;b&gt;”" in bo.get(at("others"), {"q": "<b>"}).content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_links_in_the_words_are_counted_ones_to_their_own_page(cast: Cast) -> None:
    Member.objects.filter(pk=cast.ann.member.pk).update(website="https://ann.example.org")
    cast.ann.member.refresh_from_db()
    feature = written(cast.bo, cast.ann)
    links = {link.channel: link for link in TrackedLink.objects.all()}
    assert set(links) == set(words.media_of(cast.bo.member))
    (post,) = words.posts(feature)
    assert links["newsletter"].path in post.words


@time_machine.travel(MONDAY, tick=False)
def test_a_member_is_tagged_where_both_are(cast: Cast) -> None:
    speaks_on(cast.bo.member, "instagram", "@bosbakery")
    said = {post.medium: post.words for post in words.posts(written(cast.bo, cast.ann))}
    assert "@annphotographs" in said["instagram"]
    assert "@annphotographs" not in said["newsletter"]
    assert "Ann Photographs" in said["newsletter"]


def test_what_else_one_could_do_is_read_from_the_ledger(cast: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False):
        feature = posted(cast.ann, cast.bo)
        bo_coffee = reverse("together:propose", args=["elm-street"]) + f"?to={cast.bo.member.pk}&amp;kind=coffee"
        page = client_of(cast.ann.person).get(at("feature", feature.pk)).content.decode()
        assert bo_coffee in page and "Done this week" not in page
        Act.objects.create(
            giver=cast.ann.member,
            receiver=cast.bo.member,
            community=cast.community,
            kind="coffee",
            group="cheer",
            words="{me} had a coffee with {other}.",
            happened_on=date(2026, 11, 18),
        )
        page = client_of(cast.ann.person).get(at("feature", feature.pk)).content.decode()
        assert "Done this week" in page and bo_coffee not in page
