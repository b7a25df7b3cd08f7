"""What the sample community's past brought: said by its two sides, and counted by links of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from hometeam.foundation import clock
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions import Amount
from hometeam.ledger.models import Act, Visits
from hometeam.ledger.queries import visits_since
from hometeam.ledger.queries.measures import JOY
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.together.models import Collaboration
from hometeam.together.playbook import kinds

LATELY = timedelta(days=80)
FADES = 0.72
"""What is left of a day's visits on the next: most people follow a link as soon as they see it."""


def bring_results(community: Community, members: Mapping[str, Member], *, until: datetime) -> None:
    """Write what each collaboration of the sample's past brought, at the moments when it would have been known."""
    told = tomllib.loads((files("hometeam.sample.town") / "results.toml").read_text("utf-8"))["results"]
    for words in told:
        one, other = members[words["by"]], members[words["to"]]
        acts = list(_acts(community, one, other, words["kind"], until))
        for act in acts:
            _count(act, words, until)
            _say(act, words, until)
        if acts:
            _feel(acts[0], words, until)
    with clock.telling(until):
        for visited in visits_since((until - timedelta(days=100)).date()):
            ledger.note_visits(visited)


def _acts(community: Community, one: Member, other: Member, kind: str, until: datetime) -> Iterator[Act]:
    """The acts of what these two did together of late, one for each of them that it came to."""
    lately = Collaboration.objects.filter(community=community, happens_at__gt=until - LATELY)
    both = lately.filter(kind_id=kind, started_by=one, parts__member=other)
    receivers: set[int] = set()
    for it in both.order_by("pk")[:1]:
        acts = Act.objects.filter(within=f"together.collaboration:{it.pk}").select_related("giver", "receiver")
        for act in acts.order_by("pk"):
            if act.receiver_id not in receivers:
                receivers.add(act.receiver_id)
                yield act


def _viewer(act: Act, member: Member) -> Viewer:
    person = member.seats.select_related("person").earliest("pk").person
    return Viewer(person, act.community, member, is_organiser=False)


def _count(act: Act, words: Mapping[str, Any], until: datetime) -> None:
    """Visits by a link of ours, fewer each day; none on days that are still to come."""
    if not words.get("visits"):
        return
    link = ledger.link_for(
        viewer=_viewer(act, act.giver),
        owner=act.receiver,
        url=f"https://example.org/sample/{act.receiver_id}",
        channel=words["channel"],
        within=act.within,
    )
    shares = [FADES**day for day in range(words["days"])]
    today = clock.local(until, act.community.timezone).date()
    for day, share in enumerate(shares):
        on, count = act.happened_on + timedelta(days=day), round(words["visits"] * share / sum(shares))
        if count and on <= today:
            Visits.objects.create(link=link, on=on, count=round(count * 1.3), unique=count)


def _say(act: Act, words: Mapping[str, Any], until: datetime) -> None:
    for said, who, guess in (("told", act.giver, False), ("came", act.receiver, False), ("guess", act.receiver, True)):
        if words.get(said):
            _write(act, who, words, words[said], until, is_estimate=guess)


def _feel(act: Act, words: Mapping[str, Any], until: datetime) -> None:
    """How glad each of the two was, in the order of their names in the scene."""
    by_person = {member.seats.earliest("pk").person.name: member for member in (act.giver, act.receiver)}
    for name, joy in zip((words["by"], words["to"]), words["joy"], strict=False):
        _write(act, by_person[name], words, {JOY: joy}, until)


def _write(
    act: Act,
    who: Member,
    words: Mapping[str, Any],
    said: Mapping[str, str],
    until: datetime,
    *,
    is_estimate: bool = False,
) -> None:
    known_at = until - timedelta(days=1)
    last = min(act.happened_on + timedelta(days=words["days"]), clock.local(known_at, act.community.timezone).date())
    units = {measure.id: measure.unit for measure in kinds()[act.kind].measures}
    amounts = [Amount(measure, Decimal(number), units.get(measure, measure)) for measure, number in said.items()]
    with clock.telling(known_at):
        ledger.say_what_it_brought(
            viewer=_viewer(act, who),
            act=act,
            amounts=amounts,
            from_on=act.happened_on,
            to_on=max(last, act.happened_on),
            source="" if JOY in said else words["source"],
            is_estimate=is_estimate,
        )
