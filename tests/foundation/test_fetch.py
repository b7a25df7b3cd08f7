"""Only the public web can be looked at, briefly and a little of it."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hometeam.foundation import fetch
from hometeam.foundation.fetch.guard import is_public


class Site(BaseHTTPRequestHandler):
    """A small site with good and bad pages."""

    def do_GET(self) -> None:
        page = getattr(self, "page_" + self.path.strip("/").replace("-", "_"), self.page_gone)
        page()

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Type": "text/html; charset=latin-1", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_hello(self) -> None:
        self.answer("Grüß Gott".encode("latin-1"))

    def page_gone(self) -> None:
        self.answer(b"gone", 404)

    def page_moved(self) -> None:
        self.answer(b"", 302, Location="/hello")

    def page_round(self) -> None:
        self.answer(b"", 302, Location="/round")

    def page_inward(self) -> None:
        self.answer(b"", 302, Location="http://127.0.0.1:1/secret")

    def page_to_a_file(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def page_giant(self) -> None:
        self.answer(b"x" * 100_000)

    def page_bomb(self) -> None:
        self.answer(gzip.compress(b"x" * 10_000_000), Content_Encoding="gzip")

    def page_packed(self) -> None:
        self.answer(gzip.compress(b"hello"), Content_Encoding="gzip")

    def page_strange(self) -> None:
        self.answer(b"hello", Content_Encoding="br")

    def page_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _drop in range(300):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def page_slow_start(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(300):
            self.wfile.write(f"X-{number}: y\r\n".encode())
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who hangs up is no news here."""


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    server = QuietServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def look(port: int, page: str, *, max_bytes: int = 50_000, seconds: float = 5.0) -> fetch.Fetched:
    """One page of the test site, which only this guard lets through."""
    guard = fetch.Guard(allow=frozenset({("127.0.0.1", port)}), resolve=lambda host, port: ["127.0.0.1"])
    return fetch.get(f"http://site.example:{port}/{page}", max_bytes=max_bytes, guard=guard, seconds=seconds)


def test_a_page_comes_with_its_kind_and_its_words(site: int) -> None:
    page = look(site, "hello")
    assert (page.ok, page.status, page.content_type, page.text) == (True, 200, "text/html", "Grüß Gott")


def test_a_page_that_is_gone_says_so(site: int) -> None:
    page = look(site, "nowhere")
    assert (page.ok, page.status) == (False, 404)


def test_a_redirect_is_followed(site: int) -> None:
    page = look(site, "moved")
    assert (page.url, page.text) == (f"http://site.example:{site}/hello", "Grüß Gott")


def test_a_packed_page_is_unpacked(site: int) -> None:
    assert look(site, "packed").body == b"hello"


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("round", "without end"),
        ("to-a-file", "not a web address"),
        ("giant", "too large"),
        ("bomb", "too large"),
        ("strange", "cannot read"),
    ],
)
def test_what_would_keep_us_busy_is_refused(site: int, page: str, says: str) -> None:
    with pytest.raises(fetch.Refused, match=says):
        look(site, page)


def test_a_redirect_into_our_own_house_is_refused(site: int) -> None:
    with pytest.raises(fetch.Refused, match="public web"):
        look(site, "inward")


@pytest.mark.parametrize("page", ["slow", "slow-start"])
def test_a_drip_cannot_hold_us(site: int, page: str) -> None:
    """Each drop comes in time, the whole would take half a minute."""
    begun = time.monotonic()
    with pytest.raises(fetch.Refused, match="too long"):
        look(site, page, seconds=0.5)
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.16.5.4/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
    ],
)
def test_addresses_that_are_not_public_are_refused(url: str) -> None:
    with pytest.raises(fetch.Refused):
        fetch.get(url, max_bytes=1000)


@pytest.mark.parametrize(
    "url",
    ["", "hello", "ftp://example.org/", "file:///etc/passwd", "http://", "http://ann:secret@example.org/", "x" * 3000],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(fetch.Refused):
        fetch.get(url, max_bytes=1000)


def test_a_port_that_is_not_the_webs_is_refused() -> None:
    guard = fetch.Guard(resolve=lambda host, port: ["93.184.215.14"])
    with pytest.raises(fetch.Refused, match="public web"):
        fetch.get("http://example.org:22/", max_bytes=1000, guard=guard)


def test_a_name_with_one_public_and_one_private_address_is_refused() -> None:
    guard = fetch.Guard(resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"])
    with pytest.raises(fetch.Refused, match="public web"):
        fetch.get("http://example.org/", max_bytes=1000, guard=guard)


def test_a_name_is_looked_up_once_and_the_checked_address_is_spoken_with(site: int) -> None:
    """A second answer from the name server, after the check, must not matter."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    guard = fetch.Guard(allow=frozenset({("127.0.0.1", site)}), resolve=lambda host, port: answers.pop(0))
    assert fetch.get(f"http://site.example:{site}/hello", max_bytes=1000, guard=guard).ok
    assert answers == [["10.0.0.1"]]


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "1.1.1.1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)
