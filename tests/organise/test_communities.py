"""The first community, what it says of itself, who looks after it, and what would be worth doing."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hometeam.foundation import clock, journal
from hometeam.foundation.models import Notice
from hometeam.foundation.money import currency_of
from hometeam.members.models import Community, Invitation, Membership, OrganiserSeat, Person
from hometeam.organise import actions
from hometeam.organise.queries import home, locating
from hometeam.swap.models import Round
from hometeam.together.actions import propose
from tests.cast import Cast, client_of, make_member, make_person, needs, offers
from tests.organise.lists import STREET, bring, csv_of

pytestmark = pytest.mark.django_db
HOME = "/c/elm-street/organise/"
TOWN = {"name": "Fairhaven Shops", "city": "Bellingham", "region": "WA", "country": "us", "joining": "invited"}


@pytest.fixture
def gus(cast: Cast) -> Client:
    return client_of(cast.gus.person)


def test_the_first_person_names_a_community_and_organises_it() -> None:
    olive = make_person("Olive", is_operator=True)
    response = client_of(olive).post("/organise/first", TOWN)
    community = Community.objects.get()
    assert response["Location"] == "/c/fairhaven-shops/organise/begin"
    assert (community.name, community.country, community.timezone) == ("Fairhaven Shops", "US", "America/Los_Angeles")
    assert OrganiserSeat.objects.get(community=community).person == olive
    assert client_of(olive).get(response["Location"]).status_code == 200


def test_a_town_that_nobody_knows_is_no_obstacle() -> None:
    olive = make_person("Olive", is_operator=True)
    client_of(olive).post("/organise/first", TOWN | {"city": "Nowhere-upon-Nothing", "region": "", "country": "XX"})
    assert Community.objects.get().timezone == "UTC"


def test_nobody_else_makes_communities(cast: Cast, gus: Client) -> None:
    assert gus.post("/organise/first", TOWN).status_code == 404
    assert Community.objects.count() == 2


def test_nonsense_is_said_beside_the_field() -> None:
    olive = make_person("Olive", is_operator=True)
    response = client_of(olive).post("/organise/first", TOWN | {"name": "", "country": "1!"})
    assert response.status_code == 422
    assert {"name", "country"} <= set(response.context["form"].errors)


def test_two_communities_of_one_name_get_two_addresses() -> None:
    client = client_of(make_person("Olive", is_operator=True))
    client.post("/organise/first", TOWN)
    client.post("/organise/first", TOWN)
    assert set(Community.objects.values_list("slug", flat=True)) == {"fairhaven-shops", "fairhaven-shops-2"}


def test_a_community_made_from_the_command_line_waits_for_somebody_to_look_after_it() -> None:
    bring(csv_of(*STREET))
    client = client_of(make_person("Olive", is_operator=True))
    assert "Look after Elm Street" in client.get("/organise/first").content.decode()
    client.post(f"/organise/adopt/{Community.objects.get().pk}")
    assert client.get(HOME).status_code == 200
    community = Community.objects.get()
    assert community.currency == currency_of(community.country, clock.today("UTC"))


def test_a_community_that_has_its_organiser_is_not_taken_over(cast: Cast) -> None:
    olive = make_person("Olive", is_operator=True)
    client_of(olive).post(f"/organise/adopt/{cast.community.pk}")
    assert not OrganiserSeat.objects.filter(person=olive).exists()


def test_a_community_says_anew_what_it_is(cast: Cast, gus: Client) -> None:
    values = {"name": "Elm & Maple", "about": "Two streets", "joining": "open", "city": "Bellingham", "region": "WA"}
    gus.post(
        HOME + "settings",
        values | {"country": "us", "timezone": "America/Los_Angeles", "language": "en", "currency": "USD"},
    )
    community = Community.objects.get(pk=cast.community.pk)
    assert (community.name, community.joining, community.country) == ("Elm & Maple", "open", "US")
    assert community.currency == "USD"
    assert community.lat == pytest.approx(48.75, abs=0.1)


def test_another_organiser_is_added_and_told(cast: Cast, gus: Client) -> None:
    gus.post(HOME + "organisers", {"email": "ann@example.org"})
    assert OrganiserSeat.objects.filter(community=cast.community, person=cast.ann.person).exists()
    assert Notice.objects.filter(person=cast.ann.person, subject="You look after Elm Street now").exists()
    assert client_of(cast.ann.person).get(HOME).status_code == 200


def test_the_last_organiser_cannot_be_taken_away(cast: Cast, gus: Client) -> None:
    seat = OrganiserSeat.objects.get(person=cast.gus.person)
    gus.post(f"{HOME}organisers/{seat.pk}/remove")
    assert OrganiserSeat.objects.filter(pk=seat.pk).exists()


def test_an_organiser_of_another_community_cannot_be_taken_away(cast: Cast, gus: Client) -> None:
    seat = OrganiserSeat.objects.create(community=cast.elsewhere, person=cast.eve.person)
    assert gus.post(f"{HOME}organisers/{seat.pk}/remove").status_code == 404


def test_a_new_community_counts_in_the_money_of_its_country_unless_said_otherwise() -> None:
    guessed = [actions.make_community(person=None, name=f"In {one}", country=one).currency for one in ("CA", "JP", "")]
    assert guessed == ["CAD", "JPY", "USD"]
    assert actions.make_community(person=None, name="Said", country="CA", currency="USD").currency == "USD"


def test_an_empty_community_is_told_to_bring_in_its_list() -> None:
    community = Community.objects.create(slug="new", name="New")
    (deed,) = home.worth_doing(community, home.stand_of(community, clock.now()))
    assert deed.title == "Bring in your member list"


@pytest.mark.parametrize(
    ("place", "leads_to"),
    [
        ("people", "organise/begin"),
        ("organise/invite", "organise/members/add"),
        ("organise/invitations", "organise/invite"),
        ("stage", "people"),
        ("together", "people"),
        ("swap", "people"),
    ],
)
def test_every_empty_place_leads_an_organiser_who_is_alone_to_the_next_step(place: str, leads_to: str) -> None:
    community = Community.objects.create(slug="new", name="New")
    hal = make_person("Hal")
    OrganiserSeat.objects.create(community=community, person=hal)
    page = client_of(hal).get(f"/c/new/{place}").content.decode()
    assert f'href="/c/new/{leads_to}"' in page[page.index("<main") :]


def test_a_community_of_one_or_two_is_told_whom_to_invite_and_to_bring_in_more() -> None:
    community = Community.objects.create(slug="new", name="New")
    hal = make_member("Hal Knits", community)
    offers(hal, "clothing-maker", guessed=True)
    titles = ["Invite those who are not here in person", "Bring in more members"]
    for _more in range(2):
        deeds = home.worth_doing(community, home.stand_of(community, clock.now()))
        assert [deed.title for deed in deeds] == titles
        assert "Hal Knits" in deeds[0].why
        offers(make_member("Ida Weaves", community), "clothing-maker", guessed=True)
    assert "Bring in more members" not in [
        deed.title for deed in home.worth_doing(community, home.stand_of(community, clock.now()))
    ]


def test_those_whom_most_others_need_come_first(cast: Cast) -> None:
    wanted, other = make_member("Web Wanda", cast.community), make_member("Toy Tess", cast.community)
    offers(wanted, "web-design", guessed=True)
    offers(other, "toy-store", guessed=True)
    needs(cast.ann.member, "web-design")
    assert home.wanted_most(cast.community)[0] == wanted


def test_people_who_ask_to_join_come_before_everything_else(cast: Cast) -> None:
    asking = make_member("Moss & Fern")
    Membership.objects.create(member=asking, community=cast.community, state=Membership.State.ASKED)
    first, *_rest = home.worth_doing(cast.community, home.stand_of(cast.community, clock.now()))
    assert first.title == "Somebody asks to join"


def test_a_search_for_loops_that_was_cut_off_is_told(cast: Cast) -> None:
    def told() -> list[str]:
        return [deed.url for deed in home.worth_doing(cast.community, home.stand_of(cast.community, clock.now()))]

    search = "/c/elm-street/swap/search"
    round = Round.objects.create(community=cast.community, slot="night:one")
    assert search not in told()
    Round.objects.update(made_at=clock.now() - timedelta(hours=5))
    assert search in told()
    Round.objects.filter(pk=round.pk).update(ended_at=clock.now())
    assert search not in told()


def test_letters_without_an_answer_are_worth_another_look(cast: Cast) -> None:
    sent = clock.now() - timedelta(days=8)
    shop = make_member("Moss & Fern", cast.community)
    offers(shop, "florist")
    Invitation.objects.create(
        community=cast.community, member=shop, email="m@example.org", sent_at=sent, expires_at=sent + timedelta(days=60)
    )
    deeds = home.worth_doing(cast.community, home.stand_of(cast.community, clock.now()))
    assert "1 letter has no answer yet" in [deed.title for deed in deeds]


def test_counts_add_up(cast: Cast) -> None:
    bring(csv_of(*STREET))
    found = home.counts(cast.community)
    assert (found["here"], found["claimed"], found["invited"], found["unclaimed"]) == (8, 5, 0, 3)


@pytest.mark.parametrize("waits", [False, True], ids=["quiet", "a proposal waits for a letter"])
def test_the_home_page_needs_few_queries(
    cast: Cast, gus: Client, waits: bool, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    shop = make_member("Moss & Fern", cast.community)
    offers(shop, "florist")
    if waits:
        soon = clock.now() + timedelta(days=5)
        propose(viewer=cast.ann.viewer, to=[shop], kind_id="coffee", happens_at=soon, place="Café")
    gus.get(HOME)
    with django_assert_max_num_queries(12):
        page = gus.get(HOME).content.decode()
    assert ("Ann Photographs would like to meet Moss &amp; Fern" in page) == waits


def test_how_many_members_stand_is_remembered_until_something_happens(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MANY", 0)
    cache.clear()
    stands = [home.stand_of(cast.community, clock.now()) for _look in range(3)]
    assert stands[1] == stands[2]
    make_member("Moss & Fern", cast.community)
    assert home.stand_of(cast.community, clock.now()).counts["here"] == 5
    journal.record(actor=journal.NOBODY, verb="members.started", object=cast.community)
    assert home.stand_of(cast.community, clock.now()).counts["here"] == 6
    cache.clear()


@pytest.mark.parametrize(
    ("region", "country", "spot", "zone"),
    [
        ("AR", "US", (34.75, -92.29), "America/Chicago"),
        ("", "US", (34.75, -92.29), "America/Chicago"),
        ("BC", "CA", None, "America/Vancouver"),
        ("", "", (49.1, -122.66), "America/Vancouver"),
        ("", "GB", (51.5, -0.1), "Europe/London"),
    ],
)
def test_the_time_zone_of_a_place(region: str, country: str, spot: tuple[float, float] | None, zone: str) -> None:
    places = [{"city": "", "region": region, "country": country, "lat": spot and spot[0], "lon": spot and spot[1]}]
    assert locating.location_of(places)["timezone"] == zone


@pytest.mark.parametrize(
    "path",
    [
        "",
        "begin",
        "settings",
        "organisers",
        "import",
        "members",
        "members/add",
        "invite",
        "invitations",
        "introductions",
    ],
)
def test_only_organisers_come_in(cast: Cast, path: str) -> None:
    assert client_of(cast.gus.person).get(HOME + path).status_code == 200
    assert client_of(cast.ann.person).get(HOME + path).status_code == 404
    assert client_of(cast.eve.person).get(HOME + path).status_code == 404
    assert "/accounts/login/" in Client().get(HOME + path)["Location"]


def test_members_who_have_nobody_are_one_click_from_a_proposal(cast: Cast, gus: Client) -> None:
    html = gus.get(HOME).content.decode()
    assert "Some members have nobody here yet" in html
    (deed,) = [deed for deed in gus.get(HOME).context["worth"] if deed.introductions]
    pairs = [{one.member.pk, one.suggestion.member.pk} for one in deed.introductions]
    assert all(pair not in pairs[:at] for at, pair in enumerate(pairs))
    first = deed.introductions[0]
    response = gus.post("/c/elm-street/act-for", {"member": first.member.pk, "next": first.propose_url}, follow=True)
    assert response.context["request"].viewer.member == first.member
    assert first.suggestion.member.name in response.content.decode()


def test_whoever_has_proposed_something_is_not_alone(cast: Cast) -> None:
    at = clock.now() + timedelta(days=5)
    propose(viewer=cast.ann.viewer, to=[cast.bo.member], kind_id="coffee", happens_at=at)
    alone = set(home.have_nobody(cast.community, at_most=9))
    assert alone
    assert not alone & {cast.ann.member, cast.bo.member}


def test_the_first_organiser_may_say_their_own_name(client: Client) -> None:
    person = Person.objects.create_user("first@example.org", is_operator=True)
    client.force_login(person)

    client.post(
        "/organise/first",
        {"name": "Elm Street", "city": "Bellingham", "country": "US", "joining": "open", "your_name": "Gus Calder"},
    )

    assert Person.objects.get(pk=person.pk).name == "Gus Calder"
