"""Good words that the sample's members wrote about each other. Nobody speaks: a voice would have to be somebody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hometeam.foundation import clock
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.praise import actions
from hometeam.praise.queries import consent_words


@dataclass(frozen=True, slots=True)
class Word:
    """What was written so many `days` ago, by whom about whom; with `thanked_after` days it is shown since."""

    days: int
    by: str
    about: str
    words: str
    line: str = ""
    thanked_after: int | None = None


WORDS = (
    Word(
        days=41,
        by="Ann Okafor",
        about="Bo Lindqvist",
        line="We share a street and many clients",
        words="I bring Bo's rolls to every portrait session. People stop posing when there is warm bread on the table, "
        "and that is when the good picture happens.",
        thanked_after=1,
    ),
    Word(
        days=23,
        by="Dee Arroyo",
        about="Bo Lindqvist",
        line="Made his website",
        words="He told me honestly what was wrong with my first draft, and he was right. The second one sells bread.",
        thanked_after=2,
    ),
    Word(
        days=2,
        by="Cy Marlowe",
        about="Bo Lindqvist",
        line="Keeps his books",
        words="The only shop on the street that sends me its receipts before I ask.",
    ),
)


def praise(community: Community, members: Mapping[str, Member], *, until: datetime) -> None:
    """Everything that was written before the aware moment `until`, and what became of it."""
    for word in WORDS:
        by, about = (_viewer(community, members[name]) for name in (word.by, word.about))
        written_at = until - timedelta(days=word.days)
        with clock.telling(written_at):
            said = actions.Said(by.person.name, consent_words(about.acting.name), word.line, word.words)
            one = actions.give_testimonial(viewer=by, subject=about.acting, said=said)
        if word.thanked_after is not None:
            with clock.telling(written_at + timedelta(days=word.thanked_after)):
                actions.answer(viewer=about, testimonial=one, move="approve")
    bo = _viewer(community, members[WORDS[0].about])
    with clock.telling(until - timedelta(days=20)):
        actions.change_corner(viewer=bo, values={"is_public": True})


def _viewer(community: Community, member: Member) -> Viewer:
    return Viewer(member.seats.select_related("person").get().person, community, member, is_organiser=False)
