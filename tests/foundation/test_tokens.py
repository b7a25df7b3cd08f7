"""Links that carry a right cannot be forged, stretched or used twice."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from hometeam.foundation import clock, tokens
from hometeam.foundation.models import OneTimeToken
from tests.foundation.rivals import environment_for, race

DAY = timedelta(days=1)


def test_a_signed_token_gives_its_data_back() -> None:
    assert tokens.read("answer", tokens.make("answer", {"id": 7}, DAY)) == {"id": 7}


def test_a_token_for_something_else_is_bad() -> None:
    with pytest.raises(tokens.Bad):
        tokens.read("claim", tokens.make("answer", {"id": 7}, DAY))


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é"])
def test_what_we_did_not_sign_is_bad(token: str) -> None:
    with pytest.raises(tokens.Bad):
        tokens.read("answer", token)


def test_a_changed_token_is_bad() -> None:
    token = tokens.make("answer", {"id": 7}, DAY)
    with pytest.raises(tokens.Bad):
        tokens.read("answer", ("A" if token[0] != "A" else "B") + token[1:])


def test_a_token_ends() -> None:
    token = tokens.make("answer", {"id": 7}, DAY)
    with time_machine.travel(clock.now() + 2 * DAY), pytest.raises(tokens.Expired):
        tokens.read("answer", token)


@pytest.mark.django_db
def test_a_one_time_token_works_once() -> None:
    token = tokens.once("enter", {"person": 1}, DAY)
    assert tokens.use("enter", token) == {"person": 1}
    with pytest.raises(tokens.Used):
        tokens.use("enter", token)


@pytest.mark.django_db
def test_looking_uses_nothing_up() -> None:
    """Mail scanners open links; only a person's tap may count."""
    token = tokens.once("enter", {"person": 1}, DAY)
    assert tokens.look("enter", token) == tokens.look("enter", token) == tokens.use("enter", token)


@pytest.mark.django_db
def test_a_one_time_token_ends_too() -> None:
    token = tokens.once("enter", {}, DAY)
    with time_machine.travel(clock.now() + 2 * DAY), pytest.raises(tokens.Expired):
        tokens.use("enter", token)


@pytest.mark.django_db
def test_a_one_time_token_is_for_one_purpose_and_cannot_be_guessed() -> None:
    token = tokens.once("enter", {}, DAY)
    for purpose, tried in [("claim", token), ("enter", token + "x"), ("enter", "")]:
        with pytest.raises(tokens.Bad):
            tokens.use(purpose, tried)


@pytest.mark.django_db
def test_the_database_does_not_know_the_token() -> None:
    token = tokens.once("enter", {}, DAY)
    assert token not in str(OneTimeToken.objects.values().get())


@pytest.mark.django_db
def test_old_tokens_are_forgotten() -> None:
    tokens.once("enter", {}, DAY)
    assert tokens.forget_old(clock.now()) == 0
    assert tokens.forget_old(clock.now() + timedelta(days=40)) == 1


USER = """
from hometeam.foundation import tokens
from hometeam.foundation.models import OneTimeToken
from datetime import timedelta
from django.utils import timezone
digest = tokens._digest("enter", "the one token")
until = timezone.now() + timedelta(days=1)
OneTimeToken.objects.get_or_create(digest=digest, defaults={"expires_at": until, "data": {}})
try:
    tokens.use("enter", "the one token")
    print("in")
except tokens.Used:
    print("too late")
"""


@pytest.mark.django_db(transaction=True)
def test_of_several_at_the_same_moment_one_wins(tmp_path: Path) -> None:
    came = race(USER, runners=3, environment=environment_for(tmp_path))
    assert sorted(came) == ["in", "too late", "too late"]
