"""All that one side needs to tell the world about a collaboration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from hometeam.engine.lengths import Line, fit, length, limit_of
from hometeam.ledger.models import TrackedLink
from hometeam.ledger.queries.links import address_of
from hometeam.members.models import Channel, Member
from hometeam.members.queries.kits import KitOf, kit_of
from hometeam.stage.models import Sharing
from hometeam.stage.queries.sending import BY_HAND, direct, share_address
from hometeam.together.models import Collaboration, Commitment, Part
from hometeam.together.playbook import Ask, Kind, Step
from hometeam.together.queries.posts import UNTAPPABLE, Material, disclosure, has_post, post, tag_of

PUBLIC = frozenset({"link", "newsletter", "visits"})
MESSAGE = "message"
"""The channel of links that are sent to somebody one knows."""
ANYWHERE = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words for one channel. `limit` is None where it takes anything; `opens` is the channel's own address for
    sharing, or ""; `how` says what to do by hand; `link` is the counted address where the words cannot hold it.
    """

    channel: str
    title: str
    words: str
    length: int
    limit: int | None
    opens: str
    how: str
    link: str = ""
    misses_tag: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """What the page shows to one side. `is_writer` is False for whoever is written about: its words pass the post on.

    `seen_at` are the addresses where others have posted; `step` is what the viewer ticks off once it is out.
    """

    collaboration: Collaboration
    kind: Kind
    me: Part
    you: Member
    others: tuple[Member, ...]
    is_writer: bool
    questions: tuple[Ask, ...]
    said: Mapping[str, str]
    exchanged: bool
    is_said: bool
    kit: KitOf
    words: tuple[Words, ...]
    send: Mapping[str, str]
    seen_at: tuple[str, ...]
    step: Commitment | None

    @property
    def asks_exchange(self) -> bool:
        return self.is_writer and self.kind.disclosure.when == "when-exchanged" and bool(self.kind.disclosure.words)

    @property
    def disclosed(self) -> str:
        return disclosure(self.kind, exchanged=self.exchanged)

    @property
    def alt(self) -> str:
        """What the card shows, for those who cannot see it."""
        said = {"name": self.you.name, "line": self.you.one_line}
        return _("A card that says: %(name)s. %(line)s") % said if said["line"] else said["name"]


def within(collaboration: Collaboration) -> str:
    """How the ledger names a collaboration."""
    return f"together.collaboration:{collaboration.pk}"


def posting_steps(kind: Kind) -> tuple[Step, ...]:
    """The steps that tell the world something; empty where the kind has none of its own."""
    return tuple(step for step in kind.steps if step.counts and (step.channel or PUBLIC & set(step.proof)))


def writes(kind: Kind, role: str) -> bool:
    """Whether who plays this role tells the world about the others; in a kind without such a step everybody may."""
    steps = posting_steps(kind)
    return not steps or any(step.is_shared or step.who == role for step in steps)


def can_be_shared(collaboration: Collaboration, kind: Kind | None) -> bool:
    """Whether there is something to tell the world: it is agreed, and the kind has words for it."""
    return kind is not None and has_post(kind) and collaboration.is_settled


def questions_of(kind: Kind, role: str) -> tuple[Ask, ...]:
    """What only the writer can say: the kind's own questions, and the two without which a post is hollow."""
    own = tuple(ask for ask in kind.asked_at("draft") if ask.who in ("", role))
    asked = {ask.id for ask in kind.asks}
    return own + tuple(ask for ask in _the_two() if ask.id not in asked)


def _the_two() -> tuple[Ask, Ask]:
    return (
        Ask("why", _("Why do you love them?"), _("One true detail is worth ten adjectives."), at="draft"),
        Ask("help", _("How might they help your reader?"), _("What could somebody do this week?"), at="draft"),
    )


def share_of(collaboration: Collaboration, kind: Kind, member: Member, about: int | None = None) -> Share:
    """A collaboration from `whole` as one side tells the world of it; `about` chooses of whom, where there are more."""
    parts = list(collaboration.parts.all())
    me = next(part for part in parts if part.member_id == member.pk)
    others = tuple(part.member for part in parts if part.pk != me.pk and part.member.closed_at is None)
    prefetch_related_objects([me.member, *others], "channels")
    you = next((one for one in others if one.pk == about), others[0] if others else member)
    said = Sharing.objects.filter(collaboration=collaboration, member=member).first()
    is_writer, seen_at = writes(kind, me.role), _seen_at(collaboration, member)
    links = links_to(collaboration, member, you)
    material = _material(collaboration, me.member, you, said)
    return Share(
        collaboration=collaboration,
        kind=kind,
        me=me,
        you=you,
        others=others,
        is_writer=is_writer,
        questions=questions_of(kind, me.role) if is_writer else (),
        said=material.said,
        exchanged=material.exchanged,
        is_said=said is not None,
        kit=kit_of(you),
        words=_all_words(kind, material, links) if is_writer else _reshares(kind, material, seen_at),
        send=_send(kind, material, links) if is_writer else {},
        seen_at=seen_at,
        step=_step(collaboration, me, kind),
    )


