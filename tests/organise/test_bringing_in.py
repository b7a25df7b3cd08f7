"""A directory becomes members: all of it or nothing, twice the same, corrected where it was wrong."""

from datetime import timedelta

import pytest
from django.core import mail

from hometeam.foundation import clock, search
from hometeam.foundation.journal import NOBODY
from hometeam.foundation.models import Event, Letter, Notice
from hometeam.members.actions import erase_member, leave
from hometeam.members.models import Community, Member, Membership, Offer, OrganiserSeat, Place
from hometeam.organise import actions
from hometeam.organise.actions import importing, writing
from hometeam.organise.models import Contact, ImportRow, ImportRun
from hometeam.organise.queries import reading
from hometeam.organise.queries.plan import Plan, make_plan
from tests.cast import Cast, make_community, make_member, make_person
from tests.organise.lists import HEADER, STREET, bring, counts, csv_of

pytestmark = pytest.mark.django_db


def here(slug: str = "elm-street") -> list[str]:
    community = Community.objects.get(slug=slug)
    return sorted(Member.objects.here(community).values_list("name", flat=True))


def member(name: str) -> Member:
    return Member.objects.get(name=name)


def plan_of(content: bytes) -> Plan:
    sheet = reading.open_sheet(content, "list.csv")
    return make_plan(Community.objects.get(slug="elm-street"), reading.rows(sheet, reading.guess(sheet)))


def test_each_row_becomes_a_member_who_is_here_and_unclaimed() -> None:
    assert counts(bring(csv_of(*STREET))) == (3, 0, 0, 0)
    assert here() == ["Moss & Fern", "Nail & Plank", "The Blue Door"]
    assert not Member.objects.claimed().exists()


def test_the_same_file_again_changes_nothing() -> None:
    bring(csv_of(*STREET))
    before = list(Member.objects.order_by("pk").values())
    assert counts(bring(csv_of(*STREET))) == (0, 0, 3, 0)
    assert list(Member.objects.order_by("pk").values()) == before


def test_a_corrected_file_brings_members_up_to_date() -> None:
    header = ("id", *HEADER)
    bring(csv_of(("1", *STREET[0]), ("2", *STREET[1]), header=header))
    fixed = ("1", "Moss and Fern", *STREET[0][1:])
    assert counts(bring(csv_of(fixed, ("2", *STREET[1]), header=header))) == (0, 1, 1, 0)
    assert here() == ["Moss and Fern", "Nail & Plank"]


def test_a_corrected_trade_changes_what_is_guessed() -> None:
    bring(csv_of(STREET[0]))
    before = set(member("Moss & Fern").offers.values_list("service", flat=True))
    bring(csv_of((STREET[0][0], "bookkeeping", *STREET[0][2:])))
    after = set(member("Moss & Fern").offers.values_list("service", flat=True))
    assert "bookkeeping" in after
    assert not before & after


def test_a_list_is_found_by_name_and_by_trade_at_once() -> None:
    bring(csv_of(*STREET))
    community = Community.objects.get(slug="elm-street")
    assert search.find(community.pk, "moss") == [member("Moss & Fern").pk]
    assert member("The Blue Door").pk in search.find(community.pk, "coffee")


def test_everything_read_from_a_trade_is_marked_as_guessed() -> None:
    bring(csv_of(*STREET))
    assert Offer.objects.count() >= 3
    assert not Offer.objects.filter(guessed=False).exists()


def test_a_community_is_made_from_its_members_places() -> None:
    bring(csv_of(*STREET), "elm-street")
    community = Community.objects.get(slug="elm-street")
    assert (community.name, community.city, community.region) == ("Elm Street", "Bellingham", "WA")
    assert (community.country, community.timezone) == ("US", "America/Los_Angeles")
    assert community.lat == pytest.approx(48.75, abs=0.1)


def test_whoever_runs_the_installation_organises_a_community_made_by_an_import() -> None:
    operator = make_person("Olive", is_operator=True)
    bring(csv_of(*STREET))
    assert OrganiserSeat.objects.get().person == operator


def test_nothing_is_written_on_a_dry_run() -> None:
    assert counts(bring(csv_of(*STREET), dry_run=True)) == (3, 0, 0, 0)
    assert not Community.objects.exists()
    assert not Member.objects.exists()


def test_a_file_in_which_nothing_can_be_used_makes_no_community() -> None:
    assert counts(bring(csv_of(("", *STREET[0][1:])))) == (0, 0, 0, 1)
    assert not Community.objects.exists()


def test_of_two_rows_for_one_member_the_later_is_named() -> None:
    plan = bring(csv_of(STREET[0], STREET[1], STREET[0]))
    assert counts(plan) == (2, 0, 0, 1)
    assert [(bad.number, bad.why) for bad in plan.unusable] == [(4, "the same as row 2")]


