"""A letter is sent once: over real SMTP, with a server that misbehaves."""

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction

from hometeam.foundation import clock, jobs, journal, post
from hometeam.foundation.models import Letter
from hometeam.foundation.post import delivery, forgetting

State = Letter.State


class Postman:
    """A mail server that keeps what it is given, and first answers as it is told."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.letters: list[Envelope] = []
        self.to_sender: list[str] = []
        self.to_recipients: list[str] = []
        self.to_data: list[str] = []

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        answer = self.to_sender.pop(0) if self.to_sender else "250 OK"
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        answer = self.to_recipients.pop(0) if self.to_recipients else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.to_data.pop(0) if self.to_data else "250 OK"
        if answer == "hang up":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if answer.startswith("250") or answer == "hang up":
            self.letters.append(envelope)
        return answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        return int(place.getsockname()[1])


@pytest.fixture(scope="module")
def running() -> Iterator[Controller]:
    controller = Controller(Postman(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def postman(running: Controller, settings: Any) -> Postman:
    """The server, emptied, and the settings that lead to it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = running.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    handler = running.handler
    assert isinstance(handler, Postman)
    handler.reset()
    return handler


pytestmark = pytest.mark.django_db


def write(key: str = "test:1", **fields: Any) -> Letter:
    words = {"to": "ann@example.org", "subject": "Coffee on Thursday?", "text": "Shall we?\n"}
    return post.send_letter(key=key, **(words | fields))


def content_of(envelope: Envelope) -> str:
    assert isinstance(envelope.content, bytes)
    return envelope.content.decode()


def again(letter: Letter) -> Letter:
    letter.refresh_from_db()
    return letter


def later(**time: int) -> Any:
    return time_machine.travel(clock.now() + timedelta(**time), tick=True)


def test_a_letter_reaches_the_server_as_it_was_written(postman: Postman) -> None:
    letter = write(html="<p>Shall we?</p>", reply_to="bo@example.org")
    jobs.work_off()
    (envelope,) = postman.letters
    assert envelope.rcpt_tos == ["ann@example.org"]
    content = content_of(envelope)
    assert "Subject: Coffee on Thursday?" in content
    assert "Reply-To: bo@example.org" in content
    assert f"Message-ID: {letter.message_id}" in content
    assert "multipart/alternative" in content
    assert again(letter).state == State.SENT


def test_the_same_key_is_the_same_letter(postman: Postman) -> None:
    first, second = write(), write(subject="Something else")
    jobs.work_off()
    assert first == second
    assert len(postman.letters) == 1


def test_a_number_used_again_after_a_restore_is_not_the_same_letter_to_mail_programs() -> None:
    """They drop a second letter that has the name of the first."""
    to_ann = write(key="notice:7").message_id
    Letter.objects.all().delete()
    assert write(key="notice:7").message_id == to_ann
    Letter.objects.all().delete()
    assert write(key="notice:7", subject="Bo thanks you").message_id != to_ann


def test_a_letter_in_a_transaction_that_is_rolled_back_is_never_sent(postman: Postman) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    jobs.work_off()
    assert postman.letters == []


def test_a_server_that_is_busy_is_tried_again_after_a_while(postman: Postman) -> None:
    postman.to_recipients = ["451 come back later"]
    letter = write()
    jobs.work_off()
    assert (again(letter).state, letter.error) == (State.WAITING, "451 come back later")
    jobs.work_off()
    assert letter.tries == 1, "not before its time"
    with later(minutes=2):
        jobs.work_off()
    assert again(letter).state == State.SENT
    assert len(postman.letters) == 1


def test_a_refused_recipient_is_not_tried_again(postman: Postman) -> None:
    postman.to_recipients = ["550 nobody here by that name"]
    letter = write()
    jobs.work_off()
    assert again(letter).state == State.FAILED
    assert "nobody here" in letter.error
    with later(days=1):
        assert jobs.work_off() == 0


