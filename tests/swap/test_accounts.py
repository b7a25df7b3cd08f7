"""Accounts in hours or points: one side says, the other stands by it, and all of them come to nothing together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act
from hometeam.members.models import Block
from hometeam.swap import actions
from hometeam.swap.forms.worth import minutes_of
from hometeam.swap.models import Rules, Transfer
from hometeam.swap.queries.accounts import account_of, balance_of, debts_in
from hometeam.swap.queries.counting import Counting, counting_of, differ
from hometeam.together import actions as together
from tests.cast import Cast, Player, client_of
from tests.swap.boards import gives, needs
from tests.swap.counting import DAY, bartered, counts, helped
from tests.swap.test_between_two import agrees, proposes
from tests.together.moments import agreed, fresh

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_november")]


@pytest.fixture
def _november() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def at(name: str, *args: int) -> str:
    return reverse(f"swap:{name}", args=["elm-street", *args])


def balance(player: Player) -> int:
    return balance_of(player.member, player.community, counting_of(player.community))


def test_what_the_receiver_says_stands_at_once_and_comes_to_nothing_together(cast: Cast) -> None:
    counts(cast.community)
    helped(cast.ann, cast.bo, 90)
    assert (balance(cast.ann), balance(cast.bo)) == (90, -90)
    assert sum(balance(one) for one in cast.street) == 0
    subject = "Bo’s Bakery counted 1 h 30 min for you"
    assert Notice.objects.filter(person=cast.ann.person, subject=subject).count() == 1


def test_what_the_giver_says_waits_for_the_receivers_word(cast: Cast) -> None:
    counts(cast.community)
    asked = actions.count_act(viewer=cast.ann.viewer, act=bartered(cast.ann, cast.bo), amount=120)
    assert balance(cast.ann) == 0
    page = client_of(cast.bo.person).get(at("account")).content.decode()
    assert "Was it so?" in page and "<strong>2 h</strong>" in page
    for _twice in range(2):
        client_of(cast.bo.person).post(at("agree_to_count", asked.pk))
    assert (balance(cast.ann), balance(cast.bo)) == (120, -120)


def test_another_amount_takes_the_place_of_the_first(cast: Cast) -> None:
    counts(cast.community)
    act = bartered(cast.ann, cast.bo)
    actions.count_act(viewer=cast.ann.viewer, act=act, amount=120)
    client_of(cast.bo.person).post(at("count", act.pk), {"amount": "1:15"})
    assert balance(cast.ann) == 75
    assert Transfer.objects.filter(act=act, ended_at__isnull=True).count() == 1


def test_nobody_agrees_with_themselves_and_nothing_is_counted_twice(cast: Cast) -> None:
    counts(cast.community)
    act = bartered(cast.ann, cast.bo)
    asked = actions.count_act(viewer=cast.ann.viewer, act=act, amount=120)
    with pytest.raises(Http404):
        actions.agree_to_count(viewer=cast.ann.viewer, transfer=asked)
    actions.agree_to_count(viewer=cast.bo.viewer, transfer=asked)
    with pytest.raises(actions.Decided):
        actions.count_act(viewer=cast.bo.viewer, act=act, amount=5)
    assert balance(cast.ann) == 120


def test_a_second_window_is_told_that_it_counts_already_or_was_taken_back(cast: Cast) -> None:
    counts(cast.community)
    act = bartered(cast.ann, cast.bo)
    ann, bo = client_of(cast.ann.person), client_of(cast.bo.person)
    asked = actions.count_act(viewer=cast.ann.viewer, act=act, amount=120)
    actions.stop_counting(viewer=cast.ann.viewer, transfer=asked)
    told = bo.post(at("agree_to_count", asked.pk), follow=True).content.decode()
    assert "That was taken back or corrected meanwhile." in told
    for client in (bo, bo, ann):
        told = client.post(at("count", act.pk), {"amount": "1:15"}, follow=True).content.decode()
    assert "It counts already: 1 h 15 min." in told
    stands = Transfer.objects.get(act=act, ended_at=None)
    told = bo.post(at("stop_counting", stands.pk), follow=True).content.decode()
    assert "It counts already: 1 h 15 min." in told
    assert (balance(cast.ann), balance(cast.bo)) == (75, -75)


def test_what_is_not_counted_yet_says_what_had_been_agreed(cast: Cast) -> None:
    counts(cast.community)
    swap = agreed(cast.ann, cast.bo, kind_id="barter", answers={"i_give": "Nine pictures", "i_get": "A small cake"})
    for player in (cast.ann, cast.bo):
        together.mark_done(
            viewer=player.viewer, commitment=swap.commitments.get(part__member=player.member, counts=True)
        )
    for player in (cast.ann, cast.bo):
        together.confirm(collaboration=fresh(swap), viewer=player.viewer)
    ann = client_of(cast.ann.person)
    page = ann.get(at("account")).content.decode()
    assert "Nine pictures" in page and "A small cake" in page
    act = Act.objects.get(giver=cast.bo.member)
    assert "A small cake" in ann.get(at("count", act.pk)).content.decode()
    ann.post(at("count", act.pk), {"amount": "1:15"})
    lines = ann.get(at("account")).context["page"].object_list
    assert [line.words for line in lines] == ["A small cake"]
    told = Notice.objects.get(person=cast.bo.person, subject="Ann Photographs counted 1 h 15 min for you")
    assert told.lines == ["A small cake"]


def test_a_gift_is_taken_off_by_its_giver_alone(cast: Cast) -> None:
    counts(cast.community)
    transfer = helped(cast.ann, cast.bo, 60)
    with pytest.raises(actions.Decided):
        actions.stop_counting(viewer=cast.bo.viewer, transfer=transfer)
    for _twice in range(2):
        actions.stop_counting(viewer=cast.ann.viewer, transfer=transfer)
    assert balance(cast.bo) == 0
    assert Act.objects.standing().count() == 1
    assert Notice.objects.filter(person=cast.bo.person, subject__contains="it was a gift").count() == 1


def test_an_act_taken_back_counts_no_more(cast: Cast) -> None:
    counts(cast.community)
    helped(cast.ann, cast.bo, 60)
    Act.objects.update(taken_back_at=NOW)
    assert balance(cast.ann) == 0


def test_help_outside_of_anything_agreed_is_written_down_once(cast: Cast) -> None:
    counts(cast.community)
    ann = client_of(cast.ann.person)
    said = {
        "partner": cast.bo.member.pk,
        "by_me": "me",
        "words": "Carried flour",
        "amount": "45 min",
        "happened_on": DAY,
    }
    ann.post(at("write_down"), said)
    transfer = Transfer.objects.get()
    assert (transfer.amount, transfer.confirmed_at) == (45, None)
    assert Notice.objects.filter(person=cast.bo.person).count() == 1
    actions.agree_to_count(viewer=cast.bo.viewer, transfer=transfer)
    assert Act.objects.get().confirmed_at is not None


def test_what_was_not_so_leaves_no_act_behind(cast: Cast) -> None:
    counts(cast.community)
    made = actions.write_down(
        viewer=cast.ann.viewer, partner=cast.bo.member, by_me=True, words="Carried flour", amount=45, happened_on=DAY
    )
    actions.stop_counting(viewer=cast.bo.viewer, transfer=made)
    assert not Act.objects.standing().exists()


@pytest.mark.parametrize("typed", ["", "soon", "0", "1:75", "-2", "99999999"])
def test_an_amount_that_is_none_is_advised_on_and_loses_nothing(cast: Cast, typed: str) -> None:
    counts(cast.community)
    said = {
        "partner": cast.bo.member.pk,
        "by_me": "them",
        "words": "Carried flour",
        "amount": typed,
        "happened_on": DAY,
    }
    page = client_of(cast.ann.person).post(at("write_down"), said).content.decode()
    assert "Carried flour" in page and "field__error" in page
    assert not Transfer.objects.exists() and not Act.objects.exists()


def test_where_nothing_is_counted_any_more_the_past_stands_as_it_was_counted(cast: Cast) -> None:
    rules = counts(cast.community)
    helped(cast.ann, cast.bo, 90)
    Rules.objects.filter(pk=rules.pk).update(counting=Rules.Counting.NOTHING)
    page = client_of(cast.ann.person).get(at("account")).content.decode()
    assert "Nothing is counted here now" in page and "1 h 30 min" in page
    assert "It was a gift" not in page


def test_where_something_else_is_counted_now_the_account_leads_to_what_was_counted_before(cast: Cast) -> None:
    rules = counts(cast.community)
    ann = client_of(cast.ann.person)
    assert "What was counted before" not in ann.get(at("account")).content.decode()
    helped(cast.ann, cast.bo, 90)
    Rules.objects.filter(pk=rules.pk).update(counting=Rules.Counting.POINTS, points_one="acorn", points_name="acorns")
    helped(cast.ann, cast.bo, 1)
    assert f"{at('account')}?before=1" in ann.get(at("account")).content.decode()
    page = ann.get(at("account"), {"before": "1"}).content.decode()
    assert "1 h 30 min" in page and "1 acorn" not in page and "It was a gift" not in page
    assert "My account: Acorns" in page


def test_where_nothing_was_ever_counted_the_account_leads_to_the_board(cast: Cast) -> None:
    answer = client_of(cast.ann.person).get(at("account"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("swap:home", args=["elm-street"])
    assert "who helped whom is enough" in answer.content.decode()


def test_where_nothing_is_counted_nothing_can_be(cast: Cast) -> None:
    with pytest.raises(Http404):
        actions.count_act(viewer=cast.bo.viewer, act=bartered(cast.ann, cast.bo), amount=5)


def test_accounts_are_for_their_owner_alone(cast: Cast) -> None:
    counts(cast.community)
    transfer = helped(cast.ann, cast.bo, 60)
    for name in ("agree_to_count", "stop_counting"):
        assert client_of(cast.cy.person).post(at(name, transfer.pk)).status_code == 404
    assert client_of(cast.cy.person).get(at("count", transfer.act_id or 0)).status_code == 404
    assert client_of(cast.gus.person).get(at("account")).status_code == 404


def test_a_balance_beyond_the_communitys_mark_is_said_and_blocks_nothing(cast: Cast) -> None:
    rules = counts(cast.community, most_owed=60)
    helped(cast.ann, cast.bo, 61)
    assert account_of(cast.bo.viewer, rules).is_marked and account_of(cast.ann.viewer, rules).is_marked
    helped(cast.ann, cast.bo, 600)
    assert balance(cast.bo) == -661


def test_debts_are_what_pairs_come_to_among_those_on_speaking_terms(cast: Cast) -> None:
    counts(cast.community)
    helped(cast.ann, cast.bo, 60)
    helped(cast.bo, cast.ann, 20)
    helped(cast.cy, cast.dee, 30)
    Block.objects.create(member=cast.cy.member, other=cast.dee.member)
    (debt,) = debts_in(cast.community, counting_of(cast.community))
    assert (debt.debtor, debt.creditor, debt.amount) == (str(cast.bo.member.pk), str(cast.ann.member.pk), 40)


def test_the_account_takes_few_queries(cast: Cast, django_assert_max_num_queries: object) -> None:
    counts(cast.community)
    for _each in range(25):
        helped(cast.ann, cast.bo, 60)
        bartered(cast.bo, cast.ann)
    ann = client_of(cast.ann.person)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # two of them are the session's
        assert "Page 1 of 2" in ann.get(at("account")).content.decode()


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        *(("2:30", 150), ("2 h 30", 150), ("2h", 120), ("2.5", 150), ("2,25 h", 135), ("90 min", 90), ("1:60", None)),
        *(("1.5 hours", 90), ("1,5 Stunden", 90), ("90 minutes", 90), ("2 Std. 15 Min.", 135), ("1½ heures", 90)),
        *(("½", 30), ("1 hour and 5 minutes", 65), ("1.500", None), ("1:30 pm", None), ("an hour", None)),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, minutes: int | None) -> None:
    assert minutes_of(typed) == minutes


@given(st.integers(1, 99_999))
def test_hours_are_read_back_as_they_are_written(minutes: int) -> None:
    assert minutes_of(Counting("hours").typed(minutes)) == minutes


def test_two_sides_may_differ_by_a_little() -> None:
    assert not differ(100, 80, tolerance=25) and differ(100, 70, tolerance=25)
    assert not differ(None, 70, tolerance=0)


def test_points_are_called_as_the_community_calls_them() -> None:
    elms = Counting.of(Rules(counting="points", points_name="elms", points_one="elm"))
    assert [elms.said(amount) for amount in (0, 1, -1, 12)] == ["0 elms", "1 elm", "1 elm", "12 elms"]
    assert Counting.of(Rules(counting="points", points_name="elms")).said(1) == "1 elms"
    assert Counting("points").said(1) == "1 point"


def test_what_it_counted_for_on_the_board_stands_in_the_field(cast: Cast) -> None:
    counts(cast.community)
    cakes, wanted = gives(cast.bo, "Cakes", worth=90), needs(cast.bo, "Photos of my shop", "photographer", worth=45)
    for_cakes, for_need = proposes(cast.ann, cakes), proposes(cast.ann, wanted)
    for swap in (for_cakes, for_need):
        agrees(cast.bo, swap)
    actions.follow_swaps()
    deeds = [(for_cakes, cast.bo, "1:30"), (for_cakes, cast.ann, ""), (for_need, cast.ann, "0:45")]
    for swap, giver, typed in deeds:
        together.mark_done(viewer=giver.viewer, commitment=swap.commitments.get(part__member=giver.member, counts=True))
        act = Act.objects.latest("pk")
        page = client_of(cast.ann.person).get(at("count", act.pk))
        assert (page.context["form"]["amount"].as_text().count(f'value="{typed}"') == 1) is bool(typed)
    assert "On the board, one time of it counted for 45 min." in page.content.decode()
