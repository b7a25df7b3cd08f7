"""The board as others see it: what costs no extra work first, then what fits, then the near; and only what one may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from hometeam.foundation.clock import now, today
from hometeam.members.actions import reindex
from hometeam.members.models import Block, Membership, Need, Place
from hometeam.swap import actions, queries
from hometeam.swap.models import Listing, Rules
from hometeam.swap.queries.board import Sought, board
from tests.cast import Cast, Player, client_of, is_at, make_member, make_person
from tests.swap.boards import GIVE, NEED, fresh, gives, needs
from tests.swap.rings import the_loop


def seen_by(player: Player, side: str = GIVE, **sought: Any) -> list[str]:
    rules = queries.rules_of(player.community)
    return [row.what for row in board(player.viewer, Sought(side, **sought), rules).rows]


def findable(cast: Cast) -> None:
    """Where they are is known to others as far as they show it."""
    reindex([player.member.pk for player in cast.street])


def page_of(player: Player, **asked: str) -> str:
    return client_of(player.person).get(reverse("swap:home", args=["elm-street"]), asked).content.decode()


def test_what_is_no_extra_work_comes_first_then_what_fits_then_the_near(cast: Cast) -> None:
    findable(cast)
    gives(cast.flo, "Soup", "food-bank")
    gives(cast.cy, "Kites mended", "toy-shop")
    gives(cast.dee, "Photographs of your shop", "photographer")
    gives(cast.ann, "A place at my own shoot", "", no_extra_work=True)
    # Bo looks for photographs; Flo is next door, Cy is online.
    assert seen_by(cast.bo) == ["A place at my own shoot", "Photographs of your shop", "Soup", "Kites mended"]


def test_nobody_fills_the_board_with_what_they_have_and_all_of_it_is_there(cast: Cast) -> None:
    findable(cast)
    gives(cast.cy, "Accounts looked over", "")
    for number in range(7):
        gives(cast.flo, f"Flo {number}", "")
    gives(cast.dee, "A web page read", "")
    # Flo is next door, and what she has is the freshest but one.
    first, rest = ["Flo 6", "Flo 5", "Flo 4"], ["Flo 3", "Flo 2", "Flo 1", "Flo 0"]
    assert seen_by(cast.bo) == [*first, "A web page read", "Accounts looked over", *rest]


def test_a_kin_service_fits_less_than_the_very_one(cast: Cast) -> None:
    gives(cast.dee, "A film of your shop", "videographer")
    gives(cast.cy, "Photographs", "photographer")
    assert seen_by(cast.bo) == ["Photographs", "A film of your shop"]


def test_nobody_is_told_to_look_for_what_was_only_guessed_from_their_trade(cast: Cast) -> None:
    gives(cast.dee, "Photographs", "photographer")
    assert "You look for this" in page_of(cast.bo)
    Need.objects.filter(member=cast.bo.member).update(guessed=True)
    assert "You look for this" not in page_of(cast.bo)


def test_needs_that_i_could_serve_come_first(cast: Cast) -> None:
    needs(cast.flo, "Somebody for the garden", "gardener")
    needs(cast.dee, "My books", "bookkeeping")
    assert seen_by(cast.cy, NEED) == ["My books", "Somebody for the garden"]


def test_mine_is_apart(cast: Cast) -> None:
    gives(cast.bo, "Bread")
    gives(cast.ann, "Portraits")
    assert seen_by(cast.bo) == ["Portraits"]
    mine = page_of(cast.bo, side="mine")
    assert "Bread" in mine and "Portraits" not in mine


def test_whoever_shows_no_place_reads_that_loops_leave_out_what_goes_only_in_person(cast: Cast) -> None:
    gives(cast.bo, "Bread", how=Listing.How.IN_PERSON)
    assert "You show no place" not in page_of(cast.bo, side="mine")
    Place.objects.filter(member=cast.bo.member).update(shown_as="hidden", shown_lat=None, shown_lon=None)
    assert "You show no place" in page_of(cast.bo, side="mine")


def test_whoever_is_blocked_is_not_there_on_either_side(cast: Cast) -> None:
    theirs, mine = gives(cast.ann, "Portraits"), gives(cast.bo, "Bread")
    Block.objects.create(member=cast.ann.member, other=cast.bo.member)
    assert seen_by(cast.bo) == seen_by(cast.ann) == []
    for player, listing in ((cast.bo, theirs), (cast.ann, mine)):
        page = reverse("swap:listing", args=["elm-street", listing.pk])
        assert client_of(player.person).get(page).status_code == 404


def test_former_members_are_not_on_the_board(cast: Cast) -> None:
    listing = gives(cast.ann, "Portraits")
    Membership.objects.filter(member=cast.ann.member).update(state=Membership.State.LEFT)
    assert seen_by(cast.bo) == []
    page = reverse("swap:listing", args=["elm-street", listing.pk])
    assert client_of(cast.bo.person).get(page).status_code == 404


def test_what_is_put_up_elsewhere_is_not_here(cast: Cast) -> None:
    listing = gives(cast.eve, "Kites")
    assert seen_by(cast.bo) == []
    page = reverse("swap:listing", args=["elm-street", listing.pk])
    assert client_of(cast.bo.person).get(page).status_code == 404


def test_a_need_that_ran_out_is_off_the_board_for_others(cast: Cast) -> None:
    listing = needs(cast.dee, "My books", "bookkeeping")
    Listing.objects.filter(pk=listing.pk).update(expires_on=today("UTC") - timedelta(days=2))
    assert seen_by(cast.cy, NEED) == []
    page = reverse("swap:listing", args=["elm-street", listing.pk])
    assert client_of(cast.cy.person).get(page).status_code == 404
    assert client_of(cast.dee.person).get(page).status_code == 200


@pytest.mark.parametrize("said", ["portrait", "photography", "headshots", "fotos websit"])
def test_it_is_found_by_its_words_and_by_what_others_call_the_service(cast: Cast, said: str) -> None:
    gives(cast.ann, "Portraits for your website", "photographer", scope="Fotos, edited")
    gives(cast.bo, "Sourdough bread", "bakery")
    assert seen_by(cast.cy, words=said) == ["Portraits for your website"]


@pytest.mark.parametrize("page", ["9" * 5_000, "0", "-1", "²", "x"])
def test_a_page_that_is_none_leads_to_one_that_is(cast: Cast, page: str) -> None:
    gives(cast.bo, "Cakes")
    assert "Cakes" in page_of(cast.ann, page=page)


def test_from_a_thing_on_the_board_one_goes_back_to_where_one_was(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    ann = client_of(cast.ann.person)
    page = reverse("swap:listing", args=["elm-street", cakes.pk])
    board_page = reverse("swap:home", args=["elm-street"])
    there = f"{board_page}?side=give&amp;page=3#on-{cakes.pk}"
    came = {"Referer": f"http://testserver{board_page}?side=give&page=3"}
    assert f'href="{there}"' in ann.get(page, headers=came).content.decode()
    for elsewhere in ("http://elsewhere.example" + board_page + "?q=x", "http://testserver/", "http://[", ""):
        said = ann.get(page, headers={"Referer": elsewhere}).content.decode()
        assert f'class="row" href="{board_page}"' in said


def test_what_was_put_up_anew_meanwhile_is_not_put_back_beside_it(cast: Cast) -> None:
    before = gives(cast.ann, "Portraits")
    actions.take_away(viewer=cast.ann.viewer, listing=before)
    gives(cast.ann, "Portraits")
    ann = client_of(cast.ann.person)
    told = ann.post(reverse("swap:put_back", args=["elm-street", before.pk]), follow=True).content.decode()
    assert "You have that on the board already." in told
    assert Listing.objects.filter(state=Listing.State.ON).count() == 1


def test_what_is_taken_away_is_not_found(cast: Cast) -> None:
    listing = gives(cast.ann, "Portraits", "photographer")
    actions.take_away(viewer=cast.ann.viewer, listing=listing)
    assert seen_by(cast.cy, words="portraits") == []
    actions.put_back(viewer=cast.ann.viewer, listing=listing)
    assert seen_by(cast.cy, words="portraits") == ["Portraits"]


def test_it_narrows_down_to_how_to_no_extra_work_and_to_one_member(cast: Cast) -> None:
    gives(cast.ann, "Portraits", how="in-person")
    gives(cast.cy, "Your books", how="online", no_extra_work=True)
    gives(cast.dee, "Websites")
    assert set(seen_by(cast.bo, how="online")) == {"Your books", "Websites"}
    assert seen_by(cast.bo, no_extra_work=True) == ["Your books"]
    assert seen_by(cast.bo, of=cast.ann.member.pk) == ["Portraits"]


def test_a_row_says_how_much_how_often_by_when_and_how_near(cast: Cast) -> None:
    findable(cast)
    day = today("America/Vancouver") + timedelta(days=9)
    gives(cast.flo, "Help", amount=1, unit="hours", often="times", times=3, by_on=day)
    gives(cast.ann, "Pictures", amount=10, unit="pieces")
    seen = page_of(cast.bo)
    assert "1 hour · 3 times · In person or online · by" in seen
    assert "10 pieces · once" in seen
    assert "next door" in seen


def test_an_empty_board_says_what_will_be_there_and_the_first_step(cast: Cast) -> None:
    seen = page_of(cast.bo)
    assert "Nobody gives anything yet" in seen and reverse("swap:from_profile", args=["elm-street"]) in seen
    assert "You have nothing on the board yet" in page_of(cast.bo, side="mine")
    gives(cast.ann, "Portraits")
    nothing = page_of(cast.bo, q="zeppelin rides")
    assert "Nothing like that here" in nothing and "words=zeppelin%20rides" in nothing


def test_nonsense_in_the_address_is_left_out(cast: Cast) -> None:
    gives(cast.ann, "Portraits")
    for asked in ({"side": "left"}, {"page": "x"}, {"page": "99999999"}, {"of": "-1"}, {"how": "by owl"}):
        assert "Portraits" in page_of(cast.bo, **asked)


def test_long_boards_have_pages(cast: Cast) -> None:
    for n in range(25):
        gives(cast.ann, f"Portrait {n}", no_extra_work=n == 0)
    first, second = page_of(cast.bo), page_of(cast.bo, page="2")
    assert first.count("board__what") == 20 and second.count("board__what") == 5
    assert "Portrait 0<" in first and "Page 1 of 2" in first


def test_words_with_html_are_harmless(cast: Cast) -> None:
    listing = gives(cast.ann, "<b>Portraits</b>", scope="<script>alert(1)</script>")
    one = client_of(cast.bo.person).get(reverse("swap:listing", args=["elm-street", listing.pk])).content.decode()
    for seen in (page_of(cast.bo), one):
        assert "&lt;b&gt;Portraits&lt;/b&gt;" in seen and "<script>alert" not in seen


def test_the_board_asks_the_database_as_much_for_many_as_for_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        person = make_person(f"Hal {n}")
        hal = Player(person, make_member(f"Hal {n}", cast.community, person=person), cast.community)
        is_at(hal.member, 49.169, -122.579, street=f"{14 + 2 * n} Elm Street")
        gives(hal, f"Hats {n}", "hat-shop", often="times", times=4)
        needs(hal, f"Ribbons {n}")
    bo, home = client_of(cast.bo.person), reverse("swap:home", args=["elm-street"])
    for address in (home, f"{home}?side=need", f"{home}?q=hats", f"{home}?side=mine"):
        bo.get(address)
        with django_assert_max_num_queries(10):
            bo.get(address)


def test_my_own_board_comes_page_by_page_what_i_give_first(cast: Cast) -> None:
    for n in range(30):
        (gives if n % 2 else needs)(cast.ann, f"Thing {n}")
    first, second = (page_of(cast.ann, side="mine", page=page) for page in "12")
    assert [page.count("Thing ") > 0 for page in (first, second)] == [True, True]
    on_first, on_second = ({n for n in range(30) if f"Thing {n}<" in page} for page in (first, second))
    assert (len(on_first), len(on_second)) == (20, 10)
    assert on_first | on_second == set(range(30)) and {1, 3, 29} <= on_first
    assert "?side=mine&amp;page=2" in first and "?side=mine&amp;page=1" in second
    assert 'id="i-give"' in first and 'id="i-give"' not in second


def test_an_organiser_without_a_member_reads_it_and_puts_nothing_up(cast: Cast) -> None:
    listing = gives(cast.ann, "Portraits")
    gus = client_of(cast.gus.person)
    seen = gus.get(reverse("swap:home", args=["elm-street"])).content.decode()
    assert "Portraits" in seen and "act for no member" in seen
    assert gus.get(reverse("swap:listing", args=["elm-street", listing.pk])).status_code == 200
    assert gus.get(reverse("swap:new", args=["elm-street", "give"])).status_code == 404


def test_what_was_renewed_is_fresh(cast: Cast) -> None:
    old, new = gives(cast.ann, "Old"), gives(cast.ann, "New")
    assert seen_by(cast.bo) == ["New", "Old"]
    Listing.objects.filter(pk=new.pk).update(changed_at=now() - timedelta(days=5))
    actions.change_listing(viewer=cast.ann.viewer, listing=old, values={"words": "Old", "scope": "and good"})
    assert seen_by(cast.bo) == ["Old", "New"]
    assert fresh(old).scope == "and good"


def test_from_the_place_one_reaches_all_of_the_room(cast: Cast) -> None:
    seen = page_of(cast.ann)
    assert reverse("swap:loops", args=["elm-street"]) in seen and reverse("swap:market_door") in seen
    assert reverse("swap:account", args=["elm-street"]) not in seen
    Rules.objects.create(community=cast.community, counting="hours")
    assert reverse("swap:account", args=["elm-street"]) in page_of(cast.ann)
    gus = client_of(cast.gus.person).get(reverse("swap:home", args=["elm-street"])).content.decode()
    for door in ("search", "markets", "rules"):
        page = reverse(f"swap:{door}", args=["elm-street"])
        assert page in gus and page not in seen


def test_a_loop_that_waits_for_me_comes_before_the_board(cast: Cast) -> None:
    loop = the_loop(cast)
    seen = page_of(cast.ann)
    assert seen.index(reverse("swap:loop", args=["elm-street", loop.pk])) < seen.index("Others give")
    assert "Loops that wait" not in page_of(cast.dee)
