"""The widget on somebody else's website: small, alone, and blind."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from hometeam.praise import actions
from tests.cast import Cast
from tests.praise.given import approved

LONG = "Warm bread, kind people, and a door that is open when it says so. " * 18


@pytest.fixture
def code(cast: Cast) -> str:
    """The code of Bo's public page, with more than the widget shows."""
    for _round in range(2):
        for author in (cast.ann, cast.cy, cast.dee, cast.flo):
            approved(author, cast.bo, words=LONG)
    return actions.change_corner(viewer=cast.bo.viewer, values={"is_public": True}).code


def test_it_is_smaller_than_ten_kilobytes_and_loads_nothing_else(code: str) -> None:
    page = Client().get(reverse("praise:widget", args=[code])).content
    assert len(page) < 10_000
    assert not re.search(rb"<script|<link|<img|<audio|\bsrc=|@import|url\(", page)


def test_it_sets_no_cookie_and_may_stand_in_any_frame(code: str) -> None:
    answer = Client().get(reverse("praise:widget", args=[code]))
    assert not answer.cookies
    assert "X-Frame-Options" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("frame-ancestors *")


@pytest.mark.parametrize("door", ["praise:public", "praise:widget_script"])
def test_nothing_else_of_ours_stands_in_a_frame(code: str, door: str) -> None:
    answer = Client().get(reverse(door, args=[code]))
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_script_is_a_few_lines_that_make_a_sandboxed_frame(code: str, cast: Cast) -> None:
    answer = Client().get(reverse("praise:widget_script", args=[code]))
    script = answer.content.decode()
    assert not answer.cookies
    assert len(script) < 1000
    assert 'setAttribute("sandbox","allow-popups allow-popups-to-escape-sandbox")' in script
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_a_name_cannot_break_out_of_the_script(cast: Cast, code: str) -> None:
    type(cast.bo.member).objects.filter(pk=cast.bo.member.pk).update(name='";alert(1)//</script>')
    script = Client().get(reverse("praise:widget_script", args=[code])).content.decode()
    assert '";alert' not in script
    assert "</script>" not in script


def test_words_with_html_in_them_are_words(cast: Cast, code: str) -> None:
    approved(cast.ann, cast.bo, words="<b onclick=x>bold</b>", signed="<i>Ann</i>")
    for door in ("praise:public", "praise:widget"):
        page = Client().get(reverse(door, args=[code])).content.decode()
        assert "<b onclick" not in page
        assert "<i>Ann" not in page


def test_a_closed_page_is_not_there(cast: Cast, code: str) -> None:
    actions.change_corner(viewer=cast.bo.viewer, values={"is_public": False})
    for door in ("praise:public", "praise:widget", "praise:widget_script"):
        assert Client().get(reverse(door, args=[code])).status_code == 404
