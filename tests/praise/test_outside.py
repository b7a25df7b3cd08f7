"""What a link to one of our public pages shows elsewhere."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from hometeam.members.models import Community
from hometeam.praise import actions
from hometeam.praise.views import public
from tests.cast import Cast
from tests.praise.given import approved


def outside(path: str) -> dict[str, str]:
    """What the page's head says to whoever shows a link to it."""
    page = Client().get(path).content.decode()
    return dict(re.findall(r'<meta property="og:([a-z:]+)" content="([^"]*)">', page))


def picture(address: str) -> tuple[int, int]:
    """How large the picture is, asked for without signing in."""
    answer = Client().get("/" + address.split("/", 3)[3])
    assert (answer.status_code, answer.headers["Content-Type"], answer.cookies) == (200, "image/png", {})
    return Image.open(io.BytesIO(answer.content)).size


@pytest.fixture
def pages(cast: Cast) -> dict[str, str]:
    """The public pages, by what their links are called."""
    approved(cast.ann, cast.bo, words="Warm bread, and <kind> people.")
    code = actions.change_corner(viewer=cast.bo.viewer, values={"is_public": True}).code
    bare = actions.change_corner(viewer=cast.dee.viewer, values={"is_public": True}).code
    return {
        "What people say about Bo’s Bakery": reverse("praise:public", args=[code]),
        f"What people say about {cast.dee.member.name}": reverse("praise:public", args=[bare]),
        "Elm Street": reverse("members:join", args=["elm-street"]),
        "A home team for people who work alone": "/",
    }


def test_each_public_page_has_a_title_a_line_and_a_drawn_picture(pages: dict[str, str]) -> None:
    for title, path in pages.items():
        said = outside(path)
        assert said["title"] == title
        assert said["url"].endswith(path)
        assert picture(said["image"]) == (1200, 630) == (int(said["image:width"]), int(said["image:height"]))


def test_words_of_others_are_harmless_there(pages: dict[str, str]) -> None:
    said = outside(pages["What people say about Bo’s Bakery"])
    assert "Warm bread, and &lt;kind&gt; people." in said["description"]


def test_a_closed_door_has_no_picture(cast: Cast) -> None:
    Community.objects.filter(pk=cast.community.pk).update(joining="closed")
    assert Client().get(reverse("members:join_label", args=["elm-street"])).status_code == 404


def test_a_page_with_much_to_show_has_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "A_PAGE", 1)
    for author in (cast.ann, cast.cy):
        approved(author, cast.bo, words=f"Good bread, says {author.person.name}.")
    path = reverse(
        "praise:public", args=[actions.change_corner(viewer=cast.bo.viewer, values={"is_public": True}).code]
    )
    first, second = (Client().get(path, {"page": number}).content.decode() for number in (1, 2))
    assert "Page 1 of 2" in first
    assert "says Cy" in first and "says Ann." not in first
    assert "says Ann." in second
