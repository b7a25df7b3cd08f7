"""What a page or a feed shows of what was agreed."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.evidence import Block, find, find_in_page, read_page
from hometeam.engine.evidence.markup import blocks_of

TODAY = date(2026, 11, 22)
PAGE = """<!doctype html><html><head><title>The Morning Loaf</title>
<meta property="article:published_time" content="2026-11-19T08:00:00Z">
<script>var x = "Ann Photographs";</script></head>
<body><h1>Hello</h1><p>Rye is back. Our portraits are by
<a href="https://www.ann.example.org/shop?x=1">a friend</a>. See you.</p>
</body></html>"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Dee’s blog</title>
<item><title>On fonts</title><link>https://dee.example.org/fonts</link><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>
<description>&lt;p&gt;Nothing here.&lt;/p&gt;</description></item>
<item><title>Three friends</title><link>https://dee.example.org/friends</link>
<pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>Read this.</p>
<p>Cy keeps my books: <a href="https://home.example/to/K7Q2">have a look</a>.</p>]]></content:encoded>
</item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Bread</title><updated>2026-11-18T01:02:03Z</updated>
<link href="https://bo.example.org/bread"/>
<content type="html">&lt;p&gt;By Bo&#8217;s Bakery.&lt;/p&gt;</content></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "items": [
{"title": "A card", "date_published": "2026-11-17T10:00:00+02:00", "content_html": "<p>Made with Dee Designs.</p>"}]}"""


def test_a_page_holds_the_agreed_link_and_says_since_when() -> None:
    seen = find_in_page(PAGE, "text/html", ["ann.example.org"], TODAY)
    assert seen is not None
    assert (seen.title, seen.on) == ("The Morning Loaf", date(2026, 11, 19))
    assert seen.sentence == "Rye is back. Our portraits are by a friend. See you."


def test_what_only_a_script_says_is_not_on_the_page() -> None:
    assert find_in_page(PAGE, "text/html", ["Ann Photographs"], TODAY) is None


def test_the_entry_of_a_feed_that_speaks_of_it_gives_the_day() -> None:
    seen = find_in_page(RSS, "application/rss+xml", ["https://home.example/to/K7Q2"], TODAY)
    assert seen is not None
    assert (seen.title, seen.on) == ("Three friends", date(2026, 11, 20))
    assert seen.sentence == "Cy keeps my books: have a look."


@pytest.mark.parametrize(
    ("source", "kind", "word", "on"),
    [
        (ATOM, "application/atom+xml", "Bo's Bakery", date(2026, 11, 18)),
        (JSON, "application/feed+json", "dee designs", date(2026, 11, 17)),
        ("Thanks to Dee Designs", "text/plain", "Dee Designs", None),
    ],
)
def test_atom_json_and_plain_text_are_read_as_well(source: str, kind: str, word: str, on: date | None) -> None:
    seen = find_in_page(source, kind, [word], TODAY)
    assert seen is not None
    assert seen.on == on


def test_a_day_that_is_still_to_come_is_no_day_of_publishing() -> None:
    later = PAGE.replace("2026-11-19", "2027-11-19")
    seen = find_in_page(later, "text/html", ["ann.example.org"], TODAY)
    assert seen is not None
    assert seen.on is None


@pytest.mark.parametrize(
    "near", ["https://joann.example.org/", "https://ann.example.org.evil.example/", "ann.example.orgs"]
)
def test_a_host_is_found_whole_or_not_at_all(near: str) -> None:
    assert find(["ann.example.org"], [Block(f"See {near}", (near,))]) is None


@pytest.mark.parametrize(
    "link",
    [
        "http://ann.example.org",
        "https://www.ann.example.org/a/b",
        "https://click.example/?u=https%3A%2F%2Fann.example.org%2F",
    ],
)
def test_a_link_counts_however_it_is_written_or_wrapped(link: str) -> None:
    assert find(["ann.example.org"], [Block("See", (link,))]) is not None


def test_a_name_is_found_in_any_capitals_and_quotes_but_not_inside_another() -> None:
    assert find(["Bo’s Bakery"], [Block("by BO'S  bakery")]) is not None
    assert find(["Ann Photo"], [Block("Ann Photographs")]) is None


def test_what_is_kept_of_a_page_names_nobodys_address_and_is_short() -> None:
    seen = find(["Dee Designs"], [Block("Dee Designs wrote to flo@example.org " + "and so on " * 90)])
    assert seen is not None
    assert "@" not in seen.sentence
    assert len(seen.sentence) <= 200


HOSTILE = ["<!--", "<![CDATA[", "<script>", "<a b='", "<", '<a href="', "<p><", "&#", "<item>", "<time datetime="]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_page_made_to_be_slow_is_read_quickly(piece: str) -> None:
    began = time.process_time()
    read_page("<rss>" + piece * (1_000_000 // len(piece)))
    read_page(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 20


@given(st.text(alphabet="<>/!-[]CDATA\"'=& ;#pahref\n", max_size=300), st.sampled_from(["", "<rss>", "{"]))
def test_nothing_written_breaks_the_reading(text: str, start: str) -> None:
    for part in read_page(start + text):
        assert all("\n" not in block.text for block in part.blocks)


@given(st.lists(st.text(alphabet="abc éß", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=6))
def test_every_paragraph_is_found_again(paragraphs: list[str]) -> None:
    source = "".join(f"<p>{one}</p>" for one in paragraphs)
    assert [block.text for block in blocks_of(source)] == [" ".join(one.split()) for one in paragraphs]
