"""What is read from a row of a directory."""

from dataclasses import dataclass, field
from typing import Literal

MemberKind = Literal["solopreneur", "business", "nonprofit"]


@dataclass(frozen=True, slots=True)
class Guess:
    """A service (taxonomy id) read from a row.

    `score`, 0 to 1, says how sure the reading is; `guessed` is False only where the row itself says so in its own words
    ("looking for: a photographer").
    """

    service: str
    score: float
    guessed: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a usable row that its organiser may want to know: a key of `NOTES` and the cell's text."""

    key: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as a directory has it.

    `key` is the same for the same member whenever the file is read again. `trade_words` are the words that the services
    were taken from. `services` and `needs` are taxonomy ids, the surest first; `offer_guesses` and `need_guesses` also
    say how sure. `home_based`: the street is a home and must not be shown. `size` is "", "1", "2-5", "6-20" or "21+".
    `country` is an ISO 3166 code of two letters or ""; `lat`, `lon` are degrees. `channels` are "instagram:@name".
    """

    key: str
    name: str
    kind: MemberKind = "business"
    trade_words: str = ""
    offer_guesses: tuple[Guess, ...] = ()
    need_guesses: tuple[Guess, ...] = ()
    street: str = ""
    neighbourhood: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    home_based: bool = False
    size: str = ""
    email: str = ""
    website: str = ""
    one_line: str = ""
    contact: str = ""
    serves: str = ""
    values: str = ""
    haunts: str = ""
    channels: tuple[str, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    @property
    def services(self) -> tuple[str, ...]:
        """What it probably does."""
        return tuple(guess.service for guess in self.offer_guesses)

    @property
    def needs(self) -> tuple[str, ...]:
        """What it probably looks for."""
        return tuple(guess.service for guess in self.need_guesses)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be used: a key of `PROBLEMS`; `why` says it in plain English."""

    key: str

    @property
    def why(self) -> str:
        """The sentence for whoever brought the file."""
        return PROBLEMS[self.key]


PROBLEMS = {
    "empty": "The row is empty.",
    "header-again": "The row repeats the column titles.",
    "heading": "This looks like a heading or a total, not like a member.",
    "left": "The list marks this one as no longer a member.",
    "no-name": "There is no name in this row.",
    "no-name-column": "No column says what the members are called. Choose the column with their names.",
}
"""Every key of a problem, and what it says."""

NOTES = {
    "email-malformed": "This does not look like an e-mail address, so it was left out.",
    "website-malformed": "This does not look like a web address, so it was left out.",
    "place-malformed": "These coordinates are not on the earth, so they were left out.",
    "trade-unknown": "These words do not say a trade that Hometeam knows.",
    "name-from-trade": "There is no name, so the trade and the row's number stand for it.",
}
"""Every key of a note, and what it says."""
