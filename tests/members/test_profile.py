"""Changing a profile: each part on its own, with undo, by those who may."""

from dataclasses import replace

import pytest

from hometeam.foundation.journal import Actor
from hometeam.foundation.models import Event
from hometeam.members import actions, queries
from hometeam.members.models import Member, Offer, Place
from tests.cast import Cast, client_of, offers

SCRIPT = "<script>alert(1)</script>"


def events(verb: str) -> list[Event]:
    return list(Event.objects.filter(verb=verb))


def test_a_change_is_told_once_in_each_community(cast: Cast) -> None:
    ann = cast.ann.member
    actions.change_profile(by=cast.ann.viewer.actor, member=ann, group="likes", values={"capacity": 5})
    (event,) = events("members.profile_changed")
    assert (event.object_id, event.community_id, event.data) == (ann.pk, cast.community.pk, {"group": "likes"})
    assert event.member_id == ann.pk


def test_saving_what_was_there_tells_nothing(cast: Cast) -> None:
    ann = cast.ann.member
    for group in ("basics", "offers", "needs", "audiences", "channels", "place", "likes", "rest"):
        values = queries.values_of(ann, group)
        actions.change_profile(by=cast.ann.viewer.actor, member=ann, group=group, values=values)
    assert events("members.profile_changed") == []


def test_how_often_one_is_suggested_is_chosen_beside_how_much_at_a_time(cast: Cast) -> None:
    client, ann = client_of(cast.ann.person), cast.ann.member
    assert "How often may we suggest you to somebody?" in client.get(f"/me/{ann.pk}/likes").content.decode()
    client.post(f"/me/{ann.pk}/likes", {"capacity": 2, "introductions_a_month": 0})
    client.post(f"/me/{ann.pk}/likes", {"capacity": 3})
    ann.refresh_from_db()
    assert (ann.capacity, ann.introductions_a_month) == (3, 0)
    answer = client.post(f"/me/{ann.pk}/likes", {"capacity": 2, "introductions_a_month": 500})
    assert answer.status_code == 200 and answer.context["form"].errors


@pytest.mark.parametrize("group", ["basics", "offers", "needs", "audiences", "channels", "place", "likes", "rest"])
def test_what_a_group_held_before_undoes_a_change(cast: Cast, group: queries.Group) -> None:
    ann, bo = cast.ann.member, cast.bo.member
    by = cast.ann.viewer.actor
    before = queries.values_of(ann, group)
    returned = actions.change_profile(by=by, member=ann, group=group, values=queries.values_of(bo, group))
    assert returned == before
    actions.change_profile(by=by, member=ann, group=group, values=returned)
    now = queries.values_of(ann, group)
    assert (sorted(map(str, now)) if isinstance(now, list) else now) == (
        sorted(map(str, before)) if isinstance(before, list) else before
    )


