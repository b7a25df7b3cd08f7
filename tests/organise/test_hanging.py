"""How a community hangs together: what its organisers see of who is alone, who carries much and whom to introduce."""

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hometeam.engine.network import Web, groups
from hometeam.foundation.clock import now
from hometeam.ledger.models import Act
from hometeam.members.models import Member
from hometeam.organise.queries import hanging_picture
from hometeam.organise.queries.hanging import Hanging, hanging
from tests.cast import Cast, client_of, make_member, offers

pytestmark = pytest.mark.django_db
PAGE = "/c/elm-street/organise/hang-together"


@pytest.fixture
def gus(cast: Cast) -> Client:
    return client_of(cast.gus.person)


def did(cast: Cast, giver: Member, receiver: Member, times: int = 1) -> None:
    for _time in range(times):
        Act.objects.create(
            giver=giver, receiver=receiver, community=cast.community, kind="coffee", group="cheer", happened_on=now()
        )


def names(found: Hanging) -> dict[str, list[str]]:
    told = {"alone": found.alone, "bridges": found.bridges, "leaned": found.leaned}
    return {key: [one.name for one in each] for key, each in told.items()}


def test_before_anybody_did_anything_all_are_alone_and_there_is_whom_to_introduce(cast: Cast, gus: Client) -> None:
    found = gus.get(PAGE).context["found"]
    assert len(found.alone) == 5
    assert found.offered and all(one.suggestion.shared_reasons for one in found.offered)
    assert gus.get(PAGE).context["picture"] is None


def test_whoever_stands_between_others_and_whoever_gives_much_is_named(cast: Cast) -> None:
    ann, bo, cy, dee, flo = (one.member for one in cast.street)
    did(cast, ann, bo, 3)
    did(cast, ann, cy, 2)
    did(cast, cy, dee)
    assert names(hanging(cast.community)) == {
        "alone": [flo.name],
        "bridges": [ann.name, cy.name],
        "leaned": [ann.name],
    }


def test_an_act_taken_back_and_one_of_long_ago_tie_nobody(cast: Cast) -> None:
    did(cast, cast.ann.member, cast.bo.member)
    did(cast, cast.cy.member, cast.bo.member)
    Act.objects.filter(giver=cast.ann.member).update(taken_back_at=now())
    Act.objects.filter(giver=cast.cy.member).update(happened_on="2001-01-01")
    assert len(hanging(cast.community).alone) == 5


def test_one_click_leads_to_the_proposal_to_both(cast: Cast, gus: Client) -> None:
    one = gus.get(PAGE).context["found"].offered[0]
    response = gus.post("/c/elm-street/act-for", {"member": one.member.pk, "next": one.propose_url}, follow=True)
    assert response.status_code == 200
    assert response.context["request"].viewer.member == one.member
    assert one.suggestion.member.name in response.content.decode()


def test_beside_whoever_stands_between_others_is_an_introduction_that_leads_past_them(cast: Cast, gus: Client) -> None:
    ann, bo, cy, dee, _flo = (one.member for one in cast.street)
    did(cast, ann, bo, 3)
    did(cast, ann, cy, 2)
    did(cast, cy, dee)

    page = gus.get(PAGE)

    held = {one.name: one.beside for one in page.context["found"].bridges}
    beside = held[ann.name]
    assert beside is not None
    assert {beside.member, beside.suggestion.member} in ({bo, cy}, {bo, dee})
    assert f"A second tie: {beside.member.name} and {beside.suggestion.member.name}." in page.content.decode()


def test_members_only_do_not_see_it(cast: Cast) -> None:
    assert client_of(cast.ann.person).get(PAGE).status_code == 404


def test_the_page_needs_no_more_queries_in_a_larger_community(
    cast: Cast, gus: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        shop = make_member(f"Shop {number}", cast.community)
        offers(shop, "florist")
        did(cast, cast.bo.member, shop)
    gus.get(PAGE)
    with django_assert_max_num_queries(10):
        assert gus.get(PAGE).status_code == 200


def test_beyond_three_hundred_their_circles_are_drawn_and_they_can_be_looked_at_closely(cast: Cast) -> None:
    """Eighty circles of four in a ring: reckoned without a database full of acts."""
    deeds = [(four * 4 + one, four * 4 + other, 2.0) for four in range(80) for one in range(4) for other in range(one)]
    deeds += [(four * 4, (four * 4 + 4) % 320, 1.0) for four in range(80)]
    found = _found(Web.of(range(320), deeds))
    drawn = hanging_picture.picture(found)
    assert drawn is not None and drawn.of_groups
    assert len(drawn.dots) == len(found.groups) and drawn.lines
    close = hanging_picture.closely(found, cast.community)
    assert hanging_picture.can_be_looked_at_closely(found) and len(close["members"]) == 320
    assert len({tuple(one[3:]) for one in close["members"]}) == 320


def test_what_the_close_look_is_drawn_from_comes_after_the_page(
    cast: Cast, gus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bo = cast.ann.member, cast.bo.member
    did(cast, ann, bo)
    members = f"{PAGE}/members.json"
    assert gus.get(members).json() == {"members": [], "ties": []}
    assert members not in gus.get(PAGE).content.decode()

    monkeypatch.setattr(hanging_picture, "MOST_DRAWN", 1)

    page, drawn = gus.get(PAGE).content.decode(), gus.get(members).json()
    assert f'data-hanging="{members}"' in page and f'[{ann.pk}, "' not in page
    assert [one[:2] for one in drawn["members"]] == [[ann.pk, ann.name], [bo.pk, bo.name]]
    assert drawn["ties"] == [[ann.pk, bo.pk]]
    assert client_of(cast.ann.person).get(members).status_code == 404


def _found(web: Web) -> Hanging:
    from hometeam.organise.queries import hanging as reads

    group = dict(zip(web.ids.tolist(), groups(web).tolist(), strict=True))
    reckoned = reads.Reckoned(web, group, (), (), {}, ())
    everybody = {pk: f"Member {pk}" for pk in web.ids.tolist()}
    return Hanging(
        everybody, reckoned, "", reads._groups(reckoned, everybody)[: reads.MOST_GROUPS], 0, (), 0, (), (), ()
    )


def test_circles_beyond_the_table_are_counted(cast: Cast) -> None:
    for number in range(2 * 14):
        make_member(f"Shop {number}", cast.community)
    shops = list(Member.objects.filter(name__startswith="Shop").order_by("pk"))
    for one, other in zip(shops[::2], shops[1::2], strict=True):
        did(cast, one, other)
    found = hanging(cast.community)
    assert (len(found.groups), found.more_groups) == (12, 2)


def test_the_best_known_of_each_circle_is_named_over_circles_that_stand_in_its_way() -> None:
    dot = hanging_picture.Dot(x=100, y=100, radius=20, hue=1, number=1, title="Blue Door", label="")
    in_its_way = replace(dot, y=140, radius=9, title="Plenty")
    drawn = hanging_picture._with_names([dot, in_its_way])
    assert drawn[0].label == "Blue Door"
