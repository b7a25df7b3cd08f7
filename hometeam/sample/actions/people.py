"""The sample town's people and members, with all that they say of themselves."""

from __future__ import annotations

from datetime import datetime

from hometeam.engine.taxonomy import Taxonomy
from hometeam.members.actions.haunts import write_haunts
from hometeam.members.models import (
    Audience,
    Channel,
    Community,
    Member,
    Membership,
    Need,
    Offer,
    OrganiserSeat,
    Person,
    Place,
    Seat,
)
from hometeam.sample.town import SampleMember, Town

ORGANISER = "Gus Calder"
START_DONE = 6


def make_community(town: Town) -> Community:
    """The empty sample community."""
    return Community.objects.create(
        slug=town.slug,
        name=town.name,
        about=town.about,
        joining=Community.Joining.OPEN,
        city=town.city,
        region=town.region,
        country=town.country,
        lat=town.lat,
        lon=town.lon,
        timezone=town.timezone,
        is_sample=True,
    )


def move_in(town: Town, community: Community, *, at: datetime) -> dict[str, Member]:
    """Everyone of the town as members of the community, each with its person; by first name of the person."""
    return {sample.person: _move_in(sample, town, community, at=at) for sample in town.members}


def _move_in(sample: SampleMember, town: Town, community: Community, *, at: datetime) -> Member:
    member = Member.objects.create(
        kind=sample.kind,
        name=sample.name,
        one_line=sample.one_line if sample.is_claimed else "",
        trade_words=sample.trade,
        languages=["en"] if sample.is_claimed else [],
        likes=list(sample.likes) if sample.is_claimed else [],
        stands_for=list(sample.values),
        partnering=sample.partnering,
        size=sample.size,
        is_sample=True,
        claimed_at=at if sample.is_claimed else None,
        start_step=START_DONE,
    )
    state = Membership.State.HERE if sample.is_here else Membership.State.ASKED
    Membership.objects.create(member=member, community=community, state=state)
    if sample.is_claimed:
        _give_person(sample, town, member, community)
        _say_whom(sample, member)
    _give_place(sample, town, member)
    _say_what(sample, member)
    write_haunts(member, [_haunt(words, town) for words in sample.haunts])
    return member


def _haunt(words: str, town: Town) -> dict[str, str]:
    place = town.haunt(words)
    return {"name": words, "kind": place.kind, "street": place.street, "city": town.city}


def _give_person(sample: SampleMember, town: Town, member: Member, community: Community) -> None:
    is_organiser = sample.person == ORGANISER
    person = Person.objects.create_user(
        sample.address,
        name=sample.person,
        timezone=town.timezone,
        notice_choice=Person.Notices.NEVER,  # until the past is told: nobody gets letters about things long over
        is_operator=is_organiser,
    )
    Seat.objects.create(member=member, person=person)
    if is_organiser:
        OrganiserSeat.objects.create(community=community, person=person)


def _give_place(sample: SampleMember, town: Town, member: Member) -> None:
    shown = {"door": Place.ShownAs.STREET, "home": Place.ShownAs.NEIGHBOURHOOD, "online": Place.ShownAs.CITY}
    Place.objects.create(
        member=member,
        kind=sample.place,
        shown_as=shown[sample.place],
        street=sample.street if sample.place == "door" else "",
        neighbourhood=sample.neighbourhood,
        city=town.city,
        region=town.region,
        country=town.country,
        lat=sample.lat,
        lon=sample.lon,
    )


def service_of(words: str) -> str:
    """The taxonomy's id for a sample's own words, or "" where it knows none."""
    matches = Taxonomy.load().match(words, top=1)
    return matches[0].service.id if matches else ""


def _say_what(sample: SampleMember, member: Member) -> None:
    guessed = not sample.is_claimed
    Offer.objects.bulk_create(
        Offer(member=member, service=service_of(words), words=_words(words), guessed=guessed) for words in sample.offers
    )
    asked = [(Need.Kind.WANT, words) for words in sample.wants]
    asked += [(Need.Kind.SEND_AWAY, words) for words in sample.sends_away if not guessed]
    Need.objects.bulk_create(
        Need(member=member, kind=kind, service=service_of(words), words=_words(words), guessed=guessed)
        for kind, words in asked
    )


def _words(words: str) -> str:
    return words[:1].upper() + words[1:]


def _say_whom(sample: SampleMember, member: Member) -> None:
    Audience.objects.bulk_create(Audience(member=member, tag=tag) for tag in sample.audiences)
    Channel.objects.bulk_create(
        Channel(member=member, medium=c.medium, handle=c.handle, band=c.band, cadence=c.cadence)
        for c in sample.channels
    )
