"""How well choices of two sides are predicted, from what was known before the two met and how each chose otherwise.

Weights are learnt from other waves. How readily one says yes, and how gladly one is taken, is learnt from one's other
choices in the wave, never from the pair that is asked about nor from how the two rated each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.evaluate.columns import GAPS, Column, columns
from hometeam.engine.evaluate.measures import auc, average_precision, brier
from hometeam.engine.evaluate.reading import Row, Unfit, rows, short
from hometeam.engine.fit.learner import Learner, Prior

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEEDED = ("iid", "pid", "wave", "dec", "dec_o")
OF_THE_PAIR = ("int_corr", "samerace")
OF_A_PERSON = (
    *("gender", "age", "race", "field_cd", "career_c", "goal", "date", "go_out", "imprace", "imprelig"),
    *("sports", "tvsports", "exercise", "dining", "museums", "art", "hiking", "gaming", "clubbing", "reading", "tv"),
    *("theater", "movies", "concerts", "music", "shopping", "yoga", "exphappy", "expnum"),
    *("attr1_1", "sinc1_1", "intel1_1", "fun1_1", "amb1_1", "shar1_1"),
    *("attr3_1", "sinc3_1", "intel3_1", "fun3_1", "amb3_1"),
)
"""What people said when they signed up; whatever else a table has was said after they had met, and is not read."""

SPREAD, EFFECT_SPREADS, BIAS_SPREAD = 0.1, (1.2, 1.2), 3.0
"""How far a standardised feature, either person and the choice as such are expected to move the logit of a yes."""
WAVE_SPREAD = (0.5, 0.2)
"""How far a wave as a whole, and the weight of what was expected, may differ from the other waves."""
FOLDS = 10
"""Into how many parts a wave's pairs are hidden by turns."""


@dataclass(frozen=True, eq=False)
class Choices:
    """Each row one side's choice: who chose, about whom, in which wave, and the answer; `mirror` is the row of the
    other side. `features` (n, k) are what was known before, standardised.
    """

    chose: Ints
    about: Ints
    wave: Ints
    yes: Bools
    mirror: Ints
    features: Floats


@dataclass(frozen=True)
class Ranking:
    """What a way of joining the two sides reached."""

    auc: float
    ap: float
    brier: float


@dataclass(frozen=True)
class ReciprocalReport:
    """Pairs, matches among them, and the figures for the product of both sides, their mean, and one side alone."""

    dyads: int
    matches: int
    ours: Ranking
    arithmetic: Ranking
    one_sided: Ranking

    def as_json(self) -> dict[str, object]:
        """The report with its figures rounded to four places."""
        ways = {"ours": self.ours, "arithmetic": self.arithmetic, "one_sided": self.one_sided}
        rounded = {way: {name: round(one, 4) for name, one in asdict(ranking).items()} for way, ranking in ways.items()}
        return {"dyads": self.dyads, "matches": self.matches, **rounded}


def evaluate_reciprocal(choices: Choices, *, seed: int = 0) -> ReciprocalReport:
    """Cross-validation by wave; each figure is over all pairs of all waves together.

    One side's figures count each pair from both sides. Raises `Unfit` where all pairs match, or none.
    """
    first = choices.chose < choices.about
    both = choices.yes & choices.yes[choices.mirror]
    if both.all() or not both.any():
        raise Unfit(f"{'All pairs' if both.all() else 'No pairs'} chose each other, so there is nothing to predict.")
    mine = _chances(choices, np.random.default_rng(seed))
    theirs = mine[choices.mirror]
    return ReciprocalReport(
        dyads=int(np.count_nonzero(first)),
        matches=int(np.count_nonzero(both & first)),
        ours=_ranking(both, mine * theirs),
        arithmetic=_ranking(both, (mine + theirs) / 2),
        one_sided=_ranking(both, mine),
    )


def _ranking(both: Bools, chances: Floats) -> Ranking:
    return Ranking(auc(both, chances), average_precision(both, chances), brier(both, chances))


def _chances(choices: Choices, chance: np.random.Generator) -> Floats:
    """For each row how likely that side says yes, never having been told this pair's answers."""
    found = np.zeros(len(choices.yes))
    fold = chance.integers(0, FOLDS, len(choices.yes))
    fold = np.where(choices.chose < choices.about, fold, fold[choices.mirror])
    known = _with_one(choices.features)
    spread = np.append(BIAS_SPREAD, np.full(choices.features.shape[1], SPREAD))
    prior = Prior(np.zeros(known.shape[1]), spread, EFFECT_SPREADS)
    for wave in np.unique(choices.wave):
        here = choices.wave == wave
        learnt = Learner.fitted(prior, known[~here], choices.yes[~here], who=_who(choices)[~here])
        found[here] = _in_a_wave(choices, here, fold[here], learnt.logits(known[here], who=_who(choices)[here]))
    return found


def _in_a_wave(choices: Choices, here: Bools, fold: Ints, expected: Floats) -> Floats:
    """The same within one wave, whose people nobody has met before: what other waves make expect, and on top of it
    what the people told about themselves by the wave's other choices.
    """
    found, known, yes, who = np.zeros(len(fold)), _with_one(expected[:, None]), choices.yes[here], _who(choices)[here]
    start = Learner.of(Prior(np.array([0.0, 1.0]), np.array(WAVE_SPREAD), EFFECT_SPREADS))
    for hidden in (fold == part for part in np.unique(fold)):
        met = start.after(known[~hidden], yes[~hidden], who=who[~hidden])
        found[hidden] = met.chances(known[hidden], who=who[hidden])
    return found


