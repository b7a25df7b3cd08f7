"""A member as its own people see it while they write."""

from __future__ import annotations

from dataclasses import dataclass

from hometeam.foundation.alphabet import Alphabetical
from hometeam.members.models import Block, Invitation, Member, Need, Offer, Seat
from hometeam.members.queries import choices, trades
from hometeam.members.queries.haunts import where
from hometeam.members.queries.profile import Reach, place_words, reach


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An offer or need to keep, change or drop. `others` are (service id, title) that its words could mean too."""

    pk: int
    words: str
    service: str
    title: str
    guessed: bool
    note: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnReach:
    """A channel with its row's id."""

    pk: int
    reach: Reach


@dataclass(frozen=True, slots=True)
class OwnHaunt:
    """A place where one is a regular, with its row's id and who may see it."""

    pk: int
    words: str
    shown: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """All that a member says of itself."""

    member: Member
    offers: tuple[OwnRow, ...]
    wants: tuple[OwnRow, ...]
    sends_away: tuple[OwnRow, ...]
    audiences: tuple[str, ...]
    channels: tuple[OwnReach, ...]
    place: str
    place_shown: str
    likes: tuple[str, ...]
    languages: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def guesses(self) -> int:
        """How many offers and needs still wait for a yes or no."""
        return sum(row.guessed for row in (*self.offers, *self.wants, *self.sends_away))


def own_page(member: Member) -> OwnPage:
    """All that a member says of itself, for its own people; get the member through `access.pen_for`."""
    member = Member.objects.select_related("place").get(pk=member.pk)
    needs = list(member.needs.order_by("pk"))
    place = getattr(member, "place", None)
    return OwnPage(
        member=member,
        offers=tuple(_row(row) for row in member.offers.order_by("pk")),
        wants=tuple(_row(row) for row in needs if row.kind == Need.Kind.WANT),
        sends_away=tuple(_row(row) for row in needs if row.kind == Need.Kind.SEND_AWAY),
        audiences=tuple(
            row.words or choices.title_of(choices.AUDIENCES, row.tag) for row in member.audiences.order_by("pk")
        ),
        channels=tuple(OwnReach(row.pk, reach(row)) for row in member.channels.order_by("pk")),
        place=place_words(place),
        place_shown=place.get_shown_as_display() if place else "",
        likes=tuple(choices.titles(choices.LIKES, member.likes)),
        languages=tuple(choices.titles(choices.LANGUAGES, member.languages)),
        values=tuple(choices.title_of(choices.VALUES, one) for one in member.stands_for),
    )


def own_haunts(member: Member) -> list[OwnHaunt]:
    """Where a member is a regular, in the order in which it said so."""
    rows = member.haunts.select_related("haunt").order_by("pk")
    return [
        OwnHaunt(row.pk, where(row.haunt.name, row.haunt.street, row.haunt.city), str(row.get_shown_to_display()))
        for row in rows
    ]


def _row(row: Offer | Need) -> OwnRow:
    others = trades.take(row.words).others if row.words else ()
    how = row.get_how_display() if isinstance(row, Offer) and row.how != Offer.How.ANY else ""
    named = tuple(other for other in others if other[0] != row.service)
    return OwnRow(row.pk, row.words, row.service, trades.title(row.service), row.guessed, how, named)


def seats_of(member: Member) -> list[Seat]:
    """Who acts for a member, owners first."""
    seats = Seat.objects.filter(member=member).select_related("person")
    return sorted(seats, key=lambda seat: (seat.role != Seat.Role.OWNER, seat.pk))


def open_seat_offers(member: Member) -> list[Invitation]:
    """Letters that offer a seat of this member and are not answered yet."""
    return list(
        Invitation.objects.filter(member=member, community=None, accepted_at=None, revoked_at=None).order_by("-sent_at")
    )


def blocks_of(member: Member) -> list[Member]:
    """Whom a member does not want to meet, by name."""
    return list(
        Member.objects.filter(pk__in=Block.objects.filter(member=member).values("other")).order_by(Alphabetical("name"))
    )
