"""What one seat's phone shows now: a few small reads, fewer the less there is to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from hometeam.engine.market import Deed, Sitting, Stage, left, may
from hometeam.foundation.clock import now
from hometeam.members.models import Block
from hometeam.members.queries.trades import take, title
from hometeam.swap.models import Listing, MarketCard, MarketHeart, MarketLeg, MarketLoop, MarketSeat

ON_A_PAGE = 16
GIVE, NEED = Listing.Side.GIVE, Listing.Side.NEED


@dataclass(frozen=True, slots=True)
class Mine:
    """A card of one's own: what we took it for, and what else it could be."""

    card: MarketCard
    taken_as: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Others' cards of one side, those that fit one's own first; `hearts` are the ids of cards with one's heart."""

    side: str
    cards: list[MarketCard]
    hearts: set[int]
    number: int
    pages: int

    @property
    def before(self) -> int:
        """The page before this one, 0 where there is none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after this one, 0 where there is none."""
        return self.number + 1 if self.number < self.pages else 0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """One's own place in a loop: what one gives, to whom, what one gets, from whom; everybody once all have agreed."""

    loop: MarketLoop
    mine: MarketLeg
    into: MarketLeg
    everybody: list[MarketLeg] = field(default_factory=list)

    @property
    def is_agreed(self) -> bool:
        return self.loop.state == MarketLoop.State.AGREED

    @property
    def promised(self) -> frozenset[int | None]:
        """The cards, by id, that are in it once it is agreed."""
        cards = (self.mine.card_id, self.mine.need_id, self.into.card_id, self.into.need_id)
        return frozenset(cards) if self.is_agreed else frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a seat's page shows; `seconds` are left in the stage, None where it takes as long as it takes."""

    seat: MarketSeat
    seconds: int | None
    gives: list[Mine]
    needs: list[Mine]
    page: Page | None = None
    neighbours: Neighbours | None = None
    may_give: bool = False
    may_need: bool = False
    may_keep: bool = False
    may_go: bool = False

    @property
    def minutes(self) -> int:
        """Minutes left, the last one begun counted whole."""
        return -(-(self.seconds or 0) // 60)

    @property
    def writes_first(self) -> bool:
        """Whether what one may write stands above what others wrote: not for one who has a card already and reads."""
        return self.page is None or not (self.gives or self.needs)

    @property
    def promised(self) -> frozenset[int | None]:
        """The cards, by id, that are in one's agreed loop."""
        return self.neighbours.promised if self.neighbours else frozenset()

    @property
    def has_more_to_keep(self) -> bool:
        """Whether a card of one's own is neither on the board nor in one's loop yet."""
        cards = [one.card for one in (*self.gives, *self.needs)]
        return any(card.listing_id is None and card.pk not in self.promised for card in cards)


def shown_to(seat: MarketSeat, *, side: str = "", page: int = 1) -> Shown:
    """What this seat is shown; in the reading stage the cards of a side, "give" or "need", by pages from 1."""
    sitting, stage = seat.market.sitting, Stage(seat.market.stage)
    writes = stage in (Stage.OFFERS, Stage.NEEDS)
    place = neighbours_of(seat) if stage in (Stage.LOOPS, Stage.CLOSING) else None
    mine = list(seat.cards.select_related("listing")) if stage != Stage.ARRIVING else []
    return Shown(
        seat=seat,
        seconds=left(sitting, now()),
        gives=[_mine(card, writes) for card in mine if card.side == GIVE],
        needs=[_mine(card, writes) for card in mine if card.side == NEED],
        page=_page(seat, mine, NEED if side == NEED else GIVE, page) if may(sitting, Deed.READ) else None,
        neighbours=place,
        may_give=_may_write(sitting, Deed.WRITE_OFFER, mine, GIVE),
        may_need=_may_write(sitting, Deed.WRITE_NEED, mine, NEED),
        may_keep=may(sitting, Deed.KEEP) and not seat.is_guest and seat.member_id is not None,
        may_go=stage != Stage.CLOSING and (place is None or not place.is_agreed),
    )


def _may_write(sitting: Sitting, deed: Deed, mine: list[MarketCard], side: str) -> bool:
    """While cards are written, and a first one of a kind a little longer."""
    return may(sitting, deed) or (may(sitting, Deed.WRITE_FIRST) and not any(card.side == side for card in mine))


def _mine(card: MarketCard, with_others: bool) -> Mine:
    others = take(card.words).others if with_others else ()
    return Mine(card, title(card.service), others)


def _page(seat: MarketSeat, mine: list[MarketCard], side: str, number: int) -> Page:
    wanted = {card.service for card in mine if card.side != side and card.service}
    found = MarketCard.objects.filter(market=seat.market_id, side=side).exclude(seat=seat)
    if seat.member_id is not None:
        met = Block.objects.filter(member=seat.member_id).values("other")
        meets = Block.objects.filter(other=seat.member_id).values("member")
        found = found.exclude(seat__member__in=met).exclude(seat__member__in=meets)
    cards = sorted(
        found.select_related("seat__member"),
        key=lambda card: (card.service not in wanted, card.seat.number < seat.number, card.number),
    )
    pages = max(1, -(-len(cards) // ON_A_PAGE))
    at = min(max(number, 1), pages)
    hearts = set(MarketHeart.objects.filter(seat=seat).values_list("card_id", flat=True))
    return Page(side, cards[(at - 1) * ON_A_PAGE : at * ON_A_PAGE], hearts, at, pages)


def neighbours_of(seat: MarketSeat) -> Neighbours | None:
    """The seat's place in the loop that waits or was agreed last; None where there is none."""
    parts = ("loop", "giver__member", "receiver__member")
    states = (MarketLoop.State.PROPOSED, MarketLoop.State.AGREED)
    loops = MarketLeg.objects.filter(giver=seat, loop__state__in=states).order_by("-loop")[:1].values("loop")
    legs = list(MarketLeg.objects.filter(loop__in=list(loops.values_list("loop", flat=True))).select_related(*parts))
    mine = next((leg for leg in legs if leg.giver_id == seat.pk), None)
    into = next((leg for leg in legs if leg.receiver_id == seat.pk), None)
    if mine is None or into is None:
        return None
    agreed = mine.loop.state == MarketLoop.State.AGREED
    return Neighbours(mine.loop, mine, into, legs if agreed else [])
