"""Whom our own mail server vouches for, and whom nobody does."""

from __future__ import annotations

from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.evidence.vouching import sender_vouched_for, signers

PASS = "mx.home.example; dkim=pass header.d=loaf.example"


def newsletter(*results: str, sender: str = "The Loaf <hello@loaf.example>", is_list: bool = True) -> Message:
    """A letter as our server handed it on, its own results above those that came with it."""
    message = Message()
    for one in results:
        message["Authentication-Results"] = one
    message["From"] = sender
    if is_list:
        message["List-Id"] = "<loaf.example>"
    return message


def vouched(*results: str, server: str = "mx.home.example", **about: object) -> str:
    return sender_vouched_for(newsletter(*results, **about), server)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        PASS,
        "MX.Home.Example 1;\r\n\tspf=pass smtp.mailfrom=x.example;\r\n\tdkim=pass (2048-bit key) header.d=loaf.example",
        "mx.home.example; dkim=fail header.d=other.example; dkim=pass header.i=@news.loaf.example header.s=k1",
        'mx.home.example (ours; really (yes)); dkim = pass reason="good; signature" header.d="loaf.example"',
    ],
)
def test_the_senders_own_domain_is_vouched_for(said: str) -> None:
    assert vouched(said) == "loaf.example"


@pytest.mark.parametrize(
    "said",
    [
        "mx.home.example; dkim=fail header.d=loaf.example",
        "mx.home.example; dkim=none",
        "mx.home.example; dkim=pass header.d=other.example",
        "mx.home.example; dkim=pass header.d=notloaf.example",
        "mx.home.example; dkim=pass header.d=example",
        "mx.home.example; x-dkim=pass header.d=loaf.example",
        "mx.home.example; dkim=fail (dkim=pass header.d=loaf.example)",
        'mx.home.example; dkim=fail reason="; dkim=pass header.d=loaf.example"',
        "mx.home.example; dkim=passable header.d=loaf.example",
        "mx.evil.example; dkim=pass header.d=loaf.example",
        "(mx.home.example) mx.evil.example; dkim=pass header.d=loaf.example",
        "",
        ";",
    ],
)
def test_nobody_else_is(said: str) -> None:
    assert vouched(said) == ""


def test_of_our_servers_headers_the_topmost_about_dkim_counts() -> None:
    assert vouched("mx.home.example; dkim=fail header.d=loaf.example", PASS) == ""
    assert vouched("mx.home.example; dmarc=pass", PASS) == "loaf.example"


def test_what_one_person_wrote_is_not_a_newsletter() -> None:
    assert vouched(PASS, is_list=False) == ""
    assert vouched(PASS, sender="a@loaf.example, b@loaf.example") == ""
    assert vouched(PASS, sender="") == ""
    assert vouched(PASS, server="") == ""


@given(st.text(alphabet='mx.home;=dkipas()"\\ @\n', max_size=200))
def test_whatever_is_written_there_is_read_to_its_end(said: str) -> None:
    assert all("@" not in one and one for one in signers(said))
