"""`hometeam evaluate`: how well the fit's learner predicts real ties and real choices, beside the usual yardsticks."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hometeam.foundation.verbs import Misunderstood, Verb

if TYPE_CHECKING:
    from hometeam.engine.evaluate import ReciprocalReport, TiesReport

FOLDS, MOST_BYTES = 10, 200_000_000


def _arguments(parser: ArgumentParser) -> None:
    ways = parser.add_subparsers(metavar="WHAT", required=True, title="what")
    ties = ways.add_parser("ties", help="ties between members, from their attributes and other ties")
    ties.add_argument("--nodes", type=Path, required=True, metavar="FILE", help="CSV: id and any attributes")
    ties.add_argument("--edges", type=Path, required=True, metavar="FILE", help="CSV: src, dst and perhaps relation")
    ties.add_argument("--relation", metavar="NAME", help="only ties of this relation (all together)")
    ties.add_argument("--layers", action="store_true", help="the other relations are evidence")
    ties.add_argument("--mutual", action="store_true", help="only what both sides name is a tie")
    ties.add_argument("--folds", type=_number(2, 100), default=FOLDS, metavar="N", help=f"from 2 to 100 ({FOLDS})")
    ties.set_defaults(evaluate=_ties)
    reciprocal = ways.add_parser("reciprocal", help="choices that both sides of a meeting made")
    reciprocal.add_argument("file", type=Path, metavar="FILE", help="CSV: iid, pid, wave, dec, dec_o and more")
    reciprocal.set_defaults(evaluate=_reciprocal)
    for each in (ties, reciprocal):
        each.add_argument("--seed", type=_number(0, 2**32 - 1), default=0, metavar="N", help="of all that is drawn (0)")
        each.add_argument("--json", action="store_true", help="as JSON, for other programs")


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ArgumentTypeError(f"“{text}” is not a number from {least} to {most}")
        return int(text)

    return read


def evaluate(args: Namespace) -> None:
    """Read the files, hide and predict, and print the figures."""
    from hometeam.engine.evaluate import Unfit

    try:
        print(args.evaluate(args))  # noqa: T201
    except Unfit as trouble:
        raise Misunderstood(str(trouble)) from trouble


def _ties(args: Namespace) -> str:
    from hometeam.engine import evaluate as engine

    members = engine.read_members(_text(args.nodes), str(args.nodes))
    ties = engine.read_ties(_text(args.edges), members, str(args.edges))
    asked = engine.Asked(args.relation, args.layers, args.mutual, args.folds, args.seed)
    report = engine.evaluate_ties(members, ties, asked)
    return _as_json(report.as_json()) if args.json else _ties_in_words(report)


def _reciprocal(args: Namespace) -> str:
    from hometeam.engine import evaluate as engine

    report = engine.evaluate_reciprocal(engine.read_choices(_text(args.file), str(args.file)), seed=args.seed)
    return _as_json(report.as_json()) if args.json else _reciprocal_in_words(report)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Misunderstood(f"{path} is larger than {MOST_BYTES // 1_000_000} MB.")
        return (told := path.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise Misunderstood(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = told.count(b"\n", 0, error.start) + 1
        raise Misunderstood(f"Line {line} of {path} is not text in UTF-8; save the table as UTF-8.") from error


# -- In words --------------------------------------------------------------------------------------------------------


def _as_json(report: Mapping[str, Any]) -> str:
    return json.dumps(report, indent=2)


def _ties_in_words(report: TiesReport) -> str:
    lines = [f"{report.nodes:,} members, {report.pairs:,} pairs, {report.ties:,} of them tied."]
    if report.sampled:
        lines.append("Pairs without a tie were drawn at random: AP, P@5 and MRR are those among the drawn ones.")
    settings = {"Hidden pairs (warm)": report.warm, "Hidden members (cold)": report.cold}
    for title, figures in settings.items():
        lines += ["", *_table(title, {name: asdict(one) for name, one in figures.items()})]
    return "\n".join(lines)


def _reciprocal_in_words(report: ReciprocalReport) -> str:
    ways = {"Product of both sides (ours)": report.ours, "Mean": report.arithmetic, "One side": report.one_sided}
    table = _table("Mutual choice", {name: asdict(one) for name, one in ways.items()})
    return "\n".join([f"{report.dyads:,} pairs, {report.matches:,} of whom chose each other.", "", *table])


def _table(title: str, lines: Mapping[str, Mapping[str, float]]) -> list[str]:
    head = f"{title:<30}" + "".join(f"{name.upper():>8}" for name in next(iter(lines.values())))
    told = [
        f"  {name.replace('_', ' '):<28}" + "".join(f"{one:8.3f}" for one in figures.values())
        for name, figures in lines.items()
    ]
    return [head, *told]


VERB = Verb(
    "evaluate", "how well ties and choices are predicted, against the truth", _arguments, evaluate, needs_database=False
)
