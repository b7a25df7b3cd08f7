"""The one list of services that members' trades, offers and needs are said in."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from . import tables
from .abroad import Abroad
from .codes import CodeBook, naics_digits, ntee_letters, schema_name
from .kinship import Kinship
from .needs import Buying
from .service import Match, Reason, Service
from .thesaurus import Thesaurus

if TYPE_CHECKING:
    from .finder import Finder

TELLING = 4
"""Digits from which the beginning of a code says something about a trade."""


class Taxonomy:
    """A few hundred services, with the words and codes that mean them and what they are to each other.

    Take the one from `Taxonomy.load()`. Everything but the services themselves is made when it is first asked for.
    """

    def __init__(self, services: tuple[Service, ...]) -> None:
        self.services = services
        self._by_id = {service.id: service for service in services}
        self._needs: dict[str, list[tuple[str, float]]] = {}

    @classmethod
    def load(cls) -> Taxonomy:
        """The taxonomy that comes with Hometeam; read once in a process."""
        return _loaded()

    def get(self, service_id: str) -> Service | None:
        """The service with this id, or None."""
        return self._by_id.get(service_id)

    def match(self, text: str, top: int = 5) -> list[Match]:
        """The services that a text seems to speak of, best first; empty rather than nonsense where none fits."""
        found = self._finder.services_like(text, top)
        return [Match(self.services[number], round(score, 4)) for number, score in found]

    def match_naics(self, text: str, top: int = 5, digits: int = 3) -> list[tuple[str, float]]:
        """The beginnings (of `digits` digits) of NAICS 2022 codes nearest to a text, with likeness 0 to 1."""
        return self._finder.codes_like(text, top, digits)

    def from_naics(self, code: str) -> Service | None:
        """The best service for a NAICS code, of any year or Canadian, by its longest known beginning; else None."""
        return self._owner("naics", naics_digits(code))

    def from_ntee(self, code: str) -> Service | None:
        """The best service for an NTEE code such as "B82" or "X20Z"; None for no code."""
        return self._owner("ntee", ntee_letters(code))

    def from_schema_type(self, name: str) -> Service | None:
        """The best service for a schema.org type, given as a name or an address; None for one that it lacks."""
        found = self._schema.get(schema_name(name))
        return self._by_id[found] if found else None

    def covers(self, service_id: str, naics: str) -> bool:
        """Whether a service is among those that a NAICS code stands for."""
        service, digits = self._by_id.get(service_id), naics_digits(naics)
        return (
            bool(service and digits) and any(digits.startswith(code) for code in service.naics if len(code) >= TELLING)
            if service
            else False
        )

    def synonyms(self, word: str) -> set[str]:
        """Other words of one or two words' length for what this word means, to widen a search; never itself."""
        return self._thesaurus.others(word)

    def competes(self, a: str, b: str) -> float:
        """How far two services (ids) are rivals: 1 the same, 0.7 trades of one kind, 0.3 one broad field, else 0."""
        return self._kinship.competes(a, b)

    def complements(self, a: str, b: str) -> float:
        """How well service b goes with service a, 0 to 1: a's customers ask for it next, a buys it, or both serve the
        same people. Rivals have 0. It is seen from a: look both ways for both sides."""
        return self._kinship.complements(a, b)

    def why(self, a: str, b: str) -> str | None:
        """The key (in `REASONS`) of the strongest ground on which b goes with a; "both-serve:…" ends in its sphere."""
        found = self.reason(a, b)
        if found is None:
            return None
        return f"{found.key}:{found.sphere}" if found.sphere else found.key

    def reason(self, a: str, b: str) -> Reason | None:
        """The strongest ground on which b goes with a, as key and facts."""
        return self._kinship.reason(a, b)

    def both_serve(self) -> dict[tuple[str, str], frozenset[str]]:
        """For every a and b whose strongest ground is that both serve the same people: these as audiences (tags)."""
        return self._kinship.both_serve()

    def likely_needs(self, service_id: str) -> list[tuple[str, float]]:
        """Three to five services that a member doing this one probably needs, with weights 0 to 1, likeliest first."""
        service = self._by_id.get(service_id)
        if service is None:
            return []
        if service_id not in self._needs:
            self._needs[service_id] = self._buying.needs_of(service, self.competes)
        return list(self._needs[service_id])

    def _owner(self, column: str, code: str) -> Service | None:
        found = self._books[column].longest(code) if code else None
        return self._by_id[found] if found else None

    @cached_property
    def _books(self) -> dict[str, CodeBook]:
        return {column: CodeBook(tables.owners(column)) for column in ("naics", "ntee")}

    @cached_property
    def _schema(self) -> dict[str, str]:
        return {name.lower(): service for name, service in tables.owners("schema").items()}

    @cached_property
    def _finder(self) -> Finder:
        # scipy takes longer to import than all else here: only who matches words pays for it
        from .finder import Finder

        first_code = {service.id: service.naics[0] for service in self.services if service.naics}
        return Finder.of(self.services, first_code, self._abroad)

    @cached_property
    def _abroad(self) -> Abroad:
        return Abroad.of(self.services)

    @cached_property
    def _thesaurus(self) -> Thesaurus:
        return Thesaurus.of(self.services, self._abroad)

    @cached_property
    def _buying(self) -> Buying:
        groups = {row["id"]: group for group, row in tables.service_rows()}
        return Buying(tables.ranked("needs.csv", "who", "needs"), tables.bought(), groups)

    @cached_property
    def _kinship(self) -> Kinship:
        buys = {who: needs for who, needs in self._buying.by_hand.items() if who in self._by_id}
        return Kinship.of(self.services, tables.spheres(), tables.ranked("next.csv", "service", "next"), buys)


@lru_cache(maxsize=1)
def _loaded() -> Taxonomy:
    return Taxonomy(tables.services())
