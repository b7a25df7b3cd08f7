"""Cards in print: text that is text, codes that a camera reads, places that are looked after."""

import io
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from hometeam.foundation.clock import now, today
from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act, TrackedLink
from hometeam.members.actions import block, erase_member
from hometeam.stage import actions
from hometeam.stage.actions.placing import _next
from hometeam.stage.models import Card, Placement
from hometeam.stage.queries import prints
from hometeam.stage.queries.cards import Face, draw_card
from tests.cast import Cast, client_of
from tests.stage.moments import WORDS, carded, placed, with_page

ADDRESS = "https://home.example.org/to/bcdfghj"
CARD = prints.Printed("Ann Photographs", WORDS, ADDRESS, "Passed on by Bo’s Bakery")
LONG = prints.Printed("The Preservation of Very Long Names Society " * 3, "many words " * 70, ADDRESS * 2, "x" * 160)
DOTS = 200


def page_of(content: bytes) -> Any:
    return pypdfium2.PdfDocument(content)[0]


def seen(content: bytes) -> Image.Image:
    picture: Image.Image = page_of(content).render(scale=DOTS / 72).to_pil().convert("RGB")
    return picture


def text_of(content: bytes) -> str:
    return " ".join(str(page_of(content).get_textpage().get_text_range()).split())


@pytest.mark.parametrize("paper", prints.PAPERS)
@pytest.mark.parametrize(("layout", "count"), [("sheet", 10), ("quarter", 4), ("strip", 1)])
def test_every_code_on_the_page_is_read_and_is_large_enough(layout: str, count: int, paper: str) -> None:
    codes = zxingcpp.read_barcodes(seen(prints.pdf(CARD, layout, paper)))
    assert [code.text for code in codes] == [ADDRESS] * count
    for code in codes:
        across = code.position.top_right.x - code.position.top_left.x
        assert across / DOTS * 25.4 >= 20


@pytest.mark.parametrize("layout", prints.LAYOUTS)
def test_the_longest_words_stay_off_the_code(layout: str) -> None:
    codes = zxingcpp.read_barcodes(seen(prints.pdf(LONG, layout, "a4")))
    assert {code.text for code in codes} == {ADDRESS * 2}


def test_the_words_of_a_pdf_are_text_that_one_can_find() -> None:
    text = text_of(prints.pdf(CARD, "strip", "a4"))
    for words in ("Ann Photographs", WORDS, "Passed on by Bo’s Bakery", "home.example.org", "/to/bcdfghj"):
        assert words in text


def test_a_pdf_says_what_it_is_in_which_language_and_brings_its_fonts() -> None:
    content = prints.pdf(prints.Printed("Анна", "Φωτογραφίες", ADDRESS, "Бо", "de"), "quarter", "a4")
    document = pypdfium2.PdfDocument(content)
    assert document.get_metadata_dict()["Title"] == "Анна · Бо"
    assert b"/Lang (de)" in content
    assert b"/FontFile2" in content
    assert "Φωτογραφίες" in text_of(content)


@pytest.mark.parametrize(("paper", "width", "height"), [("a4", 595, 842), ("letter", 612, 792)])
def test_a_page_is_as_large_as_its_paper(paper: str, width: int, height: int) -> None:
    page = page_of(prints.pdf(CARD, "sheet", paper))
    assert (round(page.get_width()), round(page.get_height())) == (width, height)


def test_a_page_is_black_on_white_only() -> None:
    assert seen(prints.pdf(CARD, "sheet", "a4")).convert("L").getextrema() == (0, 255)


def test_pictures_for_other_documents_hold_the_code_too() -> None:
    for content in (
        prints.png(CARD),
        prints.code_png(ADDRESS),
        draw_card(Face("A", "", "", "", "", link=ADDRESS), "wide"),
    ):
        codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(content)).convert("RGB"))
        assert [code.text for code in codes] == [ADDRESS]


def test_a_card_is_made_once_for_a_medium_and_takes_new_words(cast: Cast) -> None:
    first = carded(cast)
    again = carded(cast, words="Other words.")
    other = carded(cast, medium="receipt")
    assert (first.pk, first.link_id) == (again.pk, again.link_id)
    assert Card.objects.get(pk=first.pk).words == "Other words."
    assert other.link_id != first.link_id
    assert {link.channel for link in TrackedLink.objects.all()} == {"counter", "receipt"}


def test_without_a_page_to_lead_to_there_is_no_card(cast: Cast) -> None:
    with pytest.raises(actions.NoPage):
        actions.make_card(viewer=cast.bo.viewer, about=cast.ann.member, medium="counter", words=WORDS)
    page = client_of(cast.bo.person).get(reverse("stage:prints", args=["elm-street", cast.ann.member.pk]))
    assert "There is nowhere to lead people yet" in page.content.decode()


