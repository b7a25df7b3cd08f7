"""A member's kit, as a partner takes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hometeam.foundation import images
from hometeam.members.models import Kit, KitPhoto, Member
from hometeam.members.queries.profile import Reach, reach

SOCIAL = ("instagram", "facebook", "linkedin", "tiktok", "youtube", "mastodon", "bluesky")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a kit: `image` is its kept name; `use` and `shown` are in words."""

    pk: int
    image: str
    alt: str
    use: str
    may_print: bool
    must_ask: bool
    credit: str

    @property
    def url(self) -> str:
        return images.url(self.image, "medium")


@dataclass(frozen=True, slots=True)
class KitOf:
    """All that partners may take. Fields that a member has not filled in are empty."""

    member: Member
    one_line: str
    fifty_words: str
    logo: str
    booking_url: str
    shop_url: str
    dos: tuple[str, ...]
    donts: tuple[str, ...]
    channels: tuple[Reach, ...]
    photos: tuple[Photo, ...]

    @property
    def logo_url(self) -> str:
        return images.url(self.logo, "medium") if self.logo else ""

    @property
    def url(self) -> str:
        """Where a partner sends people: the shop, where one books, or the website."""
        return self.shop_url or self.booking_url or self.member.website

    @property
    def picture(self) -> str:
        """The kept name of the picture that stands for the member: its photo, else its logo."""
        return self.member.photo or self.logo

    @property
    def missing(self) -> int:
        """How many of the six parts that partners look for first are still empty."""
        parts = (self.one_line, self.fifty_words, self.picture, self.channels, self.photos, self.url)
        return sum(not part for part in parts)

    @property
    def is_empty(self) -> bool:
        return not any((self.one_line, self.fifty_words, self.logo, self.channels, self.photos, self.url))

    def handle_on(self, medium: str) -> str:
        """The member's handle on one channel, or "": never that of another channel."""
        return next((channel.handle for channel in self.channels if channel.medium == medium and channel.handle), "")


def kit_of(member: Member) -> KitOf:
    """A member's kit, for its partners and itself; get the member through `access.member_for` or `access.pen_for`."""
    kit = Kit.objects.filter(member=member).first() or Kit(member=member)
    return put_together(member, kit, [reach(row) for row in member.channels.all()], member.kit_photos.all())


def put_together(member: Member, kit: Kit, channels: Sequence[Reach], photos: Iterable[KitPhoto]) -> KitOf:
    """A kit from its rows, wherever they were read."""
    return KitOf(
        member=member,
        one_line=member.one_line,
        fifty_words=kit.fifty_words,
        logo=kit.logo,
        booking_url=kit.booking_url,
        shop_url=kit.shop_url,
        dos=_lines(kit.dos),
        donts=_lines(kit.donts),
        channels=tuple(channels),
        photos=tuple(_photo(row) for row in photos),
    )


def _photo(row: KitPhoto) -> Photo:
    return Photo(
        pk=row.pk,
        image=row.image,
        alt=row.alt,
        use=row.get_use_display(),
        may_print=row.use == KitPhoto.Use.ALL,
        must_ask=row.use == KitPhoto.Use.ASK,
        credit=row.credit,
    )


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())
