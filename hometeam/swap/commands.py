"""`hometeam loops` and `hometeam setoff`: the engines of barter on a file, without a community."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hometeam.foundation.verbs import Misunderstood, Verb

if TYPE_CHECKING:
    from hometeam.engine.loops import Answer
    from hometeam.engine.setoff import Book, Cleared

OBJECTIVES = ("served", "weight", "expected")
SECONDS = 60.0
Read = TypeVar("Read")


def _loops_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a pool: .csv (member,offer,need or giver,receiver,weight), .wmd, .json, .input, .txt want list; packed",
    )
    parser.add_argument("--max-length", type=_length, default=3, metavar="K", help="2 to 6, 0 for any length (3)")
    parser.add_argument("--objective", choices=OBJECTIVES, default="served", help="what counts (served)")
    parser.add_argument("--time-limit", type=_seconds, default=SECONDS, metavar="S", help=f"seconds ({SECONDS:.0f})")
    parser.add_argument("--seed", type=_whole, default=0, metavar="N", help="the same seed gives the same loops (0)")
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def _length(text: str) -> int:
    if text not in ("0", "2", "3", "4", "5", "6"):
        raise ArgumentTypeError(f"“{text}” is not a number from 2 to 6, or 0")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e9:
        raise ArgumentTypeError(f"“{text}” is not a number of seconds")
    return seconds


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ArgumentTypeError(f"“{text}” is not a whole number from 0 upwards")
    return int(text)


def loops(args: Namespace) -> None:
    """Read the pool, find its loops and print them."""
    from hometeam.engine.loops import Rules, WrongPool, best_loops
    from hometeam.engine.loops.reading import read_pool

    began = time.monotonic()
    pool = _read(args.file, read_pool)
    limit = max(0.001, args.time_limit - (time.monotonic() - began))
    if sys.stderr.isatty():
        print(f"{len(pool.ids):,} members: looking for at most {args.time_limit:,g} s …", file=sys.stderr)  # noqa: T201
    try:
        rules = Rules(args.max_length, args.objective, time_limit=limit, seed=args.seed)
        with _only_our_words():
            answer = best_loops(pool, rules, clock=time.monotonic)
    except WrongPool as trouble:
        raise Misunderstood(f"{args.file}: {trouble}") from trouble
    seconds = time.monotonic() - began
    print(_loops_json(answer, seconds) if args.json else _loops_letter(answer, seconds))  # noqa: T201


@contextmanager
def _only_our_words() -> Iterator[None]:
    """SciPy's HiGHS now and then writes a line about itself to standard output, which no option turns off; whoever
    reads our JSON there must not find it.
    """
    try:
        ours = os.dup(1)
    except OSError:  # standard output is closed
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # what it wrote may wait in C's own buffer
        os.dup2(ours, 1)
        os.close(ours)
        os.close(nowhere)


def _read(file: Path, reader: Callable[[str, bytes], Read]) -> Read:
    try:
        return reader(file.name, file.read_bytes())
    except OSError as trouble:
        raise Misunderstood(f"{file}: {trouble.strerror or trouble}") from trouble
    except ValueError as trouble:
        raise Misunderstood(f"{file}: {trouble}") from trouble


def _loops_json(answer: Answer, seconds: float) -> str:
    told = {
        "value": answer.value,
        "upper_bound": answer.upper_bound,
        "optimal": answer.optimal,
        "stopped_because": answer.stopped_because,
        "served": answer.served,
        "loops": answer.loops,
        "seconds": round(seconds, 3),
    }
    return json.dumps(told, ensure_ascii=False)


def _loops_letter(answer: Answer, seconds: float) -> str:
    lines = [" → ".join([*loop, loop[0]]) for loop in answer.loops]
    bound = "" if answer.optimal else f", at most {answer.upper_bound:,.10g}"
    loops = "1 loop" if len(answer.loops) == 1 else f"{len(answer.loops):,} loops"
    lines.append(
        f"{loops}, {answer.served:,} served, value {answer.value:,.10g}{bound}: "
        f"{answer.stopped_because} ({seconds:.2f} s)"
    )
    return "\n".join(lines)


def _setoff_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE.csv",
        help="debts: debtor,creditor,amount in whole units or with decimals; may be packed",
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def setoff(args: Namespace) -> None:
    """Read the debts, clear what loops can clear and print by how much each debt falls."""
    from hometeam.engine.setoff import TooGreat, read_book, set_off

    book = _read(args.file, read_book)
    try:
        cleared = set_off(book.debts)
    except TooGreat as trouble:
        raise Misunderstood(f"{args.file}: {trouble}") from trouble
    print(_setoff_json(cleared, book) if args.json else _setoff_letter(cleared, book))  # noqa: T201


def _setoff_json(cleared: Cleared, book: Book) -> str:
    """JSON has numbers with a point and any decimals, which Python would write as it likes."""
    point = replace(book, mark=".")
    debts = ", ".join(
        f'{{"debtor": {_text(debt.debtor)}, "creditor": {_text(debt.creditor)}, "amount": {point.said(debt.amount)}}}'
        for debt in cleared.setoffs
    )
    sums = (f'"{name}": {point.said(getattr(cleared, name))}' for name in ("cleared", "gross", "net"))
    return f'{{{", ".join(sums)}, "setoffs": [{debts}]}}'


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _setoff_letter(cleared: Cleared, book: Book) -> str:
    def said(amount: int) -> str:
        return book.said(amount) if book.decimals else f"{amount:,}"

    lines = [f"{debt.debtor} → {debt.creditor}: {said(debt.amount)}" for debt in cleared.setoffs]
    total = f"{said(cleared.cleared)} of {said(cleared.gross)} cleared, {said(cleared.net)} left"
    return "\n".join([*lines, total])


VERBS = [
    Verb("loops", "the best loops of barter in a pool", _loops_arguments, loops, needs_database=False),
    Verb("setoff", "the greatest set-off of debts that go round", _setoff_arguments, setoff, needs_database=False),
]
