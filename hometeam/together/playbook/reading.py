"""Reading the playbook's files and refusing those that are wrong, by file and line."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

from hometeam.engine.agreements import Due, DueError, resolve_dues
from hometeam.engine.fit import KindFit, Ring, Sizes
from hometeam.engine.fit.score import WEIGHT
from hometeam.together.playbook import kind as schema
from hometeam.together.playbook.kind import Agreement, Ask, Disclosure, Idea, Kind, Measure, Role, Step

_KINDS_OF_MEMBERS = ("solopreneur", "business", "nonprofit")

_CALLED = {
    str: "text",
    int: "a whole number",
    float: "a number with a point",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


class PlaybookError(ValueError):
    """A kind's file that cannot be used; the message names the file and the line. `key` is what is wrong in it."""

    def __init__(self, why: str, key: str = "") -> None:
        super().__init__(why)
        self.key = key


class _Wrong(Exception):
    def __init__(self, why: str, key: str = "", table: str = "", index: int = 0) -> None:
        super().__init__(why)
        self.why, self.key, self.table, self.index = why, key, table, index


def read_shelf(folder: Path) -> dict[str, Kind]:
    """Every kind of a folder, by id, in the shelf's order. Raises PlaybookError."""
    read = [read_kind(path) for path in sorted(folder.glob("*.toml"))]
    return {kind.id: kind for kind in sorted(read, key=lambda kind: (kind.order, kind.id))}


def read_kind(path: Path) -> Kind:
    """One kind from its file. Raises PlaybookError."""
    source = path.read_text(encoding="utf-8")
    try:
        return _whole_kind(tomllib.loads(source), path.stem)
    except tomllib.TOMLDecodeError as error:
        raise PlaybookError(f"{path.name}: {error}") from error
    except _Wrong as wrong:
        raise PlaybookError(f"{path.name}, line {_line(source, wrong)}: {wrong.why}", wrong.key) from wrong


def kind_of_values(values: Mapping[str, Any], kind_id: str) -> Kind:
    """One kind from the values that a file would hold, as a community keeps its own. Raises PlaybookError."""
    try:
        return _whole_kind(values, kind_id)
    except _Wrong as wrong:
        raise PlaybookError(wrong.why, wrong.key) from wrong


def _whole_kind(values: Mapping[str, Any], kind_id: str) -> Kind:
    table = _Table(values)
    kind = _check_pages(table, _kind(table, kind_id))
    table.nothing_else()
    return kind


def _line(source: str, wrong: _Wrong) -> int:
    """The line of a key inside the so-many-th table of a name; the table's own line, or the first, where it is
    missing.
    """
    lines = source.splitlines()
    start = 0
    if wrong.table:
        heads = [n for n, text in enumerate(lines) if text.strip().strip("[]").strip() == wrong.table]
        start = heads[wrong.index] if wrong.index < len(heads) else 0
    for number, text in enumerate(lines[start:], start):
        if number > start and text.startswith("["):
            break
        if wrong.key and text.split("=")[0].strip() == wrong.key:
            return number + 1
    return start + 1


