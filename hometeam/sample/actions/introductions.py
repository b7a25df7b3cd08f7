"""People whom the sample's members introduced to each other, and what two standing partners tell each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from hometeam.engine.referrals import Move
from hometeam.foundation import clock
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.referrals import actions
from hometeam.referrals.models import Referral

Step = Callable[[Referral], object]


@dataclass(frozen=True, slots=True)
class Told:
    """One introduction: who gave it to whom so many `days` ago, about whom, how far it came."""

    days: int
    by: str
    to: str
    about: actions.About
    effort: int
    service: str
    moves: tuple[Move, ...] = ()
    said_yes: bool = True
    in_person: bool = False
    thanks: str = ""


def _about(name: str, need: str, why: str, words: str) -> actions.About:
    address = f"{name.lower().replace(' ', '.')}@sample.invalid"
    return actions.About(name=name, email=address, need=need, why=why, words=words)


TOLD = (
    Told(
        days=34,
        by="Cy Marlowe",
        to="Paul Reyes",
        effort=4,
        service="insurance-agent",
        moves=(Move.ACCEPT, Move.CONTACT, Move.MEET, Move.WIN),
        thanks="The workshop is covered, and they came with every paper. Thank you for telling them what to bring.",
        about=_about(
            "Odette Marsh",
            "Insurance for a workshop with a kiln",
            "He reads the small print aloud, and told me which half of my own policy I could drop.",
            "We spoke about your workshop. I would like to introduce you to Paul Reyes of Anchor Insurance.",
        ),
    ),
    Told(
        days=12,
        by="Cora Whitfield",
        to="Ann Okafor",
        effort=5,
        service="photographer",
        moves=(Move.ACCEPT, Move.CONTACT),
        about=_about(
            "June Talbot",
            "Portraits of the two of them, the week before their wedding in May",
            "My shyest bride stood before her for an hour and asked for more.",
            "I would like to introduce you to Ann Okafor, who takes portraits in daylight.",
        ),
    ),
    Told(
        days=2,
        by="Iris Calloway",
        to="Cora Whitfield",
        effort=3,
        service="wedding-planner",
        in_person=True,
        said_yes=False,
        about=_about(
            "Rosa and Teo Brandt",
            "A hand with a wedding for sixty in September",
            "She has kept two of my brides calm in the rain.",
            "I would like to introduce you to Cora Whitfield, who plans weddings here.",
        ),
    ),
    Told(
        days=1,
        by="Ann Okafor",
        to="Dee Arroyo",
        effort=2,
        service="web-designer",
        said_yes=False,
        about=_about(
            "Marcus Bell",
            "A first website for his bike tours",
            "She made mine in a fortnight, and it still loads on a phone at the beach.",
            "I would like to introduce you to Dee Arroyo, who draws and builds plain, quick websites.",
        ),
    ),
)


def introduce(community: Community, members: Mapping[str, Member], *, until: datetime) -> None:
    """Play every introduction of the sample's past up to the aware moment `until`."""
    for told in TOLD:
        _play(told, _viewer(community, members[told.by]), _viewer(community, members[told.to]), until)
    _say_words(_viewer(community, members["Iris Calloway"]), members["Cora Whitfield"])


def _play(told: Told, giver: Viewer, receiver: Viewer, until: datetime) -> None:
    at = until - timedelta(days=told.days)
    with clock.telling(at):
        it = actions.give(
            viewer=giver,
            receiver=receiver.acting,
            about=told.about,
            effort=told.effort,
            service=told.service,
            told=told.in_person,
        )
    with clock.telling(at + timedelta(hours=6)):
        if told.said_yes:
            actions.confirm(referral=it)
    for nth, move in enumerate(told.moves, 1):
        with clock.telling(at + timedelta(days=3 * nth)):
            actions.answer(viewer=receiver, referral=it, move=move, seen_version=_version(it))
    if told.thanks:
        with clock.telling(at + timedelta(days=3 * len(told.moves), hours=4)):
            actions.say_thanks(
                viewer=receiver,
                referral=it,
                seen_version=_version(it),
                words=told.thanks,
                amount=Decimal(640),
            )


def _say_words(viewer: Viewer, partner: Member) -> None:
    actions.say_words(
        viewer=viewer,
        partner=partner,
        likes="Couples who marry between April and October, and anybody who likes flowers from within ten miles.",
        rather_not="Flowers for next weekend: two weeks are the least.",
        introduce="Iris of Wild Petal: her flowers grew within ten miles. Ask her what is in season.",
    )


def _version(it: Referral) -> int:
    return Referral.objects.values_list("version", flat=True).get(pk=it.pk)


def _viewer(community: Community, member: Member) -> Viewer:
    return Viewer(member.seats.select_related("person").get().person, community, member, is_organiser=False)
