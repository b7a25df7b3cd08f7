"""What the sample community has in hand among several, and on other terms than were asked for: a circle that waits for
one of those invited, and an open house that the other side would rather hold otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from hometeam.foundation import clock
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.sample.town import town
from hometeam.together import actions as together
from hometeam.together.models import Collaboration
from hometeam.together.queries import kind_of
from hometeam.together.queries.terms import understood

STARTS_IT = "Gus Calder"
SAY_YES = ("Joon Park", "Lucy Tran")
IS_MISSING = "Dee Arroyo"
CO_HOST = "Ezra Stone"


def gather(community: Community, members: Mapping[str, Member], *, until: datetime) -> None:
    """Play both up to the aware moment `until`."""
    viewers = {name: _viewer(community, members[name]) for name in (STARTS_IT, *SAY_YES, IS_MISSING, CO_HOST)}
    _circle(viewers, until)
    _open_house(viewers, until)


def _circle(viewers: Mapping[str, Viewer], until: datetime) -> None:
    """Proposed the day before yesterday to three; two have said yes since."""
    with clock.telling(until - timedelta(days=2, hours=5)):
        made = together.propose(
            viewer=viewers[STARTS_IT],
            to=[viewers[name].acting for name in (*SAY_YES, IS_MISSING)],
            kind_id="circle",
            happens_at=_at(until, days=12, hour=8),
            place="Blue Door Café",
            words="Four of us, once a month, before the shops open. Shall we hold each other to our word?",
            answers={"rhythm": "The first Thursday of the month, at eight in the morning."},
        )
    for nth, name in enumerate(SAY_YES):
        with clock.telling(until - timedelta(days=1, hours=6 - 3 * nth)):
            together.accept(collaboration=made, viewer=viewers[name], seen_version=_now(made).version)


def _open_house(viewers: Mapping[str, Viewer], until: datetime) -> None:
    """Proposed three days ago; answered with another day, another place, and another way to share what it costs."""
    with clock.telling(until - timedelta(days=3, hours=4)):
        made = together.propose(
            viewer=viewers[STARTS_IT],
            to=[viewers[CO_HOST].acting],
            kind_id="co-hosted-event",
            happens_at=_at(until, days=30, hour=17),
            place="The street, between D and F",
            words="An open house with music would bring the neighbours in. You play, I bring the street?",
            answers={"event": "An open house on the street: music, soup and open doors.", "money": "Half each."},
        )
    there = _now(made)
    agreement = understood(there, kind_of(there)) | {"costs": "Gus pays for the soup, Ezra brings the sound."}
    terms = together.NewTerms(
        _at(until, days=33, hour=18),
        "Harbour Hall",
        there.online_link,
        there.minutes,
        agreement,
        {**there.answers, "money": "Nothing for the room. Gus pays for the soup, about $120."},
    )
    with clock.telling(until - timedelta(days=1, hours=2)):
        together.counter(
            collaboration=there,
            viewer=viewers[CO_HOST],
            seen_version=there.version,
            terms=terms,
            words="Gladly, but inside: instruments do not like rain. And three days later I am free.",
        )


def _now(made: Collaboration) -> Collaboration:
    return Collaboration.objects.get(pk=made.pk)


def _at(until: datetime, *, days: int, hour: int) -> datetime:
    """An hour by the clock of the town, so many days later."""
    there = clock.local(until, town().timezone)
    return (there + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def _viewer(community: Community, member: Member) -> Viewer:
    return Viewer(member.seats.select_related("person").get().person, community, member, is_organiser=False)