def test_a_tap_on_undo_gives_back_what_was_dropped(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    ann = cast.ann.member
    offer = ann.offers.get()
    page = client.post(f"/me/{ann.pk}/offers/{offer.pk}/drop", follow=True)
    assert not ann.offers.exists()
    (key,) = client.session["undo"]
    assert f"/me/undo/{key}" in page.content.decode()
    client.post(f"/me/undo/{key}")
    assert ann.offers.get().service == "photographer"
    assert client.post(f"/me/undo/{key}").status_code == 404


def test_what_somebody_says_takes_the_place_of_a_guess_of_the_same_service(cast: Cast) -> None:
    ann = cast.ann.member
    offers(ann, "videographer", guessed=True)
    client_of(cast.ann.person).post(f"/me/{ann.pk}/offers/add", {"words": "wedding videos", "how": "any"})
    assert list(ann.offers.filter(service="videographer").values_list("words", "guessed")) == [
        ("wedding videos", False)
    ]


def test_a_guess_is_confirmed_with_one_tap(cast: Cast) -> None:
    offers(cast.ann.member, "videographer", guessed=True)
    guess = Offer.objects.get(service="videographer")
    client_of(cast.ann.person).post(f"/me/{cast.ann.member.pk}/offers/{guess.pk}/confirm")
    assert not Offer.objects.get(service="videographer").guessed


def test_words_can_be_taken_as_something_else(cast: Cast) -> None:
    offer = cast.ann.member.offers.get()
    client = client_of(cast.ann.person)
    client.post(f"/me/{cast.ann.member.pk}/offers/{offer.pk}/take", {"service": "videographer"})
    assert cast.ann.member.offers.get().service == "videographer"
    row = cast.ann.member.offers.get().pk
    assert client.post(f"/me/{cast.ann.member.pk}/offers/{row}/take", {"service": "no-such"}).status_code == 404


def test_of_two_who_write_at_once_the_second_is_told(cast: Cast) -> None:
    ann = cast.ann.member
    client = client_of(cast.ann.person)
    seen = client.get(f"/me/{ann.pk}/likes").context["seen"]
    actions.change_profile(by=Actor(None, None), member=ann, group="likes", values={"capacity": 9})
    answer = client.post(f"/me/{ann.pk}/likes", {"seen": seen, "capacity": 4})
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.content.decode()
    assert Member.objects.get(pk=ann.pk).capacity == 9
    client.post(f"/me/{ann.pk}/likes", {"seen": answer.context["seen"], "capacity": 4})
    assert Member.objects.get(pk=ann.pk).capacity == 4


def test_a_street_is_moved_and_found_on_the_map_of_towns(cast: Cast) -> None:
    ann = cast.ann.member
    where = {"kind": "door", "shown_as": "street", "street": "1 Front Street", "city": "Bellingham", "region": "WA"}
    client_of(cast.ann.person).post(f"/me/{ann.pk}/place", {**where, "country": "us"})
    place = Place.objects.get(member=ann)
    assert place.lat is None
    assert place.shown_lat is not None and abs(place.shown_lat - 48.75) < 0.1


def test_two_who_share_only_a_postcode_are_never_called_next_door(cast: Cast) -> None:
    for member, street in ((cast.ann.member, "1 Front Street"), (cast.bo.member, "80 York Street")):
        where = {"kind": "door", "shown_as": "street", "street": street, "postcode": "98225", "city": "Bellingham"}
        actions.move(by=Actor(None, None), member=member, values={**where, "region": "WA", "country": "US"})

    ann, bo = (Member.objects.get(pk=one.member.pk) for one in (cast.ann, cast.bo))
    seen = queries.profile_of(replace(cast.ann.viewer, member=ann), bo)

    assert seen.ring == "neighbourhood"


def test_a_home_is_shown_as_the_middle_of_its_cell(cast: Cast) -> None:
    actions.reindex([cast.ann.member.pk])
    place = Place.objects.get(member=cast.ann.member)
    assert place.shown_lat is not None and place.shown_lat != place.lat
    assert abs(place.shown_lat - (place.lat or 0)) < 0.01


def test_nobody_else_can_open_or_change_it(cast: Cast) -> None:
    ann = cast.ann.member
    row = ann.offers.get().pk
    for other in (cast.bo.person, cast.eve.person, cast.gus.person):
        client = client_of(other)
        for page in ("", "basics", "offers", "seats", "blocks", "communities", "close"):
            assert client.get(f"/me/{ann.pk}/{page}").status_code == 404, page
        assert client.post(f"/me/{ann.pk}/offers/{row}/drop").status_code == 404
        assert client.post(f"/me/{ann.pk}/likes", {"capacity": 0}).status_code == 404
    assert ann.offers.exists()


def test_a_row_of_somebody_else_is_not_mine_to_drop(cast: Cast) -> None:
    row = cast.bo.member.offers.get().pk
    client = client_of(cast.ann.person)
    assert client.post(f"/me/{cast.ann.member.pk}/offers/{row}/drop").status_code == 404
    assert cast.bo.member.offers.exists()


def test_scripts_in_any_field_are_only_words(cast: Cast) -> None:
    ann = cast.ann.member
    client = client_of(cast.ann.person)
    words = {"name": SCRIPT, "kind": "business", "one_line": SCRIPT, "story": SCRIPT, "trade_words": SCRIPT}
    assert client.post(f"/me/{ann.pk}/basics", {**words, "languages": ["en"]}).status_code == 302
    client.post(f"/me/{ann.pk}/offers/add", {"words": SCRIPT})
    client.post(f"/me/{ann.pk}/needs/add", {"words": SCRIPT, "kind": "want"})
    client.post(f"/me/{ann.pk}/audiences", {"others": SCRIPT})
    client.post(f"/me/{ann.pk}/channels/add", {"medium": "blog", "handle": SCRIPT})
    where = {"street": SCRIPT, "neighbourhood": SCRIPT, "city": SCRIPT, "region": SCRIPT, "postcode": "<b>"}
    client.post(f"/me/{ann.pk}/place", {"kind": "door", "shown_as": "street", **where})
    pages = ["", "basics", "offers", "needs", "audiences", "channels", "place", "seats", "close", "communities"]
    for page in [f"/me/{ann.pk}/{page}" for page in pages] + ["/c/elm-street/people"]:
        assert SCRIPT not in client.get(page, follow=True).content.decode(), page
    assert SCRIPT in Member.objects.get(pk=ann.pk).story


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org"])
def test_a_handle_that_is_no_address_is_refused(cast: Cast, address: str) -> None:
    before = cast.ann.member.channels.count()
    client = client_of(cast.ann.person)
    answer = client.post(f"/me/{cast.ann.member.pk}/channels/add", {"medium": "blog", "handle": address})
    assert answer.status_code == 200 and "https://" in answer.content.decode()
    assert cast.ann.member.channels.count() == before


def test_a_rest_ends_on_a_day_to_come(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    url = f"/me/{cast.ann.member.pk}/rest"
    assert "That date is past" in client.post(url, {"until": "2020-01-01"}).content.decode()
    client.post(url, {"until": ""})
    assert Member.objects.get(pk=cast.ann.member.pk).snoozed_until_on is None


def test_others_see_no_home_street_no_address_no_exact_point(cast: Cast) -> None:
    profile = queries.profile_of(cast.bo.viewer, cast.ann.member)
    assert profile.place_words == "Fort Langley, Langley"
    told = repr(profile)
    assert "Maple" not in told and "example.org" not in told and "49.17" not in told


def test_a_shop_says_its_street(cast: Cast) -> None:
    actions.reindex([player.member.pk for player in cast.street])
    profile = queries.profile_of(cast.ann.viewer, cast.bo.member)
    assert profile.place_words == "12 Elm Street, Langley"
    assert [said.title for said in profile.wants] == ["Photographer"]
    assert profile.channels[0].title == "E-mail newsletter"


def test_each_page_of_my_profile_opens(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    pages = "", "basics", "offers", "needs", "audiences", "channels", "place", "likes", "rest", "seats", "blocks"
    for page in (*pages, "communities", "close"):
        assert client.get(f"/me/{cast.ann.member.pk}/{page}").status_code == 200, page
    for page in ("/me/settings", "/me/close"):
        assert client.get(page).status_code == 200, page
    assert client.get("/me/")["Location"] == f"/me/{cast.ann.member.pk}/"
