"""What was done before has pages, and is found again."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from hometeam.engine.agreements import State
from hometeam.together.models import Collaboration, Part
from hometeam.together.queries import past as reads
from tests.cast import Cast, client_of
from tests.together.moments import coffee


def test_all_that_is_over_has_pages_and_what_goes_on_is_not_among_it(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    going = coffee(cast.ann, cast.bo)
    fields = {name: getattr(going, name) for name in ("kind_id", "kind_version", "title", "happens_at", "minutes")}
    over = Collaboration.objects.bulk_create(
        Collaboration(community=cast.community, started_by=cast.ann.member, state=State.CLOSED, **fields)
        for _number in range(23)
    )
    Part.objects.bulk_create(Part(collaboration=one, member=cast.ann.member, role="one") for one in over)
    found = [one.pk for number in ("1", "2") for one in reads.past(cast.ann.member, cast.community, number)]
    assert sorted(found) == sorted(one.pk for one in over)
    client = client_of(cast.ann.person)
    with django_assert_max_num_queries(10):
        seen = client.get(reverse("together:past", args=["elm-street"]) + "?page=2")
    assert "Page 2 of 2" in seen.content.decode()
