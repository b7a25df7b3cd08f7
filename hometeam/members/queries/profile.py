"""A member as one viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hometeam.foundation import clock, images
from hometeam.members.models import Channel, Member, Need, Offer, Place
from hometeam.members.queries import choices, rings, trades
from hometeam.members.queries.rows import rows_of
from hometeam.members.queries.viewer import Viewer, own_place


@dataclass(frozen=True, slots=True)
class Said:
    """An offer or need: `title` of the service as the taxonomy has it, `words` as the member said it (may be empty)."""

    pk: int
    service: str
    title: str
    words: str
    guessed: bool
    how: str = ""

    def __str__(self) -> str:
        return self.words or self.title


@dataclass(frozen=True, slots=True)
class Reach:
    """A channel; `url` is "" where the handle leads nowhere a browser can go."""

    medium: str
    title: str
    handle: str
    url: str
    band: str
    cadence: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What this viewer may see of a member. No e-mail address, no home's street, no exact point is ever in here."""

    pk: int
    name: str
    kind: str
    kind_title: str
    one_line: str
    story: str
    website: str
    photo_url: str
    size_title: str
    languages: tuple[str, ...]
    offers: tuple[Said, ...]
    wants: tuple[Said, ...]
    sends_away: tuple[Said, ...]
    audiences: tuple[str, ...]
    channels: tuple[Reach, ...]
    likes: tuple[str, ...]
    values: tuple[str, ...]
    haunts: tuple[str, ...]
    place_words: str
    ring: str
    ring_words: str
    people: tuple[str, ...]
    resting_until_on: date | None
    is_claimed: bool
    is_sample: bool
    is_mine: bool
    may_act: bool


def profile_of(viewer: Viewer, member: Member) -> Profile:
    """A member of the viewer's community, as this viewer may see it; get it through `access.member_for` first."""
    said = rows_of(member, viewer.member)
    mine = own_place(viewer)
    place = getattr(member, "place", None)
    is_mine = viewer.member is not None and viewer.member.pk == member.pk
    ring = ring_of(mine, member) if not is_mine else ""
    return Profile(
        pk=member.pk,
        name=member.name,
        kind=member.kind,
        kind_title=member.get_kind_display(),
        one_line=member.one_line,
        story=member.story,
        website=member.website,
        photo_url=photo_url(member, "medium"),
        size_title=member.get_size_display() if member.size else "",
        languages=tuple(choices.titles(choices.LANGUAGES, member.languages)),
        offers=tuple(_said(row) for row in said.offers),
        wants=tuple(_said(row) for row in said.needs if row.kind == Need.Kind.WANT),
        sends_away=tuple(_said(row) for row in said.needs if row.kind == Need.Kind.SEND_AWAY),
        audiences=tuple(row.words or choices.title_of(choices.AUDIENCES, row.tag) for row in said.audiences),
        channels=tuple(reach(row) for row in said.channels),
        likes=tuple(choices.titles(choices.LIKES, member.likes)),
        values=tuple(choices.title_of(choices.VALUES, one) for one in member.stands_for),
        haunts=tuple(said.haunts),
        place_words=place_words(place),
        ring=ring,
        ring_words=rings.words_for(ring, mine, place) if ring else "",
        people=tuple(said.people),
        resting_until_on=resting_until(member, viewer.community.timezone),
        is_claimed=member.is_claimed,
        is_sample=member.is_sample,
        is_mine=is_mine,
        may_act=viewer.is_organiser,
    )


def ring_of(mine: Place | None, member: Member) -> str:
    """The ring that one member is in, reckoned as for the list of people; at hand where `access.member_for` read it."""
    number = getattr(member, "ring", None)
    if number is not None:
        return rings.RINGS[int(number)]
    numbered = Member.objects.filter(pk=member.pk).annotate(ring=rings.ring_case(mine))
    return rings.RINGS[numbered.values_list("ring", flat=True).get()]


def place_words(place: Place | None) -> str:
    """A place in words, as coarse as it is to be shown: "12 Elm Street, Langley", "Fort Langley, Langley", "online"."""
    if place is None or place.shown_as == Place.ShownAs.HIDDEN:
        return ""
    if place.kind == Place.Kind.ONLINE and not place.city:
        return str(place.get_kind_display())
    parts = [place.city]
    if place.shown_as in (Place.ShownAs.STREET, Place.ShownAs.NEIGHBOURHOOD):
        parts.insert(0, place.neighbourhood)
    if place.shown_as == Place.ShownAs.STREET and place.kind == Place.Kind.DOOR:
        parts[0] = place.street or place.neighbourhood
    return ", ".join(dict.fromkeys(part for part in parts if part))


def resting_until(member: Member, timezone: str) -> date | None:
    """The day on which a resting member comes back; None for one that is not resting."""
    until = member.snoozed_until_on
    return until if until is not None and until > clock.today(timezone) else None


def photo_url(member: Member, size: str = "small") -> str:
    """Where the member's picture is, in one of `images.SIZES`, or "" where it has none."""
    return images.url(member.photo, size) if member.photo else ""


def _said(row: Offer | Need) -> Said:
    how = row.get_how_display() if isinstance(row, Offer) and row.how != Offer.How.ANY else ""
    return Said(row.pk, row.service, trades.title(row.service), row.words, row.guessed, how)


_HOMES = {
    "instagram": "https://www.instagram.com/{}",
    "facebook": "https://www.facebook.com/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "tiktok": "https://www.tiktok.com/@{}",
    "youtube": "https://www.youtube.com/@{}",
    "bluesky": "https://bsky.app/profile/{}",
}


def reach(row: Channel) -> Reach:
    """A channel with the address that its handle leads to."""
    handle = row.handle.strip()
    url = ""
    if handle.startswith(("https://", "http://")):
        url = handle
    elif row.medium in _HOMES and handle and not set(handle) & set(" /\\?#"):
        url = _HOMES[row.medium].format(handle.removeprefix("@"))
    band = row.get_band_display() if row.band else ""
    cadence = row.get_cadence_display() if row.cadence else ""
    return Reach(row.medium, row.get_medium_display(), handle, url, band, cadence)
