"""Words for a post about a member: theirs, the answers of whoever writes, and what each channel can hold.

Nothing is invented: the two answers are the writer's own, the rest is what the featured member says of itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hometeam.foundation.text import shorten
from hometeam.gather.models import Feature
from hometeam.ledger import queries as ledger
from hometeam.members.models import Channel, Member
from hometeam.members.queries import kit_of
from hometeam.together import queries as together
from hometeam.together.playbook import Kind
from hometeam.together.queries.drafts import fill

KIND = "spotlight-post"
ANYWHERE = ""
LENGTHS = {"bluesky": 300, "mastodon": 500, "instagram": 2_200, "tiktok": 2_200, "linkedin": 3_000, "youtube": 5_000}
"""How many characters a post may have, as each channel says in its own help."""
POSTED = ("instagram", "facebook", "linkedin", "tiktok", "youtube", "mastodon", "bluesky", "newsletter", "blog")
PLAIN = "{why}\n\n{help}\n\n{you} {handle}\n{your_line}\n{link}"


@dataclass(frozen=True, slots=True)
class Post:
    """The words for one of the writer's channels, ready to copy; `length` says how many of how many characters."""

    medium: str
    title: str
    words: str
    most: int

    @property
    def length(self) -> int:
        return len(self.words)


def posts(feature: Feature) -> list[Post]:
    """What one could post about the featured member, for each of the writer's channels, with the counted link of each.
    Six queries at most.
    """
    kind = together.kinds_here(feature.community).get(KIND)
    handles, links = _handles(feature.featured), _links(feature)
    return [_post(feature, medium, kind, handles, links) for medium in media_of(feature.member)]


def media_of(member: Member) -> list[str]:
    """Where a member posts, in its own order; the empty medium (anywhere) for one who has not said."""
    media = Channel.objects.filter(member=member).order_by("pk").values_list("medium", flat=True)
    return list(dict.fromkeys(medium for medium in media if medium in POSTED)) or [ANYWHERE]


def _links(feature: Feature) -> dict[str, str]:
    """Where readers are sent from each channel: by counted links, else straight to the member's own page."""
    straight = kit_of(feature.featured).url
    counted = [link for link in ledger.links_within(feature.label) if link.owner_id == feature.featured_id]
    return {ANYWHERE: straight} | {link.channel: ledger.address_of(link) for link in counted if not link.ended_at}


def _handles(member: Member) -> dict[str, str]:
    rows = Channel.objects.filter(member=member).exclude(handle="").order_by("-pk")
    return dict(rows.values_list("medium", "handle"))


def _post(
    feature: Feature, medium: str, kind: Kind | None, handles: Mapping[str, str], links: Mapping[str, str]
) -> Post:
    most = LENGTHS.get(medium, 0)
    title = str(Channel.Medium(medium).label) if medium else _("Anywhere")
    values = {
        "me": feature.member.name,
        "you": feature.featured.name,
        "why": feature.why,
        "help": feature.help,
        "my_line": feature.member.one_line,
        "your_line": feature.featured.one_line,
        "my_trade": feature.member.trade_words,
        "your_trade": feature.featured.trade_words,
        "my_handle": "",
        "your_handle": handles.get(medium, ""),
        "handle": handles.get(medium, ""),
        "link": links.get(medium) or links.get(ANYWHERE, ""),
        "tags": " ".join(kind.tags) if kind else "",
        "disclosure": "",
        "day": "",
        "time": "",
        "place": "",
    }
    return Post(medium, title, fitted(_template(kind, medium), values, most), most)


def _template(kind: Kind | None, medium: str) -> str:
    """The kind's words for this channel where they hold the two answers; else plain ones that do."""
    text = (kind.posts.get(medium) or kind.drafts["post"]) if kind else ""
    return _(text) if "{why}" in text and "{help}" in text else PLAIN


def fitted(template: str, values: Mapping[str, str], most: int) -> str:
    """The template filled, and cut where it is longer than the channel can hold (0: as long as you like).

    First the member's own line goes, then the two answers are shortened alike; name, handle and link always stay.
    """
    words = _filled(template, values)
    if not most or len(words) <= most:
        return words
    bare = {**values, "your_line": "", "tags": ""}
    words = _filled(template, bare)
    room = max(len(bare["why"]), len(bare["help"]))
    while len(words) > most and room > 20:
        room -= max(1, (len(words) - most) // 2)
        words = _filled(template, {**bare, "why": shorten(bare["why"], room), "help": shorten(bare["help"], room)})
    return words if len(words) <= most else shorten(words, most)


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Lines with holes are left out, but a name whose handle is not known stays without it."""
    handles = ("handle", "your_handle")
    known = {name: value or (" " if name in handles else "") for name, value in values.items()}
    lines = [line.rstrip() for line in fill(template, known).splitlines()]
    return "\n".join(lines).strip().replace("\n\n\n", "\n\n")
