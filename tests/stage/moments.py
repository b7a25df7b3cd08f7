"""Things that have happened before a test begins."""

from __future__ import annotations

from typing import Any

from hometeam.foundation.clock import today
from hometeam.members.actions import change_profile
from hometeam.members.models import Member
from hometeam.stage import actions
from hometeam.stage.models import Card, Placement
from hometeam.together.models import Collaboration
from tests.cast import Cast
from tests.together.moments import agreed

WEBSITE = "https://ann.example.org/"
WORDS = "She waits until people forget the camera."


def with_page(cast: Cast) -> Member:
    """Ann, with a shop to lead people to."""
    change_profile(by=cast.ann.viewer.actor, member=cast.ann.member, group="kit", values={"shop_url": WEBSITE})
    return cast.ann.member


def spotlight(cast: Cast) -> Collaboration:
    """Bo writes a post about Ann, and both said yes."""
    with_page(cast)
    return agreed(cast.bo, cast.ann, kind_id="spotlight-post", place="")


def carded(cast: Cast, **fields: Any) -> Card:
    """Bo's card about Ann, for the counter."""
    with_page(cast)
    given: dict[str, Any] = {"about": cast.ann.member, "medium": "counter", "words": WORDS} | fields
    return actions.make_card(viewer=cast.bo.viewer, **given)


def placed(cast: Cast, card: Card, **fields: Any) -> Placement:
    """The same, beside the till."""
    on = today(cast.community.timezone)
    given: dict[str, Any] = {"place": "Beside the till", "by_name": "Bo", "since_on": on, "months": 3} | fields
    return actions.place_card(viewer=cast.bo.viewer, card=card, **given)
