"""Why something cannot be proposed, or not like this."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from hometeam.foundation import clock
from hometeam.together.models import Collaboration
from hometeam.together.queries.rest import Rest


class NotSound(ValueError):
    """The proposal cannot be made like this: `field` says where, the message what to do."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


class AlreadyOpen(Exception):
    """These members have the same thing open between them already: here it is."""

    def __init__(self, collaboration: Collaboration) -> None:
        super().__init__(collaboration.title)
        self.collaboration = collaboration


class Resting(NotSound):
    """These members did the same a short while ago, and did not say that they wish to do it again so soon."""

    def __init__(self, rest: Rest) -> None:
        super().__init__("again", _("You did this together lately. Tick the box to do it again anyway."))
        self.rest = rest


def check_day(happens_at: datetime) -> None:
    """A day to come, within a year. Raises NotSound."""
    if happens_at <= clock.now():
        raise NotSound("day", _("That date is in the past. Pick a day from today on."))
    if happens_at > clock.now() + timedelta(days=366):
        raise NotSound("day", _("That is more than a year away. Pick an earlier day."))