def test_a_server_that_cannot_be_reached_is_tried_again_and_at_last_given_up(postman: Postman, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    letter = write()
    jobs.work_off()
    for _attempt in delivery.WAITS:
        assert again(letter).state == State.WAITING
        with time_machine.travel(letter.next_try_at + timedelta(seconds=1), tick=True):
            jobs.work_off()
    assert again(letter).state == State.FAILED


def test_no_letter_is_given_up_because_the_server_refuses_us(postman: Postman) -> None:
    """As after a change of the password: once that is put right, all of them leave."""
    postman.to_sender = ["535 authentication failed"]
    letter = write()
    jobs.work_off()
    assert (again(letter).state, letter.error) == (State.WAITING, "535 authentication failed")
    with later(minutes=2):
        jobs.work_off()
    assert again(letter).state == State.SENT


def test_a_letter_that_is_too_large_is_given_up(postman: Postman) -> None:
    postman.to_sender = ["552 message size exceeds fixed limit"]
    letter = write()
    jobs.work_off()
    assert again(letter).state == State.FAILED


def test_a_server_that_does_not_answer_is_asked_once_a_minute_and_not_with_every_letter(
    postman: Postman, settings: Any
) -> None:
    """Each would hold up the worker, which has other things to do; none of them counts as tried."""
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for number in range(5):
        write(key=f"test:{number}")
    jobs.work_off()
    assert Letter.objects.filter(tries=1).count() == 1
    with later(minutes=2):
        jobs.work_off()
    assert sum(Letter.objects.values_list("tries", flat=True)) == 2
    settings.EMAIL_PORT = there
    with later(minutes=20):
        jobs.work_off()
    assert Letter.objects.filter(state=State.SENT).count() == len(postman.letters) == 5


def test_of_many_letters_one_at_a_time_becomes_unknown(postman: Postman) -> None:
    postman.to_data = ["hang up"] * 5
    for number in range(5):
        write(key=f"test:{number}")
    jobs.work_off()
    assert sorted(Letter.objects.values_list("state", flat=True)) == [State.UNKNOWN, *[State.WAITING] * 4]


def test_a_line_that_breaks_before_the_server_wants_the_letter_is_tried_again(
    postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> None:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    letter = write()
    monkeypatch.setattr(smtplib.SMTP, "data", broken)
    jobs.work_off()
    assert again(letter).state == State.WAITING


def test_a_line_that_breaks_while_the_letter_is_handed_over_leaves_its_fate_open(postman: Postman) -> None:
    """The server had it all: sending again would send it twice."""
    postman.to_data = ["hang up"]
    letter = write()
    jobs.work_off()
    assert again(letter).state == State.UNKNOWN
    with later(days=1):
        delivery.sweep(clock.now())
        jobs.work_off()
    assert len(postman.letters) == 1


class Killed(BaseException):
    """What a SIGKILL looks like from inside: nothing after it happens."""


def test_a_worker_killed_between_sending_and_marking_does_not_send_twice(
    postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write()

    def killed(*_arguments: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(delivery, "_mark", killed)
        delivery.deliver.call(letter.pk)
    delivery.deliver.call(letter.pk)
    with later(minutes=11):
        delivery.sweep(clock.now())
        jobs.work_off()
    assert len(postman.letters) == 1
    assert again(letter).state == State.UNKNOWN
    assert journal.since(0, verbs=["foundation.letter_unknown"]).get().object_id == letter.pk


def test_a_worker_killed_before_claiming_leaves_a_letter_that_is_sent(postman: Postman) -> None:
    """The job is lost, the row is not: the sweep finds it."""
    from django_tasks_db.models import DBTaskResult

    letter = write()
    DBTaskResult.objects.all().delete()
    with later(minutes=11):
        delivery.sweep(clock.now())
        jobs.work_off()
    assert again(letter).state == State.SENT


def test_the_words_of_a_secret_letter_are_erased_once_it_is_sent(postman: Postman) -> None:
    letter = write(text="Your code is 123456", html="<b>123456</b>", secret=True)
    jobs.work_off()
    assert "123456" in content_of(postman.letters[0])
    assert (again(letter).text, letter.html) == ("", "")


def test_a_secret_letter_goes_before_all_others(postman: Postman) -> None:
    for number in range(3):
        write(key=f"test:{number}")
    write(key="code", subject="Your code", secret=True)
    jobs.work_off(limit=1)
    assert "Your code" in content_of(postman.letters[0])


def test_without_a_mail_server_letters_are_kept_to_read(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    letter = write()
    jobs.work_off()
    assert (again(letter).state, letter.text) == (State.KEPT, "Shall we?\n")


def test_letters_to_the_samples_people_are_kept_where_there_is_a_mail_server(postman: Postman) -> None:
    letter = write(to="june.talbot@sample.invalid")
    jobs.work_off()
    assert again(letter).state == State.KEPT
    assert postman.letters == []


def test_kept_secrets_are_erased_after_an_hour(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    letter = write(secret=True)
    jobs.work_off()
    with later(minutes=61):
        delivery.sweep(clock.now())
    assert again(letter).text == ""


def test_words_go_a_month_after_they_were_sent_and_the_letter_is_still_known(postman: Postman) -> None:
    letter, waits = write(html="<p>Shall we?</p>", calendar=b"BEGIN:VCALENDAR"), write(key="test:2")
    jobs.work_off()
    Letter.objects.filter(pk=waits.pk).update(state=State.UNKNOWN)
    with later(days=29):
        assert forgetting.forget_old(clock.now()) == 0
    with later(days=31):
        assert forgetting.forget_old(clock.now()) == 1
        assert forgetting.forget_old(clock.now()) == 0
        write()
        jobs.work_off()
    assert (again(letter).text, letter.html, letter.calendar, letter.to) == ("", "", "", "ann@example.org")
    assert again(waits).text == "Shall we?\n", "somebody may have it sent again"
    assert len(postman.letters) == 2


def test_an_operator_can_have_a_letter_sent_again(postman: Postman) -> None:
    letter = write()
    Letter.objects.update(state=State.UNKNOWN)
    assert delivery.send_again(again(letter))
    jobs.work_off()
    assert again(letter).state == State.SENT
    assert not delivery.send_again(letter), "what has been sent is not sent again"


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Hello\nBcc: all@example.org"},
        {"subject": "Hello\r\nBcc: all@example.org"},
        {"to": "ann@example.org\nBcc: all@example.org"},
        {"to": "ann@example.org, all@example.org"},
        {"to": "not an address"},
        {"reply_to": "bo@example.org\r\nX: y"},
        {"headers": {"X-One": "1\r\nX-Two: 2"}},
        {"attachments": [post.Attachment("a.txt\r\nX: y", b"")]},
    ],
)
def test_what_would_add_headers_or_recipients_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(post.NotALetter):
        write(**fields)
    assert not Letter.objects.exists()


def test_a_calendar_travels_as_an_alternative_with_its_method(postman: Postman) -> None:
    """Mail programs show "accept" only when the content type says REQUEST."""
    write(calendar=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    jobs.work_off()
    content = content_of(postman.letters[0])
    assert "text/calendar; method=REQUEST" in content.replace('"', "").replace("\r\n ", " ")


def test_an_attachment_arrives(postman: Postman) -> None:
    write(attachments=[post.Attachment("plan.pdf", b"%PDF-1.7", "application/pdf")])
    jobs.work_off()
    content = content_of(postman.letters[0])
    assert 'filename="plan.pdf"' in content
    assert "JVBERi0xLjc=" in content


def test_a_failure_that_nobody_foresaw_marks_the_letter_and_stops_nothing(
    postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any, **_named: Any) -> None:
        raise smtplib.SMTPNotSupportedError("no")

    letter = write()
    monkeypatch.setattr(smtplib.SMTP, "sendmail", broken)
    jobs.work_off()
    assert again(letter).state == State.WAITING
    assert isinstance(letter.next_try_at, datetime)