def test_nobody_is_written_to(mailoutbox: list[mail.EmailMessage]) -> None:
    bring(csv_of(*STREET))
    assert not Letter.objects.exists()
    assert not Notice.objects.exists()
    assert mailoutbox == []


def test_an_address_is_kept_for_organisers_and_not_on_the_member() -> None:
    bring(csv_of(*STREET))
    assert Contact.objects.get(member=member("Moss & Fern")).email == "moss@example.org"
    assert "example.org" not in str(Member.objects.filter(name="Moss & Fern").values())


def test_one_event_tells_of_a_whole_import() -> None:
    bring(csv_of(*STREET))
    event = Event.objects.get(verb="organise.imported")
    assert event.data["new"] == 3
    assert sorted(event.data["members"]) == sorted(Member.objects.values_list("pk", flat=True))


def test_the_journal_holds_no_address() -> None:
    bring(csv_of(*STREET))
    assert "example.org" not in str(list(Event.objects.values("data")))


def test_what_an_owner_wrote_stays() -> None:
    header = ("id", *HEADER)
    bring(csv_of(("1", *STREET[0]), header=header))
    Member.objects.update(claimed_at=clock.now(), name="Moss, Fern & Daughters")
    assert counts(bring(csv_of(("1", "Mossy", *STREET[0][1:]), header=header))) == (0, 0, 1, 0)
    assert here() == ["Moss, Fern & Daughters"]


def test_a_confirmed_offer_of_a_claimed_member_stays_and_a_guessed_one_may_go() -> None:
    bring(csv_of(STREET[0]))
    shop = member("Moss & Fern")
    Member.objects.update(claimed_at=clock.now())
    kept = shop.offers.order_by("pk").first()
    assert kept is not None
    Offer.objects.filter(pk=kept.pk).update(guessed=False)
    bring(csv_of((STREET[0][0], "bookkeeping", *STREET[0][2:])))
    services = dict(shop.offers.values_list("service", "guessed"))
    assert services[kept.service] is False
    assert services["bookkeeping"] is True


def test_an_offer_that_was_taken_off_the_list_does_not_come_back() -> None:
    bring(csv_of(STREET[0]))
    shop = member("Moss & Fern")
    gone = set(shop.offers.values_list("service", flat=True))
    shop.offers.all().delete()
    assert counts(bring(csv_of((*STREET[0][:5], "98226", "")))) == (0, 1, 0, 0)
    assert not gone & set(shop.offers.values_list("service", flat=True))


def test_what_an_organiser_changed_by_hand_stays() -> None:
    header = ("id", *HEADER)
    bring(csv_of(("1", *STREET[0]), header=header))
    Place.objects.update(street="3B Elm Street")
    bring(csv_of(("1", "Moss & Fern", "florist", "33 Elm Street", *STREET[0][3:]), header=header))
    assert Place.objects.get().street == "3B Elm Street"


def test_a_member_that_was_taken_out_stays_out() -> None:
    bring(csv_of(*STREET))
    shop, community = member("Moss & Fern"), Community.objects.get()
    leave(by=NOBODY, member=shop, community=community)
    assert counts(bring(csv_of(*STREET))) == (0, 0, 3, 0)
    assert "Moss & Fern" not in here()


def test_whoever_came_with_another_list_is_not_missed_in_this_one() -> None:
    bring(csv_of(*STREET))
    causes = csv_of(*((f"Cause {number}", "food bank", *STREET[0][2:]) for number in range(5)))
    assert plan_of(causes).gone == []
    bring(causes)
    assert plan_of(causes).gone == []
    assert plan_of(csv_of(*STREET[:2])).gone == [member("The Blue Door").pk]


def test_a_member_that_asked_to_be_forgotten_does_not_come_back() -> None:
    bring(csv_of(*STREET))
    erase_member(by=NOBODY, member=member("Moss & Fern"))
    actions.sweep(clock.now())
    changed = (*STREET[0][:1], "bookkeeping", *STREET[0][2:])
    bring(csv_of(changed, *STREET[1:]))
    assert here() == ["Nail & Plank", "The Blue Door"]
    assert not Contact.objects.filter(email="moss@example.org").exists()
    assert "Moss" not in str(list(ImportRow.objects.values("applied")))
    assert not Offer.objects.filter(member__closed_at__isnull=False).exists()


