"""Who fits a member, as the pages show it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hometeam.engine.fit import Fit, FitPool, KindFit, Reason, peers
from hometeam.engine.fit.facts import ListPlace
from hometeam.fit.queries import remembered, wording
from hometeam.fit.queries.first_step import FirstStep, first_step, meeting_haunt, tables, words_for_place
from hometeam.fit.queries.leaving_out import ORGANISER, Reader, left_out
from hometeam.fit.queries.pools import Known, known_of
from hometeam.fit.queries.sides import Sides, sides_of
from hometeam.fit.queries.wording_for_both import for_both, for_others
from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Community, Member, Place
from hometeam.members.queries import choices, rings
from hometeam.members.queries.profile import photo_url
from hometeam.together.playbook import Kind
from hometeam.together.queries.why import sign_why

SHOWN = 5


PLACES: dict[ListPlace, Promise] = {
    "afar": gettext_lazy("From further afield"),
    "new": gettext_lazy("Something different this week"),
}

RINGS_FOR_OTHERS: dict[str, Promise] = {
    "next_door": gettext_lazy("a few doors apart"),
    "block": gettext_lazy("on the same block"),
    "neighbourhood": gettext_lazy("in the same neighbourhood"),
    "town": gettext_lazy("in the same town"),
    "online": gettext_lazy("online"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One member for another: why, and the first step. All words are in the reader's language. `shared_reasons` are for
    both to read, `reasons_for_others` and `ring_for_others` for an organiser, who is neither of the two.
    """

    member: Member
    line: str
    photo_url: str
    ring: str
    ring_words: str
    score: float
    reasons_for_me: tuple[str, ...]
    reasons_for_them: tuple[str, ...]
    caution: str
    shared_reasons: tuple[str, ...]
    reasons_for_others: tuple[str, ...]
    first_step: FirstStep
    place: ListPlace = "best"

    @property
    def note(self) -> str:
        """What it is on the list for, where it is not plainly among the best; or ""."""
        return str(PLACES.get(self.place, ""))

    @property
    def sides(self) -> Sides:
        """The reasons as a page shows them."""
        return sides_of(self.reasons_for_me, self.reasons_for_them)

    @property
    def ring_for_others(self) -> str:
        """How near the two are to each other, for somebody who is neither; or ""."""
        return str(RINGS_FOR_OTHERS.get(self.ring, ""))

    @property
    def why(self) -> str:
        """The reasons that the proposal takes along, for both to read, signed so that nobody writes their own."""
        return sign_why(self.member, self.shared_reasons)

    @property
    def kind(self) -> str:
        return self.first_step.kind.id

    @property
    def group(self) -> str:
        """The group of kinds, which gives the card its spine."""
        return self.first_step.kind.group

    @property
    def group_title(self) -> str:
        return choices.title_of(choices.LIKE_GROUPS, self.group)


def suggestions_for(
    member: Member, community: Community, limit: int = SHOWN, *, on_behalf: bool = False
) -> list[Suggestion]:
    """The members of a community who fit one of them best just now, best first; empty for a member who is not there.
    `on_behalf`: it is read by an organiser who acts for the member.
    """
    return _suggestions([member], community, limit, reader=Reader(member.pk, on_behalf))[member.pk]


def suggestions_for_many(
    members: Sequence[Member], community: Community, limit: int = 1
) -> dict[int, list[Suggestion]]:
    """The best of each of these members, by id, for an organiser: "not for me" shows on none of them before the week's
    turn. Three queries, however many they are.
    """
    return _suggestions(members, community, limit, reader=ORGANISER)


def _suggestions(
    members: Sequence[Member], community: Community, limit: int, *, reader: Reader
) -> dict[int, list[Suggestion]]:
    known = known_of(community)
    pool, kinds = known.pool, known.kinds
    here = [member.pk for member in members if member.pk in pool.members]
    out = left_out(here, community, _rest_days(kinds), reader=reader)
    best = {pk: remembered.best(known, pk, out.without[pk], limit, kind_fits(kinds)) for pk in here}
    fits = {
        pk: [_rested(known, fit, out.rests[pk], _pair_of(known, pk)) for fit in found] for pk, found in best.items()
    }
    nothing: dict[int, list[Suggestion]] = {member.pk: [] for member in members}
    return nothing | _shown(pool, kinds, community, fits, out.without)


def _rested(
    known: Known, fit: Fit, rests: Mapping[int, set[str]], ask: Callable[[int, tuple[KindFit, ...]], Fit | None]
) -> Fit:
    """A fit with something else to do where the two have done its kind lately: asked again without what rests."""
    resting = rests.get(fit.member_id, set())
    if fit.kind not in resting:
        return fit
    others = tuple(kind.fit for kind in known.kinds.values() if kind.id not in resting)
    return ask(fit.member_id, others) or fit


def _pair_of(known: Known, me: int) -> Callable[[int, tuple[KindFit, ...]], Fit | None]:
    return lambda other, kinds: remembered.pair(known, me, other, kinds)


def _rest_days(kinds: Mapping[str, Kind]) -> dict[str, int]:
    return {kind.id: kind.rest_days for kind in kinds.values()}


