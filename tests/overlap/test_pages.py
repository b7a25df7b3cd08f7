"""The room's pages: what each side is offered, what is refused and how that is said, and who sees nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hometeam.engine import overlap
from hometeam.engine.overlap import Paper, State
from hometeam.members.access import acting_key
from hometeam.overlap import queries
from hometeam.overlap.models import Exchange, Hand
from tests.cast import Cast, client_of, make_member, make_person
from tests.overlap.moments import Home, agreed, asked, both_in, fresh, measured, people


def address(name: str, *more: int) -> str:
    return reverse(f"overlap:{name}", args=["elm-street", *more])


def file_of(paper: Paper | bytes) -> dict[str, SimpleUploadedFile]:
    """A form with one file in it."""
    content = paper if isinstance(paper, bytes) else overlap.written(paper).encode()
    return {"file": SimpleUploadedFile("blinded.txt", content)}


@pytest.fixture
def browser(cast: Cast) -> Client:
    """Ann's."""
    return client_of(cast.ann.person)


def test_the_whole_way_by_forms_alone(cast: Cast, browser: Client) -> None:
    """Without JavaScript, with files that the command wrote."""
    ann, bo, his = Home(cast.ann, people(0, 60)), Home(cast.bo, people(0, 60)), client_of(cast.bo.person)
    browser.post(address("ask", cast.bo.member.pk), {"level": 2})
    it = Exchange.objects.get()
    his.post(address("answer", it.pk), {"level": 2, "yes": ""})
    browser.post(address("put_in", it.pk), file_of(ann.blinds()))
    his.post(address("put_in", it.pk), file_of(bo.blinds()))
    for client, home in ((browser, ann), (his, bo)):
        handed = overlap.read(client.get(address("handed", it.pk)).content, overlap.Kind.HANDED)
        back = Paper(overlap.Kind.RETURNED, overlap.blinded_again(handed.points, home.key))
        client.post(address("hand_back", it.pk), file_of(back))
    assert fresh(it).state == State.DONE
    page = his.get(address("exchange", it.pk)).content.decode()
    assert "Customers that you share" in page
    assert "Take the answer back?" in page and "Ann Photographs is told. It cannot be undone." in page


def test_only_a_browser_with_the_script_is_promised_that_the_page_does_it(cast: Cast, browser: Client) -> None:
    it = both_in(Home(cast.ann, people(0, 50)), Home(cast.bo, people(0, 50)))
    page = browser.get(address("exchange", it.pk)).content.decode()
    assert '<span class="needs-js">This page does it for you.</span>' in page
    assert "by the command on your own computer" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"e-mail\nann@example.org\n", "Never send your customer list itself"),
        (b"hometeam overlap 1 returned\n", "the file of the other step"),
        (b"", "This file is empty"),
    ],
)
def test_what_is_no_blinded_file_is_refused_in_words(cast: Cast, browser: Client, content: bytes, said: str) -> None:
    it = agreed(cast.ann, cast.bo)
    assert said in browser.post(address("put_in", it.pk), file_of(content)).content.decode()
    assert not Hand.objects.exists()


def test_another_key_is_told_beside_the_field(cast: Cast, browser: Client) -> None:
    it = both_in(Home(cast.ann, people(0, 50)), Home(cast.bo, people(0, 50)))
    other = Home(cast.ann, people(0, 50))
    page = browser.post(address("hand_back", it.pk), file_of(other.blinds_again(it))).content.decode()
    assert "This does not fit the list that you put in" in page
    assert 'data-refused="yes"' in page


def test_the_page_says_what_to_do_without_javascript(cast: Cast, browser: Client) -> None:
    page = browser.get(address("exchange", agreed(cast.ann, cast.bo).pk)).content.decode()
    assert "needs JavaScript" in page
    assert "hometeam overlap blind" in page


def test_a_customer_list_has_no_field_that_could_be_sent(cast: Cast, browser: Client) -> None:
    """The two fields for addresses have no name, and the one form on the page takes blinded files only."""
    page = browser.get(address("exchange", agreed(cast.ann, cast.bo).pk)).content.decode()
    for field in ('id="customers"', 'id="pasted"'):
        tag = page[page.rindex("<", 0, page.index(field)) : page.index(">", page.index(field))]
        assert "name=" not in tag


def test_whoever_was_asked_once_too_often_is_left_in_peace(cast: Cast, browser: Client) -> None:
    browser.post(address("ask", cast.bo.member.pk), {"level": 2})
    client_of(cast.bo.person).post(address("answer", Exchange.objects.get().pk), {"no": ""})
    for page in (
        browser.get(address("ask", cast.bo.member.pk)),
        browser.post(address("ask", cast.bo.member.pk), {"level": 2}),
    ):
        assert "Ask again in a few months." in page.content.decode()
        assert 'name="level"' not in page.content.decode()


def test_whoever_had_three_answers_is_told_before_asking_again(cast: Cast, browser: Client) -> None:
    """And never that the other said no."""
    for _each in range(queries.RESULTS_EACH):
        measured(Home(cast.ann, people(0, 50)), Home(cast.bo, people(0, 50)))
    for page in (
        browser.get(address("ask", cast.bo.member.pk), {"again": 1}),
        browser.post(address("ask", cast.bo.member.pk), {"level": 2}),
    ):
        assert "had your answers for this time" in page.content.decode()
        assert 'name="level"' not in page.content.decode()


def test_after_the_last_try_no_further_list_is_asked_for(cast: Cast, browser: Client) -> None:
    """Nor can one take out the list that is in, since no other could take its place."""
    it = both_in(Home(cast.ann, people(0, 50)), Home(cast.bo, people(0, 50)))
    Hand.objects.filter(side="asker").update(tries=queries.TRIES)
    page = browser.get(address("exchange", it.pk)).content.decode()
    assert "That was often enough for this time." in page
    assert "data-overlap=" not in page
    assert "Start again with my list" not in page


def test_asking_somebody_who_asks_already_leads_there(cast: Cast, browser: Client) -> None:
    it = asked(cast.bo, cast.ann)
    assert browser.get(address("ask", cast.bo.member.pk)).headers["Location"] == address("exchange", it.pk)


def test_nobody_who_is_not_here_in_person_can_be_asked(cast: Cast, browser: Client) -> None:
    unclaimed = make_member("Quiet Corner", cast.community)
    assert browser.get(address("ask", unclaimed.pk)).status_code == 404
    assert browser.get(address("ask", cast.ann.member.pk)).status_code == 404


def test_an_organiser_holds_no_pen_for_customer_lists(cast: Cast) -> None:
    """Not even for a member that they act for."""
    it = measured(Home(cast.ann, people(0, 50)), Home(cast.bo, people(0, 50)))
    client = client_of(cast.gus.person)
    session = client.session
    session[acting_key(cast.community.pk)] = cast.ann.member.pk
    session.save()
    assert client.get(address("exchange", it.pk)).status_code == 404
    assert client.get(address("home")).status_code == 404


def test_html_in_a_name_is_harmless(cast: Cast, browser: Client) -> None:
    person = make_person("Mal")
    member = make_member("<script>alert(1)</script>", cast.community, person=person)
    page = browser.get(address("ask", member.pk)).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("page", ["home", "exchange"])
def test_a_page_asks_the_database_little(cast: Cast, browser: Client, page: str) -> None:
    it = measured(Home(cast.ann, people(0, 50)), Home(cast.bo, people(0, 50)))
    browser.get(address("home"))
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        browser.get(address(page, *([it.pk] if page == "exchange" else [])))
    assert len(asked_for) <= 10
