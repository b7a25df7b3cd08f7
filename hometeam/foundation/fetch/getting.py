"""Get one page of the public web."""

import time
import zlib
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin

import httpcore2
import httpx2
from django.utils.translation import gettext as _

from hometeam.foundation.fetch.guard import PUBLIC, Guard, Refused
from hometeam.foundation.fetch.line import GuardedTransport

SECONDS = 5.0
MOST_REDIRECTS = 3
MOST_URL = 2_000
_ASK = {"User-Agent": "Hometeam (link check)", "Accept": "*/*", "Accept-Encoding": "gzip"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BROKEN = (
    httpx2.HTTPError,
    httpx2.StreamError,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
    OSError,
    zlib.error,
)


@dataclass(frozen=True)
class Fetched:
    """What came back: the last address after redirects, the status, what kind of thing it says it is, and its bytes."""

    url: str
    status: int
    content_type: str
    charset: str
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the host answered with the thing itself."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The bytes as words, in the encoding that the host named, else UTF-8."""
        try:
            return self.body.decode(self.charset, errors="replace")
        except LookupError:
            return self.body.decode(errors="replace")


def get(url: str, *, max_bytes: int, guard: Guard = PUBLIC, seconds: float = SECONDS) -> Fetched:
    """Get `url` from the public web, `max_bytes` of it at most, each hop within `seconds`, three redirects at most.

    Raises Refused with a plain sentence: not http(s), not public, gone, too slow, too large. An answer such as 404 is
    returned and has its status. Blocks: call it from a job.
    """
    for _hop in range(MOST_REDIRECTS + 1):
        answer = _hop_to(_checked(url), max_bytes, guard, seconds)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(url, answer)
    raise Refused(_("This address leads from one place to the next without end."))


def _checked(url: str) -> httpx2.URL:
    """The address, when it is one that may be asked for at all."""
    try:
        parsed = httpx2.URL(url.strip() if len(url) <= MOST_URL else "")
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise Refused(_("This is not a web address."), for_good=True) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise Refused(_("This is not a web address. It begins with http:// or https://."), for_good=True)
    if parsed.userinfo:
        raise Refused(_("Leave the name and password out of the address."), for_good=True)
    return parsed


def _hop_to(url: httpx2.URL, max_bytes: int, guard: Guard, seconds: float) -> Fetched | str:
    """The thing, or the address that it has moved to."""
    transport = GuardedTransport(guard, time.monotonic() + seconds)
    try:
        with httpx2.Client(transport=transport, trust_env=False, timeout=seconds, headers=_ASK) as client:  # noqa: SIM117
            with client.stream("GET", url) as answer:
                moved = answer.headers.get("location")
                if answer.status_code in _REDIRECTS and moved:
                    return moved
                return _read(answer, max_bytes)
    except (httpx2.TimeoutException, httpcore2.TimeoutException) as error:
        raise Refused(_("%(host)s took too long to answer.") % {"host": url.host}) from error
    except _BROKEN as error:
        raise Refused(_("%(host)s could not be reached.") % {"host": url.host}) from error


def _read(answer: httpx2.Response, max_bytes: int) -> Fetched:
    kind = Message()
    kind["content-type"] = answer.headers.get("content-type", "application/octet-stream")
    return Fetched(
        url=str(answer.url),
        status=answer.status_code,
        content_type=kind.get_content_type(),
        charset=kind.get_content_charset() or "utf-8",
        body=_body(answer, max_bytes),
    )


def _body(answer: httpx2.Response, max_bytes: int) -> bytes:
    """The bytes, unpacked no further than they are allowed to be long."""
    packing = answer.headers.get("content-encoding", "identity").lower()
    if packing not in ("identity", "gzip", "x-gzip", "deflate"):
        raise Refused(_("%(host)s answers in a way that we cannot read.") % {"host": answer.url.host})
    unpack = zlib.decompressobj(wbits=47) if packing in ("gzip", "x-gzip") else None
    unpack = zlib.decompressobj() if packing == "deflate" else unpack
    body = bytearray()
    for chunk in answer.iter_raw():
        body += unpack.decompress(chunk, max_bytes + 1 - len(body)) if unpack else chunk
        if len(body) > max_bytes:
            raise Refused(_("What is at this address is too large to look at."), for_good=True)
    return bytes(body)
