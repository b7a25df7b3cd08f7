"""From a row's words and codes to services and needs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hometeam.engine.taxonomy import Match, Service, Taxonomy
from hometeam.engine.taxonomy.words import EMPTY, words_of

from .entry import Guess

CODE, CODE_ALONE, BROAD_CODE = 0.6, 0.9, 0.3
"""What an official code adds to the service that it stands for: beside words, without any, and where it is broad."""
COVERED = 1.3
"""How much more a likeness counts for a service that the row's code covers."""
TRADE, CATEGORY, CATEGORY_ALONE = 1.0, 0.1, 0.8
TELLING_CATEGORY, TELLING = 0.38, 0.75
"""How much a category counts beside specific words if it is this much like a trade: "Florists", not "Retail"."""
OUTRIGHT = 0.95
"""From this likeness on words name a trade outright."""
OF_ANOTHER_KIND = 0.7
"""What is left of specific words for a trade of another kind than a telling category: a florist's "weddings"."""
PART, LATER = 0.9, 0.97
"""How much the first thing in a list ("facials, waxing and make-up") counts beside the whole, and each later one beside
the one before it."""
LEANS = 0.8
"""What is left of a single word behind several, which may lean on them: "bicycle sales and repair"."""
UNLIKELY = 0.6
"""What is left of a nonprofit’s words for what nonprofits hardly do: "we feed people" speaks of no personnel office."""
SAYS_LITTLE = 0.5
"""What is left of words that say little about the trade."""
NAME, NAME_LEAST = 0.8, 0.55
"""How much a name counts where neither words nor codes say the trade, if it is this much like one."""
NAME_AGREES, AGREES_LEAST = 0.35, 0.5
"""How much a name adds to what specific words speak of, if it is this much like it."""
NAME_SAYS_MORE = 1.3
"""How much more a name counts that tells apart what one category holds: a barber among hair salons."""
CHARITABLE = ("5192", "6", "7", "8", "9")
"""Beginnings of the NAICS codes of what nonprofits do."""
SURE = 0.6
LEAST = 0.3
ALSO, ALSO_ALIKE = 0.6, 0.93
"""A further service is kept with this share of the first one's weight, and only if some words are this much like it."""
MOST = 3
MOST_PARTS = 8
SAID_LEAST = 0.7
NEEDS = 5
COUNTS_LITTLE = re.compile(r"\b(?:permit|unclassified|internet sales|administrative office)\b", re.IGNORECASE)
"""Words of licences that say little about the trade: there the name counts too."""
_OCCASION = re.compile(
    r"(?:(?:private|family|corporate|birthday|holiday|baby|bridal|special|small|large) )?"
    r"(?:weddings?|part(?:y|ies)|birthdays?|anniversar(?:y|ies)|showers?|receptions?|engagements?|graduations?|funerals?"
    r"|celebrations?|corporate|events?|occasions?|functions?)",
    re.IGNORECASE,
)
"""What a trade is for, and not which: "weddings, parties" may be a photographer's, a florist's or a band's."""
_FIRM = frozenset(
    {"and", "the", "of", "co", "inc", "ltd", "llc", "llp", "corp", "company", "group", "gmbh", "ug", "ag", "kg"}
)
"""What firms are called besides their name."""
_PARTS = re.compile(r"[,;|•·\n]|\band\b|\bor\b|&|\+|\by\b|\bund\b|\bet\b", re.IGNORECASE)
Vote = tuple[str, float, float]
"""A service's id, the weight of the vote, and how alike the words were."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a row says about a trade: specific words, the wide category, official codes, the member's name."""

    trade: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    naics: str = ""
    ntee: str = ""
    name: str = ""
    nonprofit: bool = False


def services_of(words: Words, taxonomy: Taxonomy) -> tuple[Guess, ...]:
    """The services that a row probably means, the surest first; empty where nothing says one."""
    votes = [*_by_code(words, taxonomy), *_by_words(words, taxonomy)]
    kept = _kept(_ranked(_with_name(votes, words, taxonomy)), taxonomy)
    if not kept and words.nonprofit and taxonomy.get("nonprofit"):
        return (Guess("nonprofit", LEAST),)
    return tuple(Guess(name, round(min(1.0, weight), 3)) for name, weight in kept)


