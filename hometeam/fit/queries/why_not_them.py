"""Why somebody is not among a member's suggestions, in words that tell nothing but what the reader may see.

Whether the other one rests quietly or has full hands reads the same, "not just now", for everybody. Whether they said
"not for me" reads as if they had not, for two who compare what they see would tell it otherwise; only where the list of
the reader had room for them is it "not just now", too. What both show of themselves is looked at first, and as if they
were free, so that nothing can be told from what is *not* said either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.agreements import OPEN
from hometeam.engine.fit import FitMember, Lack
from hometeam.engine.fit import why_not as ask
from hometeam.engine.fit.score import SAME_WORK
from hometeam.engine.taxonomy import Taxonomy
from hometeam.fit.models import Refusal
from hometeam.fit.queries import remembered, wording
from hometeam.fit.queries.leaving_out import Reader, left_out
from hometeam.fit.queries.pools import Known, known_of
from hometeam.fit.queries.sides import Sides, sides_of
from hometeam.fit.queries.suggestions import SHOWN, kind_fits, reasons_in_words
from hometeam.foundation import clock
from hometeam.foundation.listed import all_of
from hometeam.members.models import Community, Member
from hometeam.members.queries import choices
from hometeam.members.queries.profile import resting_until
from hometeam.together.models import Collaboration


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would change it, in a sentence; with an address and its label where it is the reader's to do."""

    words: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Why not them: in one sentence, what speaks for it and whether that is a guess, what does not meet, and what would
    change it. `refused` when the reader has said "not for me" and may take it back.
    """

    other: Member
    headline: str
    reasons_for_me: tuple[str, ...] = ()
    reasons_for_them: tuple[str, ...] = ()
    caution: str = ""
    apart: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    refused: bool = False

    @property
    def sides(self) -> Sides:
        """The reasons as the page shows them."""
        return sides_of(self.reasons_for_me, self.reasons_for_them)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The reader and the other, as people and as the matcher sees them."""

    known: Known
    community: Community
    me: Member
    other: Member

    @property
    def mine(self) -> FitMember:
        return self.known.pool.members[self.me.pk]

    @property
    def them(self) -> FitMember:
        return self.known.pool.members[self.other.pk]


def why_not(me: Member, other: Member, community: Community, *, on_behalf: bool = False) -> Answer:
    """Why `other`, whom `me` can see, is not among the suggestions of `me` just now; at most four queries. Whoever asks
    `on_behalf` of `me` is not told what `me` refused.
    """
    pair = _Pair(known_of(community), community, me, other)
    known = pair.known
    if not {me.pk, other.pk} <= known.pool.members.keys():
        return Answer(other, _("One of you is not here at the moment."))
    out = left_out([me.pk], community, reader=Reader(me.pk, on_behalf))
    without = out.without[me.pk]
    listed = {fit.member_id for fit in remembered.best(known, me.pk, without, SHOWN, kind_fits(known.kinds))}
    if other.pk in listed:
        return _with_reasons(pair, _("They are among your suggestions just now."))
    own = _own_doing(me, other, community, on_behalf=on_behalf) if other.pk in without else None
    for_everybody = other.pk in out.everyone or not pair.them.open
    had_room = other.pk in without and len(listed) < SHOWN
    return own or _by_what_is_shown(pair, is_out=for_everybody or had_room)


def _own_doing(me: Member, other: Member, community: Community, *, on_behalf: bool) -> Answer | None:
    """What the reader has done or agreed, and so knows."""
    refusal = Refusal.objects.in_force().filter(member=me, other=other).first()
    if refusal is not None and (refusal.on_behalf or not on_behalf):
        day = date_format(clock.local(refusal.until_at, community.timezone), _("j F Y"))
        return Answer(other, _("You asked not to be shown them, until %(day)s.") % {"day": day}, refused=True)
    if Collaboration.objects.of(me).filter(state__in=[*OPEN], pk__in=other.parts.values("collaboration")).exists():
        return Answer(other, _("You have something going on together already."))
    return None


def _by_what_is_shown(pair: _Pair, *, is_out: bool) -> Answer:
    free = replace(pair.them, free_capacity=max(pair.them.free_capacity, 1), snoozed=False)
    found = ask(pair.known.pool.with_changes([free]), pair.me.pk, free.id, beliefs=pair.known.chosen.beliefs)
    if found.barred is not None:
        answer = _BARRED[found.barred](pair)
        return _further(answer, pair.me, found.lacks) if found.barred == "nothing_speaks" else answer
    answer = _with_reasons(pair, _place(pair, found.among, is_out=is_out))
    return answer if is_out else _further(answer, pair.me, found.lacks)


def _place(pair: _Pair, among: int | None, *, is_out: bool) -> str:
    resting = resting_until(pair.other, pair.community.timezone)
    if resting is not None:
        return _("They are resting until %(day)s, as their page says.") % {"day": date_format(resting, _("j F Y"))}
    if is_out:
        return _("Not just now. It can be full hands, a quiet time, or something between you lately. Look again soon.")
    if among is None or among > len(pair.known.pool) // 2:
        return _("Others come first for you just now. Your list changes on Mondays.")
    says = _("They are among the %(count)s who fit you best. Your list has room for a few, and changes on Mondays.")
    return says % {"count": among}


