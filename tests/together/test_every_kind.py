"""Every kind of the playbook through its pages, from the form to the thank-you; no kind has a page of its own here."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hometeam.engine.agreements import State
from hometeam.ledger.models import Act, Level
from hometeam.together.models import Collaboration
from hometeam.together.playbook import kinds
from tests.cast import Cast, Player, client_of
from tests.together.moments import fresh


def whom_it_takes(cast: Cast, kind_id: str) -> list[Player]:
    """As many of the cast as the kind takes, of the kinds of members that it wants, its starter first."""
    kind = kinds()[kind_id]
    first = {"solopreneur": cast.ann, "business": cast.bo, "nonprofit": cast.flo}
    wanted = [first[one] for role in kind.roles for one in role.member_kinds[:1]]
    return list(dict.fromkeys([*wanted, cast.ann, cast.bo, cast.cy, cast.dee, cast.flo]))[: kind.least]


def url(name: str, *args: object) -> str:
    return reverse(f"together:{name}", args=["elm-street", *args])


def proposes(client: Client, kind_id: str, others: list[Player]) -> Collaboration:
    """The form as it comes, with an answer to each question that only the sender can answer."""
    asked: dict[str, Any] = {"to": [other.member.pk for other in others], "kind": kind_id}
    form = client.get(url("propose"), asked).context["form"]
    filled = {name: form[name].value() or "" for name in form.fields if not name.startswith("ask_")}
    answers = {name: "An afternoon in spring" for name in form.fields if name.startswith("ask_")}
    answer = client.post(url("propose"), asked | filled | answers)
    assert answer.status_code == 302, answer.context["form"].errors
    return Collaboration.objects.get()


@pytest.mark.parametrize("kind_id", sorted(kind.id for kind in kinds().values() if kind.on_shelf))
def test_every_kind_goes_the_same_way_through_the_same_pages(cast: Cast, kind_id: str) -> None:
    first, *others = whom_it_takes(cast, kind_id)
    made = proposes(client_of(first.person), kind_id, others)
    for other in others:
        client_of(other.person).post(url("move", made.pk, "accept"), {"seen": fresh(made).version})
    assert fresh(made).state == State.AGREED
    for player in (first, *others):
        client = client_of(player.person)
        for one in fresh(made).commitments.filter(done_at=None):
            if one.part is None or one.part.member_id == player.member.pk:
                assert client.post(url("step", one.pk), {"words": "As we said"}).status_code == 302
    assert fresh(made).state == State.DELIVERED
    for player in (first, *others):
        client_of(player.person).post(url("confirm", made.pk))
    assert fresh(made).state == State.CONFIRMED
    for player in (first, *others):
        client_of(player.person).post(url("thanks", made.pk), {"words": "It was a pleasure", "again": "yes"})
    assert fresh(made).state == State.CLOSED
    assert set(Act.objects.values_list("level", flat=True)) == {Level.PARTNER_CONFIRMED}
    page = client_of(first.person).get(url("agreement", made.pk)).content.decode()
    assert all(part.member.name in page for part in fresh(made).parts.all())
