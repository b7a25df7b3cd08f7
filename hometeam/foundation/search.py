"""Find things by their words: SQLite's FTS5 or PostgreSQL's tsvector behind one door.

Words are folded before they are stored and before they are looked for (small letters, no accents, no punctuation), so
that both databases find the same, and nothing a person types can be syntax.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from hometeam.foundation.models import SearchRow

MOST_WORDS = 8
MOST_SYNONYMS = 12
Group = tuple[str, list[list[str]]]
"""A word that is looked for, and the phrases that will do in its place."""
TITLE_WEIGHT = 6.0
_WORD = re.compile(r"[^\W_]+")
_KEEP_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})

# On SQLite the words are looked up first (a CROSS JOIN keeps its order): begun with the community's rows, each of them
# would be looked for in the index of words.
_FIND = {
    "sqlite": """
        SELECT r.owner_id FROM foundation_search CROSS JOIN foundation_searchrow r ON r.id = foundation_search.rowid
        WHERE foundation_search MATCH %(query)s AND r.community_id = %(community)s AND r.owner_label = %(label)s
    """,
    "postgresql": """
        SELECT owner_id FROM foundation_searchrow
        WHERE words @@ to_tsquery('simple', %(query)s) AND community_id = %(community)s AND owner_label = %(label)s
    """,
}
_BEST_FIRST = {
    "sqlite": "ORDER BY bm25(foundation_search, %(weight)s, 1.0), r.owner_id",
    "postgresql": """
        ORDER BY ts_rank(ARRAY[0, 0, 1 / %(weight)s, 1]::real[], words, to_tsquery('simple', %(query)s)) DESC, owner_id
    """,
}
_PART = "LIMIT %(limit)s OFFSET %(offset)s"


@dataclass(frozen=True)
class Entry:
    """What can be found of one thing: in these communities, by these words."""

    owner_label: str
    owner_id: int
    community_ids: Collection[int]
    title: str
    body: str


def index(owner_label: str, owner_id: int, community_ids: Collection[int], title: str, body: str) -> None:
    """Make one thing findable in exactly these communities, in the caller's transaction."""
    index_many([Entry(owner_label, owner_id, community_ids, title, body)])


@transaction.atomic
def index_many(entries: Iterable[Entry]) -> None:
    """Make many things findable, each in exactly its communities; what they were found by before is replaced."""
    entries = list(entries)
    for label in {entry.owner_label for entry in entries}:
        _drop_elsewhere(label, [entry for entry in entries if entry.owner_label == label])
    rows = [
        SearchRow(
            owner_label=entry.owner_label,
            owner_id=entry.owner_id,
            community_id=community_id,
            title=fold(entry.title),
            body=fold(entry.body),
        )
        for entry in entries
        for community_id in sorted(set(entry.community_ids))
    ]
    SearchRow.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["owner_label", "owner_id", "community_id"],
        update_fields=["title", "body"],
    )


def _drop_elsewhere(label: str, entries: list[Entry]) -> None:
    """Drop the rows of these owners in communities where they are no longer to be found."""
    wanted = {entry.owner_id: set(entry.community_ids) for entry in entries}
    there = SearchRow.objects.filter(owner_label=label, owner_id__in=list(wanted))
    old = [pk for pk, owner, place in there.values_list("pk", "owner_id", "community_id") if place not in wanted[owner]]
    SearchRow.objects.filter(pk__in=old).delete()


def remove(owner_label: str, owner_id: int) -> None:
    """Make one thing unfindable everywhere."""
    SearchRow.objects.filter(owner_label=owner_label, owner_id=owner_id).delete()


def find(
    community_id: int,
    words: str,
    limit: int = 20,
    offset: int = 0,
    *,
    owner_label: str = "members.member",
    synonyms: Mapping[str, Collection[str]] | None = None,
) -> list[int]:
    """The ids of what has all the words, best first: in its title before in its body.

    The beginning of a word is enough. `synonyms` maps a word, as typed in small letters, to others that will do in its
    place, of one or more words each. Without a single word to look for the answer is empty.
    """
    groups = _groups(words, synonyms or {})
    best_first = _BEST_FIRST[connection.vendor]
    return _asked(groups, community_id, owner_label, (limit, offset), best_first) if groups else []


def find_few(
    community_id: int,
    words: str,
    most: int,
    *,
    owner_label: str = "members.member",
    synonyms: Mapping[str, Collection[str]] | None = None,
) -> list[int]:
    """The same, where the order does not matter and as long as there are no more than `most`; else the best of them.

    Ranking costs as much as finding.
    """
    groups = _groups(words, synonyms or {})
    if not groups:
        return []
    found = _asked(groups, community_id, owner_label, (most + 1, 0))
    return found if len(found) <= most else find(community_id, words, most, owner_label=owner_label, synonyms=synonyms)


def _asked(groups: list[Group], community_id: int, label: str, part: tuple[int, int], order: str = "") -> list[int]:
    values: dict[str, str | int | float] = {
        "query": _fts5(groups) if connection.vendor == "sqlite" else _tsquery(groups),
        "community": community_id,
        "label": label,
        "weight": TITLE_WEIGHT,
        "limit": part[0],
        "offset": part[1],
    }
    with connection.cursor() as cursor:
        cursor.execute(f"{_FIND[connection.vendor]} {order} {_PART}", values)
        return [int(row[0]) for row in cursor.fetchall()]


def fold(words: str) -> str:
    """The bare words: small letters without accents or finery, one space between, no punctuation."""
    plain = unicodedata.normalize("NFKD", words)  # first, for “𝐁” has no small letter, but the B in it has
    letters = unicodedata.normalize("NFKD", plain.casefold().translate(_KEEP_LETTERS))
    return " ".join(_WORD.findall("".join(c for c in letters if not unicodedata.combining(c))))


def _groups(words: str, synonyms: Mapping[str, Collection[str]]) -> list[Group]:
    by_folded = {fold(word): others for word, others in synonyms.items()}
    wanted = list(dict.fromkeys(fold(words).split()))[:MOST_WORDS]
    return [(word, _phrases(by_folded.get(word, ()))) for word in wanted]


def _phrases(others: Collection[str]) -> list[list[str]]:
    phrases = [fold(other).split() for other in sorted(others)]
    return [phrase for phrase in phrases if phrase][:MOST_SYNONYMS]


def _fts5(groups: list[Group]) -> str:
    return " AND ".join(
        "(" + " OR ".join([f'"{word}"*', *(f'"{" ".join(phrase)}"' for phrase in phrases)]) + ")"
        for word, phrases in groups
    )


def _tsquery(groups: list[Group]) -> str:
    return " & ".join(
        "(" + " | ".join([f"{word}:*", *(f"({' <-> '.join(phrase)})" for phrase in phrases)]) + ")"
        for word, phrases in groups
    )