def suggestion_between(
    member: Member, other: Member, community: Community, done: Collection[str] | None = None
) -> Suggestion | None:
    """How two members of a community fit, also while one rests or they are in touch; None where nothing says so. `done`
    are the kinds that the two are known to have or have had going; without it that is looked up.
    """
    known = known_of(community)
    pool, kinds = known.pool, known.kinds
    if not {member.pk, other.pk} <= pool.members.keys():
        return None
    fit = remembered.pair(known, member.pk, other.pk, kind_fits(kinds))
    if fit and (done is None or fit.kind in done):
        rests = left_out([member.pk], community, _rest_days(kinds)).rests[member.pk]
        fit = _rested(known, fit, rests, _pair_of(known, member.pk))
    shown = _shown(pool, kinds, community, {member.pk: [fit] if fit else []}, {member.pk: set()})
    return next(iter(shown[member.pk]), None)


def peers_for(
    member: Member, community: Community, limit: int = 2 * SHOWN, *, on_behalf: bool = False
) -> list[Suggestion]:
    """Members who do the same work, for one who asks for them on purpose, the closest first. `on_behalf` as in
    `suggestions_for`.
    """
    known = known_of(community)
    if member.pk not in known.pool.members:
        return []
    out = left_out([member.pk], community, _rest_days(known.kinds), reader=Reader(member.pk, on_behalf))
    without, beliefs = out.without[member.pk], known.chosen.beliefs

    def ask(kinds: tuple[KindFit, ...]) -> list[Fit]:
        return peers(known.pool, member.pk, exclude=without, top=limit, kinds=kinds, beliefs=beliefs)

    def ask_for(other: int, kinds: tuple[KindFit, ...]) -> Fit | None:
        return next((fit for fit in ask(kinds) if fit.member_id == other), None)

    fits = [_rested(known, fit, out.rests[member.pk], ask_for) for fit in ask(kind_fits(known.kinds))]
    return _shown(known.pool, known.kinds, community, {member.pk: fits}, out.without)[member.pk]


def kind_fits(kinds: Mapping[str, Kind]) -> tuple[KindFit, ...]:
    """What the engine asks of these kinds."""
    return tuple(kind.fit for kind in kinds.values())


def _shown(
    pool: FitPool,
    kinds: Mapping[str, Kind],
    community: Community,
    fits: Mapping[int, Sequence[Fit]],
    without: Mapping[int, set[int]],
) -> dict[int, list[Suggestion]]:
    """Each one's fits in words: all members and tables are read in one go."""
    tabled = {me: tables(pool, me, [fit.member_id for fit in found]) for me, found in fits.items()}
    ids = {*fits, *(fit.member_id for found in fits.values() for fit in found)}
    ids.update(host for hosts in tabled.values() for host in hosts.values())
    people: dict[int, Member] = {one.pk: one for one in _people(ids=sorted(ids))} if ids else {}
    shown: dict[int, list[Suggestion]] = {}
    for me, found in fits.items():
        hosts = {other: people.get(host) for other, host in tabled[me].items() if host not in without[me]}
        shown[me] = []
        for fit in (one for one in found if me in people and one.member_id in people and one.kind):
            them, host = people[fit.member_id], hosts.get(fit.member_id)
            place = meeting_haunt(pool, me, fit.member_id) or (words_for_place(_place(host), host.name) if host else "")
            step = first_step(kinds[fit.kind], me=people[me], them=them, community=community, place=place)
            shown[me].append(_suggestion(people[me], them, fit, step))
    return shown


@prepared
def _people(ids: Given) -> QuerySet[Member]:
    return Member.objects.filter(pk__in=ids).select_related("place")


def reasons_in_words(fit: Fit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why for the reader, and why for the other side; what is guessed is said to be, here or in the caution."""
    said = fit.caution is not None and fit.caution.key == "only_guessed"
    for_me = tuple(wording.hedged(wording.for_you(one), one, said=said) for one in fit.reasons_for_me)
    for_them = tuple(wording.hedged(wording.for_them(one), one, said=said) for one in fit.reasons_for_them)
    return for_me, for_them


def _suggestion(me: Member, them: Member, fit: Fit, step: FirstStep) -> Suggestion:
    for_me, for_them = reasons_in_words(fit)
    return Suggestion(
        member=them,
        line=them.one_line or them.trade_words or str(Member.Kind(them.kind).label),
        photo_url=photo_url(them, "medium"),
        ring=fit.ring,
        ring_words="" if fit.ring == "elsewhere" else rings.words_for(fit.ring, _place(me), _place(them)),
        score=fit.score,
        reasons_for_me=for_me,
        reasons_for_them=for_them,
        caution=wording.caution(fit.caution) if fit.caution else "",
        shared_reasons=_told_to_all(fit, me.name, them.name, for_both),
        reasons_for_others=_told_to_all(fit, me.name, them.name, for_others),
        first_step=step,
        place=fit.place,
    )


def _told_to_all(fit: Fit, me: str, them: str, said: Callable[[Reason, str, str], str]) -> tuple[str, ...]:
    """Why, for more than one reader; an organiser is among them, so what only the two may know of each other is left
    out.
    """
    told = (one for one in fit.reasons_for_me if not one.fact("between_us"))
    return tuple(wording.hedged(said(one, me, them), one) for one in told)


def _place(member: Member) -> Place | None:
    return getattr(member, "place", None)
