"""Public reviews: of real customers, never owed, once each; and where they are written."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act, Level
from hometeam.praise import actions, jobs, queries
from hometeam.praise.models import Review
from hometeam.praise.queries.links import SITES, NotALink, Site, form_link
from tests.cast import Cast, client_of

PLACE = "ChIJN1t_tDeuEmsRUsoyG83frY4"
FORM = f"https://search.google.com/local/writereview?placeid={PLACE}"


def linked(cast: Cast) -> None:
    """Bo says where he is reviewed."""
    values = {"google_url": FORM, "yelp_url": "https://www.yelp.com/writeareview/biz/bos"}
    actions.change_corner(viewer=cast.bo.viewer, values=values)


def page_of(cast: Cast, answer: str = "") -> str:
    linked(cast)
    path = reverse("praise:write_review", args=["elm-street", cast.bo.member.pk])
    return client_of(cast.ann.person).get(path, {"customer": answer} if answer else {}).content.decode()


@pytest.mark.parametrize(
    ("site", "pasted", "link"),
    [
        ("google", PLACE, FORM),
        ("google", f"search.google.com/local/writereview?placeid={PLACE}", FORM),
        ("google", "https://g.page/r/CRxyz12/review", "https://g.page/r/CRxyz12/review"),
        ("google", " g.page/bos-bakery ", "https://g.page/bos-bakery/review"),
        ("google", f"https://www.google.ca/maps/place/Bo/@49,-122/data=!3m1!16s%2Fg%2F1!19s{PLACE}?entry=ttu", FORM),
        ("google", "https://www.google.co.uk/maps/place/Bo/@49,-122", "https://www.google.com/maps/place/Bo/@49,-122"),
        ("google", "https://maps.app.goo.gl/AbC123", "https://maps.app.goo.gl/AbC123"),
        ("yelp", "https://m.yelp.com/biz/bos-langley?osq=x", "https://www.yelp.com/writeareview/biz/bos-langley"),
        ("yelp", "http://www.yelp.ca/biz/bos", "https://www.yelp.ca/writeareview/biz/bos"),
        ("facebook", "facebook.com/BosBakery/", "https://www.facebook.com/BosBakery/reviews"),
        (
            "facebook",
            "https://m.facebook.com/profile.php?id=12",
            "https://www.facebook.com/profile.php?id=12&sk=reviews",
        ),
    ],
)
def test_whatever_people_paste_becomes_the_form_where_it_can(site: Site, pasted: str, link: str) -> None:
    assert form_link(site, pasted) == link


@pytest.mark.parametrize(
    ("site", "pasted", "why"),
    [
        ("google", "javascript:alert(1)", "scheme"),
        ("google", "my shop", "scheme"),
        ("google", "https://google.com@evil.example/maps/place/x", "scheme"),
        ("google", "https://google.com.evil.example/maps/place/x", "host"),
        ("google", "https://www.google.com/url?q=https://evil.example", "page"),
        ("yelp", "https://www.yelp.com/search?find_desc=bread", "page"),
        ("facebook", "https://l.facebook.com/l.php?u=https://evil.example", "host"),
        ("facebook", "https://www.facebook.com/groups/12", "page"),
    ],
)
def test_what_is_no_page_of_theirs_is_refused_and_says_why(site: Site, pasted: str, why: str) -> None:
    with pytest.raises(NotALink) as refused:
        form_link(site, pasted)
    assert refused.value.why == why


@given(
    st.sampled_from(SITES), st.text(max_size=80) | st.from_regex(r"(https?://)?[a-z.@:]{0,20}(google|yelp|facebook)")
)
def test_no_link_ever_leads_to_another_host_and_making_it_twice_changes_nothing(site: Site, pasted: str) -> None:
    try:
        link = form_link(site, pasted)
    except NotALink:
        return
    host = urlsplit(link).hostname or ""
    assert urlsplit(link).scheme == "https"
    assert host.endswith(("google.com", "g.page", "goo.gl", "facebook.com")) or ".yelp." in host
    assert form_link(site, link) == link


def test_the_settings_keep_the_form_and_say_what_is_wrong_beside_the_field(cast: Cast) -> None:
    bo, path = client_of(cast.bo.person), reverse("praise:shown", args=["elm-street"])
    bad = bo.post(path, {"google_url": PLACE, "yelp_url": "https://example.org"}).content.decode()
    assert "This address is not on Yelp." in bad
    assert queries.corner_of(cast.bo.member).google_url == ""
    bo.post(path, {"google_url": PLACE})
    assert queries.corner_of(cast.bo.member).google_url == FORM


def test_first_there_is_a_plain_question_and_no_way_to_the_form(cast: Cast) -> None:
    page = page_of(cast)
    assert "Have you been their customer?" in page
    assert FORM not in page
    assert "never part of an agreement and never rewarded" in page


def test_who_was_no_customer_finds_something_else_to_give(cast: Cast) -> None:
    page = page_of(cast, "no")
    assert FORM not in page
    assert "Write a testimonial as a partner" in page
    assert "Send a voice note" in page


def test_a_customer_finds_the_form_itself(cast: Cast) -> None:
    assert FORM in page_of(cast, "yes")


def test_written_and_said_twice_it_is_one_review_one_act_one_notice(cast: Cast) -> None:
    linked(cast)
    ann, path = client_of(cast.ann.person), reverse("praise:review_written", args=["elm-street", cast.bo.member.pk])
    for _time in range(2):
        ann.post(path, {"site": "google"})
    act = Act.objects.get()
    assert (act.kind, act.group, act.sentence) == (
        "public-review",
        "cheer",
        "Ann Photographs wrote a public review of Bo’s Bakery.",
    )
    assert Notice.objects.filter(person=cast.bo.person).count() == 1


def test_one_tap_says_thank_you_and_confirms_it(cast: Cast) -> None:
    linked(cast)
    one = actions.wrote_review(viewer=cast.ann.viewer, of=cast.bo.member, site="google")
    path = reverse("praise:thank_for_review", args=["elm-street", one.pk])
    for _time in range(2):
        client_of(cast.bo.person).post(path)
    assert Act.objects.get().level == Level.PARTNER_CONFIRMED
    thanks = Notice.objects.get(person=cast.ann.person)
    assert thanks.subject == "Bo’s Bakery has seen your review and says thank you"


def test_only_its_receiver_says_thank_you_and_only_its_giver_takes_it_out(cast: Cast) -> None:
    one = actions.wrote_review(viewer=cast.ann.viewer, of=cast.bo.member, site="google")
    with pytest.raises(Http404):
        actions.thank_for_review(viewer=cast.ann.viewer, review=one)
    with pytest.raises(Http404):
        actions.withdraw_review(viewer=cast.bo.viewer, review=one)


def test_taken_out_its_act_is_taken_back_and_it_can_be_written_again(cast: Cast) -> None:
    one = actions.wrote_review(viewer=cast.ann.viewer, of=cast.bo.member, site="google")
    actions.withdraw_review(viewer=cast.ann.viewer, review=one)
    assert not Act.objects.filter(taken_back_at__isnull=True).exists()
    actions.wrote_review(viewer=cast.ann.viewer, of=cast.bo.member, site="google")
    assert Review.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_a_reminder_comes_once_on_its_day_and_not_before(cast: Cast) -> None:
    actions.remind_me(viewer=cast.ann.viewer, of=cast.bo.member, days=3)
    jobs.remind(clock.now())
    assert not Notice.objects.exists()
    with clock.telling(clock.now() + timedelta(days=3, minutes=1)):
        jobs.remind(clock.now())
        jobs.remind(clock.now())
    assert [notice.person for notice in Notice.objects.all()] == [cast.ann.person]


@pytest.mark.parametrize("how", ["forgotten", "written", "blocked"])
def test_no_reminder_comes_of_what_is_done_or_over(cast: Cast, how: str) -> None:
    actions.remind_me(viewer=cast.ann.viewer, of=cast.bo.member, days=1)
    if how == "forgotten":
        actions.forget_reminder(viewer=cast.ann.viewer, of=cast.bo.member)
    elif how == "written":
        actions.wrote_review(viewer=cast.ann.viewer, of=cast.bo.member, site="google")
    else:
        cast.bo.member.blocks.create(other=cast.ann.member)
    with clock.telling(clock.now() + timedelta(days=2)):
        jobs.remind(clock.now())
    assert not Notice.objects.filter(person=cast.ann.person).exists()


def test_a_member_s_praise_page_takes_few_queries(cast: Cast) -> None:
    linked(cast)
    ann = client_of(cast.ann.person)
    with CaptureQueriesContext(connection) as made:
        ann.get(reverse("praise:member", args=["elm-street", cast.bo.member.pk]))
    assert len(made) <= 10