class _Table:
    """One table of the file, which knows where it stands and which of its keys were asked for."""

    def __init__(self, values: Mapping[str, Any], name: str = "", index: int = 0) -> None:
        self.values, self.name, self.index = values, name, index
        self.asked: set[str] = set()

    def wrong(self, why: str, key: str = "") -> _Wrong:
        return _Wrong(why, key, self.name, self.index)

    def get(self, key: str, of: type, default: Any = None) -> Any:
        self.asked.add(key)
        value = self.values.get(key, default)
        if value is None:
            raise self.wrong(f'"{key}" is missing')
        if not isinstance(value, of) or (of is int and isinstance(value, bool)):
            raise self.wrong(f'"{key}" must be {_CALLED[of]}, not {value!r}', key)
        return value

    def words(self, key: str, default: str | None = None) -> str:
        text = cast(str, self.get(key, str, default))
        if default is None and not text.strip():
            raise self.wrong(f'"{key}" is empty', key)
        return text.strip()

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.words(key, default)
        if value not in allowed:
            raise self.wrong(f'"{key}" must be one of {", ".join(filter(None, allowed))}, not "{value}"', key)
        return value

    def list_of(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        values = self.get(key, list, [])
        for value in values:
            if not isinstance(value, str) or (allowed is not None and value not in allowed):
                raise self.wrong(f'"{key}" may not hold {value!r}', key)
        return tuple(values)

    def number(self, key: str, default: int | None = None, least: int = 0) -> int:
        value = cast(int, self.get(key, int, default))
        if value < least:
            raise self.wrong(f'"{key}" must be at least {least}', key)
        return value

    def inside(self, key: str) -> _Table:
        return _Table(self.get(key, dict, {}), key)

    def each(self, key: str) -> list[_Table]:
        return [_Table(values, key, index) for index, values in enumerate(self.get(key, list, []))]

    def sentence(self, key: str, allowed: frozenset[str], default: str | None = None) -> str:
        text = self.words(key, default)
        try:
            used = {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
        except ValueError as error:
            raise self.wrong(f'"{key}": {error}', key) from error
        if used - allowed:
            raise self.wrong(f'"{key}" may not use {{{min(used - allowed)}}}', key)
        return text

    def nothing_else(self) -> None:
        for key in self.values:
            if key not in self.asked:
                raise self.wrong(f'"{key}" is not a key of the playbook', key)


def _all(tables: list[_Table], read: Callable[[_Table], Any]) -> tuple[Any, ...]:
    found = []
    for table in tables:
        found.append(read(table))
        table.nothing_else()
    ids = [one.id for one in found]
    for table, one in zip(tables, found, strict=True):
        if ids.count(one.id) > 1:
            raise table.wrong(f'"{one.id}" is there twice', "id")
    return tuple(found)


def _kind(table: _Table, stem: str) -> Kind:
    if table.words("id") != stem:
        raise table.wrong(f'"id" must be "{stem}", as the file is called', "id")
    roles = _all(table.each("roles"), _role)
    if sum(role.least for role in roles) < 2:
        raise table.wrong("a kind takes two members or more: see [[roles]]")
    names = {role.id for role in roles}
    return Kind(
        id=stem,
        version=table.number("version", least=1),
        title=table.words("title"),
        promise=table.words("promise"),
        group=cast(schema.Group, table.one_of("group", schema.GROUPS)),
        icon=table.words("icon"),
        where=table.one_of("where", schema.WHERE),
        minutes=table.number("minutes"),
        order=table.number("order", 100),
        roles=roles,
        steps=_steps(table, names),
        drafts=_drafts(table.inside("drafts")),
        posts=_posts(table.inside("posts")),
        tags=table.list_of("tags"),
        asks=_asks(table, names),
        agreement=_agreement(table.inside("agreement")),
        rest_days=table.number("rest_days", schema.REST_DAYS),
        barter=table.get("barter", bool, False),
        several=table.get("several", bool, False),
        on_shelf=bool(table.get("on_shelf", bool, True)),
        tips=table.list_of("tips"),
        season=table.list_of("season", schema.SEASONS),
        measures=_all(table.each("measures"), _measure),
        disclosure=_disclosure(table.inside("disclosure")),
        fit=_fit(table.inside("fit"), stem, roles),
        giving_back=_idea(table.inside("giving_back")),
        bonus=_idea(table.inside("bonus")),
    )


def _role(table: _Table) -> Role:
    many = table.number("many", 1, 1)
    least = table.number("least", many, 1)
    return Role(
        id=table.words("id"),
        title=table.words("title"),
        least=least,
        most=table.number("most", max(least, many), least),
        ask=table.words("ask", ""),
        member_kinds=table.list_of("member_kinds", _KINDS_OF_MEMBERS),
    )


def _asks(table: _Table, roles: set[str]) -> tuple[Ask, ...]:
    return _all(table.each("asks"), lambda one: _ask(one, roles))


def _ask(table: _Table, roles: set[str]) -> Ask:
    at = table.one_of("at", schema.AT, "proposal")
    if at == "draft" and table.words("id") not in schema.OWN_WORDS:
        raise table.wrong(f'"id" must be one of {", ".join(sorted(schema.OWN_WORDS))} at a draft', "id")
    return Ask(
        id=table.words("id"),
        title=table.words("title"),
        help=table.words("help", ""),
        who=table.one_of("who", ["", *sorted(roles)], ""),
        at=at,
        needed=bool(table.get("needed", bool, False)),
    )


def _agreement(table: _Table) -> Agreement:
    found = Agreement(
        owns=table.words("owns"),
        costs=table.words("costs"),
        ends=table.words("ends"),
        clauses=table.list_of("clauses"),
    )
    table.nothing_else()
    return found


def _measure(table: _Table) -> Measure:
    return Measure(id=table.words("id"), title=table.words("title"), unit=table.words("unit"))


def _steps(table: _Table, roles: set[str]) -> tuple[Step, ...]:
    tables = table.each("steps")
    steps: tuple[Step, ...] = _all(tables, lambda one: _step(one, roles))
    if not any(step.counts for step in steps):
        raise table.wrong("no step counts: one side must do something for the other")
    dues = {step.id: step.due for step in steps}
    try:
        resolve_dues(dues, date(2000, 1, 1))
    except DueError as error:
        waiting = next(one for one, step in zip(tables, steps, strict=True) if step.due.after)
        raise waiting.wrong(str(error), "due") from error
    return steps


def _step(table: _Table, roles: set[str]) -> Step:
    try:
        due = Due.parse(table.words("due"))
    except DueError as error:
        raise table.wrong(str(error), "due") from error
    counts = bool(table.get("counts", bool, False))
    to = table.one_of("to", ["", schema.NEXT], "")
    if to and table.values.get("who") == schema.TOGETHER:
        raise table.wrong('"to" is for a step that each member owes, not for one that all share', "to")
    return Step(
        id=table.words("id"),
        who=table.one_of("who", [*sorted(roles), schema.TOGETHER]),
        to=to,
        what=table.sentence("what", schema.STEP_WORDS | ({schema.THING} if to else set())),
        did=table.sentence("did", schema.STEP_WORDS, None if counts else ""),
        due=due,
        counts=counts,
        proof=table.list_of("proof", schema.PROOFS) or ("word",),
        channel=table.one_of("channel", ["", *schema.CHANNELS], ""),
        page=table.one_of("page", ["", *schema.PAGES], ""),
        page_words=table.words("page_words", None if table.values.get("page") else ""),
    )


def _check_pages(table: _Table, kind: Kind) -> Kind:
    """A page is for one who does something for one other, and what is made there counts for a step of theirs."""
    for one, step in zip(table.each("steps"), kind.steps, strict=True):
        if step.page_words and not step.page:
            raise one.wrong('"page_words" needs a "page"', "page_words")
        if step.page and (kind.is_group or step.is_shared):
            raise one.wrong('"page" is only for a step that one of two does for the other', "page")
        later = kind.steps[kind.steps.index(step) :]
        if step.page and not any(after.counts and after.who == step.who for after in later):
            raise one.wrong('"page" needs this step, or a later one of the same role, to count', "page")
    return kind


def _drafts(table: _Table) -> dict[str, str]:
    undated = schema.DRAFT_WORDS - schema.DATE_WORDS  # day and place stand beside an invitation, and may still change
    drafts = {
        name: table.sentence(name, undated if name == "invitation" else schema.DRAFT_WORDS) for name in schema.DRAFTS
    }
    table.nothing_else()
    return drafts


def _posts(table: _Table) -> dict[str, str]:
    for channel in table.values:
        if channel not in schema.CHANNELS:
            raise table.wrong(f'"{channel}" is not a channel: {", ".join(schema.CHANNELS)}', channel)
    return {channel: table.sentence(channel, schema.DRAFT_WORDS) for channel in table.values}


def _disclosure(table: _Table) -> Disclosure:
    when = table.one_of("when", schema.EXCHANGED, "never")
    found = Disclosure(when, table.words("words", "" if when == "never" else None))
    table.nothing_else()
    return found


def _idea(table: _Table) -> Idea | None:
    if not table.values:
        return None
    found = Idea(
        words=table.sentence("words", frozenset({"other"})),
        mine=table.list_of("mine", schema.HAS),
        theirs=table.list_of("theirs", schema.HAS),
        same_town=bool(table.get("same_town", bool, False)),
    )
    table.nothing_else()
    return found


def _fit(table: _Table, stem: str, roles: Sequence[Role]) -> KindFit:
    weights = table.inside("weights")
    found = KindFit(
        kind=stem,
        weights={key: _weight(weights, key) for key in weights.values},
        base=float(table.get("base", float, 0.0)),
        ring_at_most=cast(Ring, table.one_of("ring_at_most", get_args(Ring), "elsewhere")),
        channels=frozenset(table.list_of("channels")),
        member_kinds=frozenset(table.list_of("member_kinds", _KINDS_OF_MEMBERS)),
        parts=tuple(frozenset(role.member_kinds) for role in roles) if any(role.member_kinds for role in roles) else (),
        sizes=cast(Sizes, table.one_of("sizes", get_args(Sizes), "any")),
        mutual=bool(table.get("mutual", bool, False)),
    )
    table.nothing_else()
    return found


def _weight(table: _Table, key: str) -> float:
    if key not in WEIGHT:
        raise _Wrong(f'"{key}" is not something that a fit rests on: {", ".join(WEIGHT)}', key, "fit.weights")
    return float(table.get(key, float))