def media_of(member: Member) -> list[str]:
    """The channels on which a member posts, each once, as it has named them; "" alone where it has named none. On the
    shop's counter stand cards.
    """
    media = dict.fromkeys(channel.medium for channel in member.channels.all())
    return [medium for medium in media if medium != Channel.Medium.SHOP_COUNTER] or [ANYWHERE]


def links_to(collaboration: Collaboration, sharer: Member, owner: Member) -> dict[str, TrackedLink]:
    """The counted links by which one side sends people to the other, by channel."""
    found = TrackedLink.objects.standing().filter(within=within(collaboration), shared_by=sharer, owner=owner)
    return {link.channel: link for link in found}


def _material(collaboration: Collaboration, me: Member, you: Member, said: Sharing | None) -> Material:
    return Material(
        me=me,
        you=you,
        community=collaboration.community,
        said={key: str(words) for key, words in said.said.items()} if said else {},
        exchanged=said.exchanged if said else False,
        at=collaboration.happens_at,
        place=collaboration.place,
    )


def _all_words(kind: Kind, material: Material, links: Mapping[str, TrackedLink]) -> tuple[Words, ...]:
    return tuple(_words(kind, medium, material, links) for medium in media_of(material.me))


def _words(kind: Kind, medium: str, material: Material, links: Mapping[str, TrackedLink]) -> Words:
    link = address_of(links[medium]) if medium in links else ""
    words = post(kind, medium, replace(material, link=link))
    aside = link if medium in UNTAPPABLE else ""
    misses = not tag_of(material.you, medium) and limit_of(medium) is not None
    return _worded(medium, words, link, material.me, aside=aside, misses_tag=misses)


def _worded(medium: str, words: str, link: str, me: Member, *, aside: str = "", misses_tag: bool = False) -> Words:
    return Words(
        channel=medium,
        title=str(Channel.Medium(medium).label) if medium else _("Anywhere"),
        words=words,
        length=length(words, medium),
        limit=limit_of(medium),
        opens=(opens := share_address(medium, words, link, me)),
        how="" if opens and medium in ("bluesky", "mastodon") else str(BY_HAND.get(medium, "")),
        link=aside,
        misses_tag=misses_tag,
    )


def _reshares(kind: Kind, material: Material, seen_at: Sequence[str]) -> tuple[Words, ...]:
    """Words with which whoever is written about passes the post on: thanks, the writer's handle, the address."""
    address = seen_at[0] if seen_at else ""
    found = []
    for medium in media_of(material.me):
        who = tag_of(material.you, medium) or material.you.name
        tags = " ".join(f"#{tag.lstrip('#')}" for tag in kind.tags) if limit_of(medium) else ""
        thanks = Line(_("Thank you, %(who)s, for these kind words about us.") % {"who": who})
        lines = [thanks, Line("" if medium in UNTAPPABLE else address), Line(tags, "tags")]
        found.append(_worded(medium, fit(lines, medium), address, material.me))
    return tuple(found)


def _send(kind: Kind, material: Material, links: Mapping[str, TrackedLink]) -> Mapping[str, str]:
    link = address_of(links[MESSAGE]) if MESSAGE in links else ""
    return direct(post(kind, MESSAGE, replace(material, link=link)), material.you.name)


def _seen_at(collaboration: Collaboration, member: Member) -> tuple[str, ...]:
    """Where the others have posted, as far as they gave an address as proof."""
    theirs = [one for one in collaboration.commitments.all() if one.done_at and one.part]
    proofs = [act.evidence for one in theirs if one.part and one.part.member_id != member.pk for act in one.acts.all()]
    return tuple(dict.fromkeys(proof.url for proof in proofs if proof is not None and proof.url))


def _step(collaboration: Collaboration, me: Part, kind: Kind) -> Commitment | None:
    """What this side ticks off once its words are out: its first open step that a link can show, a public one first."""
    dues = kind.dues()
    mine = [one for one in collaboration.commitments.all() if one.done_at is None and one.part_id in (None, me.pk)]
    shown = [one for one in mine if one.step in dues and PUBLIC & set(kind.step(one.step).proof)]
    return next(iter(sorted(shown, key=lambda one: not one.counts)), None)
