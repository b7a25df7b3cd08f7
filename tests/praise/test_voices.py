"""Voice notes: heard by two, taken away by either, a testimonial only when both wish it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from hometeam.foundation import clock, sounds
from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act
from hometeam.praise import actions, queries
from hometeam.praise.models import Recording, Testimonial, VoiceNote
from hometeam.praise.queries import consent_words
from tests.cast import Cast, client_of
from tests.praise.given import tone


def sent(cast: Cast) -> VoiceNote:
    """Ann thanks Bo aloud."""
    return actions.send_note(
        viewer=cast.ann.viewer, to=cast.bo.member, sound=tone(), about="thanks", words="For the loaf"
    )


def sound_of(note: VoiceNote) -> str:
    return reverse("praise:note_sound", args=["elm-street", note.pk])


def test_a_note_is_heard_by_the_two_and_by_nobody_else(cast: Cast) -> None:
    note = sent(cast)
    heard = {
        player.person.name: client_of(player.person).get(sound_of(note)).status_code
        for player in (cast.ann, cast.bo, cast.cy, cast.eve)
    }
    assert heard == {"Ann": 200, "Bo": 200, "Cy": 404, "Eve": 404}


def test_a_note_is_one_act_and_one_notice(cast: Cast) -> None:
    sent(cast)
    act = Act.objects.get()
    assert (act.kind, act.giver, act.receiver) == ("voice-note", cast.ann.member, cast.bo.member)
    assert [notice.subject for notice in Notice.objects.all()] == ["Ann Photographs sent you a voice note"]


def test_players_may_ask_for_a_part_of_it(cast: Cast) -> None:
    note, ann = sent(cast), client_of(cast.ann.person)
    whole = ann.get(sound_of(note), headers={"Accept-Encoding": "gzip"})
    assert whole.headers["Content-Type"] == "audio/mp4"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert "Content-Encoding" not in whole.headers
    size = len(whole.content)
    part = ann.get(sound_of(note), headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (
        206,
        whole.content[:2],
        f"bytes 0-1/{size}",
    )
    end = ann.get(sound_of(note), headers={"Range": "bytes=-4"})
    assert end.content == whole.content[-4:]
    assert ann.get(sound_of(note), headers={"Range": f"bytes={size}-"}).status_code == 416


@pytest.mark.parametrize(("who", "stands"), [("ann", 0), ("bo", 1)])
def test_either_deletes_it_for_both_and_only_its_sender_takes_the_deed_back(cast: Cast, who: str, stands: int) -> None:
    note, deleter = sent(cast), getattr(cast, who)
    actions.delete_note(viewer=deleter.viewer, note=note)
    for player in (cast.ann, cast.bo):
        assert client_of(player.person).get(sound_of(note)).status_code == 404
    assert Act.objects.filter(taken_back_at__isnull=True).count() == stands
    actions.bring_back_note(viewer=deleter.viewer, note=note)
    assert client_of(cast.bo.person).get(sound_of(note)).status_code == 200
    assert Act.objects.filter(taken_back_at__isnull=True).count() == 1


def test_only_whoever_deleted_it_brings_it_back(cast: Cast) -> None:
    note = sent(cast)
    actions.delete_note(viewer=cast.bo.viewer, note=note)
    with pytest.raises(Http404):
        actions.bring_back_note(viewer=cast.ann.viewer, note=note)


def test_two_days_later_its_sound_is_erased(cast: Cast) -> None:
    note = sent(cast)
    actions.delete_note(viewer=cast.bo.viewer, note=note)
    with clock.telling(clock.now() + timedelta(days=4)):
        actions.tidy(now=clock.now())
    assert not Recording.objects.exists()
    assert VoiceNote.objects.get().recording is None


def test_a_note_becomes_a_testimonial_when_both_wish_it(cast: Cast) -> None:
    note = sent(cast)
    actions.ask_to_show(viewer=cast.bo.viewer, note=note)
    actions.ask_to_show(viewer=cast.bo.viewer, note=note)
    assert Notice.objects.filter(person=cast.ann.person).count() == 1
    words = consent_words(cast.bo.member.name)
    made = actions.show_note(viewer=cast.ann.viewer, note=note, consent=words)
    assert actions.show_note(viewer=cast.ann.viewer, note=note, consent=words) == made
    assert queries.shown_of(cast.bo.member) == []
    actions.answer(viewer=cast.bo.viewer, testimonial=made, move="approve")
    assert queries.shown_of(cast.bo.member) == [made]
    shown = reverse("praise:testimonial_sound", args=["elm-street", made.pk])
    assert client_of(cast.cy.person).get(shown).status_code == 200
    assert client_of(cast.cy.person).get(sound_of(note)).status_code == 404


def test_its_receiver_alone_cannot_make_it_a_testimonial(cast: Cast) -> None:
    note = sent(cast)
    with pytest.raises(Http404):
        actions.show_note(viewer=cast.bo.viewer, note=note, consent="yes")
    assert not Testimonial.objects.exists()


def test_after_a_block_its_receiver_does_not_hear_it_any_more(cast: Cast) -> None:
    note = sent(cast)
    cast.bo.member.blocks.create(other=cast.ann.member)
    assert client_of(cast.bo.person).get(sound_of(note)).status_code == 404
    assert client_of(cast.ann.person).get(sound_of(note)).status_code == 200


def test_a_recording_that_is_too_long_says_so(cast: Cast) -> None:
    path = reverse("praise:send_note", args=["elm-street", cast.bo.member.pk])
    page = client_of(cast.ann.person).post(path, {"about": "praise", "sound": tone(93), "words": "Listen"})
    assert "This recording is longer than 90 seconds. Say it shorter." in page.content.decode()
    assert "Listen" in page.content.decode()
    assert not VoiceNote.objects.exists()


def test_what_is_far_too_large_is_refused_unread(cast: Cast) -> None:
    path = reverse("praise:send_note", args=["elm-street", cast.bo.member.pk])
    answer = client_of(cast.ann.person).post(path, {"about": "praise"}, CONTENT_LENGTH=str(5 << 30))
    assert answer.status_code == 302
    assert not VoiceNote.objects.exists()


def test_the_microphone_is_asked_for_on_the_page_that_records_and_nowhere_else(cast: Cast) -> None:
    ann = client_of(cast.ann.person)
    records = ann.get(reverse("praise:send_note", args=["elm-street", cast.bo.member.pk]))
    assert "microphone=(self)" in records.headers["Permissions-Policy"]
    other = ann.get(reverse("praise:home", args=["elm-street"]))
    assert "microphone=()" in other.headers["Permissions-Policy"]


def test_a_form_without_a_token_is_refused_where_files_are_sent(cast: Cast) -> None:
    careful = client_of(cast.ann.person)
    careful.handler.enforce_csrf_checks = True
    path = reverse("praise:send_note", args=["elm-street", cast.bo.member.pk])
    assert careful.post(path, {"about": "praise", "sound": tone()}).status_code == 403


def test_a_sound_is_kept_as_mono_aac_without_what_it_carried(cast: Cast) -> None:
    kept = sounds.keep(tone(2))
    content = sounds.read(kept.name) or b""
    assert kept.seconds == 2
    assert content[4:8] == b"ftyp"
    assert len(content) < 25_000


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", b"#EXTM3U\nfile:///etc/hostname\n", b"ffconcat version 1.0\nfile /etc/hostname\n", bytes(5000)],
    ids=["empty", "cut", "playlist", "list of files", "zeros"],
)
def test_what_is_no_sound_is_refused_with_a_sentence(content: bytes, settings: object) -> None:
    with pytest.raises(sounds.NotASound, match=r"not a sound|nothing to hear"):
        sounds.keep(io.BytesIO(content))
