"""One notice per change, told as each person chose, never twice."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.translation import gettext_lazy

from hometeam.cli import doctor
from hometeam.foundation import clock, jobs, post, tokens
from hometeam.foundation.models import Letter, Notice
from hometeam.foundation.post import digest, inbox
from hometeam.foundation.post.stopping import stop_url
from hometeam.members.models import Person
from tests.cast import client_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
"""Noon in Vancouver."""


@pytest.fixture
def ann() -> Person:
    return make("ann")


def make(name: str, **fields: Any) -> Person:
    fields = {"timezone": "America/Vancouver"} | fields
    return Person.objects.create_user(f"{name}@example.org", name=name.title(), **fields)


def tell(*people: Person, key: str = "k1", **fields: Any) -> list[Notice]:
    words = {
        "subject": "Bo asks you for a coffee",
        "lines": ["On Thursday at the Blue Door."],
        "action_url": "/c/elm/x",
    }
    return post.notify(person_ids=[person.pk for person in people], key=key, **(words | fields))


def test_a_notice_is_in_the_inbox_and_in_the_mail_at_once(ann: Person) -> None:
    tell(ann, action_label="Answer")
    jobs.work_off()
    assert inbox.unread(ann.pk) == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["ann@example.org"], "Bo asks you for a coffee")
    assert "On Thursday at the Blue Door." in letter.body
    assert "/c/elm/x" in letter.body
    assert "://" in letter.body, "addresses in letters are whole"


def test_the_same_thing_is_never_told_twice(ann: Person) -> None:
    first, second = tell(ann), tell(ann, subject="Told again")
    jobs.work_off()
    assert (len(first), len(second), len(mail.outbox)) == (1, 0, 1)


def test_each_person_is_told_once_even_when_named_twice(ann: Person) -> None:
    bo = make("bo")
    assert len(tell(ann, bo, ann)) == 2


def test_who_wants_no_mail_reads_it_on_the_page_only() -> None:
    person = make("cy", notice_choice="never")
    tell(person, calendar=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    jobs.work_off()
    assert (mail.outbox, inbox.unread(person.pk)) == ([], 1)


def test_a_calendar_entry_goes_at_once_to_who_wants_one_letter_a_day() -> None:
    person = make("dee", notice_choice="daily")
    tell(person, calendar=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    jobs.work_off()
    assert len(mail.outbox) == 1


def test_lines_are_written_in_the_readers_language(ann: Person) -> None:
    tell(ann, subject=gettext_lazy("Notices"), lines=[gettext_lazy("Outbox")])
    assert Notice.objects.get().lines == ["Outbox"]


def test_a_line_break_in_a_name_cannot_add_a_header(ann: Person) -> None:
    tell(ann, subject="Bo\r\nBcc: all@example.org asks you")
    jobs.work_off()
    assert mail.outbox[0].subject == "Bo Bcc: all@example.org asks you"


def test_html_in_a_name_is_words_in_the_letter(ann: Person) -> None:
    tell(ann, lines=["<script>alert(1)</script> asks"])
    assert "<script>" not in Letter.objects.get().html


def daily(at: datetime) -> list[Any]:
    """The mail that one run of the schedule at `at` brings, of what was told at noon."""
    with time_machine.travel(at, tick=False):
        digest.send_due(clock.now())
        jobs.work_off()
    return mail.outbox


def tell_at_noon(*people: Person, **fields: Any) -> None:
    with time_machine.travel(NOON, tick=False):
        tell(*people, **fields)
        jobs.work_off()


@pytest.mark.parametrize(
    ("hours_later", "letters"),
    [(1, 0), (8, 0), (12, 0), (19, 0), (20, 1), (24, 1)],
    ids=["same afternoon", "evening", "midnight", "seven", "eight", "next noon"],
)
def test_the_daily_letter_comes_in_the_persons_own_next_morning(hours_later: int, letters: int) -> None:
    tell_at_noon(make("ann", notice_choice="daily"))
    assert len(daily(NOON + timedelta(hours=hours_later))) == letters


def test_the_daily_letter_tells_all_of_it_once() -> None:
    person = make("ann", notice_choice="daily")
    tell_at_noon(person)
    tell_at_noon(person, key="k2", subject="Dee thanks you")
    morning = NOON + timedelta(hours=21)
    daily(morning)
    (letter,) = daily(morning + timedelta(minutes=15))
    assert letter.subject == "2 pieces of news for you"
    assert "Bo asks you for a coffee" in letter.body
    assert "Dee thanks you" in letter.body
    assert daily(morning + timedelta(days=1)) == [letter]


def test_a_daily_letter_of_one_piece_of_news_has_its_own_button() -> None:
    tell_at_noon(make("ann", notice_choice="daily"), lines=["On Friday?"], action_label="Answer", action_url="/a/b")
    (letter,) = daily(NOON + timedelta(hours=21))
    assert "Answer:\n" in letter.body and "/a/b" in letter.body and "On Friday?" in letter.body
    assert "See all of it" not in letter.body


def test_what_was_read_on_the_page_is_not_in_the_daily_letter() -> None:
    person = make("ann", notice_choice="daily")
    tell_at_noon(person)
    inbox.read_all(person.pk)
    assert daily(NOON + timedelta(hours=21)) == []


def test_only_the_most_pressing_reminder_is_in_the_daily_letter() -> None:
    person = make("ann", notice_choice="daily")
    tell_at_noon(person, key="a", subject="Add a photo", alert=1)
    tell_at_noon(person, key="b", subject="Confirm your offers", alert=5)
    (letter,) = daily(NOON + timedelta(hours=21))
    assert letter.subject == "Confirm your offers"
    assert "Add a photo" not in letter.body


def test_news_that_can_wait_is_in_the_daily_letter_even_of_who_hears_at_once(ann: Person) -> None:
    tell_at_noon(ann, urgency="digest")
    assert mail.outbox == []
    assert len(daily(NOON + timedelta(hours=21))) == 1


@pytest.mark.parametrize(
    ("hours_later", "at_once"), [(0, 1), (8, 1), (9, 0), (19, 0), (20, 1)], ids=["noon", "20", "21", "7", "8"]
)
def test_what_nobody_did_just_now_is_mailed_at_once_by_day_alone(ann: Person, hours_later: int, at_once: int) -> None:
    with time_machine.travel(NOON + timedelta(hours=hours_later), tick=False):
        tell(ann, urgency="by_day")
        jobs.work_off()
    assert len(mail.outbox) == at_once
    assert len(daily(NOON + timedelta(hours=44))) == 1


def test_a_daily_letter_says_why_it_comes() -> None:
    tell_at_noon(make("ann"), urgency="digest")
    tell_at_noon(make("bo", notice_choice="daily"))
    bodies = {person: letter.body for letter in daily(NOON + timedelta(hours=21)) for person in letter.to}
    assert "it could wait for the morning" in bodies["ann@example.org"]
    assert "you chose one letter a day" in bodies["bo@example.org"]


def test_news_that_just_missed_the_daily_letter_is_in_the_next_one() -> None:
    """Written down before eight, there for others to see a moment after the letter left."""
    person = make("ann", notice_choice="daily")
    tell_at_noon(person)
    morning = NOON + timedelta(hours=21)
    daily(morning)
    tell_at_noon(person, key="k2", subject="Dee thanks you")
    assert len(daily(morning + timedelta(minutes=15))) == 1
    assert daily(morning + timedelta(days=1))[-1].subject == "Dee thanks you"


def test_a_mail_program_can_unsubscribe_with_one_click() -> None:
    """RFC 8058: both headers, and a POST without cookies that takes effect."""
    person = make("ann", notice_choice="daily")
    tell_at_noon(person)
    (letter,) = daily(NOON + timedelta(hours=21))
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = letter.extra_headers["List-Unsubscribe"].strip("<>")
    with time_machine.travel(NOON + timedelta(hours=22)):
        answer = Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
    person.refresh_from_db()
    assert (answer.status_code, person.notice_choice) == (200, "never")


def test_opening_the_stop_page_changes_nothing_and_a_choice_does(ann: Person) -> None:
    """Mail scanners open links."""
    url = stop_url(ann.pk)
    assert Client().get(url).status_code == 200
    ann.refresh_from_db()
    assert ann.notice_choice == "now"
    Client().post(url, {"choice": "daily"})
    ann.refresh_from_db()
    assert ann.notice_choice == "daily"


@pytest.mark.parametrize("purpose", ["stop-mail", "answer"])
def test_a_forged_or_foreign_stop_link_changes_nothing(ann: Person, purpose: str) -> None:
    token = tokens.make(purpose, {"person": ann.pk}, timedelta(days=1)) + ("x" if purpose == "stop-mail" else "")
    assert Client().post(f"/stop/{token}").status_code == 410
    ann.refresh_from_db()
    assert ann.notice_choice == "now"


def test_the_inbox_shows_my_notices_and_nobody_elses(ann: Person) -> None:
    tell(make("bo"), subject="For Bo only")
    tell(ann, key="k2", subject="For Ann")
    page = client_of(ann).get("/notices").content.decode()
    assert "For Ann" in page
    assert "For Bo only" not in page


def test_opening_a_notice_marks_it_read_and_leads_on(ann: Person) -> None:
    (notice,) = tell(ann)
    answer = client_of(ann).post(f"/notices/{notice.pk}")
    assert (answer.status_code, answer["Location"]) == (302, "/c/elm/x")
    assert inbox.unread(ann.pk) == 0


def test_somebody_elses_notice_is_not_there(ann: Person) -> None:
    (notice,) = tell(make("bo"))
    assert client_of(ann).post(f"/notices/{notice.pk}").status_code == 404
    assert Notice.objects.filter(read_at=None).count() == 1


def test_everything_can_be_marked_read_at_once(ann: Person) -> None:
    tell(ann)
    tell(ann, key="k2")
    client_of(ann).post("/notices/read")
    assert inbox.unread(ann.pk) == 0


def test_an_inbox_of_hundreds_comes_in_pages_with_few_queries(ann: Person, django_assert_max_num_queries: Any) -> None:
    Notice.objects.bulk_create(Notice(person=ann, key=str(n), subject=f"News {n}") for n in range(300))
    browser = client_of(ann)
    with django_assert_max_num_queries(10):
        page = browser.get("/notices?page=2").content.decode()
    assert "News 279" in page
    assert "News 299" not in page


def test_each_button_of_the_inbox_says_for_whoever_hears_it_which_notice_it_is_of(ann: Person) -> None:
    tell(ann, key="k1", subject="Bo asks for a coffee")
    tell(ann, key="k2", subject="Cy says thank you")
    page = client_of(ann).get("/notices").content.decode()
    names = [re.sub(r"<[^>]+>", "", button) for button in re.findall(r"<button[^>]*>(.*?)</button>", page, re.DOTALL)]
    assert [name for name in names if "Bo asks" in name or "Cy says" in name]
    assert len(set(names)) == len(names)


def test_a_stranger_is_led_to_the_sign_in_page() -> None:
    assert Client().get("/notices")["Location"].startswith("/accounts/login")


def test_the_outbox_and_the_doctor_say_which_letters_somebody_has_to_look_at() -> None:
    fates = {"a": "sent", "b": "unknown", "c": "failed"}
    for key, fate in fates.items():
        post.send_letter(to="bo@example.org", key=key, subject=f"Letter {key}", text="Hello")
        Letter.objects.filter(key=key).update(state=fate)
    operator = client_of(make("gus", is_operator=True))

    all_of_it, to_look_at = (operator.get(f"/outbox{query}").content.decode() for query in ("", "?look=1"))

    assert "2 letters did not go out" in all_of_it and "Letter a" in all_of_it
    assert "Letter a" not in to_look_at and "Letter b" in to_look_at and "Letter c" in to_look_at
    assert doctor._letters() == (False, "2 did not go out, or perhaps not; see /outbox?look=1")


def test_the_outbox_is_for_operators_only(ann: Person) -> None:
    letter = post.send_letter(to="bo@example.org", key="k", subject="Hello", text="See https://example.org/x")
    assert client_of(ann).get("/outbox").status_code == 404
    assert client_of(ann).get(f"/outbox/{letter.pk}").status_code == 404
    operator = client_of(make("gus", is_operator=True))
    assert "Hello" in operator.get("/outbox").content.decode()
    assert 'href="https://example.org/x"' in operator.get(f"/outbox/{letter.pk}").content.decode()
    Letter.objects.update(state="failed")
    operator.post(f"/outbox/{letter.pk}/again")
    jobs.work_off()
    assert len(mail.outbox) == 1
