"""Whoever closed stays in others' records as "a former member", wherever their name was typed; no history is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import ProtectedError

from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.gather.actions import forget_names as forget_in_features
from hometeam.gather.models import Feature
from hometeam.ledger.models import Act
from hometeam.members.actions import erase_member, forget_names
from hometeam.members.models import Member
from hometeam.together import actions
from hometeam.together.models import Terms
from tests.cast import Cast, make_member
from tests.ledger.moments import DAY, did
from tests.together.moments import coffee

BO = "Bo’s Bakery"


def close(cast: Cast) -> None:
    """Bo closes, and an hour goes by."""
    erase_member(by=cast.bo.viewer.actor, member=cast.bo.member)
    actions.forget_names()
    forget_in_features()
    forget_names(now=clock.now())


def test_a_name_that_was_typed_leaves_what_others_keep(cast: Cast) -> None:
    act = did(cast.ann, cast.bo, words=f"{{me}} sent {BO} a client.")
    made = coffee(cast.ann, cast.bo, words=f"{BO} and I: {BO} brings cake, says {BO}. Not {BO}s.")
    feature = Feature.objects.create(
        community=cast.community,
        member=cast.ann.member,
        featured=cast.bo.member,
        week_on=DAY,
        why=f"I love {BO}.",
        help="",
    )
    close(cast)
    for one in (act, made, feature):
        one.refresh_from_db()
    assert act.sentence == "Ann Photographs sent a former member a client."
    assert made.words == f"A former member and I: A former member brings cake, says a former member. Not {BO}s."
    assert feature.why == "I love a former member."
    assert BO not in str([one.body for one in Terms.objects.all()]).replace(f"{BO}s", "")
    assert not [one for one in Notice.objects.all() if BO in f"{one.subject}{one.lines}".replace(f"{BO}s", "")]


def test_the_name_itself_is_forgotten_a_day_later(cast: Cast) -> None:
    close(cast)
    assert Member.objects.get(pk=cast.bo.member.pk).former_name == BO
    forget_names(now=clock.now() + timedelta(days=2))
    assert Member.objects.get(pk=cast.bo.member.pk).former_name == ""


def test_notices_about_another_of_the_same_name_stay(cast: Cast) -> None:
    make_member(BO, cast.community)
    coffee(cast.bo, cast.ann)
    close(cast)
    assert BO in str(list(Notice.objects.filter(person=cast.ann.person).values_list("subject", "lines")))


def test_nobodys_history_is_lost_by_a_delete(cast: Cast) -> None:
    did(cast.ann, cast.bo)
    with pytest.raises(ProtectedError):
        cast.bo.member.delete()
    assert Act.objects.get().sentence == f"Ann Photographs sent {BO} a customer."
