"""The kit that partners take: words, links, a mark and photos; written, undone, shown to those who may see it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from hometeam.foundation import images
from hometeam.members import actions
from hometeam.members.models import Kit, KitPhoto, Member
from hometeam.members.queries import kit_of
from tests.cast import Cast, client_of, elm_street, speaks_on

WORDS = {
    "fifty_words": "Ann photographs weddings without telling anybody to smile.",
    "booking_url": "https://ann.example.org/book",
    "shop_url": "",
    "dos": "Say Ann, not Anne.\nTag the studio.",
    "donts": "No prices.",
}
ABOUT = {"alt": "Two hands and a ring", "shown": "nobody", "use": "post", "credit": "Ann"}


def drawing(colour: str = "teal") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file


def picture(colour: str = "teal") -> SimpleUploadedFile:
    return SimpleUploadedFile("one.png", drawing(colour).getvalue(), content_type="image/png")


def with_photo(cast: Cast) -> KitPhoto:
    actions.add_kit_photo(by=cast.ann.viewer.actor, member=cast.ann.member, file=drawing(), about=ABOUT)
    return cast.ann.member.kit_photos.get()


def test_what_a_member_writes_is_what_a_partner_takes(cast: Cast) -> None:
    client_of(cast.ann.person).post(f"/me/{cast.ann.member.pk}/kit", WORDS)
    kit = kit_of(cast.ann.member)
    assert kit.fifty_words == WORDS["fifty_words"]
    assert kit.dos == ("Say Ann, not Anne.", "Tag the studio.")
    assert kit.url == "https://ann.example.org/book"


def test_undo_gives_the_words_back(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    client.post(f"/me/{cast.ann.member.pk}/kit", WORDS)
    client.post(f"/me/{cast.ann.member.pk}/kit", WORDS | {"fifty_words": "Something else."})
    client.post(f"/me/undo/{list(client.session['undo'])[-1]}")
    assert kit_of(cast.ann.member).fifty_words == WORDS["fifty_words"]


def test_fifty_words_are_not_a_hundred(cast: Cast) -> None:
    page = client_of(cast.ann.person).post(f"/me/{cast.ann.member.pk}/kit", WORDS | {"fifty_words": "word " * 100})
    assert "These are 100 words" in page.content.decode()
    assert not Kit.objects.exists()


def test_an_address_that_is_a_script_is_refused(cast: Cast) -> None:
    client_of(cast.ann.person).post(f"/me/{cast.ann.member.pk}/kit", WORDS | {"shop_url": "javascript:alert(1)"})
    assert kit_of(cast.ann.member).shop_url == ""


def test_two_people_who_write_at_once_are_told_of_each_other(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    client.post(f"/me/{cast.ann.member.pk}/kit", WORDS)
    page = client.post(f"/me/{cast.ann.member.pk}/kit", WORDS | {"fifty_words": "Mine.", "seen": "older"})
    assert page.status_code == 409
    assert "Somebody else changed this" in page.content.decode()


def test_a_photo_says_what_it_shows_and_that_those_in_it_agree(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    path = f"/me/{cast.ann.member.pk}/kit/photos/add"
    page = client.post(path, {"photo": picture(), "alt": "", "use": "post"})
    assert "Say whether those in it agree" in page.content.decode()
    assert not KitPhoto.objects.exists()
    client.post(path, {"photo": picture(), **ABOUT})
    assert kit_of(cast.ann.member).photos[0].alt == "Two hands and a ring"


def test_no_photo_of_people_who_were_not_asked_can_be_kept(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        KitPhoto.objects.create(member=cast.ann.member, image="pictures/x", alt="x", shown="")


def test_what_is_said_of_a_photo_can_be_changed_and_undone(cast: Cast) -> None:
    photo, client = with_photo(cast), client_of(cast.ann.person)
    client.post(f"/me/{cast.ann.member.pk}/kit/photos/{photo.pk}", ABOUT | {"alt": "A ring", "use": "all"})
    assert kit_of(cast.ann.member).photos[0].may_print
    client.post(f"/me/undo/{list(client.session['undo'])[-1]}")
    assert kit_of(cast.ann.member).photos[0].alt == "Two hands and a ring"


def test_a_photo_taken_out_comes_back_by_undo(cast: Cast) -> None:
    photo, client = with_photo(cast), client_of(cast.ann.person)
    client.post(f"/me/{cast.ann.member.pk}/kit/photos/{photo.pk}/drop")
    assert kit_of(cast.ann.member).photos == ()
    client.post(f"/me/undo/{list(client.session['undo'])[-1]}")
    assert kit_of(cast.ann.member).photos[0].image == photo.image


def test_a_logo_is_put_in_and_taken_out(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    client.post(f"/me/{cast.ann.member.pk}/kit/logo", {"photo": picture("red")})
    assert kit_of(cast.ann.member).logo_url
    client.post(f"/me/{cast.ann.member.pk}/kit/logo/remove")
    assert kit_of(cast.ann.member).logo == ""


def test_what_is_no_picture_is_refused_beside_the_field(cast: Cast) -> None:
    bad = SimpleUploadedFile("a.png", b"<svg>")
    page = client_of(cast.ann.person).post(f"/me/{cast.ann.member.pk}/kit/photos/add", {"photo": bad, **ABOUT})
    assert "not a picture that we can read" in page.content.decode()


def test_a_full_kit_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hometeam.members.actions.kits.MOST_PHOTOS", 0)
    page = client_of(cast.ann.person).post(f"/me/{cast.ann.member.pk}/kit/photos/add", {"photo": picture(), **ABOUT})
    assert "The kit is full" in page.content.decode()


def test_the_pictures_are_for_members_of_a_shared_community(cast: Cast) -> None:
    address = images.url(with_photo(cast).image, "medium")
    assert client_of(cast.bo.person).get(address).status_code == 200
    assert client_of(cast.eve.person).get(address).status_code == 404


def test_nobody_else_writes_my_kit(cast: Cast) -> None:
    photo, bo = with_photo(cast), client_of(cast.bo.person)
    pk = cast.ann.member.pk
    for path in ("kit", "kit/logo", "kit/photos/add", f"kit/photos/{photo.pk}"):
        assert bo.get(f"/me/{pk}/{path}").status_code == 404, path
    own = client_of(cast.bo.person).post(f"/me/{cast.bo.member.pk}/kit/photos/{photo.pk}/drop")
    assert own.status_code == 404
    assert cast.ann.member.kit_photos.exists()


def test_the_handle_is_that_of_the_channel_and_of_no_other(cast: Cast) -> None:
    speaks_on(cast.ann.member, "bluesky", "@ann.example.org")
    kit = kit_of(cast.ann.member)
    assert kit.handle_on("bluesky") == "@ann.example.org"
    assert kit.handle_on("instagram") == "@annphotographs"
    assert kit.handle_on("facebook") == ""


@pytest.mark.django_db(transaction=True)
def test_closing_a_member_takes_the_kit_and_its_pictures_away() -> None:
    cast = elm_street()
    image = with_photo(cast).image
    actions.change_logo(by=cast.ann.viewer.actor, member=cast.ann.member, file=drawing("navy"))
    logo = kit_of(cast.ann.member).logo
    actions.erase_member(by=cast.ann.viewer.actor, member=cast.ann.member)
    assert not Kit.objects.exists()
    assert not KitPhoto.objects.exists()
    assert not images.is_kept(image)
    assert not images.is_kept(logo)
    assert Member.objects.get(pk=cast.ann.member.pk).name == "A former member"
