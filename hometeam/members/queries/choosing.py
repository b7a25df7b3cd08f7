"""Choosing members without a browser's script, in a community of any size: a search, and who is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from urllib.parse import urlencode

from django.db.models import Q

from hometeam.foundation.alphabet import Alphabetical
from hometeam.members.models import Community, Member
from hometeam.members.queries.people import with_words

AT_ONCE = 30
MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """Members to choose from: `chosen` are ticked, `found` fit the search; `more` says that there are others."""

    chosen: tuple[Member, ...]
    found: tuple[Member, ...]
    more: bool
    words: str

    def ways(self, key: str, kept: Mapping[str, str]) -> list[tuple[Member, str]]:
        """Each who is found, with the address of this page that names it as `key` and says what is `kept` besides."""
        return [(one, f"?{urlencode({**kept, key: one.pk})}") for one in self.found]


def choice_of(
    community: Community,
    *,
    words: str,
    without: Collection[int],
    chosen: Collection[int] = (),
    only_claimed: bool = False,
) -> Choice:
    """Who is here, by name, but for those `without`; `only_claimed` leaves out whom nobody looks after. One query, and
    one each where somebody is chosen and where words are looked for.
    """
    here = Member.objects.here(community).order_by(Alphabetical("name"), "pk").exclude(pk__in=without)
    askable = here.claimed() if only_claimed else here
    ticked = tuple(askable.filter(pk__in=chosen)) if chosen else ()
    rest = askable.exclude(pk__in=[one.pk for one in ticked])
    rest = rest.filter(_goes_by(words, community)) if words.strip() else rest
    found = list(rest[: AT_ONCE + 1])
    return Choice(ticked, tuple(found[:AT_ONCE]), len(found) > AT_ONCE, words)


def _goes_by(words: str, community: Community) -> Q:
    """By the index of words as on *People*, or, for what is in the middle of a word, by the line that is shown."""
    indexed = Q(pk__in=with_words(community, words, MOST_FOUND))
    told = ("name", "trade_words", "one_line")
    each = (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in told)) for word in words.split()[:5])
    return indexed | reduce(and_, each)
