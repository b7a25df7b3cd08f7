"""Where our links may lead."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from hometeam.foundation.fetch.guard import is_public

LONGEST = 1000
NOT_PUBLIC = frozenset({"arpa", "home", "internal", "invalid", "lan", "local", "localhost", "onion", "test"})
"""Last parts of names that stand for nothing on the public web."""
ENDING = re.compile(r"[a-z]{2,}|xn--[a-z0-9-]+")


class BadAddress(ValueError):
    """An address that no link of ours leads to; the message says in a plain sentence what to do."""


def public_address(url: str) -> str:
    """The address as a browser is sent there, all in ASCII.

    Raises BadAddress unless it is http or https, without a name and password in it, at a host on the public web, and
    not one of our own counted links.
    """
    url = url.strip()
    if any(letter.isspace() or not letter.isprintable() or letter == "\\" for letter in url):
        raise BadAddress(_("There is a character in this address that no address has. Copy it again."))
    written = _in_ascii(_parts(url))
    if len(written) > LONGEST:
        raise BadAddress(_("This address is longer than %(most)s characters. Use a shorter one.") % {"most": LONGEST})
    return written


def _parts(url: str) -> SplitResult:
    """The address in its parts, of which none is missing or misleads."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError as error:
        raise BadAddress(_("This is not a web address. Copy it again from the browser’s address bar.")) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAddress(_("A web address begins with https://, such as https://example.org."))
    if parts.username is not None or parts.password is not None:
        raise BadAddress(_("There is a name or password in this address. Take out what is before the @."))
    return parts


def _in_ascii(parts: SplitResult) -> str:
    host = _host(parts.hostname or "")
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    rest = iri_to_uri(urlunsplit(("", "", parts.path, parts.query, parts.fragment))) or "/"
    written = f"{parts.scheme}://{netloc}{rest if rest.startswith('/') else f'/{rest}'}"
    if f"{parts.scheme}://{netloc}" == settings.PUBLIC_URL:
        if parts.path.startswith("/to/"):
            raise BadAddress(_("This is a counted link already. Use the address that it leads to."))
    elif not _is_on_the_web(host):
        raise BadAddress(_("%(host)s is not an address on the public web.") % {"host": parts.hostname})
    return written


def _host(name: str) -> str:
    try:
        return f"[{ipaddress.IPv6Address(name)}]"
    except ValueError:
        pass
    try:
        return name.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise BadAddress(_("%(host)s is not an address on the public web.") % {"host": name}) from error


def _is_on_the_web(host: str) -> bool:
    """Whether a host looks public: an address that is, or a name of two parts or more under a real ending."""
    last = host.rpartition(".")[2]
    if host.startswith("[") or last[:1].isdigit():  # browsers read a number at the end as an IPv4 address
        return is_public(host.strip("[]"))
    return "." in host and last not in NOT_PUBLIC and bool(ENDING.fullmatch(last))
