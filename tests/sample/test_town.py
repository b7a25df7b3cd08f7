"""The sample town: invented people in real shares, and a past without an empty page."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation import clock
from hometeam.foundation.models import Letter, Notice
from hometeam.ledger.models import Act
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Haunt, Member, Person
from hometeam.members.queries import choices
from hometeam.sample.actions import load
from hometeam.sample.actions.load import Loaded
from hometeam.sample.town import history, town
from hometeam.swap import actions as swap
from hometeam.swap.models import Listing, Loop
from hometeam.together.models import Collaboration, Part
from hometeam.together.playbook import kinds
from tests.real_data import real_data

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """The sample, loaded once for all tests of this file: what each changes is taken back behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(at=NOW)
        transaction.set_rollback(True)


def test_everyone_in_town_has_an_address_of_their_own_that_no_mail_reaches() -> None:
    addresses = [member.address for member in town().members]

    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith(".invalid") for address in addresses)


def test_audiences_and_likes_are_ones_that_profiles_offer() -> None:
    tags = {tag for tag, _title in choices.AUDIENCES}

    assert {tag for member in town().members for tag in member.audiences} <= tags
    assert {kind for member in town().members for kind in member.likes} <= set(kinds())


def test_places_and_values_are_ones_that_profiles_know_and_some_are_shared() -> None:
    called = {words for member in town().members for words in member.haunts}
    values = Counter(value for member in town().members for value in member.values)

    assert {town().haunt(words) for words in called} == set(town().haunts)
    assert len(called) > len(town().haunts)
    assert set(values) - {tag for tag, _title in choices.VALUES} == {"night owls"}
    assert max(values.values()) > 2


def test_what_the_sample_offers_is_understood() -> None:
    taxonomy = Taxonomy.load()

    lost = [words for member in town().members for words in member.offers if not taxonomy.match(words, top=1)]

    assert lost == []


def test_trades_come_in_the_shares_of_seattles_licences() -> None:
    with real_data("businesses/seattle_wa_2026.csv").open(encoding="utf-8") as file:
        real = Counter(row["naics6"][:2] for row in csv.DictReader(file))
    ours = Counter(member.code[:2] for member in town().members if member.kind != "nonprofit")

    for sector, count in real.most_common(12):
        assert ours[sector] / ours.total() == pytest.approx(count / real.total(), abs=0.02), sector


def test_nonprofits_come_in_the_shares_of_arkansas() -> None:
    with real_data("nonprofits/irs_eo_bmf_arkansas_2026.csv").open(encoding="utf-8") as file:
        real = Counter(row["ntee"][0] for row in csv.DictReader(file) if row["ntee"])
    ours = Counter(member.code[0] for member in town().members if member.kind == "nonprofit")

    for group, count in real.most_common(8):
        assert ours[group] / ours.total() == pytest.approx(count / real.total(), abs=0.05), group


def _counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Member, Collaboration, Act, Notice))


@pytest.mark.django_db
def test_the_sample_has_a_past_and_loading_it_again_changes_nothing(sample: Loaded) -> None:
    before = _counts()

    again = load(at=NOW)

    assert sample.is_new
    assert not again.is_new
    assert {haunt.name for haunt in Haunt.objects.all()} >= {"Blue Door", "Central Library"}
    assert Haunt.objects.count() == len(town().haunts)
    assert before == (
        Member.objects.count(),
        Collaboration.objects.count(),
        Act.objects.count(),
        Notice.objects.count(),
    )
    assert {"closed", "declined", "agreed", "proposed", "countered", "lapsed", "withdrawn"} <= set(
        Collaboration.objects.values_list("state", flat=True)
    )


@pytest.mark.django_db
def test_everyone_in_the_sample_is_marked_as_a_sample_and_gets_no_mail_about_the_past(sample: Loaded) -> None:
    assert Community.objects.get().is_sample
    assert not Member.objects.filter(is_sample=False).exists()
    assert not Letter.objects.exclude(key__startswith="referrals.prospect:").exists()
    assert all(letter.to.endswith("@sample.invalid") for letter in Letter.objects.all())
    assert Person.objects.filter(is_operator=True).count() == 1


@pytest.mark.django_db
def test_a_circle_waits_for_one_and_an_open_house_is_asked_for_otherwise(sample: Loaded) -> None:
    circle = Collaboration.objects.get(kind_id="circle")
    missing = circle.parts.filter(answer=Part.Answer.WAITING)
    assert circle.state == "proposed"
    assert [part.member.seats.get().person.name for part in missing] == ["Dee Arroyo"]
    house = Collaboration.objects.get(kind_id="co-hosted-event", state="countered")
    assert {one["field"] for one in house.changes.get(move="counter").changed} >= {"happens_at", "place", "costs"}
    assert Collaboration.objects.filter(state="proposed", parts__member__seats__person__name="Gus Calder").exists()


def test_only_those_who_are_here_in_person_have_a_past() -> None:
    here = {member.person for member in town().members if member.is_claimed and member.is_here}

    assert {scene[side] for scene in history().scenes for side in ("by", "to")} <= here
    assert {name for pair in history().named for name in pair} <= here


@pytest.mark.django_db
def test_a_photographer_a_bookkeeper_and_a_baker_close_a_loop_of_three_where_no_two_match(sample: Loaded) -> None:
    board = Listing.objects.filter(member__seats__person__name__in=["Ann Okafor", "Cy Marlowe", "Bo Lindqvist"])
    said = {(one.member.name, one.side, one.service) for one in board.select_related("member")}
    ann, cy, bo = "Ann Okafor Photography", "Cy Keeps Books", "Bo's Bread"

    assert {(ann, "give", "photographer"), (bo, "need", "photographer")} <= said
    assert {(bo, "give", "bakery"), (cy, "need", "bakery")} <= said
    assert {(cy, "give", "bookkeeping"), (ann, "need", "bookkeeping")} <= said
    assert Listing.objects.filter(service="", state="on").count() == 0
    assert Listing.objects.count() >= 25


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refuses", "steps_in"),
    [
        ("Ann Okafor Photography", "Driftwood Films"),
        ("Bo's Bread", "Blue Door Café"),
        ("Cy Keeps Books", "Lake Padden Rowers"),
    ],
)
def test_whoever_of_the_three_refuses_somebody_steps_in_and_the_loop_closes(
    sample: Loaded, refuses: str, steps_in: str
) -> None:
    three = {"Ann Okafor Photography", "Cy Keeps Books", "Bo's Bread"}
    loop = Loop.objects.get(legs__giver__name="Bo's Bread")
    assert {leg.giver.name for leg in loop.legs.all()} == three
    assert loop.state == Loop.State.PROPOSED and loop.deadline_at > NOW
    with clock.telling(NOW):
        for name in three - {refuses}:
            swap.say_yes(viewer=_viewer_for(name, loop), loop=loop)
        swap.say_no(viewer=_viewer_for(refuses, loop), loop=loop, what="later")
        instead = Loop.objects.get(repaired_from=loop)
        assert {leg.giver.name for leg in instead.legs.all()} == three - {refuses} | {steps_in}
        for leg in instead.legs.filter(answer=""):
            swap.say_yes(viewer=_viewer_for(leg.giver.name, instead), loop=instead)
    assert Loop.objects.get(pk=instead.pk).state == Loop.State.AGREED


def _viewer_for(name: str, loop: Loop) -> Viewer:
    member = Member.objects.get(name=name)
    return Viewer(member.seats.get().person, loop.community, member, is_organiser=False)
