"""The sample community's past, written by the same actions as anybody's present, only told at earlier moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from hometeam.foundation import clock
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Evidence
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.sample.actions.year import scenes_of_last_season
from hometeam.sample.town import history
from hometeam.together import actions as together
from hometeam.together.models import Collaboration, Commitment

REFUSED_KINDLY = "This month is too full. Ask me again in spring."


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happens at a moment; `nth` keeps the order of deeds at one moment."""

    at: datetime
    nth: int
    do: Callable[[], object]


class Scene:
    """One collaboration of the past, from the asking to as far as it came."""

    def __init__(self, words: Mapping[str, Any], community: Community, members: Mapping[str, Member]) -> None:
        self.words = words
        self.community = community
        self.by, self.to = (_viewer(community, members[words[side]]) for side in ("by", "to"))
        self.collaboration: Collaboration

    def deeds(self, until: datetime) -> Iterable[tuple[datetime, Callable[[], object]]]:
        """What happens when, up to the moment `until`."""
        asked_at = _morning(until - timedelta(days=self.words["days"]), self.community.timezone)
        happens_at = _weekday(asked_at + timedelta(days=self.words["on"]))
        yield asked_at, lambda: self.ask(happens_at)
        if self.words["ends"] == "waiting":
            return
        yield asked_at + timedelta(hours=20), getattr(self, "answer_" + self.words["ends"], self.accept)
        if self.words["ends"] in ("done", "thanked"):
            yield happens_at + timedelta(days=4), self.do
            yield happens_at + timedelta(days=5), self.confirm
        if self.words["ends"] == "thanked":
            yield happens_at + timedelta(days=6), self.thank

    def ask(self, happens_at: datetime) -> None:
        """The one proposes it to the other, in the words of the kind's draft."""
        self.collaboration = together.propose(
            viewer=self.by,
            to=[self.to.acting],
            kind_id=self.words["kind"],
            happens_at=happens_at,
            place="Blue Door Café" if self.words["kind"] == "coffee" else "",
            words=self.words.get("words", f"I like what you do at {self.to.acting.name}. Shall we?"),
        )

    def accept(self) -> None:
        """The other says yes."""
        together.accept(collaboration=self.now(), viewer=self.to, seen_version=self.now().version)

    def answer_declined(self) -> None:
        """The other says not this time."""
        together.decline(
            collaboration=self.now(), viewer=self.to, seen_version=self.now().version, words=REFUSED_KINDLY
        )

    def answer_withdrawn(self) -> None:
        """The one takes it back."""
        together.withdraw(collaboration=self.now(), viewer=self.by, seen_version=self.now().version)

    def answer_countered(self) -> None:
        """The other says yes, but two days later and somewhere else."""
        there = self.now()
        later = _weekday(there.happens_at + timedelta(days=2))
        terms = together.NewTerms(later, "Corner Pantry", there.online_link, there.minutes)
        together.counter(
            collaboration=there,
            viewer=self.to,
            seen_version=there.version,
            terms=terms,
            words="Two days later would suit me better.",
        )

    def do(self) -> None:
        """Each does what was promised."""
        for task in Commitment.objects.filter(collaboration=self.now()).select_related("part", "collaboration"):
            doer = self.to if task.part and task.part.member_id == self.to.acting.pk else self.by
            proof = Proof(Evidence.Kind.WORD, words="As promised.")
            together.mark_done(viewer=doer, commitment=task, proof=proof)

    def confirm(self) -> None:
        """Those for whom something was done say so."""
        for viewer in (self.by, self.to):
            try:
                together.confirm(collaboration=self.now(), viewer=viewer)
            except together.Moved:
                continue  # nothing was done for this side, so nothing waits for its word

    def thank(self) -> None:
        """Both say thanks; the one who was asked in the words of the scene."""
        together.say_thanks(collaboration=self.now(), viewer=self.to, words=self.words["thanks"], again=True)
        together.say_thanks(collaboration=self.now(), viewer=self.by, words="Thank you. That was good.", again=True)

    def now(self) -> Collaboration:
        """The collaboration as it stands."""
        return Collaboration.objects.get(pk=self.collaboration.pk)


def live(community: Community, members: Mapping[str, Member], *, until: datetime) -> None:
    """Play every scene of the sample's history up to the aware moment `until`, in the order of time."""
    story, number = history(), count()
    deeds = [
        Deed(at, next(number), do)
        for words in (*scenes_of_last_season(community, until=until), *story.scenes)
        for at, do in Scene(words, community, members).deeds(until)
        if at < until
    ]
    for deed in sorted(deeds, key=lambda deed: (deed.at, deed.nth)):
        with clock.telling(deed.at):
            together.lapse_due()
            deed.do()
    with clock.telling(until):
        together.lapse_due()
        _name_partners(story.named, community, members)


def _name_partners(pairs: Iterable[tuple[str, str]], community: Community, members: Mapping[str, Member]) -> None:
    for one, other in pairs:
        for me, partner in ((members[one], members[other]), (members[other], members[one])):
            ledger.show_partner(viewer=_viewer(community, me), partner=partner, shown=True)


def _viewer(community: Community, member: Member) -> Viewer:
    return Viewer(member.seats.select_related("person").get().person, community, member, is_organiser=False)


def _morning(moment: datetime, timezone: str) -> datetime:
    """Half past nine on the moment's day in a time zone."""
    day = clock.local(moment, timezone).date()
    return datetime.combine(day, time(9, 30), ZoneInfo(timezone))


def _weekday(moment: datetime) -> datetime:
    """The moment, or the same hour on the Monday after a weekend."""
    return moment + timedelta(days=max(0, 7 - moment.weekday()) if moment.weekday() > 4 else 0)