def needs_of(services: Sequence[Guess], wanted: Iterable[str], taxonomy: Taxonomy) -> tuple[Guess, ...]:
    """What the row says it looks for, then what its first service's trade usually needs; never what it does itself."""
    own = {guess.service for guess in services}
    said = {
        match.service.id: Guess(match.service.id, match.score, guessed=False) for match in _wanted(wanted, taxonomy)
    }
    likely = taxonomy.likely_needs(services[0].service) if services else []
    all_needs = said | {name: Guess(name, weight) for name, weight in likely if name not in said}
    return tuple(guess for name, guess in all_needs.items() if name not in own)[: max(NEEDS, len(said))]


def _by_code(words: Words, taxonomy: Taxonomy) -> Iterable[Vote]:
    owner = taxonomy.from_ntee(words.ntee) or taxonomy.from_naics(words.naics)
    if owner:
        narrow = CODE if words.trade else CODE_ALONE
        yield owner.id, BROAD_CODE if owner.broad else narrow, 0.0


def _by_words(words: Words, taxonomy: Taxonomy) -> Iterable[Vote]:
    telling = _telling(words, taxonomy)
    for place, text in enumerate(words.trade):
        for name, weight, likeness in _likenesses(text, words, taxonomy):
            kind = OF_ANOTHER_KIND if telling and not _is_akin(taxonomy, name, telling) else 1.0
            kind *= 1.0 if not words.nonprofit or _may_be_charitable(taxonomy, name) else UNLIKELY
            yield name, TRADE / (1 + place) * kind * weight, likeness
    for text in words.category:
        for name, weight, likeness in _likenesses(text, words, taxonomy):
            beside = TELLING_CATEGORY if name in telling and not _said_better(text, name, words, taxonomy) else CATEGORY
            yield name, (beside if words.trade else CATEGORY_ALONE) * weight, likeness


def _said_better(category: str, name: str, words: Words, taxonomy: Taxonomy) -> bool:
    """Whether specific words hold the category and name another trade outright: an appraiser under "Real estate"."""
    held = (text for text in words.trade if set(words_of(category)) < set(words_of(text)))
    firsts = (match for text in held for match in _matches(taxonomy, text)[:1])
    return any(first.score >= OUTRIGHT and first.service.id != name for first in firsts)


def _likenesses(text: str, words: Words, taxonomy: Taxonomy) -> Iterable[Vote]:
    """What a text is like, each with how much that weighs."""
    share = SAYS_LITTLE if _counts_little(text) else 1.0
    for name, likeness in _alike(taxonomy, text):
        covered = COVERED if words.naics and _covers(taxonomy, name, words.naics) else 1.0
        yield name, share * covered * likeness**2, likeness


def _telling(words: Words, taxonomy: Taxonomy) -> frozenset[str]:
    """The trades that the categories name, if they name any."""
    alike = (one for text in words.category for one in _alike(taxonomy, text))
    return frozenset(name for name, likeness in alike if likeness >= TELLING and not _is_broad(name, taxonomy))


@lru_cache(maxsize=20_000)
def _is_akin(taxonomy: Taxonomy, name: str, others: frozenset[str]) -> bool:
    """Whether a service is of one kind with any of these."""
    groups = {found.group for other in others if (found := taxonomy.get(other))}
    own = taxonomy.get(name)
    return bool(own and own.group in groups) or any(taxonomy.competes(name, other) for other in others)


@lru_cache(maxsize=5_000)
def _counts_little(text: str) -> bool:
    if COUNTS_LITTLE.search(text):
        return True
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    return all(_OCCASION.fullmatch(part) for part in parts)


@lru_cache(maxsize=20_000)
def _covers(taxonomy: Taxonomy, service_id: str, naics: str) -> bool:
    return taxonomy.covers(service_id, naics)


@lru_cache(maxsize=20_000)
def _alike(taxonomy: Taxonomy, text: str) -> tuple[tuple[str, float], ...]:
    """The services that a text, or one thing in its list, is like, and how much."""
    found = {match.service.id: match.score for match in _matches(taxonomy, text)}
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    for place, part in enumerate(parts[:MOST_PARTS] if len(parts) > 1 else ()):
        counts = PART * LATER**place * (LEANS if place and " " in parts[0] and " " not in part else 1.0)
        for match in _matches(taxonomy, part)[:1]:
            found[match.service.id] = max(found.get(match.service.id, 0.0), counts * match.score)
    return tuple(found.items())


