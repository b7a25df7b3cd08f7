"""The words of this week's post, one draft for each of the writer's channels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from hometeam.engine.lengths import length, limit_of
from hometeam.gather.models import Feature
from hometeam.ledger import queries as ledger
from hometeam.members.models import Channel, Member
from hometeam.members.queries import kit_of
from hometeam.together import queries as together
from hometeam.together.playbook import Kind, kinds
from hometeam.together.queries.posts import Material, post, tag_of

KIND = "spotlight-post"
ANYWHERE = ""
POSTED = ("instagram", "facebook", "linkedin", "tiktok", "youtube", "mastodon", "bluesky", "newsletter", "blog")


@dataclass(frozen=True, slots=True)
class Post:
    """The words for one of the writer's channels, ready to copy, and how many characters they take there of how many.

    `most` of None: as many as one likes.
    """

    medium: str
    title: str
    words: str
    most: int | None

    @property
    def length(self) -> int:
        return length(self.words, self.medium)


def posts(feature: Feature) -> list[Post]:
    """What one could post about the featured member, for each of the writer's channels, with the counted link of each.

    The words are the kind's, as the community has them, filled with the writer's two answers.
    """
    kind = together.kinds_here(feature.community).get(KIND) or kinds()[KIND]
    links, said = _links(feature), {"why": feature.why, "help": feature.help}
    made = []
    for medium in media_of(feature.member):
        link = links.get(medium, links[ANYWHERE])
        material = Material(feature.member, feature.featured, feature.community, said, link)
        words = post(_named(kind, medium, feature.featured), medium, material)
        title = str(Channel.Medium(medium).label) if medium else _("Anywhere")
        made.append(Post(medium, title, words, limit_of(medium)))
    return made


def _named(kind: Kind, medium: str, featured: Member) -> Kind:
    """The kind, with the featured member's name also where it has no handle: a line that waits for one would be left
    out, and the name with it.
    """
    if tag_of(featured, medium):
        return kind
    text = _(kind.posts.get(medium) or kind.drafts["post"])
    return replace(kind, posts={medium: text.replace(" {your_handle}", "").replace("{your_handle}", "")})


def media_of(member: Member) -> list[str]:
    """Where a member posts, in its own order; the empty medium (anywhere) for one who has not said."""
    media = Channel.objects.filter(member=member).order_by("pk").values_list("medium", flat=True)
    return list(dict.fromkeys(medium for medium in media if medium in POSTED)) or [ANYWHERE]


def _links(feature: Feature) -> dict[str, str]:
    """Where readers are sent from each channel: by counted links, else straight to the member's own page."""
    straight = kit_of(feature.featured).url
    counted = [link for link in ledger.links_within(feature.label) if link.owner_id == feature.featured_id]
    return {ANYWHERE: straight} | {link.channel: ledger.address_of(link) for link in counted if not link.ended_at}