def test_a_home_is_kept_no_finer_than_its_neighbourhood() -> None:
    header = ("name", "ownership", "street", "city", "state", "zip", "lat", "lon")
    bring(
        csv_of(
            (
                "Ann Photographs",
                "Sole proprietorship",
                "8 Maple Lane",
                "Bellingham",
                "WA",
                "98225-1234",
                "48.7519",
                "-122.4787",
            ),
            header=header,
        )
    )
    place = Place.objects.get()
    assert (place.kind, place.shown_as, place.street, place.postcode) == ("home", "neighbourhood", "", "98225")
    assert (place.lat, place.lon) != (48.7519, -122.4787)
    assert "Maple" not in str(list(ImportRow.objects.values("applied")))


def test_one_shop_in_two_communities_is_two_members_who_do_not_touch() -> None:
    bring(csv_of(*STREET), "elm-street")
    bring(csv_of(*STREET), "harbour-row")
    bring(csv_of(("Moss & Fern", "bookkeeping", *STREET[0][2:]), *STREET[1:]), "harbour-row")
    trades = Member.objects.filter(name="Moss & Fern").values_list("communities__slug", "trade_words")
    assert dict(trades) == {"elm-street": "florist", "harbour-row": "bookkeeping"}


def test_members_who_were_there_before_are_left_alone(cast: Cast) -> None:
    assert counts(bring(csv_of(*STREET))) == (3, 0, 0, 0)
    assert len(here()) == 8


def test_html_and_formulas_in_a_cell_are_only_words() -> None:
    bring(csv_of(("=cmd|' /C calc'!A0", "<script>alert(1)</script>", *STREET[0][2:])))
    found = Member.objects.get()
    assert not found.name.startswith("=")


def cut_off(run: ImportRun, content: bytes) -> None:
    """As far as a run comes that is killed before its last step."""
    sheet = reading.open_sheet(content, "list.csv")
    plan = make_plan(run.community, list(reading.rows(sheet, reading.guess(sheet))))
    writing.stage(run, plan.new, lambda count: None)


def started(community: Community) -> ImportRun:
    run = importing.new_run(community=community, person=None, name="list.csv", content=b"", mapping={})
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.WRITING)
    run.refresh_from_db()
    return run


def test_a_cut_off_import_shows_nothing_and_begins_anew() -> None:
    community = make_community()
    run = started(community)
    cut_off(run, csv_of(*STREET))
    assert Member.objects.count() == 3
    assert here() == []
    sheet = reading.open_sheet(csv_of(*STREET), "list.csv")
    actions.carry_out(run=run, read=list(reading.rows(sheet, reading.guess(sheet))))
    assert here() == ["Moss & Fern", "Nail & Plank", "The Blue Door"]
    assert Member.objects.count() == 3


def test_what_a_cut_off_import_left_is_swept_away_in_the_end() -> None:
    run = started(make_community())
    cut_off(run, csv_of(*STREET))
    actions.sweep(clock.now() + timedelta(hours=3))
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
    assert not Member.objects.exists()


def test_another_import_that_finishes_in_between_makes_this_one_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    community = make_community()
    bring(csv_of(STREET[1]))
    run = started(community)
    stage = writing.stage

    def stage_and_be_overtaken(*args: object) -> None:
        monkeypatch.setattr(writing, "stage", stage)
        stage(*args)  # type: ignore[arg-type]
        bring(csv_of(STREET[0]))

    monkeypatch.setattr(writing, "stage", stage_and_be_overtaken)
    sheet = reading.open_sheet(csv_of(*STREET), "list.csv")
    plan = actions.carry_out(run=run, read=list(reading.rows(sheet, reading.guess(sheet))))
    assert counts(plan) == (1, 0, 2, 0)
    assert here() == ["Moss & Fern", "Nail & Plank", "The Blue Door"]


def test_undoing_takes_the_new_members_away_and_keeps_those_that_somebody_touched(cast: Cast) -> None:
    bring(csv_of(*STREET))
    Member.objects.filter(name="Moss & Fern").update(claimed_at=clock.now())
    Offer.objects.filter(member__name="Nail & Plank").update(guessed=False)
    assert actions.undo(run=ImportRun.objects.get(), person=cast.gus.person) == 1
    assert not Member.objects.filter(name="The Blue Door").exists()
    assert {"Moss & Fern", "Nail & Plank", "Ann Photographs"} <= set(here())


def test_undoing_keeps_a_member_who_is_in_another_community_too(cast: Cast) -> None:
    bring(csv_of(STREET[0]))
    Membership.objects.create(member=member("Moss & Fern"), community=cast.elsewhere)
    assert actions.undo(run=ImportRun.objects.get(), person=cast.gus.person) == 0


def test_an_undone_file_can_be_brought_in_again(cast: Cast) -> None:
    bring(csv_of(*STREET))
    actions.undo(run=ImportRun.objects.get(), person=cast.gus.person)
    assert counts(bring(csv_of(*STREET))) == (3, 0, 0, 0)
    make_member("Zed")
