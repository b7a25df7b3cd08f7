"""What a directory's row says about a member, as far as Hometeam keeps it: the shape that imports write and compare."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from hometeam.engine import haunts
from hometeam.engine.fit import audiences_in
from hometeam.engine.roster import Entry
from hometeam.foundation import places
from hometeam.foundation.text import shorten
from hometeam.members.models import Channel, Community, Need, Place
from hometeam.members.queries import choices
from hometeam.members.queries.haunts import MOST as MOST_HAUNTS

Spot = tuple[float, float]
Facts = dict[str, Any]
"""`member` and `place`: fields by name; `offers` and `needs`: services; `audiences`: tags and words; `channels`: media
and handles; `haunts`: names of places. JSON-able, to be kept as applied.
"""
Pair = tuple[str, str]


class Town(NamedTuple):
    """Where a community is."""

    city: str
    region: str
    country: str

    @classmethod
    def of(cls, community: Community) -> Town:
        return cls(community.city, community.region, community.country)


NOWHERE = Town("", "", "")

HAUNT_LIMIT = 120
MEMBER_LIMITS = {"name": 160, "one_line": 160, "trade_words": 300}
PLACE_LIMITS = {"street": 200, "neighbourhood": 120, "city": 120, "region": 80, "postcode": 16}
_CANADIAN = re.compile(r"[A-Za-z]\d[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Row:
    """A usable row: `number` counts from 1 as in the file; `digest` tells whether it said the same last time."""

    number: int
    key: str
    facts: Facts
    email: str
    digest: str

    @property
    def name(self) -> str:
        return str(self.facts["member"]["name"])


def row_of(number: int, entry: Entry, near: Town = NOWHERE, *, at_home: bool = False) -> Row:
    """What is kept of one entry. `near`: where the community is, for towns that say neither region nor country, and for
    streets that say no town.
    """
    at_home = at_home or entry.home_based
    facts: Facts = {
        "member": _member(entry),
        "place": _place(entry, near, at_home),
        "offers": sorted(set(entry.services)),
        "needs": sorted(set(entry.needs)),
        "audiences": _audiences(entry.serves),
        "channels": _channels(entry.channels),
        "haunts": _haunts(entry.haunts),
    }
    email = _email(entry.email)
    said = json.dumps([facts, email], sort_keys=True, ensure_ascii=False)
    return Row(number, _key(entry.key), facts, email, hashlib.sha256(said.encode()).hexdigest())


def _member(entry: Entry) -> dict[str, Any]:
    words = {name: shorten(str(getattr(entry, name)), limit) for name, limit in MEMBER_LIMITS.items()}
    values = choices.values_in(re.split(r"[\n;,]", entry.values))[: choices.MOST_VALUES]
    return words | {"kind": entry.kind, "website": _website(entry.website), "size": entry.size, "stands_for": values}


def _place(entry: Entry, near: Town, at_home: bool) -> dict[str, Any]:
    """Where a member is, no finer than shown: of a home neither street nor full postcode nor exact spot is kept."""
    spot = _spot(entry)
    words = {name: shorten(str(getattr(entry, name)), limit) for name, limit in PLACE_LIMITS.items()}
    if at_home:
        words |= {"street": "", "postcode": _area(words["postcode"])}
        spot = places.blur(*spot, "neighbourhood") if spot else None
    lat, lon = spot or (None, None)
    kind = Place.Kind.HOME.value if at_home else Place.Kind.DOOR.value
    region, country = (entry.region, entry.country) if entry.region or entry.country else (near.region, near.country)
    if _is_in_town(entry, near):
        words |= {"city": shorten(near.city, PLACE_LIMITS["city"])}
    words |= {"region": shorten(region, PLACE_LIMITS["region"]), "country": country}
    return words | {"kind": kind, "shown_as": _shown_as(words), "lat": lat, "lon": lon}


def _is_in_town(entry: Entry, near: Town) -> bool:
    """Whether a street or a neighbourhood comes without a town, in a list of the community there."""
    if entry.city or entry.postcode or not (entry.street or entry.neighbourhood):
        return False
    return entry.region in ("", near.region) and entry.country in ("", near.country)


def _shown_as(words: dict[str, str]) -> str:
    if words["street"]:
        return Place.ShownAs.STREET.value
    near = words["neighbourhood"] or words["postcode"]
    return Place.ShownAs.NEIGHBOURHOOD.value if near else Place.ShownAs.CITY.value


def _spot(entry: Entry) -> Spot | None:
    """Where the row says it is. A postcode's or a town's middle is nobody's door; `members` knows it anyway."""
    return (entry.lat, entry.lon) if entry.lat is not None and entry.lon is not None else None


def _area(postcode: str) -> str:
    """The part of a postcode that names an area, not a doorstep: "V1M 2R6" → "V1M", "72104-3735" → "72104"."""
    head = re.split(r"[\s-]", postcode.strip(), maxsplit=1)[0]
    return head[:3] if _CANADIAN.match(head) else head


def _audiences(text: str) -> list[list[str]]:
    """The audiences of our list that a directory's words name, and the words where they name others too."""
    ours = {tag for tag, _title in choices.AUDIENCES}
    named = audiences_in(text)
    said = [[tag, ""] for tag in named if tag in ours]
    words = shorten(text, 120)
    return sorted([*said, ["", words]] if words and len(said) < max(1, len(named)) else said)


def _channels(channels: Sequence[str]) -> list[list[str]]:
    """Where they speak to their people: "instagram:@name" as a medium and a handle."""
    pairs = (channel.partition(":") for channel in channels)
    return sorted([medium, handle[:200]] for medium, _colon, handle in pairs if medium in Channel.Medium.values)


def _haunts(text: str) -> list[str]:
    """The places where they are regulars: "Blue Door, 12 Elm Street; the library", each once, without the street."""
    names = [shorten(name, HAUNT_LIMIT) for name in re.split(r"[\n;,]", text) if not name.strip()[:1].isdigit()]
    telling = {haunts.key(name): name for name in reversed(names) if haunts.key(name)}
    return [telling[key] for key in reversed(telling)][:MOST_HAUNTS]


def _website(address: str) -> str:
    address = address.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address if len(address) <= 200 else ""


def _email(address: str) -> str:
    try:
        validate_email(address.strip())
    except ValidationError:
        return ""
    return address.strip().lower()


def _key(key: str) -> str:
    """The key's hash: it finds the member again, and tells nobody anything once the member has gone."""
    return hashlib.sha256(key.encode()).hexdigest()


def offers_of(facts: Facts) -> set[str]:
    return set(facts["offers"])


def needs_of(facts: Facts) -> set[tuple[str, str]]:
    """Needs as (kind, service): what comes with a directory is always something looked for."""
    return {(Need.Kind.WANT.value, service) for service in facts["needs"]}


def audiences_of(facts: Facts) -> set[Pair]:
    """Whom a member serves, as (tag, words); what was applied before these were read has none."""
    return {(tag, words) for tag, words in facts.get("audiences", ())}


def channels_of(facts: Facts) -> set[Pair]:
    """Where a member speaks to its people, as (medium, handle); what was applied before these were read has none."""
    return {(medium, handle) for medium, handle in facts.get("channels", ())}


def haunts_of(facts: Facts) -> set[str]:
    """Where a member is a regular, as the file calls it; what was applied before these were read has none."""
    return set(facts.get("haunts", ()))
