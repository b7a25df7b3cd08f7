"""What members are told of a loop that they agreed in the room with a guest in it, once each, and of a guest who may be
one of them.

No names stand in these words: a guest's is forgotten after a week, and a notice is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation import post
from hometeam.ledger.actions import people_of
from hometeam.members.queries import organiser_ids
from hometeam.swap.models import Market, MarketLoop, MarketSeat
from hometeam.swap.queries.market.guests import with_guests_of

Words = Callable[[], str]


def tell_waits(loop: MarketLoop) -> None:
    """The market is closing, and the loop goes on here once its guests have joined."""
    title = loop.market.title
    lines: list[Words] = [
        lambda: _("Somebody in it is a guest. It goes on here as soon as everybody has joined, within a week."),
        lambda: _("Until then, keep to what you told each other."),
    ]
    _tell(loop, "waits", lambda: _("Your loop from “%(market)s” waits for a guest to join") % {"market": title}, lines)


def tell_not_joined(loop: MarketLoop) -> None:
    """A week has gone by: what was said in the room stands between its people alone."""
    title = loop.market.title
    lines: list[Words] = [
        lambda: _("Not everybody in it has joined. What you told each other stands all the same."),
        lambda: _("If something is still missing, put it on the board: we look for loops every night."),
    ]
    _tell(loop, "over", lambda: _("Your loop from “%(market)s” does not go on here") % {"market": title}, lines)


def tell_wishes(market: Market) -> None:
    """Guests asked for an invitation after the end: whoever organises is told once, however many they are."""
    title = market.title
    post.notify(
        person_ids=organiser_ids(market.community),
        key=f"swap.market:{market.pk}:wishes",
        subject=post.late(lambda: _("A guest of “%(market)s” would like to be invited") % {"market": title}),
        lines=[post.late(lambda: _("Whoever asks for it stands on the market’s page, for a week after its end."))],
        action_label=post.late(lambda: _("See who it is")),
        action_url=reverse("swap:market", args=[market.community.slug, market.pk]),
        community_id=market.community_id,
    )


def tell_may_be_theirs(seat: MarketSeat, people: Iterable[int]) -> None:
    """Somebody sat down as a guest with the address of these people, who are members here: they can say that it was
    they. Nobody else is told that the address is known.
    """
    market = seat.market
    title = market.title
    lines: list[Words] = [
        lambda: _("A guest there gave your e-mail address. If it was not you, there is nothing to do."),
        lambda: _("If it was: sign in on the same phone, open this page, and say that the seat is yours."),
        lambda: _("Then what you agreed on goes on here."),
    ]
    post.notify(
        person_ids=people,
        key=f"swap.market_seat:{seat.pk}:theirs",
        subject=post.late(lambda: _("Were you at “%(market)s”?") % {"market": title}),
        lines=[post.late(words) for words in lines],
        action_label=post.late(lambda: _("To the market’s page")),
        action_url=reverse("swap:room", args=[market.code]),
        community_id=market.community_id,
    )


def _tell(loop: MarketLoop, what: str, subject: Words, lines: Sequence[Words]) -> None:
    community = loop.market.community
    for one in with_guests_of(loop):
        post.notify(
            person_ids=people_of(one.member),
            key=f"swap.market_loop:{loop.pk}:{what}",
            subject=post.late(subject),
            lines=[post.late(words) for words in lines],
            action_label=post.late(lambda: _("See it")),
            action_url=reverse("swap:loops", args=[community.slug]),
            community_id=community.pk,
            urgency="digest",
        )