def test_from_the_form_to_the_paper(cast: Cast) -> None:
    with_page(cast)
    client = client_of(cast.bo.person)
    path = reverse("stage:prints", args=["elm-street", cast.ann.member.pk])
    there = client.post(path, {"medium": "receipt", "words": WORDS}).headers["Location"]
    assert WORDS in client.get(there).content.decode()
    for layout in prints.LAYOUTS:
        answer = client.get(f"{there}/{layout}-letter.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
    for what in ("card", "code"):
        assert client.get(f"{there}/{what}.png").headers["Content-Type"] == "image/png"
    for wrong in ("poster-a4.pdf", "sheet-a3.pdf", "face.png"):
        assert client.get(f"{there}/{wrong}").status_code == 404


def test_nobody_makes_a_card_about_themselves_or_looks_at_anothers(cast: Cast) -> None:
    card = carded(cast)
    own = client_of(cast.ann.person).get(reverse("stage:prints", args=["elm-street", cast.ann.member.pk]))
    others = client_of(cast.cy.person).get(reverse("stage:card", args=["elm-street", card.pk]))
    assert (own.status_code, others.status_code) == (404, 404)


def test_a_card_put_out_is_an_act_for_its_member(cast: Cast) -> None:
    placement = placed(cast, carded(cast), place="By the till {other}")
    act = Act.objects.get()
    assert (act.giver, act.receiver) == (cast.bo.member, cast.ann.member)
    assert (act.kind, act.group) == ("client-resource-mention", "spread")
    assert "By the till (other)" in act.words
    assert placement.act == act


def test_the_form_writes_it_once_and_refuses_days_to_come(cast: Cast) -> None:
    card, client = carded(cast), client_of(cast.bo.person)
    path = reverse("stage:card", args=["elm-street", card.pk])
    given = {"place": "Beside the till", "by_name": "Bo", "months": 3}
    tomorrow = today(cast.community.timezone) + timedelta(days=1)
    page = client.post(path, given | {"since_on": tomorrow.isoformat()})
    assert "That day is still to come" in page.content.decode()
    assert not Placement.objects.exists()
    client.post(path, given | {"since_on": (tomorrow - timedelta(days=2)).isoformat()})
    assert Placement.objects.get().place == "Beside the till"


def test_when_it_is_time_one_is_asked_once(cast: Cast) -> None:
    card = carded(cast)
    first, second = placed(cast, card), placed(cast, card, place="In the window", months=6)
    assert actions.remind_of_stale(now=now() + timedelta(days=80)) == 0
    later = now() + timedelta(days=95)
    assert actions.remind_of_stale(now=later) == 1
    assert actions.remind_of_stale(now=later + timedelta(days=1)) == 0
    notice = Notice.objects.get()
    assert notice.person == cast.bo.person
    assert actions.remind_of_stale(now=now() + timedelta(days=190)) == 1
    assert Notice.objects.count() == 2
    assert (first.place, second.place) == ("Beside the till", "In the window")


def test_still_there_asks_again_in_as_many_months(cast: Cast) -> None:
    placement = placed(cast, carded(cast))
    Placement.objects.update(review_on=today("UTC"), asked_on=today("UTC"))
    client_of(cast.bo.person).post(reverse("stage:look", args=["elm-street", placement.pk, "there"]))
    placement.refresh_from_db()
    assert placement.review_on == _next(today(cast.community.timezone), 3)
    assert placement.asked_on is None


def test_taken_away_is_taken_back_with_one_tap(cast: Cast) -> None:
    placement, client = placed(cast, carded(cast)), client_of(cast.bo.person)
    look = [reverse("stage:look", args=["elm-street", placement.pk, move]) for move in ("gone", "back")]
    client.post(look[0])
    assert Placement.objects.get().gone_on is not None
    assert actions.remind_of_stale(now=now() + timedelta(days=200)) == 0
    client.post(look[1])
    assert Placement.objects.get().gone_on is None
    assert Act.objects.count() == 1


def test_others_do_not_look_after_my_cards(cast: Cast) -> None:
    placement = placed(cast, carded(cast))
    path = reverse("stage:look", args=["elm-street", placement.pk, "gone"])
    assert client_of(cast.ann.person).post(path).status_code == 404
    assert client_of(cast.bo.person).get(path).status_code == 405
    assert client_of(cast.bo.person).post(path.replace("gone", "burnt")).status_code == 404


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_end_where_the_month_does(day: date, months: int, there: date) -> None:
    assert _next(day, months) == there


def test_the_stage_shows_what_waits_whose_kits_and_which_cards(cast: Cast) -> None:
    placed(cast, carded(cast))
    Placement.objects.update(review_on=today("UTC") - timedelta(days=2))
    page = client_of(cast.bo.person).get(reverse("stage:home", args=["elm-street"])).content.decode()
    for words in ("Nothing waits to be told", "Ann Photographs", "Beside the till", "Is it still there?"):
        assert words in page


def test_a_card_about_somebody_who_closed_or_does_not_want_to_meet_is_put_away(cast: Cast) -> None:
    card, client = carded(cast), client_of(cast.bo.person)
    placed(cast, card)
    block(by=cast.ann.viewer.actor, member=cast.ann.member, other=cast.bo.member)
    assert client.get(reverse("stage:card", args=["elm-street", card.pk])).status_code == 404
    assert "Beside the till" not in client.get(reverse("stage:home", args=["elm-street"])).content.decode()
    erase_member(by=cast.ann.viewer.actor, member=cast.ann.member)
    assert actions.remind_of_stale(now=now() + timedelta(days=200)) == 0


def test_a_community_goes_with_all_its_cards(cast: Cast) -> None:
    placed(cast, carded(cast))
    cast.community.delete()
    assert not Card.objects.exists()


def test_an_organiser_who_acts_for_nobody_is_told_what_this_place_is(cast: Cast) -> None:
    page = client_of(cast.gus.person).get(reverse("stage:home", args=["elm-street"]))
    assert "act for nobody here" in page.content.decode()


def test_the_stage_asks_the_database_for_little(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for medium in ("counter", "receipt", "window"):
        placed(cast, carded(cast, medium=medium))
    client = client_of(cast.bo.person)
    with django_assert_max_num_queries(10):
        client.get(reverse("stage:home", args=["elm-street"]))
