"""The picture beside a name: put up, taken down, undone, and shown to those who may see it."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hometeam.foundation import images
from hometeam.foundation.clock import now
from hometeam.members import actions
from hometeam.members.models import Member, Membership
from tests.cast import Cast, client_of, elm_street


def drawing(colour: str = "teal") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file


def picture(colour: str = "teal") -> SimpleUploadedFile:
    return SimpleUploadedFile("me.png", drawing(colour).getvalue(), content_type="image/png")


def photo_of(member: Member) -> str:
    return Member.objects.values_list("photo", flat=True).get(pk=member.pk)


@pytest.fixture
def shown(cast: Cast) -> Member:
    """Ann, with a picture."""
    actions.change_photo(by=cast.ann.viewer.actor, member=cast.ann.member, file=drawing())
    cast.ann.member.refresh_from_db()
    return cast.ann.member


def test_a_picture_stands_beside_the_name_wherever_it_is_read(cast: Cast, shown: Member) -> None:
    ann, bo = client_of(cast.ann.person), client_of(cast.bo.person)
    slug = cast.community.slug
    for browser, path in [(ann, f"/me/{shown.pk}/"), (bo, f"/c/{slug}/people"), (bo, f"/c/{slug}/people/{shown.pk}")]:
        assert shown.photo in browser.get(path).content.decode(), path


def test_what_is_no_picture_is_refused_beside_the_field(cast: Cast, shown: Member) -> None:
    before = shown.photo
    page = client_of(cast.ann.person).post(f"/me/{shown.pk}/photo", {"photo": SimpleUploadedFile("a.png", b"<svg>")})
    assert "not a picture that we can read" in page.content.decode()
    assert photo_of(shown) == before


def test_no_file_at_all_is_asked_for(cast: Cast) -> None:
    page = client_of(cast.ann.person).post(f"/me/{cast.ann.member.pk}/photo")
    assert "Choose a picture first." in page.content.decode()


def test_a_new_picture_takes_the_place_of_the_old_one_and_undo_brings_that_back(cast: Cast, shown: Member) -> None:
    client = client_of(cast.ann.person)
    client.post(f"/me/{shown.pk}/photo", {"photo": picture("red")})
    assert photo_of(shown) not in ("", shown.photo)
    (key,) = client.session["undo"]
    client.post(f"/me/undo/{key}")
    assert photo_of(shown) == shown.photo


def test_a_picture_taken_down_comes_back_by_undo(cast: Cast, shown: Member) -> None:
    client = client_of(cast.ann.person)
    client.post(f"/me/{shown.pk}/photo/remove")
    assert photo_of(shown) == ""
    (key,) = client.session["undo"]
    client.post(f"/me/undo/{key}")
    assert photo_of(shown) == shown.photo


def test_the_last_question_of_the_start_takes_a_picture_or_none(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    Member.objects.filter(pk=cast.ann.member.pk).update(start_step=5)
    client.post("/start/together", {"capacity": 2})
    assert photo_of(cast.ann.member) == ""
    Member.objects.filter(pk=cast.ann.member.pk).update(start_step=5)
    client.post("/start/together", {"capacity": 2, "photo": picture()})
    assert photo_of(cast.ann.member).startswith("pictures/")


def test_only_people_of_a_shared_community_get_the_file(cast: Cast, shown: Member) -> None:
    address = images.url(shown.photo, "small")
    for person in (cast.ann.person, cast.bo.person, cast.gus.person):
        assert client_of(person).get(address).status_code == 200
    assert client_of(cast.eve.person).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    Membership.objects.filter(member=cast.bo.member).update(state=Membership.State.LEFT)
    assert client_of(cast.bo.person).get(address).status_code == 404


def test_the_file_is_an_image_and_nothing_else_and_may_be_kept_by_one_browser(cast: Cast, shown: Member) -> None:
    answer = client_of(cast.bo.person).get(images.url(shown.photo, "small"))
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"".join(answer).startswith(b"RIFF")


def test_what_else_lies_in_the_media_folder_is_not_to_be_had(cast: Cast, shown: Member) -> None:
    client = client_of(cast.ann.person)
    for path in (
        "/media/pictures/../evidence/x-small.webp",
        f"/media/{shown.photo}-huge.webp",
        "/media/evidence/x.webp",
    ):
        assert client.get(path).status_code == 404, path


def test_pictures_that_nobody_shows_are_deleted_after_the_time_for_undo(cast: Cast, shown: Member) -> None:
    actions.change_photo(by=cast.bo.viewer.actor, member=cast.bo.member, file=drawing("red"))
    red = photo_of(cast.bo.member)
    actions.remove_photo(by=cast.bo.viewer.actor, member=cast.bo.member)
    actions.tidy_photos(now=now() + timedelta(days=1))
    assert images.is_kept(red)
    actions.tidy_photos(now=now() + timedelta(days=3))
    assert not images.is_kept(red)
    assert images.is_kept(shown.photo)


def test_an_undo_that_comes_too_late_leaves_the_initials(cast: Cast, shown: Member) -> None:
    before = actions.remove_photo(by=cast.ann.viewer.actor, member=shown)
    images.drop(shown.photo)
    actions.change_profile(by=cast.ann.viewer.actor, member=shown, group="photo", values=before)
    assert photo_of(shown) == ""


@pytest.mark.django_db(transaction=True)
def test_closing_a_member_deletes_its_picture_at_once() -> None:
    cast = elm_street()
    actions.change_photo(by=cast.ann.viewer.actor, member=cast.ann.member, file=drawing("blue"))
    blue = photo_of(cast.ann.member)
    actions.erase_member(by=cast.ann.viewer.actor, member=cast.ann.member)
    assert not images.is_kept(blue)
