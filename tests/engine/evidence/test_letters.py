"""What a forwarded letter shows."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.evidence import Letter, NotALetter, find_in_letter, read_letter

TODAY = date(2026, 11, 22)
WORDS = ["https://home.example/to/K7Q2", "ann.example.org", "Ann Photographs"]
GMAIL = """Hello Hometeam,

---------- Forwarded message ---------
From: The Morning Loaf <bo@example.org>
Date: Fri, Nov 20, 2026 at 9:30 AM
Subject: December at the bakery
To: Ann Photographs <ann@example.org>, secret.reader@example.org

Rye is back.

Our neighbour Ann Photographs takes portraits on Saturdays. Write to flo@example.org.
"""


def newsletter(text: str = "", html: str = "", **headers: str) -> EmailMessage:
    """The newsletter as it went out."""
    letter = EmailMessage()
    said = {"Subject": "December at the bakery", "From": "Bo <bo@example.org>", "Message-ID": "<loaf-12@example.org>"}
    for name, value in (said | {"Date": "Fri, 20 Nov 2026 09:30:00 -0800"} | headers).items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text or "See the letter in colour.")
    if html:
        letter.add_alternative(html, subtype="html")
    return letter


def forwarded(inner: EmailMessage) -> bytes:
    """The same, forwarded as an attachment."""
    outer = EmailMessage()
    outer["Subject"], outer["From"], outer["Message-ID"] = "Fwd: December", "Bo <bo@example.org>", "<fwd@example.org>"
    outer["To"] = "newsletter+abc@home.example"
    outer["Date"] = "Sun, 22 Nov 2026 12:00:00 -0800"
    outer.set_content("Here it is.")
    outer.add_attachment(inner)
    return outer.as_bytes()


def test_a_letter_forwarded_as_an_attachment_is_read_as_it_went_out() -> None:
    html = "<p>Rye is back.</p><p>Portraits by <a href='https://home.example/to/K7Q2'>Ann</a>, Saturdays.</p>"
    letter = read_letter(forwarded(newsletter(html=html)))
    seen = find_in_letter(letter, WORDS, TODAY)
    assert (letter.message_id, letter.sent_on) == ("loaf-12@example.org", date(2026, 11, 20))
    assert letter.recipients == ("newsletter+abc@home.example",)
    assert seen is not None
    assert (seen.word, seen.title) == (WORDS[0], "December at the bakery")
    assert seen.sentence == "Portraits by Ann, Saturdays."


def test_a_letter_forwarded_inline_gives_its_own_day_and_no_recipient() -> None:
    raw = newsletter(GMAIL, Subject="Fwd: December at the bakery", Date="Sun, 22 Nov 2026 12:00:00 -0800").as_bytes()
    letter = read_letter(raw)
    seen = find_in_letter(letter, WORDS, TODAY)
    assert letter.sent_on == date(2026, 11, 20)
    assert letter.subject == "December at the bakery"
    assert seen is not None
    assert seen.sentence == "Our neighbour Ann Photographs takes portraits on Saturdays."
    assert "secret.reader" not in repr(letter.blocks)


def test_being_among_its_readers_is_not_being_mentioned() -> None:
    only_reader = GMAIL.replace("Our neighbour Ann Photographs takes", "Somebody takes")
    assert find_in_letter(read_letter(newsletter(only_reader).as_bytes()), WORDS, TODAY) is None


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "reply"),
        ({"X_Autoreply": "yes"}, "reply"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"Auto_Submitted": "no"}, ""),
        ({"List_Id": "The Morning Loaf", "Precedence": "bulk"}, ""),
    ],
)
def test_what_no_person_sent_is_known_as_such_and_a_newsletter_is_not(headers: dict[str, str], why: str) -> None:
    assert read_letter(newsletter("Hello", **headers).as_bytes()).automatic == why


def test_a_letter_that_went_in_circles_is_a_loop() -> None:
    raw = b"Received: from a by b\r\n" * 60 + newsletter("Hello").as_bytes()
    assert read_letter(raw).automatic == "loop"


def test_a_report_of_a_failure_is_a_bounce() -> None:
    raw = b'From: daemon@example.org\r\nContent-Type: multipart/report; boundary="x"\r\n\r\n--x\r\n\r\nNo\r\n--x--\r\n'
    assert read_letter(raw).automatic == "bounce"


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe", b"hello\n\nworld"])
def test_what_is_no_letter_is_refused(raw: bytes) -> None:
    with pytest.raises(NotALetter):
        read_letter(raw)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    assert isinstance(read_letter(b"Subject: x\r\n" + raw), Letter)


HEADER = st.sampled_from(["Subject", "Date", "To", "Content-Type", "Content-Transfer-Encoding", "Received", "From"])
VALUE = st.one_of(
    st.text(alphabet="=?utf-8bq_<>@,;:\"'()[] abc0123/", max_size=60),
    st.sampled_from(
        ["multipart/mixed; boundary=x", "message/rfc822", "text/html; charset=nonsense", "base64", "=?x?b?x?="]
    ),
)


@given(st.lists(st.tuples(HEADER, VALUE), max_size=6), st.sampled_from(["", "--x\n\nhello\n--x--", "=E4=", "\udcff"]))
def test_no_headers_break_the_reading(headers: list[tuple[str, str]], body: str) -> None:
    lines = [f"{name}: {value}" for name, value in headers]
    raw = "\n".join(["From: a@example.org", *lines, "", body]).encode("utf-8", errors="surrogateescape")
    assert isinstance(read_letter(raw).subject, str)