def _who(choices: Choices) -> Ints:
    """Whose effects count: how readily the one says yes, how gladly the other is taken."""
    return np.stack((2 * choices.chose, 2 * choices.about + 1), axis=1)


def _with_one(features: Floats) -> Floats:
    return np.concatenate((np.ones((len(features), 1)), features), axis=1)


# -- Reading ---------------------------------------------------------------------------------------------------------


def read_choices(text: str, called: str = "the file") -> Choices:
    """`iid`, `pid`, `wave`, `dec` (0 or 1), `dec_o` (what the other side answered) and whatever was known before.

    Rows without a partner are left out, and so are those whose other side is not in the table. Raises `Unfit` for
    answers other than 0 and 1, a pair that stands there twice, sides that contradict each other, and a single wave.
    """
    told: dict[tuple[str, str], Row] = {}
    for row in rows(text, NEEDED, called):
        _keep(row, told, called)
    kept = [(pair, row) for pair, row in told.items() if pair[::-1] in told]
    if not kept:
        raise Unfit(f"No pair in {called} has two rows, one for what either side chose.")
    at = {pair: number for number, (pair, _row) in enumerate(kept)}
    number = {one: n for n, one in enumerate(dict.fromkeys(one for pair in at for one in pair))}
    return Choices(
        chose=np.array([number[one] for one, _other in at], np.int64),
        about=np.array([number[other] for _one, other in at], np.int64),
        wave=_waves([row for _pair, row in kept], called),
        yes=np.array([row.cells["dec"] == "1" for _pair, row in kept]),
        mirror=np.array([at[pair[::-1]] for pair in at], np.int64),
        features=_features(kept, number),
    )


def _keep(row: Row, told: dict[tuple[str, str], Row], called: str) -> None:
    where = f"Line {row.line} of {called}"
    one, other = (_whole(row.cells[name]) for name in ("iid", "pid"))
    if not one or not _whole(row.cells["wave"]):
        raise Unfit(f"{where} has no {'wave' if one else 'iid'}.")
    if not other:
        return
    row = Row(row.line, {**row.cells, **{name: _answer(row, name, where) for name in ("dec", "dec_o")}})
    if one == other:
        raise Unfit(f"{where} has “{short(one)}” choose itself.")
    if (one, other) in told:
        raise Unfit(f"{where} has the choice of “{short(one)}” about “{short(other)}” again.")
    back = told.get((other, one))
    if back and _seen_from(back, "dec", "dec_o") != _seen_from(row, "dec_o", "dec"):
        raise Unfit(f"Lines {back.line} and {row.line} of {called} contradict each other about one pair.")
    told[one, other] = row


def _seen_from(row: Row, mine: str, theirs: str) -> tuple[str, str, str]:
    return row.cells[mine], row.cells[theirs], _whole(row.cells["wave"])


def _answer(row: Row, name: str, where: str) -> str:
    answer = _whole(row.cells[name])
    if answer not in ("0", "1"):
        raise Unfit(f"{where} has “{short(row.cells[name])}” in {name}, where 0 or 1 is expected.")
    return answer


def _whole(cell: str) -> str:
    """A whole number as it is meant: tables with gaps write 11 as 11.0."""
    head, _dot, tail = cell.partition(".")
    return "" if cell in GAPS else head if head.isdigit() and not tail.strip("0") else cell


def _waves(kept: Sequence[Row], called: str) -> Ints:
    names = {one: at for at, one in enumerate(dict.fromkeys(_whole(row.cells["wave"]) for row in kept))}
    if len(names) < 2:
        raise Unfit(f"At least two waves are needed, to train on some and test on others; {called} has one.")
    return np.array([names[_whole(row.cells["wave"])] for row in kept], np.int64)


def _features(kept: Sequence[tuple[tuple[str, str], Row]], number: Mapping[str, int]) -> Floats:
    left, right = (np.array([number[pair[side]] for pair, _row in kept], np.int64) for side in (0, 1))
    of_pairs = columns({name: [row.cells.get(name, "") for _pair, row in kept] for name in OF_THE_PAIR})
    found = [one.numbers for one in of_pairs if one.numbers is not None]
    for column in columns(_of_people(kept, number)):
        found += _of_both(column, left, right)
    table = np.array(found).reshape(len(found), len(kept)).T
    spread = table.std(axis=0)
    standardised: Floats = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return standardised[:, spread > 0]


def _of_people(kept: Sequence[tuple[tuple[str, str], Row]], number: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    rows_of = {number[pair[0]]: row for pair, row in kept}
    return {name: tuple(rows_of[at].cells.get(name, "") for at in range(len(number))) for name in OF_A_PERSON}


def _of_both(column: Column, left: Ints, right: Ints) -> Iterator[Floats]:
    if column.numbers is not None:
        one, other = column.numbers[left], column.numbers[right]
        yield from (one, other, np.abs(one - other))
    if column.codes is not None:
        yield ((column.codes[left] == column.codes[right]) & (column.codes[left] >= 0)).astype(np.float64)
