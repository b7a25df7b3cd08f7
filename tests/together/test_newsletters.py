"""Newsletters that are forwarded to us: read, refused, counted once."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from hometeam.cli.mailbox import Receiver, protocol
from hometeam.config.environment import BadSetting, Mailbox, mailbox
from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act, Evidence, Level
from hometeam.together.actions import newsletters
from hometeam.together.actions.newsletters import MOST_BYTES, NotTaken, receive_letter
from hometeam.together.models import Commitment
from hometeam.together.queries.mailbox import address_for, token_of
from tests.cast import Cast, client_of
from tests.house.running import free_port
from tests.migrated import copy_to
from tests.together.moments import agreed

BOX = Mailbox("newsletter", "home.example", "127.0.0.1", 2525, vouched_by="mx.home.example")
VOUCHED: dict[str, Any] = {
    "Authentication_Results": "mx.home.example; dkim=pass header.d=example.org",
    "List_Unsubscribe": "<https://example.org/bye>",
}
PRAISE = "Portraits on Saturdays, by Ann Photographs. Tell her we sent you."


@pytest.fixture
def step(cast: Cast, settings: Any) -> Commitment:
    """Bo has promised to mention Ann in The Morning Loaf; the letter has not gone out."""
    settings.MAILBOX = BOX
    both = agreed(cast.bo, cast.ann, kind_id="newsletter-mention")
    return both.commitments.get(counts=True)


def letter(text: str = PRAISE, number: int = 1, **headers: Any) -> bytes:
    """The Morning Loaf, forwarded."""
    said = EmailMessage()
    for name, value in (
        {"From": "bo@example.org", "Subject": "December", "Message-ID": f"<{number}@example.org>"} | headers
    ).items():
        said[name.replace("_", "-")] = value
    said.set_content(text)
    return said.as_bytes()


def to(step: Commitment, cast: Cast) -> list[str]:
    """Bo's own address for the step."""
    return [address_for(step, cast.bo.person.pk)]


def test_a_letter_that_mentions_the_other_ticks_the_step_off_and_says_what_was_seen(
    cast: Cast, step: Commitment
) -> None:
    assert receive_letter(raw=letter(), to=to(step, cast))
    act, evidence = Act.objects.get(), Evidence.objects.get()
    assert (act.giver, act.receiver, act.level) == (cast.bo.member, cast.ann.member, Level.SELF_REPORTED)
    assert (evidence.kind, evidence.title, evidence.held) == ("newsletter", "December", None)
    assert "“Portraits on Saturdays, by Ann Photographs.”" in evidence.seen
    assert Notice.objects.filter(person=cast.bo.person, subject__contains="newsletter for Ann").count() == 1


def test_the_newsletter_itself_is_measured_where_our_server_vouches_for_it(cast: Cast, step: Commitment) -> None:
    receive_letter(raw=letter(), to=to(step, cast))
    assert receive_letter(raw=letter(**VOUCHED), to=to(step, cast))
    act = Act.objects.get()
    assert act.level == Level.MEASURED
    assert act.evidence is not None
    assert "came to us from example.org itself" in act.evidence.seen
    receive_letter(raw=letter(number=2), to=to(step, cast))
    assert Act.objects.get().evidence == act.evidence


def test_without_a_server_to_believe_nobody_vouches(cast: Cast, step: Commitment, settings: Any) -> None:
    settings.MAILBOX = replace(BOX, vouched_by="")
    receive_letter(raw=letter(**VOUCHED), to=to(step, cast))
    assert Act.objects.get().level == Level.SELF_REPORTED


def test_the_same_letter_again_changes_nothing(cast: Cast, step: Commitment) -> None:
    receive_letter(raw=letter(), to=to(step, cast))
    notices = Notice.objects.count()
    assert receive_letter(raw=letter(), to=to(step, cast)) is False
    assert (Evidence.objects.count(), Notice.objects.count()) == (1, notices)


def test_a_letter_without_the_name_leaves_the_step_open_and_says_what_to_do(cast: Cast, step: Commitment) -> None:
    receive_letter(raw=letter("Nothing of that."), to=to(step, cast))
    assert not Act.objects.exists()
    told = Notice.objects.filter(person=cast.bo.person).latest("pk")
    assert "neither the agreed link nor the name" in "".join(told.lines)


def test_a_step_that_is_ticked_off_already_gets_the_better_proof(cast: Cast, step: Commitment) -> None:
    from hometeam.together.actions import mark_done

    mark_done(viewer=cast.bo.viewer, commitment=step)
    receive_letter(raw=letter(**VOUCHED), to=to(step, cast))
    act = Act.objects.get()
    assert act.level == Level.MEASURED
    assert act.evidence is not None
    assert act.evidence.kind == Evidence.Kind.NEWSLETTER


@pytest.mark.parametrize(
    "change",
    [lambda box: box.replace("+", "+1"), lambda box: box.replace("@", "0@"), lambda box: "newsletter@home.example"],
)
def test_a_forged_address_is_refused(cast: Cast, step: Commitment, change: Callable[[str], str]) -> None:
    (box,) = to(step, cast)
    assert token_of(change(box)) is None
    with pytest.raises(NotTaken):
        receive_letter(raw=letter(), to=[change(box)])