def _with_reasons(pair: _Pair, headline: str) -> Answer:
    """With what speaks for it on either side."""
    fit = remembered.pair(pair.known, pair.me.pk, pair.other.pk, kind_fits(pair.known.kinds))
    if fit is None:
        return Answer(pair.other, headline)
    for_me, for_them = reasons_in_words(fit)
    guessed = wording.caution(fit.caution) if fit.caution and fit.caution.key == "only_guessed" else ""
    return Answer(pair.other, headline, for_me, for_them, caution=guessed)


# -- What both show --------------------------------------------------------------------------------------------------


def _rivals(pair: _Pair) -> Answer:
    mine, theirs = ([offer.service for offer in one.offers] for one in (pair.mine, pair.them))
    taxonomy = Taxonomy.load()
    alike = [two for two in theirs if any(taxonomy.competes(one, two) >= SAME_WORK for one in mine)]
    says = _("You both do the same work.")
    if alike:
        says = _("You both do the same work: %(work)s.") % {"work": wording.trade(alike[0])}
    url = reverse("fit:same_work", args=[pair.community.slug])
    words = _("We suggest people of one trade to each other only when one of them asks.")
    return Answer(pair.other, says, changes=(Change(words, url, _("Show me who does the same work")),))


def _language(pair: _Pair) -> Answer:
    named = {
        who: all_of([choices.title_of(choices.LANGUAGES, tag) for tag in one.languages])
        for who, one in (("mine", pair.mine), ("theirs", pair.them))
    }
    says = _("You have no language in common: you named %(mine)s, and they named %(theirs)s.") % named
    words = _("Is there one that you work in and have not named?")
    return Answer(pair.other, says, changes=(_to_say(words, "basics", me=pair.me),))


def _nothing(pair: _Pair) -> Answer:
    return Answer(pair.other, _("From what both of you have said so far, nothing speaks for it yet."))


_BARRED: dict[str, Callable[[_Pair], Answer]] = {"rivals": _rivals, "language": _language, "nothing_speaks": _nothing}


def _further(answer: Answer, me: Member, lacks: Sequence[Lack]) -> Answer:
    """With what does not meet, and what the reader could say to change it."""
    changes, apart = [], []
    for lack in lacks:
        mine, theirs, neither = _LACKS[lack.key]
        if lack.change in ("me", "both"):
            changes.append(_to_say(*_MINE[mine], me=me))
        else:
            apart.append(str(theirs if lack.change == "them" else neither))
    return replace(answer, apart=tuple(dict.fromkeys(apart)), changes=tuple(dict.fromkeys(changes)))


def _to_say(words: str | Promise, group: str, *, me: Member) -> Change:
    return Change(str(words), reverse("members:edit", args=[me.pk, group]), _("Say it"))


_MINE: dict[str, tuple[Promise, str]] = {
    "looks": (gettext_lazy("You have not named a service yet that you look for."), "needs"),
    "sends": (gettext_lazy("You have not named a service yet that you send clients away for."), "needs"),
    "does": (gettext_lazy("You have not named a service yet that you do."), "offers"),
    "serves": (gettext_lazy("You have not said yet whom you serve."), "audiences"),
    "where": (gettext_lazy("You do not show where you are."), "place"),
    "speaks": (gettext_lazy("You have not said yet which languages you work in."), "basics"),
    "likes": (gettext_lazy("You have not said yet what you like to do together."), "likes"),
    "goes": (gettext_lazy("You have not said yet where you are a regular."), "haunts"),
    "matters": (gettext_lazy("You have not said yet what matters to you in your work."), "values"),
}
"""What the reader could say, and in which part of the profile."""
_THEY_DO = gettext_lazy("They have not named a service yet that they do.")
_THEY_LOOK = gettext_lazy("They have not named a service yet that they look for.")
_LACKS: dict[str, tuple[str, Promise, Promise]] = {
    "they_offer_what_i_need": ("looks", _THEY_DO, gettext_lazy("They do not do what you look for.")),
    "they_need_what_i_offer": ("does", _THEY_LOOK, gettext_lazy("They do not look for what you do.")),
    "they_do_what_i_send_away": (
        "sends",
        _THEY_DO,
        gettext_lazy("They do not do what you send clients away for."),
    ),
    "they_send_away_what_i_do": (
        "does",
        gettext_lazy("They have not named a service yet that they send clients away for."),
        gettext_lazy("They do not send clients away for what you do."),
    ),
    "our_trades_go_together": ("does", _THEY_DO, gettext_lazy("Your trades seldom meet at the same client.")),
    "shared_audience": (
        "serves",
        gettext_lazy("They have not said yet whom they serve."),
        gettext_lazy("You serve different people."),
    ),
    "near_each_other": (
        "where",
        gettext_lazy("They do not show where they are."),
        gettext_lazy("You are not around the corner from each other."),
    ),
    "shared_language": (
        "speaks",
        gettext_lazy("They have not said yet which languages they work in."),
        gettext_lazy("You share no language besides the usual one."),
    ),
    "like_the_same": (
        "likes",
        gettext_lazy("They have not said yet what they like to do together."),
        gettext_lazy("You like to do different things together."),
    ),
    "shared_haunt": (
        "goes",
        gettext_lazy("They have not said where they are a regular."),
        gettext_lazy("You are regulars at different places."),
    ),
    "shared_values": (
        "matters",
        gettext_lazy("They have not said yet what matters to them in their work."),
        gettext_lazy("You say different things of your work."),
    ),
}
"""For each evidence: what I could say, that they have not said theirs, and that it does not meet."""
