"""A house that is lived in: the sample community with something of everything, and beside it a community as on its
first day. What stands in every path of it, for the walk past all pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hometeam.engine.market import Stage, Step
from hometeam.foundation import clock, jobs
from hometeam.foundation.journal import Actor
from hometeam.members import actions as members
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member, Membership, OrganiserSeat, Person, Seat
from hometeam.organise import actions as organise
from hometeam.organise.jobs import check_import, write_import
from hometeam.organise.models import ImportRun
from hometeam.organise.queries import reading
from hometeam.sample.actions import load
from hometeam.swap.actions import market as rooms
from hometeam.swap.models import MarketSeat
from hometeam.together.models import Collaboration
from tests.cast import make_community, make_member, make_person
from tests.organise.lists import STREET, csv_of


@dataclass(frozen=True)
class House:
    """Who lives here: `member` has something going in every state, `gus` organises and runs the installation."""

    community: Community
    member: Member
    person: Person
    gus: Person
    fresh: Community
    fresh_member: Member
    fresh_person: Person
    newcomer: Person
    invitation: str


def settle() -> House:
    """Write it all into the database."""
    load(at=clock.now())
    community = Community.objects.get(is_sample=True)
    gus = Person.objects.get(is_operator=True)
    for ends in ImportRun.State.values:
        _import(community, gus, ends)
    others = Member.objects.here(community).exclude(seats__person=gus)
    member = max(others, key=lambda one: len(_states_of(one)))
    person = Seat.objects.filter(member=member).latest("pk").person
    invitation = _people_at_the_door(Viewer(gus, community, None, is_organiser=True), Actor(person.pk, member.pk))
    _markets(Viewer(gus, community, None, is_organiser=True), member)
    fay = make_person("Fay First")
    fresh = make_community("first-day", "First Day")
    OrganiserSeat.objects.create(community=fresh, person=fay)
    begun = make_person("Newt Comer")
    members.start_member(person=begun, kind="business", name="Newt’s Nets", own_name="Newt Comer", community=community)
    jobs.work_off()
    return House(
        community=community,
        member=member,
        person=person,
        gus=gus,
        fresh=fresh,
        fresh_member=make_member("Fay’s Forge", fresh, person=fay),
        fresh_person=fay,
        newcomer=begun,
        invitation=invitation,
    )


def _states_of(member: Member) -> set[str]:
    return set(Collaboration.objects.filter(parts__member=member).values_list("state", flat=True))


def _people_at_the_door(organiser: Viewer, actor: Actor) -> str:
    """Somebody who asks to come in, somebody who is invited (returns the path of their link), a second seat offered,
    and somebody whom the walker rather does not meet.
    """
    here = Member.objects.here(organiser.community)
    asked = make_member("Otto’s Oars", person=make_person("Otto Oar"))
    Membership.objects.create(member=asked, community=organiser.community, state=Membership.State.ASKED)
    member = here.get(pk=actor.member_id or 0)
    members.block(by=actor, member=member, other=here.exclude(pk=member.pk).exclude(claimed_at=None).latest("pk"))
    by = Person.objects.get(pk=actor.person_id or 0)
    members.offer_seat(by=by, member=member, email="second@example.org", role=Seat.Role.EDITOR)
    unclaimed = here.filter(claimed_at=None).latest("pk")
    _invitation, path = members.invitation_link(viewer=organiser, member=unclaimed, email="fern@example.org")
    return path


def _markets(organiser: Viewer, member: Member) -> None:
    """A market in each stage and one that has ended; in each a member, a guest, and somebody on paper, in one loop."""
    said = ("An hour of photographs", "A birthday cake", "My books kept")
    for ends in (*Stage, None):
        market = rooms.open_market(viewer=organiser, title=f"The {ends.value if ends else 'last'} market")
        sitters = (
            rooms.Sitter(member=member),
            rooms.Sitter(name="Mia", email="mia@example.net"),
            rooms.Sitter(name="Noa", on_paper=True),
        )
        seats = [rooms.sit(market=market, sitter=sitter) for sitter in sitters]
        while ends != Stage(market.stage) and market.is_open:
            if market.stage == Stage.NEEDS:
                _cards(seats, said)
            wanted = Step.END if market.stage == Stage.CLOSING else Step.ON
            market = rooms.move(viewer=organiser, market=market, wanted=wanted)


def _cards(seats: Sequence[MarketSeat], said: Sequence[str]) -> None:
    """Each gives one thing and needs what the one before gives."""
    for at, seat in enumerate(seats):
        for side, words in (("give", said[at]), ("need", said[at - 1])):
            rooms.add_card(seat=seat, side=side, words=words, no_extra_work=False, key=side)


def _import(community: Community, gus: Person, ends: str) -> None:
    """A run that has come as far as `ends`."""
    row = [*STREET, ("", "florist", "9 Elm Street", "Bellingham", "WA", "98225", "")]
    content = csv_of(*row)
    sheet = reading.open_sheet(content, f"{ends}.csv")
    mapping = reading.guess(sheet)
    run = organise.upload(
        community=community, person=gus, name=f"{ends}.csv", content=content, mapping=mapping, notes=[]
    )
    state = ImportRun.State
    if ends == state.FAILED:
        organise.fail(run=run, why="The file ends in the middle of a row. Save it again, and upload it.")
    elif ends in (state.READY, state.DONE, state.UNDONE):
        organise.choose_columns(run=run, mapping=mapping, begin=check_import.enqueue)
        jobs.work_off()
    if ends in (state.DONE, state.UNDONE):
        run.refresh_from_db()
        organise.bring_in(run=run, begin=write_import.enqueue)
        jobs.work_off()
        run.refresh_from_db()
    if ends == state.UNDONE:
        organise.undo(run=run, person=gus)
    if ends in (state.CHECKING, state.WRITING):
        ImportRun.objects.filter(pk=run.pk).update(state=ends, total_rows=4, done_rows=2)
