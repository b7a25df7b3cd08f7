"""Pieces of a search and their answers, written down for whoever does them later or elsewhere, and read again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from hometeam.engine.barter.pieces import Piece
from hometeam.engine.loops import Answer, Part, Pool, Rules, Start

COLUMNS: dict[str, type] = {
    "givers": np.int32,
    "receivers": np.int32,
    "weights": np.float64,
    "chances": np.float64,
    "capacities": np.int64,
    "waiting": np.float64,
    "counts": np.float64,
}


def packed(pieces: Iterable[Piece]) -> bytes:
    """Pieces as bytes: JSON, whose numbers are read again as they were, made small."""
    return zlib.compress(json.dumps([_told(piece) for piece in pieces]).encode())


def unpacked(content: bytes) -> list[Piece]:
    """The pieces in what `packed` wrote."""
    return [_piece(told) for told in json.loads(zlib.decompress(content))]


def answer_told(answer: Answer) -> dict[str, Any]:
    """An answer for JSON."""
    return asdict(answer)


def answer_of(told: Mapping[str, Any]) -> Answer:
    """The answer in what `answer_told` said."""
    return Answer(**{**told, "loops": _loops(told["loops"])})


def _told(piece: Piece) -> dict[str, Any]:
    pool, rules = piece.part.pool, piece.part.rules
    return {
        "pool": {"ids": pool.ids, **{name: getattr(pool, name).tolist() for name in COLUMNS}},
        "rules": {**asdict(rules), "forbidden": sorted(rules.forbidden), "fixed": sorted(rules.fixed)},
        "start": {"loops": piece.start.loops, "prices": dict(piece.start.prices)},
        "apart": sorted(sorted(pair) for pair in piece.apart),
    }


def _piece(told: dict[str, Any]) -> Piece:
    pool, rules, start = told["pool"], told["rules"], told["start"]
    columns: dict[str, Any] = {name: np.array(pool[name], kind) for name, kind in COLUMNS.items()}
    legs = {name: frozenset(map(tuple, rules[name])) for name in ("forbidden", "fixed")}
    return Piece(
        Part(Pool(ids=tuple(pool["ids"]), **columns), Rules(**{**rules, **legs})),
        Start(_loops(start["loops"]), start["prices"]),
        frozenset(map(frozenset, told["apart"])),
    )


def _loops(told: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(loop) for loop in told)
