"""Lists of names are in the order in which people look for them."""

from __future__ import annotations

import pytest
from django.db import connection

from hometeam.foundation.alphabet import place
from hometeam.organise.queries.people import listed
from tests.cast import Cast


def test_large_letters_and_accents_do_not_change_where_a_name_stands() -> None:
    names = ["Zoe", "Étoile", "ann", "E\u0301cume", "Eve", "öst", "Otto", "Łukasz", "פרחי", "藍門"]
    assert sorted(names, key=place)[:6] == ["ann", "E\u0301cume", "Étoile", "Eve", "öst", "Otto"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sorts as its database was made to")
def test_members_are_listed_in_this_order(cast: Cast) -> None:
    for who, name in ((cast.ann, "Zoe"), (cast.bo, "Étoile & Fils"), (cast.cy, "ann")):
        who.member.name = name
        who.member.save()
    order = [one.name for one in listed(cast.community) if one.name in ("Zoe", "Étoile & Fils", "ann")]
    assert order == ["ann", "Étoile & Fils", "Zoe"]
