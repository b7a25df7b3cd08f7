"""Tables of the manual that are made from the code while it is built, so that they are never stale.

A page writes `@@name@@` on a line of its own, with a name of `TABLES`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, Field, fields
from typing import Any, get_args

from sphinx.application import Sphinx

from hometeam.engine.agreements import GROUP_RULES, RULES
from hometeam.engine.fit import KindFit
from hometeam.engine.fit.facts import RINGS, Sizes
from hometeam.engine.fit.score import MIRROR, WEIGHT
from hometeam.engine.seasons import SHOP_SMALL, SOURCES, occurrence
from hometeam.together.playbook import Agreement, Ask, Disclosure, Idea, Kind, Measure, Role, Step, kinds
from hometeam.together.playbook import kind as schema

_WORDS = "text"
_LIST = "list of texts"


def _one_of(values: Iterable[str]) -> str:
    return " · ".join(f"`{value}`" for value in values)


MEANING: dict[type, dict[str, tuple[str, str]]] = {
    Kind: {
        "id": (_WORDS, "the file's name without `.toml`, for ever"),
        "version": ("whole number from 1", "raise it when the steps change; running collaborations keep their number"),
        "title": (_WORDS, "what it is called on the shelf"),
        "promise": (_WORDS, "one sentence: what comes of it"),
        "group": (_one_of(schema.GROUPS), "the shelf's group, and the colour of the card's spine"),
        "icon": (_WORDS, "the name of a Lucide icon"),
        "where": (_one_of(schema.WHERE), "where it can happen"),
        "minutes": ("whole number", "how long; 0 for a day rather than an hour"),
        "roles": ("tables `[[roles]]`", "who plays a part; together two members or more"),
        "steps": ("tables `[[steps]]`", "who does what by when; at least one counts"),
        "drafts": ("table `[drafts]`", f"words to begin with: {_one_of(schema.DRAFTS)}, all of them"),
        "posts": (
            "table `[posts]`",
            f"words for one channel each, instead of the draft `post`: {_one_of(schema.CHANNELS)}",
        ),
        "tags": (_LIST, "tags that go with a post, without the #"),
        "asks": ("tables `[[asks]]`", "what only a member can say: asked, never invented"),
        "agreement": ("table `[agreement]`", "what is understood between the sides"),
        "barter": ("true or false", "what each gives is for what it gets: it stands in the yearly statement"),
        "several": (
            "true or false",
            "several of it, each about something else, may be open between the same members at once",
        ),
        "on_shelf": (
            "true or false",
            "`false`: agreed elsewhere in the house, as loops are, and never proposed by hand",
        ),
        "rest_days": ("whole number", "so long the same members rest before they are asked to do the same again"),
        "fit": ("table `[fit]`", "for which fit it is right"),
        "measures": ("tables `[[measures]]`", "what it can bring"),
        "tips": (_LIST, "when it goes well"),
        "season": (_one_of(schema.SEASONS), "when it is right; always, where left out"),
        "disclosure": ("table `[disclosure]`", "what readers must be told"),
        "giving_back": (
            "table `[giving_back]`",
            "how it comes up as an easy idea on *Giving back*; never, where left out",
        ),
        "bonus": ("table `[bonus]`", "the same, beside somebody whom one has featured this week"),
        "order": ("whole number", "its place on the shelf, lower first"),
    },
    Role: {
        "id": (_WORDS, "what steps name it by"),
        "title": (_WORDS, "what it is called"),
        "least": ("whole number from 1", "how many members have it at least; `many = 2` says least and most at once"),
        "most": ("whole number from `least`", "how many may have it; more than two in all make it a group"),
        "ask": (_WORDS, "how the proposer chooses it"),
        "member_kinds": (_LIST, "only members of these kinds have it"),
    },
    Step: {
        "id": (_WORDS, "what other steps name it by"),
        "who": ("a role's `id` or `together`", "who owes it"),
        "what": (_WORDS, "what to do; may use `{me}` and `{other}`"),
        "due": ("such as `-2d`, `0d` or `+1d after:meet`", "days from the agreed day, or from another step"),
        "did": (_WORDS, "how the ledger tells it; needed where the step counts"),
        "counts": ("true or false", "done for the others, who confirm it"),
        "proof": (_one_of(schema.PROOFS), "what may show that it was done, the best first"),
        "channel": (_one_of(schema.CHANNELS), "where it is owed, if in a channel"),
        "page": (
            _one_of(schema.PAGES),
            "a page of another room on which it can be done; what is made there and the step are one deed",
        ),
        "to": (
            "`next`",
            "owed to the next member alone, and by the last to the first; all the others where it is missing",
        ),
        "page_words": (_WORDS, "what the button to that page says; needed where there is a `page`"),
    },
    Agreement: {
        "owns": (_WORDS, "who owns what is made"),
        "costs": (_WORDS, "who pays what"),
        "ends": (_WORDS, "how it ends"),
        "clauses": (_LIST, "what else is understood"),
    },
    Ask: {
        "id": (_WORDS, "its name in the data; at a draft the placeholder that the answer fills: `why` or `help`"),
        "title": (_WORDS, "the question; at a proposal `{me}` is whoever proposes, `{other}` who is asked"),
        "help": (_WORDS, "what a good answer is"),
        "who": ("a role's `id`", "who is asked at a draft"),
        "at": (_one_of(schema.AT), "when it is asked"),
        "needed": ("true or false", "whether there is no proposal without it"),
    },
    Measure: {
        "id": (_WORDS, "its name in the data"),
        "title": (_WORDS, "its name for people"),
        "unit": (_WORDS, "what is counted"),
    },
    Disclosure: {
        "when": (_one_of(schema.EXCHANGED), "whether readers must be told that value was exchanged"),
        "words": (_WORDS, "in which words; needed unless `never`"),
    },
    Idea: {
        "words": (_WORDS, "the idea; may use `{other}`, for whom it is"),
        "mine": (_one_of(schema.HAS), "whoever does it has one of these"),
        "theirs": (_one_of(schema.HAS), "the other has one of these"),
        "same_town": ("true or false", "both are in one town"),
    },
    KindFit: {
        "weights": ("table `[fit.weights]`", "how much each kind of evidence (below) speaks for it"),
        "base": ("number with a point", "what speaks for it anyway"),
        "ring_at_most": (_one_of(RINGS), "not for members farther apart"),
        "channels": (_LIST, "one side must have one of these channels"),
        "member_kinds": (_LIST, "one side must be of one of these kinds"),
        "sizes": (_one_of(get_args(Sizes)), "`alike`: for members whose audiences are of much the same size"),
        "mutual": ("`true` or `false`", "only where each does something that the other looks for"),
    },
}
NOT_WRITTEN = {(KindFit, "kind"), (KindFit, "parts")}
"""Fields that the reader fills in from elsewhere in the file."""
HEADINGS = {
    Kind: "The file",
    Role: "`[[roles]]`",
    Step: "`[[steps]]`",
    Measure: "`[[measures]]`",
    Agreement: "`[agreement]`",
    Ask: "`[[asks]]`",
    Disclosure: "`[disclosure]`",
    Idea: "`[giving_back]` and `[bonus]`",
    KindFit: "`[fit]`",
}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _is_needed(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _row(one: Field[Any], words: tuple[str, str]) -> list[str]:
    return [f"`{one.name}`", words[0], words[1], "yes" if _is_needed(one) else ""]


def playbook_schema() -> str:
    """One table per dataclass. Raises KeyError for a field without words here, ValueError for words without a field."""
    parts = []
    for shape, words in MEANING.items():
        written = [one for one in fields(shape) if (shape, one.name) not in NOT_WRITTEN]
        if gone := set(words) - {one.name for one in written}:
            raise ValueError(f"{shape.__name__} has no {', '.join(sorted(gone))}")
        rows = [_row(one, words[one.name]) for one in written]
        parts.append(f"### {HEADINGS[shape]}\n\n" + _table(["key", "value", "meaning", "needed"], rows))
    return "\n\n".join(parts)


def playbook_kinds() -> str:
    """The kinds on the shelf, from their files."""
    rows = [
        [f"`{kind.id}.toml`", kind.title, kind.promise, "; ".join(step.what for step in kind.steps)]
        for kind in kinds().values()
    ]
    return _table(["file", "title", "promise", "steps"], rows)


def seasons() -> str:
    """The shop-small seasons by rule: who keeps them, which days the next years have, where the rule stands."""
    rows = []
    for season in SHOP_SMALL:
        days = [occurrence(season, year, (season.countries or ("",))[0]) for year in (2026, 2027)]
        spans = [f"{one.from_on:%-d %B %Y}" for one in days if one]
        name = season.title + (" (usually)" if season.usual else "")
        rows.append([name, ", ".join(season.countries) or "everywhere", *spans, SOURCES[season.source]])
    return _table(["season", "kept in", "in 2026 from", "in 2027 from", "where the rule stands"], rows)


def draft_words() -> str:
    """The placeholders of drafts."""
    return _one_of(f"{{{word}}}" for word in sorted(schema.DRAFT_WORDS)) + "."


def evidence() -> str:
    """The questions of a fit that are told as reasons, their weights and what the other side sees in the same fact."""
    rows = [[f"`{key}`", f"{weight:.2f}", f"`{MIRROR.get(key, key)}`"] for key, weight in WEIGHT.items()]
    return _table(["evidence", "weight", "the other side sees"], rows)


def moves() -> str:
    """The state machine's table for two."""
    rows = [[f"`{rule.state}`", f"`{rule.move}`", rule.role, rule.tell if rule.notice else ""] for rule in RULES]
    return _table(["where it stands", "move", "who may", "who is told"], sorted(rows))


def group_moves() -> str:
    """The state machine's table for groups, with what a move can turn into."""
    return _table(["where it stands", "move", "who may", "who is told", "or else"], sorted(_group_rows()))


def _group_rows() -> Iterator[list[str]]:
    for rule in GROUP_RULES:
        turns = "; ".join(f"{turn}: {tell}" for turn, (tell, _notice) in rule.turns.items())
        yield [f"`{rule.state}`", f"`{rule.move}`", rule.role, rule.tell if rule.notice else "", turns]


TABLES: dict[str, Callable[[], str]] = {
    "playbook-schema": playbook_schema,
    "playbook-kinds": playbook_kinds,
    "draft-words": draft_words,
    "evidence": evidence,
    "moves": moves,
    "group-moves": group_moves,
    "seasons": seasons,
}


def _fill(_app: Sphinx, _page: str, source: list[str]) -> None:
    source[0] = re.sub(r"^@@([a-z-]+)@@$", lambda found: TABLES[found[1]](), source[0], flags=re.MULTILINE)


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("source-read", _fill)
    return {"parallel_read_safe": True}
