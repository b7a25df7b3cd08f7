"""A swap between two: from somebody's offer or need to the page of proposals, agreed, counted down, closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from hometeam.foundation.clock import now, telling, today
from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act
from hometeam.swap import actions, jobs
from hometeam.swap.models import Listing, Transfer, Use
from hometeam.swap.queries.pool import board_of
from hometeam.together import actions as together
from hometeam.together.models import Collaboration, Commitment
from tests.cast import TIMEZONE, Cast, Player, client_of
from tests.swap.boards import fresh, gives, needs
from tests.swap.counting import counts
from tests.swap.rings import the_loop

MOMENT = datetime(2026, 5, 4, 12, tzinfo=ZoneInfo(TIMEZONE))


def url(name: str, *args: Any) -> str:
    return reverse(f"swap:{name}", args=["elm-street", *args])


def suggests(player: Player, listing: Listing, returned: Listing | None = None) -> tuple[str, dict[str, list[str]]]:
    """Where the button leads, and what is filled in there."""
    asked = {"for": str(returned.pk) if returned else ""}
    address = client_of(player.person).get(url("suggest", listing.pk), asked)["Location"]
    return address, parse_qs(urlsplit(address).query)


def proposes(player: Player, listing: Listing, returned: Listing | None = None) -> Collaboration:
    """The whole way: the button, the page as it comes, sent; what is not filled in is answered."""
    return sends(player, suggests(player, listing, returned)[0])


def sends(player: Player, address: str) -> Collaboration:
    """The page of proposals as it comes, sent."""
    client = client_of(player.person)
    form = client.get(address).context["form"]
    filled = {name: form[name].value() or "" for name in form.fields}
    filled |= {name: filled[name] or "A cake" for name in filled if name.startswith("ask_i_")}
    asked = parse_qs(urlsplit(address).query)
    answer = client.post(
        reverse("together:propose", args=["elm-street"]), filled | {"to": asked["to"], "kind": "barter"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return Collaboration.objects.latest("pk")


def agrees(player: Player, made: Collaboration) -> None:
    now_there = Collaboration.objects.get(pk=made.pk)
    together.accept(collaboration=made, viewer=player.viewer, seen_version=now_there.version)


def test_both_sides_are_filled_in_from_the_board(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes for your event", amount=2, unit="pieces", scope="Two layers; no marzipan.")
    photos = gives(cast.ann, "Photos of your shop", "photographer", amount=1, unit="sessions")
    _address, asked = suggests(cast.ann, cakes, photos)
    assert (asked["to"], asked["kind"]) == ([str(cast.bo.member.pk)], ["barter"])
    assert asked["ask_i_get"] == ["Cakes for your event (2 pieces)\nTwo layers; no marzipan."]
    assert asked["ask_i_give"] == ["Photos of your shop (1 session)"]


def test_of_a_need_i_give_what_is_needed_and_get_what_i_choose(cast: Cast) -> None:
    wanted = needs(cast.bo, "Photos of my shop", "photographer", amount=10, unit="pieces")
    bread = gives(cast.bo, "Bread for a month", amount=8, unit="pieces")
    _address, asked = suggests(cast.ann, wanted, bread)
    assert asked["ask_i_give"] == ["Photos of my shop (10 pieces)"]
    assert asked["ask_i_get"] == ["Bread for a month (8 pieces)"]


def test_what_they_look_for_is_offered_in_return_first(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    gives(cast.ann, "Kites mended", no_extra_work=True)
    gives(cast.ann, "Photos of your shop", "photographer")
    page = client_of(cast.ann.person).get(url("listing", cakes.pk)).content.decode()
    assert page.index("Photos of your shop") < page.index("Kites mended")
    assert "They look for this" in page


def test_nobody_swaps_with_themselves_or_gives_away_what_is_anothers(cast: Cast) -> None:
    mine, theirs, thirds = gives(cast.ann, "Portraits"), gives(cast.bo, "Cakes"), gives(cast.cy, "Books kept")
    ann = client_of(cast.ann.person)
    assert ann.get(url("suggest", mine.pk)).status_code == 404
    assert ann.get(url("suggest", theirs.pk), {"for": str(thirds.pk)}).status_code == 404


def test_a_community_without_the_kind_has_no_button(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    client_of(cast.gus.person).post(reverse("together:switch_kind", args=["elm-street", "barter"]), {"off": "1"})
    page = client_of(cast.ann.person).get(url("listing", cakes.pk)).content.decode()
    assert "Suggest a swap" not in page
    assert client_of(cast.ann.person).get(url("suggest", cakes.pk)).status_code == 404


@pytest.mark.parametrize("what", ["changed", "found"])
def test_what_was_changed_or_taken_away_while_one_writes_is_said_before_it_is_sent(cast: Cast, what: str) -> None:
    cakes = gives(cast.bo, "Cakes", "bakery", no_extra_work=True)
    address, _asked = suggests(cast.ann, cakes, gives(cast.ann, "Portraits"))
    ann = client_of(cast.ann.person)
    form = ann.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"to": str(cast.bo.member.pk), "kind": "barter", "words": "What lovely cakes"}
    if what == "changed":
        actions.change_listing(viewer=cast.bo.viewer, listing=cakes, values={"words": "Bread", "service": "bakery"})
    else:
        actions.mark_found(viewer=cast.bo.viewer, listing=cakes)
    propose = reverse("together:propose", args=["elm-street"])

    told = ann.post(propose, typed)

    page = told.content.decode()
    assert "was changed or taken away since you opened this page" in page and "What lovely cakes" in page
    assert f'href="{url("listing", cakes.pk)}"' in page
    assert not Collaboration.objects.exists()
    again = {name: told.context["form"][name].value() or "" for name in form.fields}
    assert ann.post(propose, typed | again).status_code == 302
    assert Collaboration.objects.get().reasons == []


def test_a_need_kept_up_meanwhile_stops_nobody(cast: Cast) -> None:
    wanted = needs(cast.bo, "Photos of my shop", "photographer")
    address, _asked = suggests(cast.ann, wanted, gives(cast.bo, "Bread"))
    with time_machine.travel(now() + timedelta(days=2)):
        actions.renew(viewer=cast.bo.viewer, listing=wanted)
        assert sends(cast.ann, address).state == "proposed"


def test_the_reasons_are_what_stands_on_the_board(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes", no_extra_work=True)
    made = proposes(cast.ann, cakes, gives(cast.ann, "Portraits"))
    assert made.reasons == ["Bo’s Bakery is doing this already: Cakes", "Ann Photographs gives this: Portraits"]


def test_both_read_what_the_two_sides_count_for_and_that_they_are_far_apart(cast: Cast) -> None:
    counts(cast.community, tolerance=25)
    cakes, portraits = gives(cast.bo, "Cakes", worth=240), gives(cast.ann, "Portraits", worth=60)
    chosen_from = client_of(cast.ann.person).get(url("listing", cakes.pk)).content.decode()
    made = proposes(cast.ann, cakes, portraits)
    assert "further apart than is usual here" in chosen_from
    assert made.reasons[-2:] == [
        "“Cakes” counts for 4 h, “Portraits” for 1 h.",
        "That is further apart than is usual here. It can be right for you two all the same.",
    ]


def test_a_difference_that_is_fine_here_is_not_pointed_out(cast: Cast) -> None:
    counts(cast.community, tolerance=25)
    cakes, portraits = gives(cast.bo, "Cakes", worth=240), gives(cast.ann, "Portraits", worth=180)
    chosen_from = client_of(cast.ann.person).get(url("listing", cakes.pk)).content.decode()
    made = proposes(cast.ann, cakes, portraits)
    assert "further apart" not in chosen_from
    assert made.reasons[-1] == "“Cakes” counts for 4 h, “Portraits” for 3 h."


@time_machine.travel(MOMENT, tick=False)
def test_the_day_leaves_time_until_it_has_to_be_done(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes", by_on=(MOMENT + timedelta(days=30)).date())
    _address, asked = suggests(cast.ann, cakes)
    assert asked["moment"][0].startswith("2026-05-20T12:00")
    assert "by 3 June 2026" in asked["ask_i_get"][0] or "by June 3, 2026" in asked["ask_i_get"][0]


def test_two_may_have_several_swaps_open_but_not_the_same_twice(cast: Cast) -> None:
    cakes, bread, photos = gives(cast.bo, "Cakes"), gives(cast.bo, "Bread"), gives(cast.ann, "Photos")
    first = proposes(cast.ann, cakes, photos)
    again = proposes(cast.ann, cakes, photos)
    other = proposes(cast.ann, bread, photos)
    assert again == first
    assert other != first


def test_several_may_ask_for_the_same_at_once_and_nothing_is_held_back(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    for player in (cast.ann, cast.cy, cast.dee):
        proposes(player, cakes)
    jobs.follow(now())
    assert Use.objects.filter(listing=cakes, state="asked").count() == 3
    assert fresh(cakes).state == "on"


def test_what_is_there_once_leaves_the_board_when_two_agree_and_comes_back_when_it_fails(cast: Cast) -> None:
    cakes, photos = gives(cast.bo, "Cakes"), gives(cast.ann, "Photos", often="times", times=2)
    made = proposes(cast.ann, cakes, photos)
    other = proposes(cast.cy, cakes)
    agrees(cast.bo, made)
    jobs.follow(now())
    jobs.follow(now())
    assert (fresh(cakes).state, fresh(photos).state) == ("done", "on")
    seen = client_of(cast.bo.person).get(url("listing", photos.pk)).content.decode()
    assert "1 of 2 times left" in seen
    assert Collaboration.objects.get(pk=other.pk).state == "proposed"
    there = Collaboration.objects.get(pk=made.pk)
    together.withdraw(collaboration=there, viewer=cast.ann.viewer, seen_version=there.version, words="")
    jobs.follow(now())
    jobs.follow(now())
    assert (fresh(cakes).state, fresh(photos).state) == ("on", "on")
    assert "2 times" in client_of(cast.bo.person).get(url("listing", photos.pk)).content.decode()


def test_it_leaves_the_board_at_once_before_any_worker_has_counted(cast: Cast) -> None:
    cakes, photos = gives(cast.bo, "Cakes", how="online"), gives(cast.ann, "Photos", often="times", times=2)
    needs(cast.cy, "Cakes")
    made = proposes(cast.ann, cakes, photos)

    def cy_sees(listing: Listing) -> bool:
        cy = client_of(cast.cy.person)
        on_board = f"{listing.words}<" in cy.get(url("home")).content.decode()
        assert (cy.get(url("listing", listing.pk)).status_code == 200) == on_board
        return on_board

    assert cy_sees(cakes) and cy_sees(photos)
    agrees(cast.bo, made)
    assert not cy_sees(cakes) and cy_sees(photos)
    assert cakes.pk not in board_of(cast.community).listings
    there = Collaboration.objects.get(pk=made.pk)
    together.withdraw(collaboration=there, viewer=cast.ann.viewer, seen_version=there.version, words="")
    assert cy_sees(cakes)


def test_what_two_agreed_on_a_moment_ago_is_not_promised_in_a_loop_too(cast: Cast) -> None:
    loop = the_loop(cast)
    bread = Listing.objects.get(member=cast.bo.member, side="give")
    agrees(cast.bo, proposes(cast.dee, bread))
    with pytest.raises(actions.Moved, match="did not come together"):
        actions.say_yes(viewer=cast.cy.viewer, loop=loop)


def test_what_was_declined_is_not_counted(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    made = proposes(cast.ann, cakes)
    together.decline(collaboration=made, viewer=cast.bo.viewer, seen_version=made.version, words="")
    jobs.follow(now())
    assert fresh(cakes).state == "on"
    assert not Use.objects.filter(state="taken").exists()


def test_as_often_as_you_like_is_never_used_up(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes", often="always")
    for player in (cast.ann, cast.cy):
        agrees(cast.bo, proposes(player, cakes))
    jobs.follow(now())
    assert fresh(cakes).state == "on"


def test_what_was_used_up_begins_anew_when_its_member_puts_it_back(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    agrees(cast.bo, proposes(cast.ann, cakes))
    jobs.follow(now())
    actions.put_back(viewer=cast.bo.viewer, listing=cakes)
    jobs.follow(now())
    assert fresh(cakes).state == "on"
    agrees(cast.bo, proposes(cast.cy, cakes))
    jobs.follow(now())
    assert fresh(cakes).state == "done"


def test_whoever_made_up_the_token_names_no_listing(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    address, _asked = suggests(cast.ann, cakes)
    sends(cast.ann, address)
    jobs.follow(now())
    assert Use.objects.count() == 1
    sends(cast.cy, address.replace("why=", "why=x"))
    jobs.follow(now())
    assert Collaboration.objects.count() == 2 and Use.objects.count() == 1


def test_the_barter_is_written_with_scope_and_days_small_first_and_ends_in_acts(cast: Cast) -> None:
    made = proposes(cast.ann, gives(cast.bo, "Cakes", scope="Two layers"), gives(cast.ann, "Photos"))
    agrees(cast.bo, made)
    steps = {(one.step, one.part_id is None) for one in made.commitments.all()}
    assert {("first", False), ("halfway", True), ("deliver", False)} == steps
    assert made.commitments.filter(step="first").count() == 2
    assert all(one.due_on >= today(TIMEZONE) for one in made.commitments.all())
    sheet = client_of(cast.bo.person).get(reverse("together:agreement", args=["elm-street", made.pk])).content.decode()
    assert "Two layers" in sheet and "If it does not suit, either may stop there" in sheet


def test_what_is_given_stands_under_the_givers_name_for_both_before_and_after_the_yes(cast: Cast) -> None:
    made = proposes(cast.ann, gives(cast.bo, "Cakes", scope="Two layers"), gives(cast.ann, "Photos of your shop"))
    his = client_of(cast.bo.person)
    at_the_change = his.get(reverse("together:but", args=["elm-street", made.pk])).context["form"]
    assert at_the_change["ask_i_give"].label == "What Ann Photographs gives"
    assert at_the_change["ask_i_get"].label == "What Bo’s Bakery gives for it"
    agrees(cast.bo, made)
    for client in (his, client_of(cast.ann.person)):
        page = client.get(reverse("together:collaboration", args=["elm-street", made.pk])).content.decode()
        agreed = page[page.index("What we agreed") : page.index("How it came about")]
        assert "<dt>What Ann Photographs gives</dt><dd>Photos of your shop" in agreed
        assert "<dt>What Bo’s Bakery gives for it</dt><dd>Cakes (1 hour)<br>Two layers" in agreed


def test_the_letter_says_what_is_given_and_what_for_and_one_of_silence_says_between_whom(cast: Cast) -> None:
    made = proposes(cast.ann, gives(cast.bo, "Cakes", scope="Two layers"), gives(cast.ann, "Photos of your shop"))
    asks = Notice.objects.get(person=cast.bo.person)
    assert "What Ann Photographs gives: Photos of your shop (1 hour)" in asks.lines
    assert "What Bo’s Bakery gives for it: Cakes (1 hour)\nTwo layers" in asks.lines
    assert made.deadline_at is not None
    with telling(made.deadline_at):
        together.lapse_due()
    quiet = Notice.objects.get(person=cast.ann.person)
    assert str(quiet.lines[0]).startswith("It was between Ann Photographs and Bo’s Bakery.")


def test_nobody_is_asked_whether_it_was_so_where_nothing_waits_for_their_word(cast: Cast) -> None:
    made = proposes(cast.ann, gives(cast.bo, "Cakes"), gives(cast.ann, "Photos"))
    agrees(cast.bo, made)
    for step in ("first", "deliver"):
        together.mark_done(
            viewer=cast.ann.viewer, commitment=made.commitments.get(step=step, part__member=cast.ann.member)
        )
    second, first = Notice.objects.filter(person=cast.bo.person).order_by("-pk")[:2]
    assert first.lines == ["Nothing is asked of you; it is ticked off.", "Give Bo’s Bakery a small first part"]
    assert second.lines == ["Was it so? One tap says yes.", "Give Bo’s Bakery all that you promised"]
    page = client_of(cast.bo.person).get(reverse("together:collaboration", args=["elm-street", made.pk]))
    assert [one.what for one in page.context["seen"].unsure] == ["Give Bo’s Bakery all that you promised"]
    assert "<li>Give Bo’s Bakery all that you promised" in page.content.decode()


def ticked(cast: Cast, step: str = "deliver") -> tuple[Collaboration, Commitment]:
    """A swap of which Ann says that her side is done."""
    made = proposes(cast.ann, gives(cast.bo, "Cakes"), gives(cast.ann, "Photos"))
    agrees(cast.bo, made)
    task = made.commitments.get(step=step, part__member=cast.ann.member)
    together.mark_done(viewer=cast.ann.viewer, commitment=task)
    return made, made.commitments.get(pk=task.pk)


def page_of(player: Player, made: Collaboration) -> str:
    return (
        client_of(player.person).get(reverse("together:collaboration", args=["elm-street", made.pk])).content.decode()
    )


def test_whoever_got_nothing_says_not_yet_and_nothing_is_counted_until_both_agree(cast: Cast) -> None:
    made, task = ticked(cast)
    assert "It is not there yet" in page_of(cast.bo, made)
    client_of(cast.bo.person).post(reverse("together:not_yet", args=["elm-street", task.pk]))
    assert not Act.objects.standing().exists()
    told = Notice.objects.filter(person=cast.ann.person).latest("pk")
    assert told.subject == "Not there yet for Bo’s Bakery: Barter"
    assert told.lines[-1] == "Give Bo’s Bakery all that you promised"
    with pytest.raises(together.Moved, match="not yet"):
        together.mark_done(viewer=cast.ann.viewer, commitment=task)
    assert "Not there yet for Bo’s Bakery." in page_of(cast.ann, made)
    step = client_of(cast.ann.person).get(reverse("together:step", args=["elm-street", task.pk]), follow=True)
    assert step.redirect_chain and "Not there yet for Bo’s Bakery." in step.content.decode()
    together.mark_done(viewer=cast.bo.viewer, commitment=task)
    act = Act.objects.standing().get()
    assert (act.giver, act.receiver, act.confirmed_at is not None) == (cast.ann.member, cast.bo.member, True)
    assert "says that it happened" in Notice.objects.filter(person=cast.ann.person).latest("pk").subject


def test_hours_written_down_for_what_did_not_come_fall_away_with_it(cast: Cast) -> None:
    counts(cast.community)
    _made, task = ticked(cast)
    actions.count_act(viewer=cast.ann.viewer, act=Act.objects.get(), amount=60)
    together.not_yet(viewer=cast.bo.viewer, commitment=task)
    assert not Transfer.objects.standing().exists()
    with pytest.raises(Http404):
        actions.count_act(viewer=cast.ann.viewer, act=Act.objects.get(), amount=60)


def test_a_small_first_part_that_did_not_come_can_be_said_as_well(cast: Cast) -> None:
    made, task = ticked(cast, "first")
    together.not_yet(viewer=cast.bo.viewer, commitment=task)
    task.refresh_from_db()
    assert (task.done_at, task.doubted_by) == (None, made.parts.get(member=cast.bo.member))


def test_not_yet_is_not_said_by_the_giver_nor_by_strangers_nor_once_it_is_confirmed(cast: Cast) -> None:
    made, task = ticked(cast)
    with pytest.raises(together.Moved):
        together.not_yet(viewer=cast.ann.viewer, commitment=task)
    with pytest.raises(Http404):
        together.not_yet(viewer=cast.cy.viewer, commitment=task)
    together.confirm(collaboration=made, viewer=cast.bo.viewer)
    with pytest.raises(together.Moved):
        together.not_yet(viewer=cast.bo.viewer, commitment=task)


def test_a_late_not_yet_leaves_two_weeks_to_put_it_right(cast: Cast) -> None:
    made, task = ticked(cast)
    with time_machine.travel(now() + timedelta(days=70), tick=False):
        Collaboration.objects.update(deadline_at=now() + timedelta(hours=1))
        together.not_yet(viewer=cast.bo.viewer, commitment=task)
        assert Collaboration.objects.get(pk=made.pk).deadline_at == now() + timedelta(days=14)


def test_once_both_have_said_that_it_happened_it_is_done_and_they_can_thank_each_other(cast: Cast) -> None:
    made = proposes(cast.ann, gives(cast.bo, "Cakes"), gives(cast.ann, "Photos"))
    agrees(cast.bo, made)
    for player in (cast.ann, cast.bo):
        for step in made.commitments.filter(part__member=player.member) | made.commitments.filter(part=None):
            if step.done_at is None:
                together.mark_done(viewer=player.viewer, commitment=step)
    for player in (cast.ann, cast.bo):
        together.confirm(collaboration=made, viewer=player.viewer)
    assert Collaboration.objects.get(pk=made.pk).state == "confirmed"