def test_the_address_is_short_enough_for_every_mail_server_and_in_small_letters(cast: Cast, step: Commitment) -> None:
    (box,) = to(step, cast)
    assert len(box.partition("@")[0]) <= 64
    assert token_of(box.upper()) == token_of(box) == (step.pk, cast.bo.person.pk)


def test_whoever_takes_no_part_cannot_prove_it(cast: Cast, step: Commitment) -> None:
    for player in (cast.ann, cast.cy, cast.eve):
        with pytest.raises(NotTaken):
            receive_letter(raw=letter(), to=[address_for(step, player.person.pk)])


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"}])
def test_bounces_and_automatic_replies_change_nothing(cast: Cast, step: Commitment, headers: dict[str, Any]) -> None:
    assert receive_letter(raw=letter(**headers), to=to(step, cast)) is False
    assert not Act.objects.exists()


def test_what_is_too_large_or_no_letter_is_refused_in_a_sentence(cast: Cast, step: Commitment) -> None:
    with pytest.raises(NotTaken, match="larger than 10 MB"):
        receive_letter(raw=b"From: a@example.org\n\n" + b"x" * MOST_BYTES, to=to(step, cast))
    with pytest.raises(NotTaken, match="not a letter"):
        receive_letter(raw=b"hello", to=to(step, cast))


def test_neither_the_letter_nor_its_readers_are_kept(cast: Cast, step: Commitment) -> None:
    text = f"{PRAISE}\n\nUnsubscribe secret.reader@example.org, a line nobody needs."
    receive_letter(raw=letter(text, Cc="another.reader@example.org"), to=to(step, cast))
    kept = "".join(str(vars(row)) for model in (Evidence, Notice) for row in model.objects.all())
    assert "reader@" not in kept
    assert "a line nobody needs" not in kept


def test_plenty_of_letters_may_come_again_tomorrow(
    cast: Cast, step: Commitment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsletters, "LETTERS_A_DAY", 1)
    receive_letter(raw=letter("One."), to=to(step, cast))
    with pytest.raises(NotTaken) as refused:
        receive_letter(raw=letter("Two.", number=2), to=to(step, cast))
    assert refused.value.later


def test_the_page_of_the_step_shows_the_address(cast: Cast, step: Commitment) -> None:
    page = client_of(cast.bo.person).get(f"/c/elm-street/together/steps/{step.pk}").content.decode()
    assert to(step, cast)[0] in page


@pytest.mark.parametrize(
    ("address", "listen"),
    [
        ("nonsense", ""),
        ("a+b@example.org", ""),
        ("", "smtp://0.0.0.0:25"),
        ("a@example.org", "http://x:1"),
        ("a@example.org", "smtp://x"),
    ],
)
def test_a_mailbox_that_cannot_be_is_said_at_the_start(address: str, listen: str) -> None:
    with pytest.raises(BadSetting):
        mailbox(address, listen)


def test_a_servers_name_that_cannot_be_is_said_at_the_start() -> None:
    assert mailbox("a@example.org", "", " MX.example.org ").vouched_by == "mx.example.org"
    with pytest.raises(BadSetting):
        mailbox("a@example.org", "", "mx.example.org; dkim=pass")


class Listening(Controller):
    """Our receiver on a free port of this machine."""

    def factory(self) -> Any:
        return protocol(BOX, self.loop)


@pytest.fixture
def listening(settings: Any) -> Iterator[tuple[str, int]]:
    settings.MAILBOX = BOX
    controller = Listening(Receiver(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield "127.0.0.1", controller.port
    controller.stop()


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_hands_a_letter_over(cast: Cast, step: Commitment, listening: tuple[str, int]) -> None:
    with smtplib.SMTP(*listening) as server:
        server.sendmail("bo@example.org", to(step, cast), letter(**VOUCHED))
    assert Act.objects.get().level == Level.MEASURED


def test_a_forged_recipient_and_a_giant_are_refused_while_they_come(listening: tuple[str, int]) -> None:
    with smtplib.SMTP(*listening) as server:
        server.ehlo()
        server.mail("bo@example.org")
        assert server.rcpt("newsletter+forged@home.example")[0] == 550
        server.rset()
        assert server.mail("bo@example.org", [f"size={5 * 1024**3}"])[0] == 552


@pytest.mark.slow
def test_of_five_gigabytes_no_more_is_read_than_it_takes_to_refuse_them(tmp_path: Any) -> None:
    """The verb ends with a sentence after ten megabytes, however much more there is."""
    copy_to(tmp_path / "hometeam.sqlite3")
    code = "import sys\nfrom hometeam.cli import main\nsys.argv = ['hometeam', 'receive']\nmain()"
    env = {"HOMETEAM_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}
    run = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, env=env
    )
    assert run.stdin is not None
    sent = 0
    try:
        run.stdin.write(b"From: a@example.org\n\n")
        while sent < 5 * 1024**3:
            sent += run.stdin.write(b"x" * 1024 * 1024)
        run.stdin.close()
    except BrokenPipeError:
        run.stdin.close()
    assert run.stderr is not None
    assert "larger than 10 MB" in run.stderr.read().decode()
    run.stderr.close()
    assert run.wait() == 1
    assert sent < 100 * 1024**2
