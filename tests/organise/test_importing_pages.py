"""The import on the web: upload, columns, what it would bring, writing in the background, the report, undoing."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from hometeam.foundation import jobs
from hometeam.foundation.text import plain
from hometeam.members.models import Member, Need, Offer, Person
from hometeam.organise.models import ImportFile, ImportRun
from tests.cast import Cast, client_of
from tests.organise.lists import HEADER, STREET, bring, csv_of, finished, upload_of, xlsx_of, xlsx_with

pytestmark = pytest.mark.django_db
START = "/c/elm-street/organise/import"


@pytest.fixture
def gus(cast: Cast) -> Client:
    return client_of(cast.gus.person)


def uploaded(client: Client, content: bytes, name: str = "list.csv") -> ImportRun:
    response = client.post(START, {"file": upload_of(content, name)})
    assert response.status_code == 302, response.content.decode()
    return ImportRun.objects.order_by("-pk")[0]


def guessed(client: Client, run: ImportRun) -> dict[str, str]:
    """The columns as the page has guessed them."""
    form = client.get(page(run)).context["form"]
    return {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}


def page(run: ImportRun, step: str = "") -> str:
    return f"{START}/{run.pk}{step}"


def brought_in(client: Client, content: bytes) -> ImportRun:
    run = uploaded(client, content)
    client.post(page(run, "/columns"), guessed(client, run))
    jobs.work_off()
    client.post(page(run, "/bring-in"))
    jobs.work_off()
    run.refresh_from_db()
    return run


def test_columns_are_guessed_and_shown_with_what_stands_in_them(gus: Client) -> None:
    run = uploaded(gus, csv_of(*STREET))
    html = gus.get(page(run)).content.decode()
    assert "Moss &amp; Fern · Nail &amp; Plank · The Blue Door" in html
    assert guessed(gus, run)["column_0"] == "name"


def test_the_members_may_be_in_another_sheet_of_the_workbook(cast: Cast, gus: Client) -> None:
    content = xlsx_with(
        {"Members 2026": [HEADER, *STREET], "Lapsed": [("Who it was", "Trade"), ("Old Books", "books")]}
    )
    run = uploaded(gus, content, "list.xlsx")
    html = gus.get(page(run)).content.decode()
    assert "Only the sheet “Members 2026” was read." in html
    gus.post(page(run, "/tab"), {"tab": "Lapsed"})
    html = gus.get(page(run)).content.decode()
    assert "Only the sheet “Lapsed” was read." in html
    assert "Old Books" in html
    gus.post(page(run, "/columns"), {"column_0": "name", "column_1": "trade"})
    jobs.work_off()
    gus.post(page(run, "/bring-in"))
    jobs.work_off()
    run.refresh_from_db()
    assert run.new == 1
    assert Member.objects.filter(name="Old Books").exists()


def test_a_sheet_that_is_not_there_is_said_and_nothing_moves(gus: Client) -> None:
    run = uploaded(gus, xlsx_with({"Members": [HEADER, *STREET], "Lapsed": [HEADER, *STREET]}), "list.xlsx")
    html = gus.post(page(run, "/tab"), {"tab": "<b>"}, follow=True).content.decode()
    assert "There is no sheet “&lt;b&gt;”." in html
    run.refresh_from_db()
    assert (run.state, run.mapping["tab"]) == ("looking", "Members")


def test_from_upload_to_members(cast: Cast, gus: Client) -> None:
    run = uploaded(gus, csv_of(*STREET))
    gus.post(page(run, "/columns"), guessed(gus, run))
    assert finished(cast.community).state == "ready"
    ready = gus.get(page(run)).content.decode()
    assert "Bring in 3 members" in ready
    assert not Member.objects.filter(name="Moss & Fern").exists()
    gus.post(page(run, "/bring-in"))
    assert finished(cast.community).state == "done"
    assert Member.objects.here(cast.community).filter(name="Moss & Fern").exists()
    assert not ImportFile.objects.exists()


def test_streets_without_a_town_are_in_the_communitys(cast: Cast, gus: Client) -> None:
    header = ("Business", "What do you do", "Street", "Town", "State", "Postcode", "Email")
    brought_in(
        gus,
        csv_of(
            ("Moss & Fern", "florist", "3 Elm Street", "", "", "", ""),
            ("Nail & Plank", "carpentry", "5 Elm Street", "", "", "V2Y 1A1", ""),
            ("Oak Shoes", "shoe shop", "7 Elm Street", "", "WA", "", ""),
            ("Ash Books", "bookshop", "", "", "", "", ""),
            ("Fir Bikes", "bike shop", "9 Elm Street", "Hope", "", "", ""),
            header=header,
        ),
    )
    towns = dict(Member.objects.filter(memberships__community=cast.community).values_list("name", "place__city"))
    assert [towns[name] for name in ("Moss & Fern", "Nail & Plank", "Oak Shoes", "Ash Books", "Fir Bikes")] == [
        "Langley",
        "",
        "",
        "",
        "Hope",
    ]


def test_a_corrected_column_is_what_is_read(cast: Cast, gus: Client) -> None:
    run = uploaded(gus, csv_of(*STREET))
    gus.post(page(run, "/columns"), {"column_2": "name"})
    jobs.work_off()
    run.refresh_from_db()
    assert [one["name"] for one in run.preview] == ["3 Elm Street", "5 Elm Street", "7 Elm Street"]
    gus.post(page(run, "/look-again"))
    gus.post(page(run, "/columns"), {"column_0": "name"})
    jobs.work_off()
    run.refresh_from_db()
    assert run.preview[0]["name"] == "Moss & Fern"


def test_columns_without_a_name_are_refused_where_they_are(gus: Client) -> None:
    run = uploaded(gus, csv_of(*STREET))
    response = gus.post(page(run, "/columns"), {"column_1": "trade"})
    assert response.status_code == 422
    assert "Say which column holds the names" in response.content.decode()
    run.refresh_from_db()
    assert run.state == "looking"


def test_leaving_the_page_does_not_stop_it_and_coming_back_shows_how_far_it_is(gus: Client) -> None:
    run = uploaded(gus, csv_of(*STREET))
    gus.post(page(run, "/columns"), guessed(gus, run))
    ImportRun.objects.update(done_rows=2, total_rows=3)
    html = gus.get(page(run)).content.decode()
    assert "2 of 3 rows" in html
    assert 'http-equiv="refresh"' in html


def test_bringing_in_twice_happens_once(cast: Cast, gus: Client) -> None:
    run = uploaded(gus, csv_of(*STREET))
    gus.post(page(run, "/columns"), guessed(gus, run))
    jobs.work_off()
    gus.post(page(run, "/bring-in"))
    gus.post(page(run, "/bring-in"))
    jobs.work_off()
    assert Member.objects.filter(name="Moss & Fern").count() == 1


def test_a_file_that_cannot_be_read_is_said_beside_the_field(gus: Client) -> None:
    response = gus.post(START, {"file": upload_of(b"%PDF-1.7 hello", "list.pdf")})
    assert response.status_code == 422
    assert "is a PDF" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_without_a_file_the_form_says_so(gus: Client) -> None:
    response = gus.post(START, {})
    assert response.status_code == 422
    assert "Pick the file" in response.content.decode()


def test_a_workbook_comes_in_too(cast: Cast, gus: Client) -> None:
    run = uploaded(gus, xlsx_of(list(HEADER), *map(list, STREET)), "members.xlsx")
    gus.post(page(run, "/columns"), guessed(gus, run))
    assert finished(cast.community).new == 3


def test_rows_that_could_not_be_used_are_listed_with_why_and_downloaded_harmless(gus: Client) -> None:
    run = brought_in(gus, csv_of(STREET[0], ("", "=cmd|' /C calc'!A0", *STREET[1][2:])))
    assert "There is no name in this row." in gus.get(page(run)).content.decode()
    response = gus.get(page(run, "/problems.csv"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    header, row = list(csv.reader(io.StringIO(text)))
    assert header[:3] == ["row", "name", "why"]
    assert row[0] == "3"
    assert "'=cmd|' /C calc'!A0" in row


def test_scripts_in_a_file_are_shown_as_words(gus: Client) -> None:
    evil = "<script>alert(1)</script>"
    run = uploaded(
        gus, csv_of((evil, evil, *STREET[0][2:]), ("", evil, *STREET[1][2:]), header=(evil, *HEADER[1:])), f"{evil}.csv"
    )
    pages = [gus.get(page(run)).content.decode()]
    gus.post(page(run, "/columns"), {"column_0": "name", "column_1": "trade"})
    jobs.work_off()
    pages.append(gus.get(page(run)).content.decode())
    gus.post(page(run, "/bring-in"))
    jobs.work_off()
    pages += [gus.get(page(run)).content.decode(), gus.get("/c/elm-street/organise/members").content.decode()]
    assert all("alert(1)" in html and evil not in html for html in pages)


def test_undoing_is_asked_once_more_and_then_done(cast: Cast, gus: Client) -> None:
    run = brought_in(gus, csv_of(*STREET))
    assert "Take 3 members away" in gus.get(page(run, "/undo")).content.decode()
    gus.post(page(run, "/undo"))
    assert not Member.objects.filter(name="Moss & Fern").exists()
    assert "3 members are gone again" in gus.get(page(run)).content.decode()


def test_a_list_that_comes_again_says_what_would_change_and_who_is_gone(cast: Cast, gus: Client) -> None:
    brought_in(gus, csv_of(*STREET))
    corrected = ("Moss & Fern", "bookkeeping", *STREET[0][2:-1], "new@example.org")
    run = uploaded(gus, csv_of(corrected, STREET[1], ("Oak Shoes", "shoe shop", *STREET[0][2:])))
    gus.post(page(run, "/columns"), guessed(gus, run))
    jobs.work_off()
    html = gus.get(page(run)).content.decode()
    words = re.sub(r"\s+", " ", plain(html))
    assert "Bring in 1 member, change 1" in words
    assert "What they do, in words: bookkeeping (until now florist)" in words
    assert "We take it for: Bookkeeper (until now Florist)" in words
    assert "E-mail address: new@example.org" in words
    assert "1 member came with this list before and is not in it now." in words
    assert [one.name for one in gus.get(page(run)).context["gone"]] == ["The Blue Door"]


def test_who_is_not_in_the_list_any_more_is_taken_out_where_an_organiser_says_so(cast: Cast, gus: Client) -> None:
    brought_in(gus, csv_of(*STREET))
    run = brought_in(gus, csv_of(STREET[0], STREET[2]))
    gone, stays = (Member.objects.get(name=name) for name in ("Nail & Plank", "Moss & Fern"))
    said = gus.post(page(run, "/take-out"), {"member": [gone.pk, stays.pk, cast.ann.member.pk, "x"]}, follow=True)
    assert "1 member is no longer here." in said.content.decode()
    here = set(Member.objects.here(cast.community).values_list("name", flat=True))
    assert {"Moss & Fern", cast.ann.member.name} <= here
    assert "Nail & Plank" not in here
    assert not said.context["gone"]
    again = brought_in(gus, csv_of(*STREET))
    assert [one.name for one in gus.get(page(again)).context["taken_out"]] == ["Nail & Plank"]


def test_what_was_told_of_members_is_forgotten_once_a_list_is_in(cast: Cast, gus: Client) -> None:
    brought_in(gus, csv_of(*STREET))
    run = brought_in(gus, csv_of(("Moss & Fern", "florist", *STREET[0][2:-1], "new@example.org"), STREET[1]))
    gone = Member.objects.get(name="The Blue Door")
    assert run.preview == [{"standing": "gone", "members": [gone.pk]}]


def test_thousands_are_grouped(cast: Cast, gus: Client) -> None:
    run = brought_in(gus, csv_of(*STREET))
    ImportRun.objects.filter(pk=run.pk).update(new=12_345)
    html = gus.get(page(run)).content.decode()
    assert "12,345" in html
    assert "12345" not in html


def test_a_file_put_aside_is_forgotten(gus: Client) -> None:
    run = uploaded(gus, csv_of(*STREET))
    gus.post(page(run, "/put-aside"))
    assert not ImportRun.objects.exists()
    assert not ImportFile.objects.exists()


def test_an_import_of_another_community_is_not_there(cast: Cast, gus: Client) -> None:
    bring(csv_of(*STREET), "harbour-row")
    run = ImportRun.objects.get(community=cast.elsewhere)
    for step in ("", "/undo", "/problems.csv"):
        assert gus.get(page(run, step)).status_code == 404
    for step in ("/columns", "/tab", "/take-out", "/look-again", "/bring-in", "/put-aside", "/undo"):
        assert gus.post(page(run, step)).status_code == 404


def test_the_report_of_thousands_of_rows_needs_few_queries(
    cast: Cast, gus: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    run = brought_in(gus, csv_of(*(("", *STREET[0][1:]) for _number in range(60)), STREET[1]))
    with django_assert_max_num_queries(10):
        gus.get(page(run))


def test_what_an_import_guesses_is_offered_and_needed(gus: Client) -> None:
    brought_in(gus, csv_of(*STREET))
    shop = Member.objects.get(name="Moss & Fern")
    assert Offer.objects.filter(member=shop, guessed=True).exists()
    assert Need.objects.filter(member=shop, guessed=True).exists()
    assert reverse("organise:members", args=["elm-street"])


def test_what_a_file_would_bring_is_said_in_the_language_of_whoever_brings_it(cast: Cast, gus: Client) -> None:
    Person.objects.filter(pk=cast.gus.person.pk).update(language="es")
    run = uploaded(gus, csv_of(*STREET))
    gus.post(page(run, "/columns"), guessed(gus, run))
    translation.deactivate()  # the jobs are elsewhere, in nobody's language
    jobs.work_off()
    html = gus.get(page(run)).content.decode()
    assert "Floristería" in html and "Negocio" in html
