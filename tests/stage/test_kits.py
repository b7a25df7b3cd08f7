"""A kit taken with one tap, and the card that is made from a profile."""

import io
import zipfile
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from hometeam.foundation.clock import now
from hometeam.foundation.models import Event, Notice
from hometeam.members.actions import add_kit_photo, block, change_logo, change_photo, change_profile
from hometeam.members.models import Member
from hometeam.members.queries.kits import kit_of
from hometeam.stage import access, actions
from hometeam.stage.queries.cards import SIZES, Face, draw_card, face_of
from tests.cast import Cast, client_of
from tests.members.test_kit import ABOUT, drawing

KIT = {"fifty_words": "Ann waits.", "dos": "Say Ann.", "donts": "No prices.", "shop_url": "https://ann.example.org/"}


@pytest.fixture
def ann(cast: Cast) -> Member:
    """Ann, with a full kit."""
    by, member = cast.ann.viewer.actor, cast.ann.member
    change_profile(by=by, member=member, group="kit", values=KIT)
    change_logo(by=by, member=member, file=drawing("navy"))
    add_kit_photo(by=by, member=member, file=drawing(), about=ABOUT)
    return member


def path(cast: Cast, name: str, *more: object) -> str:
    return reverse(f"stage:{name}", args=[cast.community.slug, *more])


def test_a_partner_reads_all_of_it(cast: Cast, ann: Member) -> None:
    page = client_of(cast.bo.person).get(path(cast, "kit", ann.pk)).content.decode()
    for words in ("Ann waits.", "Say Ann.", "No prices.", "@annphotographs", "Two hands and a ring", ann.one_line):
        assert words in page


def test_a_partner_takes_all_of_it_in_one_file(cast: Cast, ann: Member) -> None:
    answer = client_of(cast.bo.person).post(path(cast, "take_kit", ann.pk))
    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    assert "ann-photographs.zip" in answer.headers["Content-Disposition"]
    assert set(bundle.namelist()) == {
        "README.md",
        "one-line.txt",
        "fifty-words.txt",
        "handles.txt",
        "link.txt",
        "card-wide.png",
        "card-square.png",
        "logo.png",
        "photos/01-two-hands-and-a-ring.jpg",
    }
    assert bundle.read("fifty-words.txt").decode() == "Ann waits.\n"
    assert "- No prices." in bundle.read("README.md").decode()
    assert "Photo: Ann" in bundle.read("README.md").decode()
    photo = Image.open(io.BytesIO(bundle.read("photos/01-two-hands-and-a-ring.jpg")))
    assert photo.format == "JPEG"
    assert not photo.getexif()


def test_that_it_was_taken_is_in_the_journal_and_in_nobodys_inbox(cast: Cast, ann: Member) -> None:
    client_of(cast.bo.person).post(path(cast, "take_kit", ann.pk))
    event = Event.objects.get(verb="stage.kit_taken")
    assert (event.member_id, event.object_id) == (cast.bo.member.pk, ann.pk)
    assert not Notice.objects.exists()


def test_a_name_in_another_script_is_a_file_name_too(cast: Cast, ann: Member) -> None:
    Member.objects.filter(pk=ann.pk).update(name="../写真館\r\nX: y")
    answer = client_of(cast.bo.person).post(path(cast, "take_kit", ann.pk))
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('写真館-x-y.zip')}"


def test_a_kit_is_for_those_who_may_see_the_member(cast: Cast, ann: Member) -> None:
    assert client_of(cast.eve.person).get(path(cast, "kit", ann.pk)).status_code == 404
    block(by=cast.ann.viewer.actor, member=ann, other=cast.bo.member)
    assert client_of(cast.bo.person).get(path(cast, "kit", ann.pk)).status_code == 404
    assert client_of(cast.bo.person).post(path(cast, "take_kit", ann.pk)).status_code == 404


def test_an_empty_kit_says_what_to_do(cast: Cast) -> None:
    Member.objects.filter(pk=cast.bo.member.pk).update(one_line="")
    cast.bo.member.channels.all().delete()
    page = client_of(cast.ann.person).get(path(cast, "kit", cast.bo.member.pk)).content.decode()
    assert "This kit is still empty" in page


@pytest.mark.parametrize("shape", SIZES)
def test_a_card_has_the_size_that_channels_ask_for(cast: Cast, ann: Member, shape: str) -> None:
    answer = client_of(cast.bo.person).get(path(cast, "member_card", ann.pk, shape))
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == SIZES[shape]  # type: ignore[index]


def test_a_card_that_a_browser_has_is_not_sent_again_until_it_changes(cast: Cast, ann: Member) -> None:
    client = client_of(cast.bo.person)
    address = path(cast, "member_card", ann.pk, "wide")
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    Member.objects.filter(pk=ann.pk).update(one_line="Something new")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_card_shows_the_photo_else_the_logo_else_the_initials(cast: Cast, ann: Member) -> None:
    bo = face_of(kit_of(cast.bo.member), "Elm Street")
    assert (bo.picture, bo.initials) == ("", "BB")
    assert face_of(kit_of(ann), "Elm Street").is_logo
    change_photo(by=cast.ann.viewer.actor, member=ann, file=drawing("red"))
    ann.refresh_from_db()
    assert not face_of(kit_of(ann), "Elm Street").is_logo


def test_a_home_is_not_on_the_card(cast: Cast, ann: Member) -> None:
    assert face_of(kit_of(ann), "Elm Street").town == "Langley"


@pytest.mark.parametrize("name", ["x" * 160, "مخبز بو", "🥐", "", "写真館 🎉", "a\u0301 " * 50])
def test_any_name_can_be_drawn(name: str) -> None:
    for shape in SIZES:
        assert draw_card(Face(name, name, "", "Elm Street", "pictures/gone"), shape).startswith(b"\x89PNG")


def test_the_world_sees_a_card_only_by_an_address_that_cannot_be_guessed(cast: Cast, ann: Member) -> None:
    token = access.picture_token(ann, cast.community)
    address = reverse("stage:picture", args=[token, "wide"])
    assert Client().get(address).headers["Content-Type"] == "image/png"
    assert Client().get(reverse("stage:picture", args=[token[:-3] + "abc", "wide"])).status_code == 404
    assert Client().get(reverse("stage:picture", args=["x", "wide"])).status_code == 404


def test_the_address_of_somebody_who_left_shows_nothing(cast: Cast, ann: Member) -> None:
    address = reverse("stage:picture", args=[access.picture_token(ann, cast.community), "wide"])
    ann.memberships.all().update(state="left")
    assert Client().get(address).status_code == 404


def test_cards_drawn_long_ago_are_dropped_and_drawn_anew(cast: Cast, ann: Member) -> None:
    client_of(cast.bo.person).get(path(cast, "member_card", ann.pk, "wide"))
    assert actions.drop_old_cards(before=now() - timedelta(days=1)) == 0
    assert actions.drop_old_cards(before=now() + timedelta(days=1)) >= 1
    assert client_of(cast.bo.person).get(path(cast, "member_card", ann.pk, "wide")).status_code == 200
