"""Photos of somebody's work in use."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from django.urls import reverse
from PIL import Image

from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act, Level
from hometeam.members.models import KitPhoto
from hometeam.praise import actions
from hometeam.praise.models import PhotoInUse
from tests.cast import Cast, client_of, speaks_on
from tests.praise.given import photo, tone

ABOUT = {"alt": "A loaf on a blue table", "shown": "agreed", "people": "Zoë", "words": "Breakfast"}


def given(cast: Cast) -> PhotoInUse:
    """Ann gives Bo a photo of his loaf."""
    return actions.give_photo(viewer=cast.ann.viewer, to=cast.bo.member, photo=photo(place=True), about=ABOUT)


def test_what_the_camera_noted_is_gone(cast: Cast) -> None:
    one = given(cast)
    with default_storage.open(f"{one.image}-large.webp") as file:
        content = file.read()
        file.seek(0)
        assert dict(Image.open(file).getexif()) == {}
    assert b"Secret" not in content


def test_a_photo_is_one_act_and_one_notice(cast: Cast) -> None:
    given(cast)
    act = Act.objects.get()
    assert (act.kind, act.group) == ("photo-in-use", "spread")
    assert Notice.objects.filter(person=cast.bo.person).count() == 1


def test_it_is_seen_by_the_two_alone(cast: Cast) -> None:
    path = reverse("praise:photo_picture", args=["elm-street", given(cast).pk])
    seen = {player.person.name: client_of(player.person).get(path).status_code for player in (*cast.street, cast.eve)}
    assert seen == {"Ann": 200, "Bo": 200, "Cy": 404, "Dee": 404, "Flo": 404, "Eve": 404}


def test_without_words_for_those_who_cannot_see_or_without_consent_nothing_is_kept(cast: Cast) -> None:
    path = reverse("praise:give_photo", args=["elm-street", cast.bo.member.pk])
    page = client_of(cast.ann.person).post(path, {"photo": photo(), "words": "Breakfast"}).content.decode()
    assert "Say whether the people in it agreed. If they did not, choose another photo." in page
    assert "Breakfast" in page
    assert not PhotoInUse.objects.exists()


def test_a_file_that_is_no_picture_is_said_beside_the_field(cast: Cast) -> None:
    path = reverse("praise:give_photo", args=["elm-street", cast.bo.member.pk])
    page = client_of(cast.ann.person).post(path, ABOUT | {"photo": tone()}).content.decode()
    assert "This file is not a picture that we can read." in page
    assert not PhotoInUse.objects.exists()


def test_its_subject_takes_it_into_the_kit_once_with_what_it_shows(cast: Cast) -> None:
    one = given(cast)
    for _time in range(2):
        actions.into_kit(viewer=cast.bo.viewer, photo=one)
    kept = KitPhoto.objects.get()
    assert (kept.member, kept.alt, kept.shown, kept.credit) == (
        cast.bo.member,
        ABOUT["alt"],
        "agreed",
        "Ann Photographs",
    )


def test_only_its_subject_takes_it_into_a_kit(cast: Cast) -> None:
    one = given(cast)
    with pytest.raises(Http404):
        actions.into_kit(viewer=cast.ann.viewer, photo=one)
    assert not KitPhoto.objects.exists()


def test_thanks_are_one_tap_and_confirm_it(cast: Cast) -> None:
    one = given(cast)
    actions.thank_for_photo(viewer=cast.bo.viewer, photo=one)
    actions.thank_for_photo(viewer=cast.bo.viewer, photo=one)
    assert Act.objects.get().level == Level.PARTNER_CONFIRMED
    assert Notice.objects.filter(person=cast.ann.person).count() == 1


def test_taken_back_it_is_gone_put_back_it_counts_once(cast: Cast) -> None:
    one = given(cast)
    path = reverse("praise:photo_picture", args=["elm-street", one.pk])
    actions.withdraw_photo(viewer=cast.ann.viewer, photo=one)
    assert client_of(cast.bo.person).get(path).status_code == 404
    assert not Act.objects.filter(taken_back_at__isnull=True).exists()
    actions.put_photo_back(viewer=cast.ann.viewer, photo=one)
    assert client_of(cast.bo.person).get(path).status_code == 200
    assert Act.objects.filter(taken_back_at__isnull=True).count() == 1


def test_two_days_after_it_was_taken_back_the_picture_is_erased(cast: Cast) -> None:
    one = given(cast)
    actions.withdraw_photo(viewer=cast.ann.viewer, photo=one)
    with clock.telling(clock.now() + timedelta(days=4)):
        actions.tidy(now=clock.now())
    assert not default_storage.exists(f"{one.image}-large.webp")
    assert PhotoInUse.objects.get().image == ""


def test_its_giver_finds_the_words_to_post_with_their_handle(cast: Cast) -> None:
    speaks_on(cast.bo.member, "instagram", "@bosbakery")
    page = client_of(cast.ann.person).get(reverse("praise:photo", args=["elm-street", given(cast).pk]))
    assert "Breakfast\n\nBo’s Bakery @bosbakery" in page.content.decode()