def _with_name(votes: list[Vote], words: Words, taxonomy: Taxonomy) -> list[Vote]:
    """The votes with what the name adds: much where nothing else says the trade, or only a category that holds several;
    beside specific words it may only agree.
    """
    first, named = next(iter(_ranked(votes)), None), list(_by_name(words, taxonomy))
    said = frozenset(name for name, _weight, _likeness in votes)
    if not (words.trade or words.naics or words.ntee):
        narrow = frozenset(name for name in said if not _is_broad(name, taxonomy))
        more = [
            (name, NAME_SAYS_MORE * weight, alike) for name, weight, alike in named if _is_akin(taxonomy, name, narrow)
        ]
        votes = [(name, weight, 0.0 if more else alike) for name, weight, alike in votes] + more
        named = [] if more else named
    if first is None or first[1] < SURE or _is_broad(first[0], taxonomy):
        return votes + named
    agrees = (match for match in _matches(taxonomy, words.name) if words.trade and match.score >= AGREES_LEAST)
    return votes + [(one.service.id, NAME_AGREES * one.score, 0.0) for one in agrees if one.service.id in said]


def _by_name(words: Words, taxonomy: Taxonomy) -> Iterable[Vote]:
    said = [word for word in words_of(words.name) if word not in EMPTY and word not in _FIRM]
    least = NAME_LEAST if len(said) > 1 else OUTRIGHT  # "Bloom", "Harbor" and "Moss" are names, "Bakery" is a trade
    for match in _matches(taxonomy, words.name):
        if match.score >= least and (not words.nonprofit or _is_charitable(match.service)):
            yield match.service.id, NAME * match.score, match.score


def _is_charitable(service: Service) -> bool:
    """Whether nonprofits do this: teaching, care, arts, libraries, clubs and the like, not selling."""
    return bool(service.ntee) and (not service.naics or service.naics[0].startswith(CHARITABLE))


@lru_cache(maxsize=5_000)
def _may_be_charitable(taxonomy: Taxonomy, name: str) -> bool:
    service = taxonomy.get(name)
    return service is not None and _is_charitable(service)


def _ranked(votes: Iterable[Vote]) -> list[tuple[str, float, float]]:
    """Services by the sum of their votes, each with the best likeness among them."""
    weights: dict[str, float] = {}
    alike: dict[str, float] = {}
    for name, weight, likeness in votes:
        weights[name] = weights.get(name, 0.0) + weight
        alike[name] = max(alike.get(name, 0.0), likeness)
    enough = [(name, weight, alike[name]) for name, weight in weights.items() if weight >= LEAST]
    return sorted(enough, key=lambda one: (-one[1], one[0]))


@lru_cache(maxsize=20_000)
def _matches(taxonomy: Taxonomy, text: str) -> tuple[Match, ...]:
    """Directories repeat themselves: the same words are looked up once."""
    return tuple(taxonomy.match(text, top=4)) if text else ()


def _kept(ranked: Sequence[Vote], taxonomy: Taxonomy) -> list[tuple[str, float]]:
    if not ranked:
        return []
    first, *others = _narrow_first(ranked, taxonomy)
    further = [
        (name, weight)
        for name, weight, alike in others
        if weight >= ALSO * first[1] and alike >= ALSO_ALIKE and _is_else(name, first[0], taxonomy)
    ]
    return [first[:2], *further][:MOST]


def _narrow_first(ranked: Sequence[Vote], taxonomy: Taxonomy) -> list[Vote]:
    """A broad field gives way to a trade that comes near it: "internet sales" of a shoe boutique are a shoe shop's."""
    first = ranked[0]
    if _is_broad(first[0], taxonomy):
        near = (vote for vote in ranked if vote[1] >= ALSO * first[1] and not _is_broad(vote[0], taxonomy))
        first = next(near, first)
    return [first, *(vote for vote in ranked if vote != first)]


def _is_else(name: str, first: str, taxonomy: Taxonomy) -> bool:
    """Whether a service says something that the first one does not."""
    return not taxonomy.competes(first, name) and not _is_broad(name, taxonomy)


def _is_broad(name: str, taxonomy: Taxonomy) -> bool:
    found = taxonomy.get(name)
    return found is None or found.broad


def _wanted(texts: Iterable[str], taxonomy: Taxonomy) -> Iterable[Match]:
    for text in texts:
        for part in (text, *_PARTS.split(text)):
            matches = _matches(taxonomy, part.strip()) if 2 < len(part.strip()) <= 60 else ()
            yield from (match for match in matches[:1] if match.score >= SAID_LEAST)
