"""The journal is written once and read in order."""

import pytest

from hometeam.foundation import journal
from hometeam.foundation.models import AppendOnly, Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_event_tells_who_did_what_to_which_row(cast: Cast) -> None:
    """Plain ids and a label, nothing that could dangle."""
    event = journal.record(
        actor=cast.ann.viewer.actor,
        verb="members.profile_changed",
        object=cast.ann.member,
        community_id=cast.community.pk,
        data={"fields": ["name"]},
    )
    event.refresh_from_db()
    assert (event.person_id, event.member_id, event.on_behalf) == (cast.ann.person.pk, cast.ann.member.pk, False)
    assert (event.object_label, event.object_id) == ("members.member", cast.ann.member.pk)
    assert event.data == {"fields": ["name"]}
    assert list(journal.about(cast.ann.member)) == [event]


def test_since_gives_only_what_came_later(cast: Cast) -> None:
    """Readers remember the last id that they have seen."""
    first = journal.note(actor=journal.NOBODY, verb="a.done", object_label="x.y", object_id=1)
    second = journal.note(actor=journal.NOBODY, verb="b.done", object_label="x.y", object_id=1, community_id=7)
    third = journal.note(actor=journal.NOBODY, verb="a.done", object_label="x.y", object_id=1, community_id=8)
    assert list(journal.since(first.pk)) == [second, third]
    assert list(journal.since(0, community_id=8)) == [third]
    assert list(journal.since(first.pk - 1, verbs=["a.done"])) == [first, third]


def test_what_was_written_cannot_be_changed_or_taken_back() -> None:
    """There is no way to rewrite history through the journal's own doors."""
    event = journal.note(actor=journal.NOBODY, verb="a.done", object_label="x.y", object_id=1)
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        Event.objects.filter(pk=event.pk).delete()
    with pytest.raises(AppendOnly):
        Event.objects.update(verb="other")
