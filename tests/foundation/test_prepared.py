"""Reads that are composed once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from hometeam.foundation.clock import now
from hometeam.foundation.models import Event
from hometeam.foundation.prepared import Given, prepared

pytestmark = pytest.mark.django_db


@prepared
def _of(person: Given) -> QuerySet[Event]:
    return Event.objects.filter(person_id=person).order_by("pk")


@prepared
def _since(moment: Given) -> QuerySet[Event]:
    return Event.objects.filter(at__gte=moment).order_by("pk")


@prepared
def _verbs(verbs: Given) -> QuerySet[Event, str]:
    return Event.objects.filter(verb__in=verbs).order_by("verb").values_list("verb", flat=True)


def _event(person: int, verb: str) -> Event:
    return Event.objects.create(person_id=person, verb=verb, object_label="", object_id=1)


def test_each_asking_has_its_own_values() -> None:
    """The second answer is for the second person, although the statement is the first one's."""
    mine, theirs = _event(1, "a"), _event(2, "b")
    assert _of(person=1) == [mine]
    assert _of(person=2) == [theirs]
    assert _of(person=3) == []


def test_an_asking_is_one_query() -> None:
    """Nothing is asked for the composing."""
    with CaptureQueriesContext(connection) as asked:
        _of(person=1)
    assert len(asked) == 1


def test_what_was_written_in_between_is_read() -> None:
    """Only the statement is remembered, never an answer."""
    assert _of(person=1) == []
    event = _event(1, "a")
    assert _of(person=1) == [event]


def test_a_moment_is_a_value() -> None:
    """Moments are compared as the database stores them."""
    event = _event(1, "a")
    assert _since(moment=now() - timedelta(hours=1)) == [event]
    assert _since(moment=now() + timedelta(hours=1)) == []


@pytest.mark.parametrize("wanted", [["a"], ["a", "b"], ["a", "b", "c"], ["c", "d", "e", "f", "g"]])
def test_lists_may_have_any_length(wanted: list[str]) -> None:
    """A list of values finds just what it names, whatever room the statement has."""
    for key in "abcd":
        _event(1, key)
    assert _verbs(verbs=wanted) == [key for key in "abcd" if key in wanted]
