"""Carrying letters to the mail server: claim the row, speak SMTP, mark the row.

Claim and mark are two transactions with the conversation between them. A worker killed in between leaves the row
"sending"; nobody can know then whether the letter left, so it is called unknown and not sent again by itself.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django_tasks import task

from hometeam.foundation import journal
from hometeam.foundation.clock import now
from hometeam.foundation.models import Letter
from hometeam.foundation.post.conversation import Answer, Outcome, carry, is_set_up
from hometeam.foundation.post.mime import message_of

State = Letter.State
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)]
CUT_OFF_AFTER = timedelta(minutes=10)
SECRETS_KEPT_FOR = timedelta(hours=1)
LATELY = timedelta(days=14)
NOBODYS = ".invalid"
"""How addresses end that are nobody's (RFC 2606), such as the sample's."""
HOLD_UP = (Outcome.AWAY, Outcome.UNCLEAR)
_STATES = {Outcome.SENT: State.SENT, Outcome.REFUSED: State.FAILED, Outcome.UNCLEAR: State.UNKNOWN}


def is_nobodys(address: str) -> bool:
    """Whether no letter to this address could ever arrive: the first organiser's, and those of the sample."""
    return address.lower().endswith(NOBODYS)


@task
def deliver(letter_id: int) -> None:
    """Send one letter, if it still waits to be sent and it is time. What nobody could get is kept."""
    waiting = Letter.objects.filter(pk=letter_id, state=State.WAITING)
    kept = waiting.filter(to__iendswith=NOBODYS) if is_set_up() else waiting
    if kept.update(state=State.KEPT):
        return
    letter = _claim(letter_id, now())
    if letter is None:
        _come_back(letter_id, now())
        return
    answer = carry(message_of(letter))
    _mark(letter, answer, now())
    if answer.outcome in HOLD_UP:
        _let_others_wait(now())


def _claim(letter_id: int, at: datetime) -> Letter | None:
    """The letter, ours alone to send; None when it is sent, being sent, or not due."""
    due = Letter.objects.filter(pk=letter_id, state=State.WAITING, next_try_at__lte=at)
    claimed = due.update(state=State.SENDING, claimed_at=at, tries=F("tries") + 1)
    return Letter.objects.get(pk=letter_id) if claimed else None


def _come_back(letter_id: int, at: datetime) -> None:
    """To a letter that was told meanwhile to wait longer."""
    for letter in Letter.objects.filter(pk=letter_id, state=State.WAITING, next_try_at__gt=at):
        enqueue(letter)


def _let_others_wait(at: datetime) -> None:
    """A server that does not answer is not asked with each letter in turn: every one would keep the worker from its
    other work, or end as unknown. Sign-in codes are tried all the same.
    """
    until = at + WAITS[0]
    Letter.objects.filter(state=State.WAITING, secret=False, next_try_at__lt=until).update(next_try_at=until)


@transaction.atomic
def _mark(letter: Letter, answer: Answer, at: datetime) -> None:
    letter.error = answer.said
    letter.state = _STATES.get(answer.outcome, State.WAITING)
    if letter.state == State.WAITING and letter.tries > len(WAITS):
        letter.state = State.FAILED
    if letter.state == State.WAITING:
        letter.next_try_at = at + WAITS[letter.tries - 1]
        enqueue(letter)
    elif letter.secret:
        letter.text = letter.html = ""
    if letter.state == State.SENT:
        letter.sent_at = at
    letter.save(update_fields=["error", "state", "next_try_at", "text", "html", "sent_at"])


def enqueue(letter: Letter) -> None:
    """Have the worker send the letter at its next try, secrets before all others."""
    later = letter.next_try_at if letter.next_try_at > now() else None
    deliver.using(priority=100 if letter.secret else 0, run_after=later).enqueue(letter.pk)


def to_look_at() -> QuerySet[Letter]:
    """What did not go out lately, or perhaps not: whether it is sent again is for a person to say. Sign-in codes are
    left out, as whoever wants one asks for another.
    """
    lately = Letter.objects.filter(created_at__gt=now() - LATELY, secret=False)
    return lately.filter(state__in=[State.FAILED, State.UNKNOWN])


@transaction.atomic
def send_again(letter: Letter) -> bool:
    """Put a letter that was not sent, or perhaps not, back at the head; False when it is not such a letter."""
    again = Letter.objects.filter(pk=letter.pk, state__in=[State.FAILED, State.UNKNOWN, State.KEPT]).exclude(text="")
    if not again.update(state=State.WAITING, tries=0, error="", next_try_at=now()):
        return False
    letter.refresh_from_db()
    enqueue(letter)
    return True


def sweep(at: datetime) -> None:
    """Say what became of letters whose worker was killed, wake forgotten ones, erase old secrets."""
    for letter in Letter.objects.filter(state=State.SENDING, claimed_at__lt=at - CUT_OFF_AFTER):
        _call_unknown(letter)
    for letter in Letter.objects.filter(state=State.WAITING, next_try_at__lt=at - CUT_OFF_AFTER):
        enqueue(letter)
    old = Letter.objects.filter(secret=True, created_at__lt=at - SECRETS_KEPT_FOR)
    old.exclude(text="", html="").filter(state=State.KEPT).update(text="", html="")


@transaction.atomic
def _call_unknown(letter: Letter) -> None:
    stuck = Letter.objects.filter(pk=letter.pk, state=State.SENDING, claimed_at=letter.claimed_at)
    if stuck.update(state=State.UNKNOWN):
        if letter.secret:
            Letter.objects.filter(pk=letter.pk).update(text="", html="")
        journal.record(actor=journal.NOBODY, verb="foundation.letter_unknown", object=letter)
