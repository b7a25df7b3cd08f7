"""Organisers let suggestions lean: they see what counts, whom it would change, and can take it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from hometeam.engine.fit.beliefs import EXPERT, Tuning
from hometeam.fit import actions
from hometeam.fit.models import Tuned, Week
from hometeam.fit.queries import leaning, pools
from hometeam.foundation.models import Event
from tests.cast import Cast, client_of, make_member, offers

pytestmark = pytest.mark.django_db
CAUSES = {"nearer": 0, "adventurous": 0, "newcomers": 0, "causes": 2}


def page(cast: Cast) -> str:
    return reverse("fit:tuning", args=[cast.community.slug])


def causes_count(cast: Cast) -> float:
    """How much more it counts, at the next look, that one is a cause and the other a business."""
    key = "business_and_nonprofit"
    return pools.known_of(cast.community).chosen.beliefs.weights[key] - EXPERT.weights[key]


def test_every_tuning_of_the_engine_can_be_chosen_and_everything_that_counts_has_its_words() -> None:
    assert {name for name, *_words in leaning.WISHES} == set(Tuning().steps())
    assert set(EXPERT.weights) - set(leaning.COUNTS) == {"i_have_room", "i_am_new"}


def test_what_an_organiser_tunes_counts_at_the_next_look_and_can_be_undone(cast: Cast) -> None:
    assert causes_count(cast) == 0
    browser = client_of(cast.gus.person)
    said = browser.post(page(cast), CAUSES, follow=True)
    assert reverse("fit:undo_tuning", args=[cast.community.slug]) in said.content.decode()
    assert causes_count(cast) == pytest.approx(1.0)
    browser.post(reverse("fit:undo_tuning", args=[cast.community.slug]))
    assert causes_count(cast) == pytest.approx(0.0)
    assert Tuned.objects.get().before is None
    assert [event.data["steps"]["causes"] for event in Event.objects.filter(verb="fit.tuned")] == [2, 0]


def test_the_same_again_changes_nothing_and_forgets_no_undo(cast: Cast) -> None:
    for _time in range(2):
        actions.tune(viewer=cast.gus.viewer, tuning=Tuning(**CAUSES))
    assert Tuned.objects.get().before == Tuning().steps()
    assert Event.objects.filter(verb="fit.tuned").count() == 1


def test_a_preview_says_whom_it_would_change_and_changes_nobody(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = client_of(cast.gus.person)
    for number in range(60):
        offers(make_member(f"Member {number}", cast.community), "photographer" if number % 2 else "web-designer")
    browser.get(page(cast))
    with django_assert_max_num_queries(10):
        shown = browser.get(page(cast), CAUSES)
    found = shown.context["preview"]
    assert found.looked_at == leaning.LOOKED_AT
    assert found.firsts <= found.lists
    assert found.lists > 0
    assert not Tuned.objects.exists() and not Week.objects.exists()


def test_asking_leads_to_what_would_change_and_not_to_the_top_of_the_page(cast: Cast) -> None:
    where = reverse("fit:tuning", args=[cast.community.slug])
    page = client_of(cast.gus.person).get(where, dict.fromkeys(("nearer", "adventurous", "newcomers", "causes"), "1"))
    words = page.content.decode()
    assert 'method="get" action="#preview"' in words and 'id="preview"' in words


def test_bars_have_five_lengths_and_say_what_speaks_against(cast: Cast) -> None:
    shown = leaning.weights_here(pools.known_of(cast.community))
    assert {one.bars for one in shown} <= {1, 2, 3, 4, 5}
    assert [one.words for one in shown if one.against] == ["It is a long way", "Our work is alike"]


def test_whoever_would_save_over_what_another_organiser_changed_meanwhile_sees_it_first(cast: Cast) -> None:
    browser = client_of(cast.gus.person)
    were = browser.get(page(cast)).context["were"]
    browser.post(page(cast), CAUSES | {"were": were})
    steps = Tuned.objects.get().steps
    late = CAUSES | {"causes": -1, "were": were}
    for answer in (browser.get(page(cast), late, follow=True), browser.post(page(cast), late, follow=True)):
        assert "Somebody else has changed this meanwhile" in answer.content.decode()
    assert Tuned.objects.get().steps == steps
    browser.post(page(cast), late | {"were": browser.get(page(cast)).context["were"]})
    assert Tuned.objects.get().steps["causes"] == -1


@pytest.mark.parametrize("sent", [{"nearer": 9}, {"nearer": "x"}, {"causes": 1}])
def test_nonsense_is_refused_and_changes_nothing(cast: Cast, sent: dict[str, Any]) -> None:
    browser = client_of(cast.gus.person)
    for answer in (browser.post(page(cast), sent), browser.get(page(cast), sent)):
        assert answer.status_code == 200 and answer.context["form"].errors
    assert not Tuned.objects.exists()


def test_people_of_the_same_trade_are_shown_to_whoever_asks_for_them(cast: Cast) -> None:
    rival = make_member("Zed Photographs", cast.community)
    offers(rival, "photographer")
    browser = client_of(cast.ann.person)
    fits = browser.get(reverse("fit:fits", args=[cast.community.slug]))
    assert rival not in [one.member for one in fits.context["suggestions"]]
    same = browser.get(reverse("fit:same_work", args=[cast.community.slug]))
    assert [one.member for one in same.context["suggestions"]] == [rival]
    assert "Your work is similar" in same.content.decode()
    nobody = client_of(cast.flo.person).get(reverse("fit:same_work", args=[cast.community.slug]))
    assert "Nobody here does the same work just now" in nobody.content.decode()
