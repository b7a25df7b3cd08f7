"""The agreement as one page: what it says, which version, who said yes to it, and what changed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.members.actions import close_account
from hometeam.members.models import Community, Member
from hometeam.together import actions, queries
from hometeam.together.forms import TermsForm
from hometeam.together.models import Collaboration
from hometeam.together.queries.agreement import sheet_of
from tests.cast import Cast, client_of
from tests.together.moments import add_circle, agreed, coffee, fresh, gathering, soon


def url(name: str, *args: object) -> str:
    return reverse(f"together:{name}", args=["elm-street", *args])


def other_terms(made: Collaboration, **fields: Any) -> actions.NewTerms:
    said: dict[str, Any] = {
        "happens_at": made.happens_at,
        "place": made.place,
        "online_link": made.online_link,
        "minutes": made.minutes,
    }
    return actions.NewTerms(**(said | fields))


UNDERSTOOD = {"owns": "Bo keeps the recipe.", "costs": "Ann pays.", "ends": "With the coffee."}


def test_the_page_says_who_does_what_by_when_and_who_said_yes(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo, kind_id="newsletter-mention")
    page = client_of(cast.ann.person).get(url("agreement", both.pk)).content.decode()
    assert "Send the letter that mentions Bo’s Bakery" in page
    assert "Whoever sends the letter owns it" in page
    assert "It costs nobody anything." in page
    day = clock.local(clock.now(), cast.community.timezone)
    assert f"said yes on {day.day} {day:%B %Y} to version 1" in page


def test_an_amount_in_it_says_in_which_money_even_when_the_community_counts_otherwise_later(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    costs = UNDERSTOOD | {"costs": "Ann pays 12, Bo the rest."}
    actions.counter(
        collaboration=fresh(made), viewer=cast.bo.viewer, seen_version=1, terms=other_terms(made, agreement=costs)
    )
    Community.objects.filter(pk=cast.community.pk).update(currency="EUR")
    client = client_of(cast.ann.person)
    second, first = (client.get(url("agreement", made.pk), {"version": n}).content.decode() for n in (2, 1))
    assert "Amounts are in Canadian dollars, unless it says otherwise." in second
    assert "Amounts are in" not in first


def test_channels_that_are_owed_stand_on_it(cast: Cast) -> None:
    add_circle(cast.community)
    sheet = sheet_of(fresh(gathering(cast.ann, cast.bo, cast.cy)))
    assert sheet is not None
    assert [one.channel for one in sheet.owed if one.who == "Ann Photographs"] == ["at the counter"]


def test_it_is_only_proposed_until_all_have_said_yes(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    page = client_of(cast.bo.person).get(url("agreement", made.pk)).content.decode()
    assert "proposed and not agreed yet" in page
    assert "has not said yes to version 1" in page


def test_every_version_stays_and_shows_what_changed(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    terms = other_terms(both, agreement=UNDERSTOOD, happens_at=soon(9))
    asked = actions.renegotiate(collaboration=both, viewer=cast.bo.viewer, seen_version=both.version, terms=terms)
    standing = sheet_of(fresh(asked))
    assert standing is not None
    assert standing.number == 1
    actions.accept(collaboration=asked, viewer=cast.ann.viewer, seen_version=asked.version)
    new, old = sheet_of(fresh(both)), sheet_of(fresh(both), 1)
    assert new is not None
    assert old is not None
    assert ("Who pays what", "Ann pays.") in new.understood
    assert ("Who pays what", "Each pays for what they drink.") in old.understood
    assert "Who owns what you make" in [one.field for one in new.changes]
    assert [bool(one.said_yes_on) for one in (*new.signatures, *old.signatures)] == [True] * 4
    page = client_of(cast.ann.person).get(f"{url('agreement', both.pk)}?version=2").content.decode()
    assert "<del>" in page
    assert "before:" in page


def test_a_change_that_was_declined_leaves_the_first_version_standing(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    terms = other_terms(both, agreement=UNDERSTOOD)
    asked = actions.renegotiate(collaboration=both, viewer=cast.bo.viewer, seen_version=both.version, terms=terms)
    actions.decline(collaboration=asked, viewer=cast.ann.viewer, seen_version=asked.version)
    sheet = sheet_of(fresh(both))
    assert sheet is not None
    assert (sheet.number, sheet.stands) == (1, True)
    assert [one.stands for one in sheet.versions] == [True, False]


def test_clauses_are_changed_in_the_form_and_seen_in_the_note_and_the_letter(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    there = clock.local(made.happens_at, cast.community.timezone)
    same = {"moment": "other", "day": there.date(), "hour": f"{there:%H:%M}", "minutes": 45, "place": made.place}
    bo = client_of(cast.bo.person)
    bo.post(url("but", made.pk), same | UNDERSTOOD | {"seen": 1})
    after = fresh(made)
    assert (after.state, after.agreement["costs"]) == (State.COUNTERED, "Ann pays.")
    line = "Who pays what: Each pays for what they drink. → Ann pays."
    assert line in [str(one) for one in Notice.objects.get(person=cast.ann.person).lines]
    assert (
        "Each pays for what they drink."
        in client_of(cast.ann.person).get(url("collaboration", made.pk)).content.decode()
    )


@pytest.mark.parametrize("version", ["0", "7", "x", "-1", "99999999999"])
def test_a_version_that_is_not_there_leads_back_with_a_word(cast: Cast, version: str) -> None:
    made = coffee(cast.ann, cast.bo)
    page = client_of(cast.ann.person).get(f"{url('agreement', made.pk)}?version={version}", follow=True)
    assert "There is no such version." in page.content.decode()


def test_html_in_a_clause_is_harmless(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    terms = other_terms(made, agreement=UNDERSTOOD | {"owns": "<script>alert(1)</script>"})
    actions.counter(collaboration=made, viewer=cast.bo.viewer, seen_version=1, terms=terms)
    for name in ("agreement", "collaboration", "but"):
        page = client_of(cast.ann.person).get(url(name, made.pk)).content.decode()
        assert "<script>alert(1)" not in page


def test_what_has_to_be_said_is_asked_for_and_shown_to_the_others(cast: Cast) -> None:
    ann = client_of(cast.ann.person)
    kind = next(
        one for one in queries.kinds_here(cast.community).values() if one.asked_at("proposal") and not one.is_group
    )
    (ask, *_more) = [one for one in kind.asked_at("proposal") if one.needed]
    with pytest.raises(actions.NotSound) as no:
        coffee(cast.ann, cast.flo, kind_id=kind.id, answers={})
    assert no.value.field == f"ask_{ask.id}"
    assert (
        f'name="ask_{ask.id}"' in ann.get(f"{url('propose')}?kind={kind.id}&to={cast.flo.member.pk}").content.decode()
    )
    made = coffee(cast.ann, cast.flo, kind_id=kind.id)
    for name in ("collaboration", "agreement"):
        assert "Plenty, says Ann" in client_of(cast.flo.person).get(url(name, made.pk)).content.decode()


def test_a_closed_member_loses_its_name_and_the_other_side_keeps_its_history(cast: Cast) -> None:
    done = agreed(cast.ann, cast.bo)
    (meet,) = done.commitments.all()
    actions.mark_done(viewer=cast.ann.viewer, commitment=meet)
    open_one = coffee(cast.bo, cast.ann, kind_id="newsletter-mention")
    close_account(person=cast.bo.person)
    assert actions.see_off() == 1
    assert fresh(open_one).state == State.WITHDRAWN
    assert str(Notice.objects.filter(person=cast.ann.person).latest("pk").subject).startswith("This has ended")
    ann = client_of(cast.ann.person)
    for path in (url("agreement", done.pk), url("collaboration", done.pk), url("collaboration", open_one.pk)):
        page = ann.get(path).content.decode()
        assert "A former member" in page
        assert "Bo’s Bakery" not in page
        assert not re.search(r"[a-z,] A former member", page)
    assert "A former member is no longer here. Nothing is expected of you." in page
    assert "called it off" not in page
    assert Member.objects.get(pk=cast.bo.member.pk).closed_at


def test_an_answer_to_somebody_who_closed_a_moment_ago_says_so(cast: Cast) -> None:
    made = coffee(cast.bo, cast.ann)
    close_account(person=cast.bo.person)
    with pytest.raises(actions.Moved) as moved:
        actions.accept(collaboration=made, viewer=cast.ann.viewer, seen_version=1)
    assert moved.value.happened == "A former member is no longer here."


def test_a_step_past_its_end_is_told_and_nothing_is_lost(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    (meet,) = both.commitments.all()
    with clock.telling(both.happens_at + timedelta(days=30)):
        page = client_of(cast.ann.person).post(url("step", meet.pk), {"words": "We met"}, follow=True)
        assert "It went quiet, as things do." in page.content.decode()
    assert fresh(both).state == State.LAPSED


REST = 90


def closed(cast: Cast) -> Collaboration:
    both = agreed(cast.ann, cast.bo)
    (meet,) = both.commitments.all()
    actions.mark_done(viewer=cast.ann.viewer, commitment=meet)
    actions.confirm(collaboration=both, viewer=cast.bo.viewer)
    return fresh(both)


def test_the_same_two_rest_from_the_same_kind_unless_they_wish(cast: Cast) -> None:
    closed(cast)
    with pytest.raises(actions.Resting):
        coffee(cast.bo, cast.ann)
    assert set(queries.resting(cast.ann.member, cast.community)) == {(cast.bo.member.pk, "coffee")}
    coffee(cast.ann, cast.cy)
    assert coffee(cast.bo, cast.ann, again=True).state == State.PROPOSED


def test_after_the_rest_all_is_as_before(cast: Cast) -> None:
    closed(cast)
    with clock.telling(soon(REST + 2)):
        assert queries.resting(cast.ann.member, cast.community) == {}
        assert coffee(cast.ann, cast.bo, happens_at=soon(REST + 9)).state == State.PROPOSED


def test_the_form_says_when_it_was_and_asks_for_a_tick(cast: Cast) -> None:
    done = closed(cast)
    ann = client_of(cast.ann.person)
    page = ann.get(f"{url('propose')}?kind=coffee&to={cast.bo.member.pk}").content.decode()
    assert "It usually rests until" in page
    plan = {
        "to": cast.bo.member.pk,
        "kind": "coffee",
        "moment": "other",
        "day": soon(20).date(),
        "hour": "10:00",
        "words": "Again?",
    }
    assert "Tick the box to do it again anyway." in ann.post(url("propose"), plan).content.decode()
    assert (
        f"to={cast.bo.member.pk}&amp;kind=coffee&amp;again=1" in ann.get(url("collaboration", done.pk)).content.decode()
    )
    ann.post(url("propose"), plan | {"again": "on"})
    assert Collaboration.objects.count() == 2


def test_a_group_rests_as_the_group_it_was(cast: Cast) -> None:
    add_circle(cast.community)
    made = gathering(cast.ann, cast.bo, cast.cy)
    for player in (cast.bo, cast.cy):
        actions.accept(collaboration=made, viewer=player.viewer, seen_version=1)
    for player in (cast.ann, cast.bo, cast.cy):
        for one in queries.promises_of(player.member):
            actions.mark_done(viewer=player.viewer, commitment=one)
    for player in (cast.ann, cast.bo, cast.cy):
        actions.confirm(collaboration=made, viewer=player.viewer)
    with pytest.raises(actions.Resting):
        gathering(cast.bo, cast.ann, cast.cy)
    assert gathering(cast.bo, cast.ann, cast.dee).state == State.PROPOSED
    assert queries.resting(cast.ann.member, cast.community) == {}


def test_two_who_read_different_languages_have_changed_only_what_they_changed(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    with translation.override("es"):
        form = TermsForm(collaboration=fresh(made))
        typed = {form.add_prefix(name): form[name].value() for name in form.fields}
        assert typed["costs"] == "Cada quien paga lo que toma."
        later = {"moment": "other", "day": soon(9).date().isoformat(), "hour": "10:00", "words": "", "seen": "1"}
        said = TermsForm({**typed, **later}, collaboration=fresh(made))
        assert said.is_valid(), said.errors
        actions.counter(collaboration=fresh(made), viewer=cast.bo.viewer, seen_version=1, terms=said.terms())
    sheet = sheet_of(fresh(made))
    assert sheet is not None
    assert [one.field for one in sheet.changes] == ["When"]
    assert ("Who pays what", "Each pays for what they drink.") in sheet.understood
    with translation.override("es"):
        spanish = sheet_of(fresh(made))
    assert spanish is not None and spanish.title == "Tomar un café"
