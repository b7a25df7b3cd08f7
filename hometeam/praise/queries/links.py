"""Where a review is written: from whatever people paste, the address of the form itself where the format allows it.

Formats: Google, "Get the Place ID's review link" (search.google.com/local/writereview?placeid=…, g.page/r/…/review);
Yelp (yelp.com/writeareview/biz/…); Facebook (…/reviews). Nothing is asked of these sites.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

Site = Literal["google", "yelp", "facebook"]
SITES: tuple[Site, ...] = ("google", "yelp", "facebook")
LONGEST = 500

_PLACE_ID = re.compile(r"(?:ChIJ|GhIJ|Eh|Ei|Ej|Ek|El|Em)[A-Za-z0-9_-]{16,250}")
_IN_MAPS = re.compile(r"!19s(ChIJ[A-Za-z0-9_-]{16,250})")
_CODE = re.compile(r"[A-Za-z0-9_.-]{2,100}")
_TLD = r"(?:com|[a-z]{2}|com?\.[a-z]{2})"
_GOOGLE = re.compile(rf"(?:www\.|maps\.|search\.)?google\.{_TLD}")
_YELP = re.compile(rf"(?:www\.|m\.|[a-z]{{2}}\.)?yelp\.{_TLD}")
_FACEBOOK = re.compile(r"(?:(?:www|m|web|[a-z]{2}-[a-z]{2})\.)?(?:facebook|fb)\.com")


class NotALink(ValueError):
    """Nothing of this site: `why` is "scheme", "host" or "page"."""

    def __init__(self, why: Literal["scheme", "host", "page"]) -> None:
        super().__init__(why)
        self.why = why


def form_link(site: Site, pasted: str) -> str:
    """The https address of the site's review form for whom `pasted` means, or of their page where no form is known.

    Args:
        site: one of SITES.
        pasted: an address of the place's page, of its form, a share link, or for Google a place id.

    Raises:
        NotALink: it is not an address, not of this site, or not of a place on it.
    """
    words = pasted.strip()
    if site == "google" and _PLACE_ID.fullmatch(words):
        return _by_place_id(words)
    return _READERS[site](_address(words))


def _address(words: str) -> SplitResult:
    """The address, with or without its scheme in front. User names and ports have no place in it."""
    if len(words) > LONGEST or re.search(r"[\s\\\x00-\x1f]", words):
        raise NotALink("scheme")
    if "://" not in words:
        words = f"https://{words}"
    try:
        found = urlsplit(words)
        host, port = found.hostname, found.port
    except ValueError as error:
        raise NotALink("scheme") from error
    if found.scheme not in ("http", "https") or not host or port or "@" in found.netloc:
        raise NotALink("scheme")
    return found


def _host(address: SplitResult) -> str:
    return (address.hostname or "").lower().rstrip(".")


def _parts(address: SplitResult) -> list[str]:
    return [part for part in address.path.split("/") if part]


def _by_place_id(place_id: str) -> str:
    return f"https://search.google.com/local/writereview?placeid={place_id}"


def _google(address: SplitResult) -> str:
    host, parts = _host(address), _parts(address)
    if host == "g.page":
        return _short_google(parts)
    if host == "maps.app.goo.gl" and len(parts) == 1 and _CODE.fullmatch(parts[0]):
        return f"https://maps.app.goo.gl/{parts[0]}"
    if not _GOOGLE.fullmatch(host):
        raise NotALink("host")
    asked = parse_qs(address.query)
    named = [*asked.get("placeid", []), *asked.get("place_id", []), *asked.get("query_place_id", [])]
    named += [word.removeprefix("place_id:") for word in asked.get("q", []) if word.startswith("place_id:")]
    named += _IN_MAPS.findall(address.path)
    for place_id in named:
        if _PLACE_ID.fullmatch(place_id):
            return _by_place_id(place_id)
    if parts[:2] == ["maps", "place"] and len(parts) > 2:
        return f"https://www.google.com/{_quoted(parts)}"
    if parts == ["maps"] and asked.get("cid", [""])[0].isdigit():
        return f"https://www.google.com/maps?cid={asked['cid'][0]}"
    raise NotALink("page")


def _short_google(parts: list[str]) -> str:
    if parts[-1:] == ["review"]:
        parts = parts[:-1]
    codes = parts[1:] if parts[:1] == ["r"] else parts
    if len(codes) != 1 or not _CODE.fullmatch(codes[0]):
        raise NotALink("page")
    return f"https://g.page/{'r/' if parts[0] == 'r' else ''}{codes[0]}/review"


def _yelp(address: SplitResult) -> str:
    host, parts = _host(address), _parts(address)
    if not _YELP.fullmatch(host):
        raise NotALink("host")
    if parts[:1] == ["writeareview"]:
        parts = parts[1:]
    if len(parts) < 2 or parts[0] != "biz":
        raise NotALink("page")
    site = host if host.startswith("www.") else f"www.{host.partition('yelp.')[1]}{host.partition('yelp.')[2]}"
    return f"https://{site}/writeareview/biz/{_quoted(parts[1:2])}"


def _facebook(address: SplitResult) -> str:
    if not _FACEBOOK.fullmatch(_host(address)):
        raise NotALink("host")
    parts = _parts(address)
    number = parse_qs(address.query).get("id", [""])[0]
    if parts == ["profile.php"] and number.isdigit():
        return _facebook_number(number)
    if parts[:1] == ["people"] and len(parts) > 2 and parts[2].isdigit():
        return _facebook_number(parts[2])
    if parts[:1] == ["pg"]:
        parts = parts[1:]
    if not parts or parts[0] in _NO_PAGES or not _CODE.fullmatch(parts[0]):
        raise NotALink("page")
    return f"https://www.facebook.com/{parts[0]}/reviews"


def _facebook_number(number: str) -> str:
    return f"https://www.facebook.com/profile.php?id={number}&sk=reviews"


def _quoted(parts: list[str]) -> str:
    return "/".join(quote(part, safe="%+@,!:=-_.~") for part in parts)


_NO_PAGES = frozenset({"events", "groups", "l.php", "login", "marketplace", "pg", "people", "photo", "photo.php"})
_NO_PAGES |= {"profile.php", "share", "sharer", "sharer.php", "watch"}
_READERS: dict[Site, Callable[[SplitResult], str]] = {"google": _google, "yelp": _yelp, "facebook": _facebook}
