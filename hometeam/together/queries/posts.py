"""The words of a post, for one channel: drafted from a kind, two profiles and the writer's own words, made to fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from hometeam.engine.lengths import Keep, Line, fit
from hometeam.members.models import Community, Member
from hometeam.together.playbook import Kind
from hometeam.together.queries.drafts import SOCIAL, fill, names_in, values_for

UNTAPPABLE = ("instagram", "tiktok", "counter")
"""Where a web address in the words leads nowhere."""
_SHORTER = frozenset({"why", "help", "your_line", "my_line", "your_trade", "my_trade"})
_NEEDED = frozenset({"link", "disclosure"})


@dataclass(frozen=True, slots=True)
class Material:
    """What a post is made of besides the kind: who writes about whom, when and where, and the writer's own words.

    `said` holds the writer's answers by the id of the question ("why", "help"); `link` is the counted address;
    `exchanged` whether anything of value changed hands.
    """

    me: Member
    you: Member
    community: Community
    said: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    exchanged: bool = False
    at: datetime | None = None
    place: str = ""


def has_post(kind: Kind) -> bool:
    """Whether a kind has words to be shared with the world."""
    return bool(kind.posts or kind.drafts.get("post"))


def post(kind: Kind, channel: str, material: Material) -> str:
    """The words for one channel, no longer than it takes; its own where the kind has some, else the kind's "post".

    A line that would have a hole is left out. What the draft has no place for is added: the writer's own words, the
    link where it can be tapped, what must be disclosed, and tags where there are tags.
    """
    text = _(kind.posts.get(channel) or kind.drafts["post"]).strip()
    values = _values(kind, channel, material)
    added = [f"{{{name}}}" for name in ("why", "help", "link", "disclosure", "tags") if name not in names_in(text)]
    return fit(_lines([*text.splitlines(), *added], values), channel).strip()


def disclosure(kind: Kind, *, exchanged: bool) -> str:
    """What readers must be told; empty where nothing has to be."""
    due = kind.disclosure.when == "always" or (kind.disclosure.when == "when-exchanged" and exchanged)
    return _(kind.disclosure.words) if due and kind.disclosure.words else ""


def tag_of(member: Member, medium: str) -> str:
    """How a member is tagged on one channel ("@annphotographs"); empty where it is not there, or cannot be tagged."""
    handles = [one.handle.strip() for one in member.channels.all() if one.medium == medium and one.handle.strip()]
    if not handles or medium not in SOCIAL:
        return ""
    return _tag(handles[0], medium)


def _tag(handle: str, medium: str) -> str:
    host = ""
    if "://" in handle:
        parts = urlsplit(handle)
        host, handle = parts.hostname or "", parts.path.rstrip("/").rpartition("/")[2]
    handle = handle.lstrip("@")
    if not handle or " " in handle:
        return ""
    return f"@{handle}@{host}" if medium == "mastodon" and host and "@" not in handle else f"@{handle}"


def _values(kind: Kind, channel: str, material: Material) -> dict[str, str]:
    at, place = material.at, material.place
    values = values_for(kind, me=material.me, you=material.you, community=material.community, at=at, place=place)
    return values | {
        "my_handle": tag_of(material.me, channel),
        "your_handle": tag_of(material.you, channel),
        "why": _flat(material.said.get("why", "")),
        "help": _flat(material.said.get("help", "")),
        "link": "" if channel in UNTAPPABLE else material.link,
        "disclosure": disclosure(kind, exchanged=material.exchanged),
        "tags": " ".join(f"#{tag.lstrip('#')}" for tag in kind.tags) if channel in SOCIAL else "",
    }


def _flat(words: str) -> str:
    return " ".join(words.split())


def _lines(texts: list[str], values: Mapping[str, str]) -> list[Line]:
    """Each line of the draft, filled; an empty line is the space above the one that follows it."""
    lines, above = [], ""
    for draft in texts:
        text = _without_holes(draft, values)
        words = fill(text, values) if text.strip() else ""
        if words:
            lines.append(Line(above + words, _keep(names_in(text))))
        above = "" if text.strip() else "\n"
    return lines


def _without_holes(text: str, values: Mapping[str, str]) -> str:
    """A line that names the partner does without a handle it has not, and without a last sentence nobody has said."""
    if "{you}" not in text:
        return text
    for name in ("your_handle", "my_handle"):
        text = text if values[name] else re.sub(rf"\s*\(?\{{{name}\}}\)?", "", text)
    for name in ("why", "help"):
        text = text if values[name] else re.sub(rf"(?<=[.!?])\s+\{{{name}\}}", "", text)
    return text


def _keep(names: frozenset[str]) -> Keep:
    if "tags" in names:
        return "tags"
    return "shorter" if names & _SHORTER and not names & _NEEDED else "always"
